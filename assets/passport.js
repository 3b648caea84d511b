/* From a number to its passport: points of charts, and links that the browser wrote itself. */
(function () {
  "use strict";
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const cockpit = (clientside.cockpit = clientside.cockpit || {});

  /* `fixed` is what all numbers of a figure share, `own` what one point adds: both parts of an address's query. */
  cockpit.passport = function (fixed, own) {
    const query = new URLSearchParams(fixed);
    new URLSearchParams(own).forEach((value, key) => query.set(key, value));
    return "/passport?" + query.toString().replace(/%2C/g, ",");
  };

  cockpit.open_passport = function (click, figure) {
    const point = click && click.points && click.points[0];
    const fixed = figure && figure.layout.meta && figure.layout.meta.passport;
    const own = point && point.customdata;
    if (!fixed || typeof own !== "string" || !/^[a-z]+=/.test(own)) return clientside.no_update;
    return cockpit.passport(fixed, own);
  };

  /* The hand over a point that leads somewhere; plotly's own layer lies above the points. */
  document.addEventListener("mousemove", (event) => {
    const plot = event.target.closest && event.target.closest(".js-plotly-plot");
    if (!plot || !plot.layout || !plot.layout.meta || !plot.layout.meta.passport) return;
    const over = (plot._hoverdata || []).some((point) => typeof point.customdata === "string");
    event.target.style.cursor = over ? "pointer" : "";
  });

  /* Links outside React go without a new page load; Dash's own have prevented the default already. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.hc-number[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const dialog = link.closest("dialog"); // the table of a figure's data
    if (dialog) dialog.close();
    history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });

  /* Copying works on plain http too, where browsers keep the clipboard's own interface away. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (problem) {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (!done) throw problem;
    }
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("button[data-copy], button[data-print]");
    if (!button) return;
    if (button.dataset.print) { window.print(); return; }
    const words = button.textContent;
    const told = document.getElementById("announce");
    try {
      await copy(window.location.origin + button.dataset.copy);
      button.textContent = "已复制";
    } catch (problem) {
      button.textContent = "未能复制";
    }
    if (told) told.textContent = button.textContent;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
})();
