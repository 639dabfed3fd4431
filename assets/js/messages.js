// What a request without a new page has to say floats above the page for a while, wherever the reader has scrolled to:
// the messages that came with the answer, the sentence of a refusal, or that there is no connection.
const SHOWN_MS = 7000;
let timer;

export function floatMessages() {
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id === "messages" && place().childElementCount) float();
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    if (asksByItself(event)) return;
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    refuse(page.querySelector("[data-sentence]")?.textContent);
  });
  document.body.addEventListener("htmx:sendError", (event) => asksByItself(event) || refuse());
}

// Nobody waits for an answer to what a page asks by itself.
function asksByItself(event) {
  return Boolean(event.detail.elt?.closest("[data-quiet]"));
}

function place() {
  return document.getElementById("messages");
}

function refuse(sentence) {
  const notice = document.createElement("div");
  notice.className = "notice chip-bad";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence?.trim() || place().dataset.lost;
  place().replaceChildren(notice);
  float();
}

function float() {
  place().dataset.afloat = "yes"; // not a class: htmx settles classes a moment later
  clearTimeout(timer);
  timer = setTimeout(() => {
    delete place().dataset.afloat;
    place().replaceChildren();
  }, SHOWN_MS);
}
