// <button data-copy="text" data-done="Đã chép" hidden> puts its text on the clipboard, and says so for a moment.
const SAID_FOR_MS = 2000;

export function copyTexts(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.firstChild;
  const before = words.data;
  words.data = button.dataset.done;
  setTimeout(() => (words.data = before), SAID_FOR_MS);
}
