/* An ordinary page in a frame of the player (`assets/wall.js`): cut into screens, and what it says of its origin.
 *
 * Nobody scrolls on a wall. A screen ends where nothing is cut in two: between figures, else between rows and lines. */
(function () {
  "use strict";
  const LEAST = 0.45; // of a screen; a cut that would leave less is made between smaller things
  const SCRAP = 0.25; // of a screen; a last screen of less is filled up
  const SMALL = "tr, p, li, dt, dd, h1, h2, h3, header, figcaption, svg, img, .dash-graph, .hc-source, .hc-credit, .hc-card, .hc-fact";
  const TOLD = ".hc-source, .hc-credit, .hc-foot"; // stands at the wall's foot
  const seen = (node) => node.getClientRects().length > 0;

  function extent(node) {
    const box = node.getBoundingClientRect();
    return { top: box.top + window.scrollY, bottom: box.bottom + window.scrollY };
  }

  /* The largest parts of the page that a screen can hold. */
  function parts(node, height) {
    return [...node.children].flatMap((child) => {
      if (!seen(child)) return getComputedStyle(child).display === "contents" ? parts(child, height) : [];
      const box = extent(child);
      return box.bottom - box.top <= height ? [box] : parts(child, height);
    });
  }

  /* Where a screen that begins at `top` ends: nothing of `kept` lies across. */
  function cut(top, height, kept) {
    let end = top + height;
    for (;;) {
      const across = kept.filter((box) => box.top > top && box.top < end - 1 && box.bottom > end + 1);
      if (!across.length) return end;
      end = Math.min(...across.map((box) => box.top));
    }
  }

  /* How high the head of the table is that goes on at `top`: it stays in view above its rows. */
  function headed(page, top) {
    const within = [...page.querySelectorAll("table")].filter((table) => {
      const box = extent(table);
      return table.tHead && seen(table) && box.top < top - 1 && box.bottom > top + 1;
    });
    return Math.max(0, ...within.map((table) => table.tHead.getBoundingClientRect().height));
  }

  /* [{ top, bottom }] of each screen of `height` px. What the player says itself is no reason for one more. */
  function screens(page, height) {
    const large = parts(page, height);
    const small = [...page.querySelectorAll(SMALL)].filter(seen);
    const boxes = small.map(extent).filter((box) => box.bottom - box.top <= height);
    const last = Math.max(...small.filter((node) => !node.closest(TOLD)).map((node) => extent(node).bottom));
    const end = Math.min(extent(page).bottom, last + 4);
    const found = [];
    for (let top = 0; top < end - 8;) {
      const head = headed(page, top);
      const room = height - head;
      const next = [large, boxes].map((kept) => cut(top, room, kept)).find((at) => at - top >= LEAST * room) || top + room;
      found.push({ top: top - head, bottom: Math.min(next, end) });
      top = next;
    }
    const tail = found[found.length - 1];
    if (found.length > 1 && tail.bottom - tail.top < SCRAP * height) tail.top = filled(page, tail.bottom, height, boxes);
    return found;
  }

  /* Where a full last screen begins, instead of one with a row or two: it shows again what stood before them. */
  function filled(page, end, height, kept) {
    const starts = [...new Set(kept.map((box) => box.top))].sort((a, b) => a - b);
    const whole = (at) => !kept.some((box) => box.top < at - 1 && box.bottom > at + 1);
    const at = starts.find((top) => end - top + headed(page, top) <= height && whole(top));
    return at - headed(page, at);
  }

  /* A table wider than its place is made smaller, as far as it can still be read. */
  function fit(page) {
    page.querySelectorAll("table").forEach((table) => {
      table.style.zoom = "";
      const room = table.parentElement.clientWidth;
      if (seen(table) && table.offsetWidth > room + 1 && room) table.style.zoom = String(Math.max(room / table.offsetWidth, 0.8));
    });
  }

  const told = (nodes, key) => [...new Set([...nodes].filter(seen).map((node) => node.dataset[key]).filter(Boolean))];

  window.hcWallPage = {
    screens(height) {
      const page = document.querySelector("#_pages_content .hc-page");
      if (!page) return [];
      fit(page);
      return screens(page, height);
    },
    turn(top) { window.scrollTo({ top, behavior: "instant" }); },
    facts() {
      const page = document.querySelector("#_pages_content .hc-page");
      const figures = page.querySelectorAll("[data-figure]");
      const credit = page.querySelector(".hc-credit");
      const version = /数据版本[：\s]*([\d.]+)/.exec(page.textContent);
      return {
        title: (page.querySelector("h1") || document).textContent || document.title,
        demonstration: Boolean([...page.querySelectorAll(".hc-demo, [data-demonstration]")].filter(seen).length),
        sources: told(figures, "source").flatMap((source) => source.replace(/等\d+种$/, "").split("；")).filter((s, n, all) => all.indexOf(s) === n),
        cutOff: told(figures, "cutOff").sort().pop() || "",
        credit: credit && seen(credit) ? credit.textContent : "",
        version: version ? version[1] : "",
      };
    },
  };
})();
