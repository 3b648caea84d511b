/* Links to a part of 数据质量 (…#quality-findings) arrive there: the page is made anew first, and then scrolled to it. */
(function () {
  "use strict";
  let wanted = window.location.hash.slice(1);

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href*="#quality-"]');
    if (link) wanted = link.getAttribute("href").split("#")[1];
  }, true);

  /* A table that was filled says that the new page stands. */
  document.addEventListener("cockpit:filled", () => requestAnimationFrame(() => {
    const part = wanted && document.getElementById(wanted);
    if (!part) return;
    wanted = "";
    part.scrollIntoView();
  }));
})();
