/* What a page tells for the head and foot of its sheets, and the page made ready for printing: the sheet's own size and
   margins, no margin boxes of its own, links that lead readers to the cockpit instead of this machine's renderer.
   Evaluated in the page by printed.py with {size, margin, base}. */
({ size, margin, base }) => {
  const sides = document.getElementById("hc-sides");
  if (sides) sides.disabled = true; // the sheet has margins of its own
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const content = document.getElementById("_pages_content");
  const figures = [...content.querySelectorAll("[data-figure], [data-source]")].filter(visible); // a wall or a sheet tells for all of its figures
  const listed = (name) => [...new Set(figures.map((f) => f.dataset[name]).filter((words) => words && words !== "—"))];
  const head = content.querySelector("h1");
  const what = content.querySelector(".hc-head .hc-what");
  const paper = content.querySelector("[data-basis]"); // a sheet without a head tells its basis itself
  const words = (element) => (element ? element.innerText.replace(/\s+/g, " ").trim() : "");
  /* Words only: a head that counts by lamps would say “已达标 15按进度 5” without them. */
  const said = (element) => [...(element ? element.childNodes : [])].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join("").replace(/\s+/g, " ").replace(/[：\s]+$/, "").trim();

  /* Named pages keep the margins that their typography asks for, and lose their own boxes: the foot is the renderer's. */
  let official = false;
  const rules = [];
  for (const sheet of document.styleSheets) {
    if (sheet.ownerNode && sheet.ownerNode.id === "hc-sheet") continue;
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSPageRule) || !rule.selectorText || rule.selectorText.startsWith(":")) continue;
      const name = rule.selectorText;
      const used = getComputedStyle(document.body).page === name || [...content.querySelectorAll("*")].slice(0, 400).some((e) => getComputedStyle(e).page === name);
      const bottom = parseFloat(rule.style.marginBottom) * (rule.style.marginBottom.endsWith("mm") ? 96 / 25.4 : 1);
      if (used && bottom >= 30 * (96 / 25.4)) { official = true; rules.push(`@page ${name} { size: ${size}; margin: ${rule.style.margin}; }`); }
      else rules.push(`@page ${name} { size: ${size}; margin: ${margin}; }`);
    }
  }
  let style = document.getElementById("hc-sheet");
  if (!style) { style = document.createElement("style"); style.id = "hc-sheet"; document.head.append(style); }
  const boxes = ["top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right"].map((b) => `@${b} { content: none; }`).join(" ");
  style.textContent = `@page { size: ${size}; margin: ${margin}; ${boxes} } @page :left { ${boxes} } @page :right { ${boxes} } ${rules.map((r) => r.replace(/}$/, boxes + " }")).join(" ")}`;

  content.querySelectorAll("a[href]").forEach((link) => {
    const href = link.getAttribute("href");
    if (href.startsWith("#")) return;
    if (base && href.startsWith("/")) link.setAttribute("href", base + href);
    else if (!/^https?:/.test(href) || new URL(link.href).origin === location.origin) { link.dataset.href = href; link.removeAttribute("href"); }
  });

  /* Words for screen readers are told by tags, not by ink. */
  const unseen = (element) => {
    for (let at = element; at && at !== content; at = at.parentElement) if (at.offsetWidth <= 1 && at.offsetHeight <= 1 && getComputedStyle(at).overflow === "hidden") return true;
    return false;
  };
  const text = [];
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (node.data.trim() && !holder.closest("title, desc, style, script, .hc-quiet, .visually-hidden") && visible(holder) && !unseen(holder)) text.push(node.data);
  }
  return {
    title: words(head) || document.title.split(" · ")[0],
    what: paper ? paper.dataset.basis : said(what) || words(what),
    sources: listed("source"),
    cutOffs: listed("cutOff"),
    demonstration: figures.some((f) => f.dataset.demonstration) || [...content.querySelectorAll(".hc-demo, .hc-demo-mark")].some(visible) || !!(paper && paper.dataset.demonstration),
    official,
    text: text.join("\n"),
    height: content.getBoundingClientRect().height,
    headings: [...content.querySelectorAll("h2, h3")].filter((head) => visible(head) && !unseen(head)).map(words),
  };
}
