/* Tables that are wider than the sheet are fitted to it, in steps: long cells break, then type and gaps get smaller.
   Called by the renderer of snapshots before it looks at a page, and by the browser's own printing. */
(function () {
  "use strict";
  const STEPS = ["hc-fit-break", "hc-fit-small", "hc-fit-smaller"];
  const SMALLEST = 0.62; // what is smaller than 6 pt is not read: such a table needs a broader sheet
  const LONGEST_WHOLE = 9; // characters that stay on one line

  /* px that the table may take: its holder's width, a column of it where it is set in columns */
  function room(table) {
    let holder = table.parentElement;
    while (getComputedStyle(holder).display === "contents") holder = holder.parentElement;
    const style = getComputedStyle(holder);
    const inner = holder.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const columns = parseInt(style.columnCount, 10) || 1;
    return (inner - (columns - 1) * (parseFloat(style.columnGap) || 0)) / columns;
  }

  function keepShortCells(table) {
    for (const cell of table.querySelectorAll("td, th")) if (cell.textContent.trim().length <= LONGEST_WHOLE) cell.classList.add("hc-fit-whole");
  }

  function fit() {
    for (const table of document.querySelectorAll("#_pages_content table")) {
      table.classList.remove(...STEPS);
      table.style.zoom = "";
      if (!table.rows.length) continue;
      const width = () => table.rows[0].offsetWidth; // of a row: a table set in columns is as wide as all of them
      const wide = () => width() > room(table) + 1;
      for (const step of STEPS) {
        if (!wide()) break;
        if (step === STEPS[0]) keepShortCells(table);
        table.classList.add(step);
      }
      if (wide()) table.style.zoom = Math.max(SMALLEST, room(table) / width()).toFixed(3);
    }
  }

  /* A list in columns over many pages: Chromium adds an empty page unless its height is said. So it is counted out. */
  function sayHeight() {
    for (const list of document.querySelectorAll(".hc-map-table:has(tbody tr:nth-child(42))")) {
      const style = getComputedStyle(list);
      const head = list.querySelector("thead").offsetHeight;
      const rows = [...list.querySelectorAll("tbody tr")];
      const row = Math.max(...rows.map((one) => one.getBoundingClientRect().height));
      const columns = parseInt(style.columnCount, 10) || 1;
      const sheet = window.innerHeight;
      const fitting = (height) => Math.max(0, Math.floor((height - head) / row)) * columns;
      let left = rows.length;
      let height = 0;
      let page = style.breakBefore === "page" ? sheet : sheet - (list.getBoundingClientRect().top + window.scrollY);
      for (; left > fitting(page); page = sheet) { left -= fitting(page); height += page; }
      list.style.height = `${Math.round(height + head + (Math.ceil(left / columns) + 2) * row)}px`;
      list.style.columnFill = "auto";
    }
  }

  /* Two ramps of colour are one in grey: the classes above the line of a legend are ruled, on the map as in the legend. */
  function rule() {
    const SVG = "http://www.w3.org/2000/svg";
    for (const line of document.querySelectorAll(".hc-gap-legend .line")) {
      const figure = line.closest("[data-figure]");
      for (let row = line.previousElementSibling; row && row.matches(".r"); row = row.previousElementSibling) {
        const swatch = row.querySelector(".k");
        const colour = getComputedStyle(swatch).backgroundColor;
        const id = `hc-ruled-${colour.replace(/\D+/g, "-")}`;
        swatch.style.backgroundImage = "repeating-linear-gradient(0deg, transparent 0 3px, #fff 3px 4px)";
        for (const svg of figure.querySelectorAll("svg.main-svg")) {
          const shapes = [...svg.querySelectorAll("path.choroplethlocation")].filter((path) => getComputedStyle(path).fill === colour);
          if (!shapes.length) continue;
          const pattern = svg.appendChild(document.createElementNS(SVG, "defs")).appendChild(document.createElementNS(SVG, "pattern"));
          for (const [name, value] of Object.entries({ id, width: 4, height: 4, patternUnits: "userSpaceOnUse" })) pattern.setAttribute(name, value);
          for (const [y, height, fill] of [[0, 4, colour], [3, 1, "#fff"]]) {
            const band = pattern.appendChild(document.createElementNS(SVG, "rect"));
            for (const [name, value] of Object.entries({ y, width: 4, height, fill })) band.setAttribute(name, value);
          }
          for (const path of shapes) path.style.fill = `url(#${id})`;
        }
      }
    }
  }

  /* The renderer fits at the sheet's width, once; a reader's own printing knows its width only now. */
  window.cockpitPrint = {
    fit() {
      document.documentElement.classList.add("hc-sheet");
      fit();
      sayHeight();
      rule();
      window.cockpitPrint.fitted = true;
    },
  };
  window.addEventListener("beforeprint", () => { if (!window.cockpitPrint.fitted) fit(); });
})();
