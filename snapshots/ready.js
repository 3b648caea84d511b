/* Waits until a page of the cockpit stands: fonts, callbacks, plots, two frames without a change. Answers what it was
   still waiting for when `patience` (ms) ran out, or null. Evaluated in the page by ready.py. */
async (patience) => {
  const end = performance.now() + patience;
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  let changed = true;
  const watch = new MutationObserver(() => { changed = true; });
  watch.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });

  const callbacks = () => {
    const [store] = window.dash_stores || [];
    const kept = store && store.getState();
    if (!kept || !kept.callbacks || !document.getElementById("_pages_content")) return "page";
    const queues = ["requested", "prioritized", "blocked", "executing", "watched", "executed"];
    if (queues.some((name) => (kept.callbacks[name] || []).length)) return "callbacks";
    return document.querySelector("#_pages_content > *, #_pages_content main") ? null : "page";
  };
  const plots = () => {
    if (document.querySelector(".dash-graph--pending")) return "plots";
    for (const graph of document.querySelectorAll(".dash-graph")) {
      const plot = graph.querySelector(".js-plotly-plot");
      if (!plot || !plot._fullLayout || !plot._fullData || !plot.querySelector(".main-svg")) return "plots";
      if (Math.abs(plot._fullLayout.width - plot.clientWidth) > 2 && plot.clientWidth) return "plots"; // being resized
      const assets = window.PlotlyGeoAssets || {};
      const wanted = plot._fullData.filter((trace) => trace.visible === true && typeof trace.geojson === "string");
      if (wanted.some((trace) => !assets[trace.geojson] || !assets[trace.geojson].features)) return "geometry";
    }
    return null;
  };
  const waiting = () => (document.fonts.status === "loaded" ? null : "fonts") || callbacks() || plots();

  let quiet = 0;
  let reason = "page";
  while (performance.now() < end) {
    changed = false;
    await frame();
    reason = waiting() || (changed ? "changes" : null);
    quiet = reason ? 0 : quiet + 1;
    if (quiet >= 2) { watch.disconnect(); return null; }
    if (reason && reason !== "changes") await new Promise((resolve) => setTimeout(resolve, 10));
  }
  watch.disconnect();
  return reason;
}
