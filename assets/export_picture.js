/* One SVG picture of a figure: charts as plotly draws them, everything else (title, legend, table, source line) read
   from a copy of the figure laid out beside the page (export_copy.js). Text stays text, nothing is fetched, no
   foreignObject, which would taint the canvas that PNGs come from. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const MARGIN = 20;
  const QR_GAP = 16; // px between the words of the foot and the QR code
  const MOST_PIXELS = 12000; // a long table is cut here, and says so
  const UNSEEN = new Set(["SCRIPT", "STYLE", "SELECT", "INPUT", "TEXTAREA", "OPTION", "TEMPLATE", "NOSCRIPT"]);
  let serial = 0;

  const make = (name, attributes, parent) => {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (value !== null && value !== undefined && value !== "") node.setAttribute(key, value);
    });
    if (parent) parent.append(node);
    return node;
  };
  const round = (value) => Math.round(value * 100) / 100;
  const clear = (colour) => !colour || colour === "transparent" || /^rgba\(.*,\s*0\)$/.test(colour) || /\/\s*0\)$/.test(colour);

  /* ---- boxes ---- */

  function painter(origin, defs) {
    const place = (rect) => ({ x: round(rect.left - origin.left), y: round(rect.top - origin.top), width: round(rect.width), height: round(rect.height) });

    function fillOf(style) {
      const hatch = style.backgroundImage.match(/repeating-linear-gradient\((.*)\)$/);
      // stripes over a colour are for black-and-white printers; a hatch that is all there is stays
      if (!hatch || !clear(style.backgroundColor)) return clear(style.backgroundColor) ? null : style.backgroundColor;
      const colours = hatch[1].match(/rgba?\([^)]*\)|#[0-9a-f]+/gi) || [];
      const id = `hc-hatch-${(serial += 1)}`;
      const pattern = make("pattern", { id, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, defs);
      make("rect", { width: 4, height: 4, fill: colours[0] || "#ccc" }, pattern);
      make("rect", { width: 1, height: 4, fill: colours[colours.length - 1] || "#aaa" }, pattern);
      return `url(#${id})`;
    }

    function box(element, style, into) {
      const rect = element.getBoundingClientRect();
      if (!rect.width || !rect.height) return;
      const fill = fillOf(style);
      const turned = style.transform !== "none" && element.offsetWidth;
      const at = turned
        ? { left: rect.left + (rect.width - element.offsetWidth) / 2, top: rect.top + (rect.height - element.offsetHeight) / 2, width: element.offsetWidth, height: element.offsetHeight }
        : rect;
      const p = place(at);
      const group = turned ? make("g", { transform: turnOf(style, p) }, into) : into;
      const corners = style.clipPath.startsWith("polygon") ? style.clipPath.match(/-?[\d.]+(%|px)/g) : null;
      if (fill && corners) {
        const share = (text, whole) => (text.endsWith("%") ? (parseFloat(text) / 100) * whole : parseFloat(text));
        const points = [];
        for (let i = 0; i + 1 < corners.length; i += 2) points.push(`${round(p.x + share(corners[i], p.width))},${round(p.y + share(corners[i + 1], p.height))}`);
        make("polygon", { points: points.join(" "), fill }, group);
        return;
      }
      const radius = Math.min(parseFloat(style.borderTopLeftRadius) * (style.borderTopLeftRadius.endsWith("%") ? p.width / 100 : 1) || 0, p.width / 2, p.height / 2);
      if (fill) make("rect", { ...p, fill, rx: round(radius) || null }, group);
      borders(style, p, radius, group);
    }

    function turnOf(style, p) {
      const m = new DOMMatrixReadOnly(style.transform);
      const angle = round((Math.atan2(m.b, m.a) * 180) / Math.PI);
      return `rotate(${angle} ${round(p.x + p.width / 2)} ${round(p.y + p.height / 2)})`;
    }

    function borders(style, p, radius, group) {
      const sides = ["Top", "Right", "Bottom", "Left"].map((s) => ({ wide: parseFloat(style[`border${s}Width`]) || 0, colour: style[`border${s}Color`], kind: style[`border${s}Style`] }));
      const seen = (s) => s.wide && s.kind !== "none" && s.kind !== "hidden" && !clear(s.colour);
      const dash = (s) => (s.kind === "dashed" ? `${s.wide * 3} ${s.wide * 2}` : s.kind === "dotted" ? `${s.wide} ${s.wide}` : null);
      const [t, r, b, l] = sides;
      if (sides.every(seen) && sides.every((s) => s.wide === t.wide && s.colour === t.colour)) {
        const half = t.wide / 2;
        make("rect", { x: p.x + half, y: p.y + half, width: Math.max(0, p.width - t.wide), height: Math.max(0, p.height - t.wide), rx: round(Math.max(0, radius - half)) || null, fill: "none", stroke: t.colour, "stroke-width": t.wide, "stroke-dasharray": dash(t) }, group);
        return;
      }
      const line = (s, x1, y1, x2, y2) => seen(s) && make("line", { x1, y1, x2, y2, stroke: s.colour, "stroke-width": s.wide, "stroke-dasharray": dash(s) }, group);
      line(t, p.x, p.y + t.wide / 2, p.x + p.width, p.y + t.wide / 2);
      line(b, p.x, p.y + p.height - b.wide / 2, p.x + p.width, p.y + p.height - b.wide / 2);
      line(l, p.x + l.wide / 2, p.y, p.x + l.wide / 2, p.y + p.height);
      line(r, p.x + p.width - r.wide / 2, p.y, p.x + p.width - r.wide / 2, p.y + p.height);
    }
    return { place, box };
  }

  /* ---- text ---- */

  const canvas = document.createElement("canvas").getContext("2d");

  /* The lines that a text node was broken into, each with its box. */
  function linesOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((r) => r.width > 0);
    if (!rects.length) return [];
    if (rects.every((r) => Math.abs(r.top - rects[0].top) < 2)) return [{ text: node.data, rect: range.getBoundingClientRect() }];
    const lines = [];
    for (let i = 0; i < node.length; i += 1) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const rect = range.getBoundingClientRect();
      const last = lines[lines.length - 1];
      if (!rect.width) { if (last) last.text += node.data[i]; continue; }
      if (last && Math.abs(last.rect.top - rect.top) < 2) {
        last.text += node.data[i];
        last.rect = { left: last.rect.left, top: last.rect.top, width: rect.right - last.rect.left, height: last.rect.height };
      } else lines.push({ text: node.data[i], rect });
    }
    return lines;
  }

  function write(node, style, place, into) {
    if (!node.data.trim()) return;
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    linesOf(node).forEach(({ text, rect }) => {
      const words = text.replace(/[\n\t ]+/g, " ").trim();
      if (!words) return;
      canvas.font = font;
      const measured = canvas.measureText(words);
      const p = place(rect);
      const rise = measured.fontBoundingBoxAscent / (measured.fontBoundingBoxAscent + measured.fontBoundingBoxDescent);
      const written = make("text", {
        x: p.x, y: round(p.y + p.height * rise), "font-family": style.fontFamily.replace(/"/g, "'"), "font-size": style.fontSize,
        "font-weight": style.fontWeight === "400" ? null : style.fontWeight, "font-style": style.fontStyle === "normal" ? null : style.fontStyle,
        "letter-spacing": style.letterSpacing === "normal" ? null : style.letterSpacing, fill: style.color,
        textLength: words.length > 1 ? p.width : null, lengthAdjust: words.length > 1 ? "spacing" : null,
      }, into);
      if (style.fontVariantNumeric !== "normal") written.setAttribute("style", `font-variant-numeric:${style.fontVariantNumeric}`);
      written.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
      written.textContent = words;
    });
  }

  /* ---- the walk ---- */

  function walk(element, paint, into, defs) {
    const style = getComputedStyle(element);
    if (UNSEEN.has(element.tagName) || style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return;
    let group = style.opacity === "1" ? into : make("g", { opacity: style.opacity }, into);
    if (element.hcPicture || element instanceof SVGSVGElement || element.tagName === "IMG") {
      picture(element, paint.place(element.getBoundingClientRect()), group);
      return;
    }
    paint.box(element, style, group);
    if (/hidden|auto|scroll|clip/.test(style.overflowX + style.overflowY) && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
      const id = `hc-clip-${(serial += 1)}`;
      make("rect", paint.place(element.getBoundingClientRect()), make("clipPath", { id }, defs));
      group = make("g", { "clip-path": `url(#${id})` }, group);
    }
    element.childNodes.forEach((child) => {
      if (child.nodeType === Node.TEXT_NODE) write(child, style, paint.place, group);
      else if (child.nodeType === Node.ELEMENT_NODE) walk(child, paint, group, defs);
    });
  }

  function picture(element, p, into) {
    let inner = element.hcPicture || (element instanceof SVGSVGElement ? element.cloneNode(true) : null);
    if (!inner && /^data:image\/svg\+xml[,;]/.test(element.src)) {
      const [kind, ...rest] = element.src.split(",");
      inner = window.cockpitPicture.parsed(kind.endsWith(";base64") ? atob(rest.join(",")) : decodeURIComponent(rest.join(",")));
    }
    if (!inner) {
      if (element.src && element.src.startsWith("data:")) make("image", { ...p, href: element.src }, into);
      return;
    }
    const nested = document.importNode(inner, true);
    nested.querySelectorAll("path[d]").forEach((path) => path.setAttribute("d", path.getAttribute("d").replace(/-?\d+\.\d{3,}/g, (n) => round(Number(n)))));
    if (!nested.getAttribute("viewBox")) nested.setAttribute("viewBox", `0 0 ${parseFloat(nested.getAttribute("width")) || p.width} ${parseFloat(nested.getAttribute("height")) || p.height}`);
    Object.entries(p).forEach(([key, value]) => nested.setAttribute(key, value));
    into.append(nested);
  }

  /* Words broken to a width: between facts (full-width spaces), and inside a fact only where it alone is too wide. */
  function folded(words, width, font) {
    canvas.font = font;
    const wide = (text) => canvas.measureText(text.replace(/　+$/, "")).width > width;
    const lines = [""];
    const add = (part) => {
      const last = lines.length - 1;
      if (lines[last] && wide(lines[last] + part)) lines.push(part);
      else lines[last] += part;
    };
    words.split(/(?<=　)/).forEach((fact) => (wide(fact) ? fact.split(/(?<=[，、。])/) : [fact]).forEach(add));
    return lines.map((line) => line.replace(/　+$/, ""));
  }

  /* The lines of the foot beside the QR code where there is room for both, else above it. */
  function footOf(told, width, family, issued) {
    const font = "12px " + family;
    const fold = (room) => told.flatMap((words) => folded(words, room, font));
    if (!issued) return { lines: fold(width), side: 0, top: 0, high: 0 };
    const side = 2 * issued.qr.viewBox.baseVal.width; // whole pixels for every module
    const room = width - side - QR_GAP;
    const beside = fold(room);
    const fits = beside.every((line) => canvas.measureText(line).width <= room);
    const lines = fits ? beside : fold(width);
    const top = fits ? 0 : 18 * lines.length;
    return { lines, side, top, high: top + QR_GAP / 2 + side + 16 };
  }

  /* The QR code in the lower right corner, its code beneath it. */
  function stamp(svg, issued, { side }, right, y, { family, fill }) {
    const x = Math.floor(right) - side;
    const drawn = document.importNode(issued.qr, true);
    Object.entries({ x, y, width: side, height: side, "shape-rendering": "crispEdges", "data-code": issued.code }).forEach(([key, value]) => drawn.setAttribute(key, value));
    svg.append(drawn);
    make("text", { x: x + side / 2, y: y + side + 12, "font-family": family, "font-size": 12, "font-weight": 700, "text-anchor": "middle", fill }, svg).textContent = issued.code;
  }

  /* The picture of a frame as {svg, width, height}; `foot` are lines under it, `context` stands above its title,
     `issued` is the code that it carries (export_code.js). */
  async function compose(frame, foot, context, issued) {
    const copy = await window.cockpitPicture.copyOf(frame, context);
    try {
      const rect = copy.getBoundingClientRect();
      const high = Math.min(rect.height, MOST_PIXELS);
      const cut = rect.height > MOST_PIXELS || copy.hcCut;
      const told = cut ? [...foot, "表格过长，图中只有前一部分；全部数据请取CSV或XLSX。"] : foot;
      const width = Math.ceil(rect.width) + 2 * MARGIN;
      const family = getComputedStyle(copy).fontFamily;
      const below = footOf(told, rect.width, family, issued);
      const lines = below.lines;
      const height = Math.ceil(high) + 2 * MARGIN + Math.max(18 * lines.length, below.high);
      const svg = make("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
      const style = getComputedStyle(copy);
      make("title", {}, svg).textContent = (copy.querySelector("h2") || copy).textContent.trim().slice(0, 200);
      const defs = make("defs", {}, svg);
      make("rect", { width, height, fill: clear(style.backgroundColor) ? "#fff" : style.backgroundColor }, svg);
      const paint = painter({ left: rect.left - MARGIN, top: rect.top - MARGIN }, defs);
      const clip = make("clipPath", { id: "hc-page" }, defs);
      make("rect", { width, height: high + MARGIN }, clip);
      walk(copy, paint, make("g", { "clip-path": "url(#hc-page)" }, svg), defs);
      const look = { family: style.fontFamily.replace(/"/g, "'"), fill: getComputedStyle(document.documentElement).getPropertyValue("--hc-ink-3").trim() || "#5F6B76" };
      lines.forEach((words, i) => {
        make("text", { x: MARGIN, y: round(high + MARGIN + 18 * (i + 1)), "font-family": look.family, "font-size": 12, fill: look.fill }, svg).textContent = words;
      });
      if (issued) stamp(svg, issued, below, MARGIN + rect.width, Math.ceil(high) + MARGIN + below.top + QR_GAP / 2, look);
      return { svg: new XMLSerializer().serializeToString(svg), width, height };
    } finally {
      copy.remove();
    }
  }

  Object.assign((window.cockpitPicture = window.cockpitPicture || {}), { compose });
})();
