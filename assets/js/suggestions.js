// A search field that offers ways to go on while somebody types: a combobox with a list, worked by hand or by keys.
// Without the script it is the plain field that it was.
export function offerSuggestions(root) {
  for (const field of root.querySelectorAll("input[data-suggests]")) makeCombobox(field);
}

function makeCombobox(field) {
  const list = field.form.querySelector("[role=listbox]");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-haspopup", "listbox");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function show(isOpen) {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(null);
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const all = options();
    const at = all.indexOf(chosen());
    if (!all.length) return;
    if (list.hidden) show(true);
    choose(all.at(at < 0 && step < 0 ? -1 : (at + step) % all.length));
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => list.hidden || show(false),
    Enter: (event) => {
      if (list.hidden || !chosen()) return;
      event.preventDefault();
      chosen().click();
    },
    Tab: () => show(false),
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOurs = event.key === "ArrowDown" || event.key === "ArrowUp" || (event.key === "Escape" && !list.hidden);
    if (isOurs) event.preventDefault();
    keys[event.key]?.(event);
  });
  list.addEventListener("htmx:afterSwap", () => show(options().length > 0 && document.activeElement === field));
  field.addEventListener("input", () => field.value.trim().length < 2 && show(false));
  field.addEventListener("focus", () => options().length && field.value.trim() && show(true));
  document.addEventListener("pointerdown", (event) => field.form.contains(event.target) || show(false));
  show(false);
}
