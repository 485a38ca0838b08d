"use strict";
(() => {
  const board = document.getElementById("board");
  const headings = [...board.tHead.rows[0].cells];
  const bodies = [...board.tBodies];
  const rows = bodies.flatMap((body) => [...body.rows].filter((row) => row.dataset.system));
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  // Undefined numbers stay last, whichever way the others go; equal ones keep the order of the ranking.
  const place = new Map(rows.map((row, i) => [row, i]));
  const compare = (column, sign) => (one, other) => {
    const [a, b] = [one, other].map((row) => row.cells[column].dataset.value);
    if (a === "" || b === "") return (a === "") - (b === "") || place.get(one) - place.get(other);
    const order = headings[column].dataset.kind === "text" ? a.localeCompare(b, "en") : a - b;
    return sign * order || place.get(one) - place.get(other);
  };
  const sort = (column) => {
    const heading = headings[column];
    const first = heading.dataset.first;
    const again = heading.getAttribute("aria-sort") === first;
    const way = again ? (first === "ascending" ? "descending" : "ascending") : first;
    headings.forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", way);
    for (const body of bodies) {
      const own = rows.filter((row) => row.parentNode === body);
      body.append(...own.sort(compare(column, way === "ascending" ? 1 : -1)));
    }
  };
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(column));
  });

  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const parts = [...document.querySelectorAll("[data-system]")];
  const texts = new Map(rows.map((row) => [row.dataset.system, fold(row.cells[1].textContent)]));
  document.querySelectorAll(".cards [data-system] dl").forEach((list) => {
    const id = list.closest("[data-system]").dataset.system;
    texts.set(id, `${texts.get(id)} ${fold(list.textContent)}`);
  });
  const filter = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const shown = new Set([...texts.keys()].filter((id) => words.every((word) => texts.get(id).includes(word))));
    parts.forEach((part) => { part.hidden = !shown.has(part.dataset.system); });
    found.textContent = words.length ? `${shown.size} of ${rows.length} systems` : "";
  };
  search.addEventListener("input", filter);

  document.querySelectorAll(".picker input").forEach((box) => {
    box.addEventListener("change", () => {
      const column = Number(box.value);
      for (const row of [...board.tHead.rows, ...rows]) row.cells[column].hidden = !box.checked;
    });
  });
  const picker = document.querySelector(".picker");
  document.addEventListener("click", (event) => {
    if (!picker.contains(event.target)) picker.open = false;
  });
  picker.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    picker.open = false;
    picker.firstElementChild.focus();
  });

  const reveal = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { return; }
    const card = document.getElementById(id);
    if (!card || !card.classList.contains("card")) return;
    card.closest("details").open = true;
    card.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  // A form that the browser fills in again after a reload has to be taken at its word.
  addEventListener("pageshow", () => {
    filter();
    document.querySelectorAll(".picker input").forEach((box) => box.dispatchEvent(new Event("change")));
    reveal();
  });
  document.querySelector(".tools").hidden = false;
})();
