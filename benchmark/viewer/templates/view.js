"use strict";
(() => {
  const main = document.getElementById("articles");
  const tools = document.getElementById("tools");
  const links = [...document.querySelectorAll(".list a")];
  const boxes = [...document.querySelectorAll(".chip input")];
  const counts = links.map((link) => link.dataset.faults.split(" ").map(Number));
  const packs = [...document.querySelectorAll("script.pack")].map((script) => script.textContent);
  const pack = Number(main.dataset.pack);
  const held = [...main.querySelectorAll("article")];
  const plain = held.length;
  const opened = new Map();
  const search = document.getElementById("search");
  const where = document.getElementById("where");
  let here = -1;
  let article = null;
  let chosen = null;

  const unpack = async (number) => {
    const bytes = Uint8Array.from(atob(packs[number]), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };
  const take = async (place) => {
    if (held[place]) return held[place];
    const number = Math.floor((place - plain) / pack);
    if (!opened.has(number)) opened.set(number, unpack(number));
    const pieces = await opened.get(number);
    // What the page's own template made and escaped; the policy lets nothing in it run.
    const parsed = new DOMParser().parseFromString(pieces[(place - plain) % pack], "text/html");
    held[place] = document.adoptNode(parsed.querySelector("article"));
    return held[place];
  };

  const wanted = () => new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const isError = (row, names) => row.dataset.faults.split(" ").some((name) => names.has(name));
  const errors = (place) => boxes.reduce((sum, box, i) => sum + (box.checked ? counts[place][i] : 0), 0);
  const listed = (place) => !links[place].parentNode.hidden;

  // Lines from the trigger to its arguments: gold's above the words, the system's below.
  const draw = (keys) => {
    const paper = article.querySelector(".paper");
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("class", "arcs");
    svg.setAttribute("aria-hidden", "true");
    const from = paper.getBoundingClientRect();
    const middle = (mark) => {
      const box = mark.getClientRects()[0];
      return [box.left + box.width / 2 - from.left, box.top - from.top, box.bottom - from.top];
    };
    for (const side of ["g", "p"]) {
      const start = keys.find((key) => key.side === side && key.kind === "t");
      if (!start) continue;
      const [x, top, bottom] = middle(start.mark);
      const ends = new Map();
      for (const key of keys.filter((one) => one.side === side && one.kind !== "t")) {
        const [ex, etop, ebottom] = middle(key.mark);
        const far = Math.hypot(ex - x, 3 * (etop - top));
        // Of the mentions of one filler the nearest is linked; all are outlined.
        const slot = key.kind === "a" ? key.slot : "time";
        if (!ends.has(slot) || far < ends.get(slot).far) ends.set(slot, { ex, etop, ebottom, far, role: key.role });
      }
      for (const { ex, etop, ebottom, role } of ends.values()) {
        const above = side === "g";
        const [y, ey] = above ? [top, etop] : [bottom, ebottom];
        const bend = (above ? Math.min(y, ey) : Math.max(y, ey)) + (above ? -1 : 1) * Math.min(26, 8 + Math.abs(ex - x) / 12);
        const path = document.createElementNS(ns, "path");
        path.setAttribute("class", side);
        path.setAttribute("d", `M${x} ${y}C${x} ${bend} ${ex} ${bend} ${ex} ${ey}`);
        svg.append(path);
        const label = document.createElementNS(ns, "text");
        label.setAttribute("class", side);
        label.setAttribute("x", ex);
        label.setAttribute("y", above ? ey - 3 : ey + 10);
        label.textContent = role;
        svg.append(label);
      }
    }
    paper.append(svg);
  };
  const choose = (row) => {
    if (!article) return;
    article.querySelectorAll(".arcs").forEach((old) => old.remove());
    article.querySelectorAll(".chosen").forEach((old) => old.classList.remove("chosen"));
    article.querySelectorAll(".key").forEach((key) => key.setAttribute("aria-pressed", key.closest(".row") === row));
    chosen = row;
    if (!row) return;
    row.classList.add("chosen");
    const keys = [];
    const met = new Set();
    for (const mark of article.querySelectorAll("mark")) {
      for (const token of mark.dataset.keys.split(" ")) {
        const [, number, side, kind, slot, role] = token.match(/^(\d+)([gp])([tad])\d+\.(\d+):(.*)$/);
        if (number !== row.dataset.row) continue;
        mark.classList.add("chosen");
        // The first piece of each mention is where its line ends.
        if (!met.has(token)) keys.push({ mark, side, kind, slot, role: decodeURIComponent(role) });
        met.add(token);
      }
    }
    draw(keys);
  };
  // The number of an event becomes a button, as which a keyboard reaches events without an error, too.
  const arm = (one) => one.querySelectorAll("i.key").forEach((number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "key";
    button.textContent = number.textContent;
    button.title = "Mark its words in the text";
    button.setAttribute("aria-label", `Event ${number.textContent}`);
    button.setAttribute("aria-pressed", "false");
    number.replaceWith(button);
  });
  const dim = () => {
    if (!article) return;
    const names = wanted();
    article.querySelectorAll(".row").forEach((row) => {
      row.classList.toggle("dim", row.dataset.faults !== "" && !isError(row, names));
    });
  };
  const show = async (place, quietly) => {
    const next = await take(place);
    if (place === here) return;
    choose(null);
    here = place;
    article?.remove();
    article = next;
    arm(article);
    main.append(article);
    links.forEach((link, i) => (i === place ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    links[place].scrollIntoView({ block: "nearest" });
    where.textContent = `Article ${place + 1} of ${links.length}`;
    dim();
    if (!quietly) history.replaceState(null, "", links[place].hash);
  };
  const step = async (way) => {
    const names = wanted();
    const rows = (of) => [...of.querySelectorAll(".row")].filter((row) => isError(row, names));
    const all = rows(article);
    const at = chosen ? all.indexOf(chosen) : -1;
    let row = chosen && at < 0 ? null : all[at < 0 ? (way > 0 ? 0 : -1) : at + way];
    if (!row) {
      let place = here + way;
      while (place >= 0 && place < links.length && !(listed(place) && errors(place))) place += way;
      if (place < 0 || place >= links.length) {
        where.textContent = way > 0 ? "No further error" : "No earlier error";
        return;
      }
      await show(place);
      row = rows(article).at(way > 0 ? 0 : -1);
    }
    choose(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    article.querySelector("mark.chosen")?.scrollIntoView({ block: "nearest" });
    where.textContent = `Article ${here + 1} of ${links.length}, event ${row.dataset.row}: ${row.dataset.faults.replaceAll(" ", ", ").replaceAll("_", " ")}`;
  };
  const turn = async (way) => {
    let place = here + way;
    while (links[place] && !listed(place)) place += way;
    if (links[place]) await show(place);
  };
  const filter = () => {
    const words = search.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const some = boxes.some((box) => !box.checked);
    links.forEach((link, place) => {
      const text = `${link.textContent} ${decodeURIComponent(link.hash)}`.normalize("NFKC").toLowerCase();
      link.querySelector("small").firstChild.data = errors(place);
      link.parentNode.hidden = !words.every((word) => text.includes(word)) || (some && !errors(place));
    });
    dim();
  };

  boxes.forEach((box) => box.addEventListener("change", filter));
  search.addEventListener("input", filter);
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  links.forEach((link, place) => link.addEventListener("click", (event) => {
    event.preventDefault();
    show(place);
  }));
  main.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    const mark = event.target.closest("mark");
    if (row) choose(row === chosen ? null : row);
    if (mark) choose(article.querySelector(`.row[data-row="${parseInt(mark.dataset.keys, 10)}"]`));
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    const act = { n: () => step(1), p: () => step(-1), j: () => turn(1), k: () => turn(-1) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  addEventListener("resize", () => choose(chosen));
  const reveal = () => {
    const place = links.findIndex((link) => link.hash === location.hash);
    // An address within the page, as that of the link to the articles, turns no article.
    if (place >= 0 || !article) show(Math.max(0, place), true);
  };
  addEventListener("hashchange", reveal);
  held.forEach((one) => one.remove());
  document.querySelectorAll("#tools, .find").forEach((part) => { part.hidden = false; });
  // They stand over the text, in as many lines as they need: what is scrolled to has to stop below.
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--tools", `${tools.offsetHeight}px`);
  }).observe(tools);
  filter();
  if (links.length) reveal();
})();
