// Of tabs that do not fit side by side the current one is in sight.
export function showCurrent(root) {
  for (const row of root.querySelectorAll(".tab-row, .pill-row")) {
    const current = row.querySelector("[aria-current]");
    if (current && row.scrollWidth > row.clientWidth) {
      row.scrollLeft += current.getBoundingClientRect().left - row.getBoundingClientRect().left - 16;
    }
  }
}
