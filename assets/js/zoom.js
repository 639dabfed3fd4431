// Photos of a listing open large in place: swipe or arrow to the next. Without this file each opens as a picture of its own.
export function zoomPhotos(root) {
  for (const gallery of root.querySelectorAll("[data-zoom]")) prepare(gallery);
}

function prepare(gallery) {
  const links = [...gallery.querySelectorAll("a.zoomable")];
  const dialog = gallery.querySelector("dialog");
  const shown = dialog.querySelector("img");
  let at = 0;
  const show = (place) => {
    at = (place + links.length) % links.length;
    shown.src = links[at].href;
    shown.alt = links[at].querySelector("img").alt;
  };
  links.forEach((link, place) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(place);
      dialog.showModal();
    }),
  );
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "ArrowLeft") show(at - 1);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    if (event.target === shown) shown.classList.toggle("zoom-close-up");
  });
  dialog.addEventListener("close", () => shown.classList.remove("zoom-close-up"));
}
