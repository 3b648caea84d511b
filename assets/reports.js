// The link 定时快照 in the head of a page carries the address that the reader sees: it is put in when it is about to be used.
(() => {
  const carry = (event) => {
    const link = event.target instanceof Element && event.target.closest("a.hc-to-order");
    if (link) link.href = "/reports?order=" + encodeURIComponent(location.pathname + location.search);
  };
  for (const about of ["pointerdown", "focusin", "click", "auxclick"]) document.addEventListener(about, carry, true);
})();
