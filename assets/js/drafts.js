// Keeps what was typed on this device until it has arrived: on a seller's pages for every form that is written into, on
// others for <form data-draft="name">. One draft for each form, address and account. Never passwords, bank accounts,
// codes, files or hidden fields; <form data-draft="no"> is left alone.
import { button, notice, words } from "./sending.js";

const PRIVATE = "[type=password],[type=file],[type=hidden],[type=submit],[autocomplete^=cc-],[autocomplete=one-time-code]";
const KEPT = `input:not(${PRIVATE}), textarea, select`;
const DAYS = 14;

export function forgetSentDrafts() {
  const received = (document.body.dataset.received ?? "").split(" ").filter(Boolean);
  for (const key of keys()) {
    const draft = read(key);
    if (!draft || received.includes(draft.sent)) localStorage.removeItem(key);
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/logout") keys().forEach((key) => localStorage.removeItem(key));
  });
}

export function rememberDrafts(root) {
  const account = document.body.dataset.account;
  const all = account ? "form[method=post]" : "form[data-draft]";
  for (const form of root.querySelectorAll(all)) {
    if (form.dataset.draft === "no" || !form.querySelector(KEPT)) continue;
    const place = form.dataset.draft ?? `${location.pathname}:${form.getAttribute("action") ?? ""}`;
    follow(form, `draft:${account ?? ""}:${place}`);
  }
}

function follow(form, key) {
  const shown = JSON.stringify(fieldsOf(form));
  const draft = read(key);
  const refused = form.querySelector('[aria-invalid="true"]');
  const begun = refused && draft ? draft.shown : shown;
  // What has changed on the server since is not written over.
  if (draft && draft.shown === shown && !refused) offer(form, key, draft.fields);
  form.addEventListener("input", () => write(key, { at: Date.now(), shown: begun, fields: fieldsOf(form) }));
  form.addEventListener("submit", () => {
    const sent = form.elements.submit_key?.value;
    const written = read(key);
    if (!sent) localStorage.removeItem(key);
    else if (written) write(key, { ...written, sent });
  });
}

function offer(form, key, fields) {
  const before = fieldsOf(form);
  restore(form, fields);
  if (JSON.stringify(before) === JSON.stringify(fieldsOf(form))) return;
  const told = notice(words().restored, button(words().discard, () => {
    localStorage.removeItem(key);
    restore(form, before);
    told.remove();
  }), "chip-going", "status");
  form.prepend(told);
}

function fieldsOf(form) {
  const fields = {};
  for (const field of form.querySelectorAll(KEPT)) {
    if (!field.name) continue;
    if (isChoice(field)) fields[`${field.name}=${field.value}`] = field.checked;
    else fields[field.name] = field.value;
  }
  return fields;
}

function restore(form, fields) {
  for (const field of form.querySelectorAll(KEPT)) {
    const kept = fields[isChoice(field) ? `${field.name}=${field.value}` : field.name];
    if (kept === undefined) continue;
    if (isChoice(field)) field.checked = kept;
    else field.value = kept;
  }
}

function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Date.now() - draft.at < DAYS * 86_400_000 ? draft : null;
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // a full or closed store only means that nothing is remembered
  }
}
