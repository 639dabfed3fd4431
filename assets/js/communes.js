// <select data-communes="commune_code"> names the field beside it that offers the communes of the chosen province.
export function followProvinces(root) {
  for (const province of root.querySelectorAll("select[data-communes]")) {
    province.addEventListener("change", () => offerCommunesOf(province));
  }
}

async function offerCommunesOf(province) {
  const commune = province.form.elements[province.dataset.communes];
  const asked = province.value;
  commune.disabled = true;
  try {
    const language = document.documentElement.lang.slice(0, 2);
    const reader = language === "vi" ? "" : `&lang=${language}`; // a plain address is kept by every cache
    const answer = await fetch(`/places/communes?province=${encodeURIComponent(asked)}${reader}`, {
      headers: { Accept: "text/html" },
    });
    if (answer.ok && province.value === asked) commune.innerHTML = await answer.text();
  } finally {
    commune.disabled = false;
  }
}
