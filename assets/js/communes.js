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
    const answer = await fetch(`/places/communes?province=${encodeURIComponent(asked)}`, {
      headers: { Accept: "text/html" },
    });
    if (answer.ok && province.value === asked) commune.innerHTML = await answer.text();
  } finally {
    commune.disabled = false;
  }
}
