/* A page shown inside 校验码查验 stands there without the bar: it is looked at, not used. */
(function () {
  "use strict";
  const frame = window.frameElement; // null in a window of its own and in a frame of another site
  if (frame && frame.classList.contains("hc-verify-view")) document.documentElement.classList.add("hc-embedded");
})();
