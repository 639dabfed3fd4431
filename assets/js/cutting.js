// Shows at once which part of a longer picture the square will keep, while the slider is moved.
export function cutPhotos(root) {
  const slider = root.querySelector("input[data-cut]");
  const shown = root.querySelector("img[data-cut-shown]");
  if (!slider || !shown) return;
  slider.addEventListener("input", () => {
    if (shown.src !== shown.dataset.whole) shown.src = shown.dataset.whole;
    shown.style.objectPosition = `${slider.value}% ${slider.value}%`;
  });
}
