// Minus and plus beside a number field; without a script the field itself is typed into.
export function stepQuantities(root) {
  for (const button of root.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = button.parentElement.querySelector("input");
      const before = input.value;
      if (button.dataset.step === "up") input.stepUp();
      else input.stepDown();
      if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
