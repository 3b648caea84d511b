/* The code that a picture carries: registered with the server at the moment it is taken. No code is no reason to
   refuse the picture; its foot then says so. */
(function () {
  "use strict";
  const PATIENCE = 8000; // ms
  const NONE = "未登记校验码";

  /* The version whose numbers are on the screen: a publication since the page was opened must not answer for it. */
  function versionOf(frame) {
    const said = [frame, document.querySelector(".hc-foot"), document.querySelector(".hc-who")];
    const found = said.map((element) => element && element.textContent.match(/数据版本[：\s]*([\d.]+\d)/)).find(Boolean);
    return found ? found[1] : "";
  }

  /* {code, address, qr} for this figure of the page; null where the server gives none. */
  async function codeOf(frame, surface) {
    const query = new URLSearchParams(window.location.search);
    const version = versionOf(frame);
    if (version) query.set("v", version);
    const figure = frame.dataset.figure ? "#" + encodeURIComponent(frame.dataset.figure) : "";
    const address = window.location.pathname + (String(query) ? "?" + query : "") + figure;
    try {
      const answer = await fetch("/api/v1/codes", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ address, surface }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) return null;
      const { code, address: verified, qr } = await answer.json();
      return { code, address: verified, qr: window.cockpitPicture.parsed(qr) };
    } catch (error) {
      return null; // the server or its state store is away
    }
  }

  const wordsOf = (issued) => (issued ? `校验码 ${issued.code}　查验 ${issued.address.replace(/\/[^/]*$/, "")}` : NONE);

  Object.assign((window.cockpitPicture = window.cockpitPicture || {}), { codeOf, wordsOf });
})();
