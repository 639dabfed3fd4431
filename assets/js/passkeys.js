// <form data-passkey="make|prove" data-options="…">: its button asks the device, and sends the answer in the field "credential".
const READERS = {
  make: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  prove: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

export function askDevices(root) {
  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    const told = form.querySelector("[data-passkey-told]");
    if (!able) {
      told.hidden = false;
      continue;
    }
    const button = form.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      told.hidden = true;
      try {
        const answer = await READERS[form.dataset.passkey](JSON.parse(form.dataset.options));
        form.elements.credential.value = JSON.stringify(answer.toJSON());
        form.submit();
      } catch {
        told.hidden = false;
      }
    });
  }
}
