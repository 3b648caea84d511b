/* Builds what `components/plain.py` describes, before the browser paints it. Texts stay texts, attributes are listed. */
(function () {
  "use strict";
  const TAGS = new Set(["table", "thead", "tbody", "tr", "th", "td", "div", "span", "i", "b", "a", "s", "u", "p", "code", "details", "summary", "caption", "colgroup", "col", "dl", "dt", "dd", "ol", "ul", "li"]);
  const ATTRIBUTES = new Set(["class", "title", "href", "colspan", "role", "aria-label", "aria-hidden", "scope", "id", "lang", "hidden", "open"]);

  function make(node) {
    if (typeof node === "string") return document.createTextNode(node);
    const [name, attributes, ...children] = node;
    const element = document.createElement(TAGS.has(name) ? name : "span");
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "style") Object.entries(value).forEach(([k, v]) => element.style.setProperty(k, v));
      else if (key === "href" && !/^\/(?!\/)/.test(value)) continue; // addresses of this site only
      else if (ATTRIBUTES.has(key) || /^data-[a-z-]+$/.test(key)) element.setAttribute(key, value);
    }
    element.append(...children.map(make));
    return element;
  }

  function fill(holder) {
    const wanted = holder.dataset.plain;
    if (holder.cockpitPlain === wanted) return;
    holder.cockpitPlain = wanted;
    holder.replaceChildren(make(JSON.parse(wanted)));
    holder.scrollTop = 0;
    holder.dispatchEvent(new CustomEvent("cockpit:filled", { bubbles: true }));
  }

  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") fill(change.target);
      for (const added of change.addedNodes) {
        if (added.nodeType !== Node.ELEMENT_NODE) continue;
        if (added.dataset.plain !== undefined) fill(added);
        added.querySelectorAll("[data-plain]").forEach(fill);
      }
    }
  });
  watch.observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-plain"],
  });

  /* Links inside behave like Dash's own: no new page load, Back works. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".hc-plain a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
