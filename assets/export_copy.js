/* A copy of a figure for its picture, laid out by the browser outside the page: charts replaced by what plotly draws,
   scrolling tables whole, generated content (lamps, arrows) as elements that can be measured. */
(function () {
  "use strict";
  const MOST_UNROLLED = 4000; // px: about 160 rows

  /* A copy of the frame that the browser lays out, with charts as pictures and generated content as real elements. */
  async function copyOf(frame, context) {
    const charts = [...frame.querySelectorAll(".js-plotly-plot")];
    const pictures = await Promise.all(charts.map(pictureOf));
    const copy = frame.cloneNode(true);
    copy.classList.add("hc-exporting");
    copy.style.width = frame.getBoundingClientRect().width + "px";
    if (context) copy.prepend(Object.assign(document.createElement("div"), { className: "hc-context", textContent: context }));
    // what the browser builds from data stays as it was built: built anew, it would lose the elements made below
    copy.querySelectorAll("[data-plain], [data-matrix], [data-trial]").forEach((e) => ["plain", "matrix", "trial"].forEach((key) => delete e.dataset[key]));
    copy.setAttribute("aria-hidden", "true");
    copy.inert = true;
    [...copy.querySelectorAll(".js-plotly-plot")].forEach((chart, i) => {
      const { width, height, svg } = pictures[i];
      const box = document.createElement("div");
      box.style.cssText = `width:${width}px !important;height:${height}px !important`;
      box.hcPicture = svg;
      const holder = chart.closest(".dash-graph") || chart; // with Dash's own size watcher beside the chart
      if (holder === chart) chart.replaceWith(box); else holder.replaceChildren(box);
      for (let up = box.parentElement; up && up !== copy; up = up.parentElement) {
        if (up.querySelectorAll("*").length > 3) break; // the chart's own wrappers only
        up.style.width = width + "px";
        up.style.height = height + "px";
        up.style.maxWidth = up.style.minWidth = "none";
      }
    });
    const map = copy.querySelector(".hc-map-page"); // without the table beside it the map needs less room
    if (map && pictures.length) copy.style.width = Math.max(640, 164 + 24 + pictures[0].width) + "px";
    frame.parentElement.append(copy);
    const elements = [...copy.querySelectorAll("*")];
    copy.hcCut = elements.map(unroll).some(Boolean); // true where a table stayed cut
    elements.forEach(realise);
    return copy;
  }

  async function pictureOf(chart) {
    const { width, height } = chart._fullLayout;
    const address = await window.Plotly.toImage(chart, { format: "svg", width, height, imageDataOnly: false });
    const text = address.startsWith("data:") ? decodeURIComponent(address.slice(address.indexOf(",") + 1)) : address;
    return { width, height, svg: parsed(text) };
  }
  const parsed = (text) => {
    const read = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (read.nodeName !== "svg") throw new Error("图表未能转换为SVG");
    return read;
  };

  /* A table that scrolls on screen is whole in the picture, unless it is very long; true where it stays cut. */
  function unroll(element) {
    const style = getComputedStyle(element);
    if (style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth) { // a name cut on screen
      element.style.setProperty("white-space", "normal", "important");
      element.style.setProperty("overflow", "visible", "important");
    }
    const hidden = element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(style.overflowY);
    if (!hidden) return false;
    if (element.scrollHeight > MOST_UNROLLED) return true;
    element.style.setProperty("max-height", "none", "important");
    element.style.setProperty("height", "auto", "important");
    return false;
  }

  /* Lamps and arrows are ::before content, which has no box that can be read: give it an element. */
  function realise(element) {
    ["::before", "::after"].forEach((side) => {
      const style = getComputedStyle(element, side);
      if (style.content === "none" || style.content === "normal" || style.display === "none") return;
      const span = document.createElement("span");
      for (const name of style) if (name !== "content") span.style.setProperty(name, style.getPropertyValue(name));
      const text = style.content.match(/^"(.*)"$/);
      span.textContent = text ? text[1].replace(/\\"/g, '"') : "";
      if (side === "::before") element.prepend(span); else element.append(span);
      element.classList.add("hc-pseudo");
    });
  }

  Object.assign((window.cockpitPicture = window.cockpitPicture || {}), { copyOf, parsed });
})();
