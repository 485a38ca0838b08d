"use strict";
(() => {
  const cases = [...document.querySelectorAll(".case")];
  const told = document.getElementById("told");
  const kind = document.getElementById("kind");
  const open = document.getElementById("open");
  const shown = (number) => number.toLocaleString("en");
  let saved = true;

  const choice = (box) => box.querySelector("input[type=radio]:checked")?.value;
  const written = (box) => {
    const area = box.querySelector("textarea");
    try {
      return { value: JSON.parse(area.value) };
    } catch {
      return null;
    }
  };
  const decided = (box) => choice(box) !== undefined && (choice(box) !== "write" || written(box) !== null);
  // A decision that was begun, and is not one that can be saved.
  const halfway = (box) => !decided(box) && (choice(box) !== undefined || box.querySelector(".reason").value.trim() !== "");

  const show = (box) => {
    const writing = choice(box) === "write";
    const broken = writing && written(box) === null;
    box.querySelector(".write").hidden = !writing;
    box.querySelector("textarea").setAttribute("aria-invalid", String(broken));
    box.querySelector(".complaint").hidden = !broken;
    box.classList.toggle("decided", decided(box));
  };
  const filter = () => {
    for (const box of cases) {
      const other = kind.value !== "" && box.dataset.kind !== kind.value;
      box.parentNode.hidden = other || (open.checked && decided(box) && !box.contains(document.activeElement));
    }
    told.textContent = `${shown(cases.filter(decided).length)} of ${shown(cases.length)} decided`;
  };
  const line = (box) => {
    const decision = { id: box.id, choice: choice(box) };
    if (decision.choice === "write") Object.assign(decision, written(box));
    const reason = box.querySelector(".reason").value.trim();
    if (reason) decision.reason = reason;
    return `${JSON.stringify(decision)}\n`;
  };

  for (const box of cases) {
    box.addEventListener("input", () => {
      saved = false;
      show(box);
      filter();
    });
    show(box);
  }
  kind.addEventListener("input", filter);
  open.addEventListener("input", filter);

  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(cases.filter(decided).map(line), { type: "application/jsonl" }));
    link.download = "decisions.jsonl";
    link.click();
    saved = !cases.some(halfway);
  });
  document.getElementById("load").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    // Else the same file, changed meanwhile, could not be chosen again.
    event.target.value = "";
    if (!file) return;
    const boxes = new Map(cases.map((box) => [box.id, box]));
    let strangers = 0;
    for (const row of (await file.text()).split("\n")) {
      let decision = null;
      try {
        decision = JSON.parse(row);
      } catch {
        if (row.trim()) strangers += 1;
      }
      if (decision === null) continue;
      const box = boxes.get(decision.id);
      const radio = box && [...box.querySelectorAll("input[type=radio]")].find((one) => one.value === decision.choice);
      if (!radio) {
        strangers += 1;
        continue;
      }
      radio.checked = true;
      if (decision.choice === "write") box.querySelector("textarea").value = JSON.stringify(decision.value, null, 1);
      box.querySelector(".reason").value = decision.reason ?? "";
      show(box);
    }
    filter();
    if (strangers) told.textContent += `; lines of the file that fit nothing here: ${shown(strangers)}`;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!saved) event.preventDefault();
  });

  document.querySelector(".tools").hidden = false;
  filter();
})();
