// Photos of a listing open large in place: swipe, arrows or the buttons lead to the next; two fingers, the wheel, a tap
// or + and - bring it closer. Without this file each opens as a picture of its own.
const CLOSEST = 4;
const CLOSE = 2.5;
const A_TAP_PX = 10;
const A_SWIPE_PX = 48;

export function zoomPhotos(root) {
  for (const gallery of root.querySelectorAll("[data-zoom]")) prepare(gallery);
}

function prepare(gallery) {
  const links = [...gallery.querySelectorAll("a.zoomable")];
  const dialog = gallery.querySelector("dialog");
  const shown = dialog.querySelector("img");
  const place = dialog.querySelector("[data-place]");
  let at = 0;
  const show = (next) => {
    at = (next + links.length) % links.length;
    lens.lay();
    shown.src = links[at].href;
    shown.alt = links[at].querySelector("img").alt;
    place.textContent = `${at + 1} / ${links.length}`;
  };
  const lens = closeUp(shown, (step) => show(at + step));
  links.forEach((link, number) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      dialog.showModal();
    }),
  );
  place.hidden = links.length < 2;
  for (const turn of dialog.querySelectorAll("[data-turn]")) {
    turn.hidden = links.length < 2;
    turn.addEventListener("click", () => show(at + Number(turn.dataset.turn)));
  }
  const keys = { ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1), "+": lens.nearer, "-": lens.lay };
  dialog.addEventListener("keydown", (event) => keys[event.key]?.());
}

// Lets a picture be brought closer and moved under the hand; as it lies, a swipe asks for the next (1) or the last (-1).
function closeUp(image, turn) {
  const hands = new Map();
  let lens, start, span;
  const draw = () => {
    const { width, height } = image.parentElement.getBoundingClientRect();
    lens.x = Math.min(0, Math.max(width * (1 - lens.scale), lens.x));
    lens.y = Math.min(0, Math.max(height * (1 - lens.scale), lens.y));
    image.style.transform = `translate(${lens.x}px, ${lens.y}px) scale(${lens.scale})`;
  };
  const lay = () => {
    lens = { scale: 1, x: 0, y: 0 };
    image.style.transform = "";
  };
  // The point under the hand stays where it is.
  const bring = (scale, x, y) => {
    const frame = image.parentElement.getBoundingClientRect();
    const next = Math.min(CLOSEST, Math.max(1, scale));
    lens.x = x - frame.left - ((x - frame.left - lens.x) * next) / lens.scale;
    lens.y = y - frame.top - ((y - frame.top - lens.y) * next) / lens.scale;
    lens.scale = next;
    draw();
  };
  const nearer = () => {
    const frame = image.parentElement.getBoundingClientRect();
    bring(CLOSE, frame.left + frame.width / 2, frame.top + frame.height / 2);
  };
  const between = () => {
    const [one, other] = [...hands.values()];
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, apart: Math.hypot(one.x - other.x, one.y - other.y) };
  };
  image.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    image.setPointerCapture(event.pointerId);
    hands.set(event.pointerId, { x: event.clientX, y: event.clientY });
    start = hands.size === 1 ? { x: event.clientX, y: event.clientY } : null; // two fingers neither tap nor swipe
    span = hands.size === 2 ? between() : null;
  });
  image.addEventListener("pointermove", (event) => {
    const hand = hands.get(event.pointerId);
    if (!hand) return;
    const moved = { x: event.clientX - hand.x, y: event.clientY - hand.y };
    hands.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (span && hands.size === 2) {
      const now = between();
      lens.x += now.x - span.x;
      lens.y += now.y - span.y;
      bring((lens.scale * now.apart) / span.apart, now.x, now.y);
      span = now;
    } else if (lens.scale > 1) {
      lens.x += moved.x;
      lens.y += moved.y;
      draw();
    }
  });
  image.addEventListener("pointerup", (event) => {
    if (start && hands.has(event.pointerId)) lift(event.clientX - start.x, event.clientY - start.y, event);
  });
  const lift = (right, down, event) => {
    if (Math.hypot(right, down) < A_TAP_PX) return lens.scale > 1 ? lay() : bring(CLOSE, event.clientX, event.clientY);
    if (lens.scale === 1 && Math.abs(right) > Math.max(A_SWIPE_PX, Math.abs(down))) turn(-Math.sign(right));
  };
  for (const over of ["pointerup", "pointercancel"]) {
    image.addEventListener(over, (event) => {
      hands.delete(event.pointerId);
      span = null;
    });
  }
  image.parentElement.addEventListener("wheel", (event) => {
    event.preventDefault();
    bring(lens.scale * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event.clientX, event.clientY);
  });
  lay();
  return { lay, nearer };
}
