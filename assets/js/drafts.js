// <form data-draft="name"> keeps what was typed on this device until it is sent. Never passwords, files or hidden fields.
const KEPT = "input:not([type=password],[type=file],[type=hidden],[type=submit]), textarea, select";
const DAYS = 14;

export function rememberDrafts(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    const key = `draft:${form.dataset.draft}`;
    if (!form.querySelector('[aria-invalid="true"]')) restore(form, read(key));
    form.addEventListener("input", () => write(key, form));
    form.addEventListener("submit", () => localStorage.removeItem(key));
  }
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Date.now() - draft.at < DAYS * 86_400_000 ? draft.fields : {};
  } catch {
    return {};
  }
}

function write(key, form) {
  const fields = {};
  for (const field of form.querySelectorAll(KEPT)) {
    if (!field.name) continue;
    const chosen = field.type === "checkbox" || field.type === "radio";
    if (chosen) fields[`${field.name}=${field.value}`] = field.checked;
    else fields[field.name] = field.value;
  }
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // a full or closed store only means that nothing is remembered
  }
}

function restore(form, fields) {
  for (const field of form.querySelectorAll(KEPT)) {
    const chosen = field.type === "checkbox" || field.type === "radio";
    const kept = fields[chosen ? `${field.name}=${field.value}` : field.name];
    if (kept === undefined) continue;
    if (chosen) field.checked = kept;
    else if (!field.value) field.value = kept;
  }
}
