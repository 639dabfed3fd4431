// Shows chosen photos before they are sent, and makes big ones smaller so that a phone's connection can carry them.
// The server checks and re-encodes every photo again.
const LONGEST_SIDE = 2000;
const SMALL_ENOUGH_BYTES = 1_000_000;

export function previewPhotos(root) {
  for (const input of root.querySelectorAll('input[type="file"][data-previews]')) {
    input.addEventListener("change", () => show(input));
  }
}

async function show(input) {
  const place = document.getElementById(input.dataset.previews);
  const files = await Promise.all([...input.files].map(smaller));
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
  place.replaceChildren(...files.filter((file) => file.type.startsWith("image/")).map(picture));
}

function picture(file) {
  const image = new Image();
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  return image;
}

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL_ENOUGH_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const type = file.type === "image/jpeg" ? file.type : "image/webp"; // which can be seen through, as PNG can
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.88));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file; // the server will say what is wrong with it
  }
}
