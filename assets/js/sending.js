// A form on its way: pressed again it does nothing, its buttons rest, files show how far they are, and a lost connection
// leaves everything as it was typed, with a way to try again. The server is safe from repetition as well.
const RESTS_MS = 8000;
const FINDS_ITS_PAGE = [200, 422];
let last;

export function sendWithCare(enhance) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) return event.preventDefault();
    last = { form, submitter: event.submitter };
    clear(form);
    if (!navigator.onLine) {
      event.preventDefault();
      return lose();
    }
    rest(form);
    if (document.body.dataset.account && hasFiles(form)) {
      event.preventDefault();
      upload(form, event.submitter, enhance);
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) wake(form);
  });
}

// The form that was sent last did not reach the server.
export function lose(sentence = words().notSent) {
  if (!last) return;
  const { form, submitter } = last;
  wake(form);
  const again = button(words().tryAgain, () => form.requestSubmit(submitter?.isConnected ? submitter : undefined));
  clear(form);
  const told = notice(sentence, again, "chip-bad", "alert");
  told.dataset.told = "";
  form.append(told);
  told.scrollIntoView({ block: "center" });
}

export function words() {
  return document.getElementById("messages").dataset;
}

export function notice(sentence, action, tone, role) {
  const box = document.createElement("div");
  box.className = `notice ${tone} flex-wrap items-center justify-between`;
  box.setAttribute("role", role);
  const said = document.createElement("p");
  said.textContent = sentence;
  box.append(said, action);
  return box;
}

export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function rest(form) {
  form.dataset.sending = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => buttons(form).forEach((one) => (one.disabled = true))); // after their own names were sent
  setTimeout(() => wake(form), RESTS_MS);
}

function wake(form) {
  if (!form.dataset.sending || form.dataset.sending === "upload") return;
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
  buttons(form).forEach((one) => (one.disabled = false));
}

function buttons(form) {
  return [...form.elements].filter((one) => one.type === "submit");
}

function clear(form) {
  for (const told of form.querySelectorAll("[data-told]")) told.remove();
}

function hasFiles(form) {
  return [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
}

function upload(form, submitter, enhance) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const bar = progress(form);
  const request = new XMLHttpRequest();
  request.open("POST", submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href);
  request.setRequestHeader("X-Wants-Address", "1");
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
  });
  request.addEventListener("load", () => answered(request, form, enhance));
  request.addEventListener("error", () => stop(form));
  form.dataset.sending = "upload";
  request.send(data);
}

function answered(request, form, enhance) {
  const address = request.getResponseHeader("X-Address");
  if (address) return location.assign(address);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (!FINDS_ITS_PAGE.includes(request.status)) return stop(form, page.querySelector("[data-sentence]")?.textContent.trim());
  const main = page.getElementById("content");
  document.getElementById("content").replaceWith(main);
  enhance(main);
  main.focus();
}

function stop(form, sentence) {
  form.dataset.sending = "yes";
  lose(sentence || words().notSent);
}

function progress(form) {
  const bar = document.createElement("progress");
  bar.className = "progress progress-primary w-full";
  bar.setAttribute("aria-label", words().sending);
  bar.max = 1;
  bar.value = 0;
  bar.dataset.told = "";
  form.append(bar);
  return bar;
}
