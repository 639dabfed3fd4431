// Menus and questions made of <details> work alone; this closes them where a hand expects it.
export function closeMenus() {
  const open = () => document.querySelectorAll("details.pop[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
    const question = event.target.closest("[data-close]")?.closest("details");
    if (question) shut(question);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of open()) shut(menu);
  });
}

export function showClosers(root) {
  for (const button of root.querySelectorAll("[data-close]")) button.hidden = false;
}

function shut(details) {
  details.open = false;
  details.querySelector("summary").focus();
}
