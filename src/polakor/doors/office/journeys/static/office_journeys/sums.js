// Sums of the grid while it is typed, to check against the paper. The server counts for itself.

const form = document.querySelector("form[data-sums]");

/** @param {HTMLInputElement} cell @returns {number | null} */
function read(cell) {
  const digits = cell.value.trim().replace(/[\u17e0-\u17e9]/g, (d) => String(d.charCodeAt(0) - 0x17e0))
    .replace(/[\u0e50-\u0e59]/g, (d) => String(d.charCodeAt(0) - 0x0e50));
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

/** @param {(number | null)[]} counts */
function written(counts) {
  const told = counts.filter((count) => count !== null);
  return told.length ? told.reduce((sum, count) => sum + count, 0).toLocaleString("en") : "–";
}

function show() {
  const rows = [...form.querySelectorAll(".tally-grid tbody tr")].map((row) =>
    [...row.querySelectorAll("input")].map(read));
  form.querySelectorAll("tfoot [data-sum]").forEach((place, column) => {
    place.textContent = written(rows.map((row) => row[column]));
  });
  const all = form.querySelector('[data-sum="all"]');
  if (all) all.textContent = written(rows.flat());
}

// Enter goes to the next cell instead of sending a half-filled grid; the arrows walk the grid.
function walk(event) {
  if (!(event.target instanceof HTMLInputElement) || !event.target.matches(".tally-cell")) return;
  const cells = [...form.querySelectorAll(".tally-cell")];
  const columns = form.querySelectorAll(".tally-grid thead th").length;
  const by = { Enter: 1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (!by) return;
  const next = cells[cells.indexOf(event.target) + by];
  if (!next) {
    if (event.key === "Enter") {
      event.preventDefault();
      form.querySelector("select[name=method]")?.focus();
    }
    return;
  }
  event.preventDefault();
  next.focus();
  next.select();
}

if (form instanceof HTMLFormElement) {
  form.addEventListener("input", show);
  form.addEventListener("keydown", walk);
  show();
}
