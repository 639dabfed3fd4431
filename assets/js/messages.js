// A message that arrives without a new page floats above it for a while, wherever the reader has scrolled to.
const SHOWN_MS = 7000;

export function floatMessages() {
  let timer;
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    const messages = document.getElementById("messages");
    if (event.detail.target.id !== "messages" || !messages.childElementCount) return;
    messages.classList.add("afloat");
    clearTimeout(timer);
    timer = setTimeout(() => {
      messages.classList.remove("afloat");
      messages.replaceChildren();
    }, SHOWN_MS);
  });
}
