/* Filters in the page: a box or select inside [data-filters="<id>"] hides the rows of that element that do not match.
   Rows carry data-search (text, lower case) and one attribute per select, data-<key>; several words must all occur. */
(function () {
  "use strict";
  function apply(target) {
    const text = [];
    const chosen = {};
    document.querySelectorAll(`[data-filters="${target.id}"]`).forEach((holder) => {
      const field = holder.querySelector("input, select");
      if (!field) return;
      if (holder.dataset.key) chosen[holder.dataset.key] = field.value === "*" ? "" : field.value;
      else text.push(...field.value.trim().toLowerCase().split(/\s+/).filter(Boolean));
    });
    const filtered = text.length > 0 || Object.values(chosen).some(Boolean);
    let shown = 0;
    target.querySelectorAll("[data-search]").forEach((row) => {
      const held = Object.entries(chosen).every(([key, value]) => !value || (row.dataset[key] || "").split(" ").includes(value));
      const match = held && text.every((word) => row.dataset.search.includes(word));
      row.hidden = !match;
      shown += match ? 1 : 0;
    });
    target.querySelectorAll("details").forEach((group) => {
      const any = group.querySelector("[data-search]:not([hidden])") !== null;
      group.hidden = !any;
      if (!("was" in group.dataset)) group.dataset.was = group.open ? "open" : "";
      group.open = filtered ? any : group.dataset.was === "open";
      if (!filtered) delete group.dataset.was;
    });
    target.querySelectorAll("tr.group").forEach((head) => {
      let row = head.nextElementSibling;
      while (row && row.hidden) row = row.nextElementSibling;
      head.hidden = !row || row.classList.contains("group");
    });
    const none = target.querySelector(".hc-filter-none");
    if (none) none.hidden = shown > 0;
    const count = document.querySelector(`[data-count-of="${target.id}"]`);
    if (count) count.textContent = filtered ? `符合条件 ${shown} 项，` : "";
  }
  function changed(event) {
    const holder = event.target.closest && event.target.closest("[data-filters]");
    const target = holder && document.getElementById(holder.dataset.filters);
    if (target) apply(target);
  }
  /* The chosen indicator comes into sight in its list; a list that the reader moves is left alone. */
  let shownLast = "";
  let waiting = false;
  function bring() {
    waiting = false;
    const chosen = document.querySelector(".hc-list .on");
    const href = chosen ? chosen.getAttribute("href") : "";
    if (href === shownLast) return;
    shownLast = href;
    if (!chosen) return;
    const list = chosen.closest(".hc-list");
    const [inner, outer] = [chosen.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) list.scrollTop += inner.top - outer.top - outer.height / 3;
  }
  new MutationObserver(() => {
    if (!waiting) { waiting = true; requestAnimationFrame(bring); }
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });

  /* A list that was built anew is filtered as before. */
  document.addEventListener("cockpit:filled", (event) => {
    [event.target, ...event.target.querySelectorAll("[id]")].forEach((target) => {
      const field = target.id && document.querySelector(`[data-filters="${target.id}"] input`);
      if (field && field.value) apply(target);
    });
  });
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
})();
