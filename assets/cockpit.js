/* What the browser does by itself: write controls into the address, mark the current page, search. */
(function () {
  "use strict";
  const cockpit = (window.dash_clientside = window.dash_clientside || {}).cockpit = {};
  const same = () => window.dash_clientside.no_update;

  /* A control's id carries the value it was drawn with; only another value is the reader's choice. */
  cockpit.choose = function () {
    const changed = window.dash_clientside.callback_context.triggered
      .map((t) => ({ id: JSON.parse(t.prop_id.replace(/\.value$/, "")), value: t.value }))
      .find((t) => t.value !== null && t.value !== undefined && String(t.value) !== t.id.is);
    if (!changed) return same();
    const query = new URLSearchParams(window.location.search);
    let { control } = changed.id;
    let value = String(changed.value);
    if (control === "period_position") {
      control = "period";
      value = document.querySelector("[data-periods]").dataset.periods.split(",")[changed.value];
    }
    if (value === "*") query.delete(control); // everything: the address does not name it
    else query.set(control, value);
    query.delete("page"); // another list begins at its first page
    if (control === "scheme") ["group", "part", "item"].forEach((k) => query.delete(k));
    if (control === "indicator") ["period", "breakdown"].forEach((k) => query.delete(k));
    return "?" + query.toString().replace(/%2C/g, ",");
  };

  /* A wall fills its window. By an attribute, not by `body:has(…)`: that had every style of the page reckoned anew for
     each figure drawn, half of the time of a long page. */
  const wall = (pathname) => document.documentElement.toggleAttribute("data-wall", pathname === "/wall");
  wall(window.location.pathname);

  cockpit.arrive = function (pathname) {
    wall(pathname);
    document.querySelectorAll(".hc-nav a").forEach((a) => {
      const path = a.getAttribute("href").split("?")[0];
      if (path === pathname || (path !== "/" && pathname.startsWith(path + "/"))) a.setAttribute("aria-current", "page");
      else a.removeAttribute("aria-current");
    });
    const nav = document.getElementById("nav");
    if (nav) nav.classList.remove("open");
    const title = document.querySelector("#_pages_content h1");
    return title ? title.textContent : "";
  };

  /* The overview and the catalogue start afresh; the others show the same indicator and area. */
  cockpit.carry = function (search, ids) {
    const said = new URLSearchParams(search);
    const kept = new URLSearchParams();
    ["indicator", "area"].forEach((k) => { if (said.get(k)) kept.set(k, said.get(k)); });
    const query = kept.toString();
    return ids.map(({ page }) => page + (query && ["/map", "/area", "/indicators"].includes(page) ? "?" + query : ""));
  };

  document.addEventListener("click", (event) => {
    const nav = document.getElementById("nav");
    if (event.target.id === "menu") {
      const open = nav.classList.toggle("open");
      event.target.setAttribute("aria-expanded", String(open));
    }
    if (!event.target.closest(".hc-search")) close();
  });

  /* A slider's thumb has no name of its own and says its position, not the period. */
  function nameSliders() {
    document.querySelectorAll(".hc-slider [role=slider]:not([aria-label])").forEach((thumb) => {
      const periods = thumb.closest("[data-periods]").dataset.periods.split(",");
      const tell = () => thumb.setAttribute("aria-valuetext", periods[Number(thumb.getAttribute("aria-valuenow"))] || "");
      thumb.setAttribute("aria-label", "时期");
      tell();
      new MutationObserver(tell).observe(thumb, { attributeFilter: ["aria-valuenow"] });
    });
  }
  new MutationObserver(nameSliders).observe(document.documentElement, { childList: true, subtree: true });

  /* Search: names, pinyin initials and codes are matched by the server, which knows what the reader may see. */
  let waiting = 0;
  let asked = 0;
  const found = () => document.getElementById("search-found");
  function close() {
    const box = found();
    if (box) { box.classList.remove("open"); box.replaceChildren(); }
  }
  function go(href) {
    close();
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }
  function link(item) {
    const a = document.createElement("a");
    const here = window.location.pathname;
    const query = new URLSearchParams(["/map", "/area", "/indicators"].includes(here) ? window.location.search : "");
    ["period", "breakdown", "layer"].forEach((k) => query.delete(k));
    query.set(item.kind === "area" ? "area" : "indicator", item.code);
    const path = item.kind === "area" ? (here === "/map" ? "/map" : "/area") : (here === "/map" ? "/map" : "/indicators");
    a.href = path + "?" + query;
    a.setAttribute("role", "option");
    a.append(item.name);
    const detail = document.createElement("span");
    detail.textContent = (item.detail ? item.detail + "　" : "") + item.code;
    a.append(detail);
    a.addEventListener("click", (event) => { event.preventDefault(); go(a.getAttribute("href")); });
    return a;
  }
  async function search(text) {
    const mine = ++asked;
    const answer = await fetch("/api/v1/search?q=" + encodeURIComponent(text));
    if (mine !== asked || !answer.ok) return;
    const { results } = await answer.json();
    const box = found();
    const none = document.createElement("p");
    none.textContent = "没有找到，可输入名称、拼音首字母或代码。";
    box.replaceChildren(...(results.length ? results.map(link) : [none]));
    box.classList.add("open");
  }
  document.addEventListener("input", (event) => {
    if (event.target.id !== "search-text") return;
    clearTimeout(waiting);
    const text = event.target.value.trim();
    if (!text) { asked += 1; close(); return; }
    waiting = setTimeout(() => search(text), 150);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "search-text") return;
    const links = [...found().querySelectorAll("a")];
    const at = links.findIndex((a) => a.classList.contains("on"));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + links.length) % (links.length || 1);
      links.forEach((a, i) => a.classList.toggle("on", i === next));
    } else if (event.key === "Enter" && links.length) go((links[at] || links[0]).getAttribute("href"));
    else if (event.key === "Escape") close();
  });
})();
