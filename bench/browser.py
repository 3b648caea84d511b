"""A real Chromium, and what one step in it sends and takes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, as `script/test` installs it. Raises RuntimeError where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise RuntimeError("no Chromium on PATH; script/test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Traffic:
    """What a page transferred, by path: headers and compressed body, as the browser counts them."""

    sent: list[tuple[str, int, str]] = field(default_factory=list)  # path, bytes, encoding

    def clear(self) -> None:
        self.sent.clear()

    def besides_geometry(self) -> list[tuple[str, int, str]]:
        return [s for s in self.sent if s[1] and not s[0].startswith("/geo/")]  # without what the browser had kept

    @property
    def bytes(self) -> int:
        return sum(size for _, size, _ in self.sent)


def watch(context: BrowserContext, page: Page, encoding: str = "gzip") -> Traffic:
    """Counts what `page` transfers from now on, asking for `encoding` only: plain http on an intranet gets no other."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": encoding}})
    traffic = Traffic()
    paths: dict[str, str] = {}
    encodings: dict[str, str] = {}

    def request(told: dict) -> None:
        parts = urlsplit(told["request"]["url"])
        if parts.scheme.startswith("http"):
            paths[told["requestId"]] = parts.path

    def response(told: dict) -> None:
        headers = {k.lower(): v for k, v in told["response"]["headers"].items()}
        encodings[told["requestId"]] = headers.get("content-encoding", "")

    def finished(told: dict) -> None:
        known = told["requestId"]
        if known in paths:
            traffic.sent.append((paths[known], int(told["encodedDataLength"]), encodings.get(known, "")))

    session.on("Network.requestWillBeSent", request)
    session.on("Network.responseReceived", response)
    session.on("Network.loadingFinished", finished)
    return traffic


# Resolves with the milliseconds from the next press of the mouse until the map whose areas satisfy `target` stands
# painted: its paths are in the document, and the frame that shows them has been made. Promises, not predicates: the
# page's policy forbids the evaluation of text.
UNTIL_PAINTED = """(target) => {
  const wanted = new RegExp(target.areas);
  const drawn = () => {
    const paths = document.querySelectorAll(target.map + " path.choroplethlocation");
    return paths.length >= target.least && wanted.test((paths[0].__data__ || {}).loc || "");
  };
  window.untilPainted = new Promise((resolve, refuse) => {
    const given = setTimeout(() => refuse(new Error("the map was not painted")), 60000);
    document.addEventListener("pointerdown", () => {
      const pressed = performance.now();
      const look = () => {
        if (!drawn()) { requestAnimationFrame(look); return; }
        const channel = new MessageChannel(); // runs after the frame that this callback belongs to
        channel.port1.onmessage = () => { clearTimeout(given); resolve(performance.now() - pressed); };
        channel.port2.postMessage(0);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""


@dataclass(frozen=True)
class Target:
    """The map that a click should bring: areas whose codes match, at least so many of them."""

    name: str
    areas: str
    least: int

    def told(self, within: str) -> dict[str, object]:
        return {"areas": self.areas, "least": self.least, "map": within}


NATION = Target("the nation by province", r"^\d{2}0000$", 34)
SICHUAN = Target("a province", r"^51(?!0000)\d{2}00$", 21)
SICHUAN_COUNTIES = Target("a province by county", r"^51\d{2}(?!00)\d{2}$", 180)
COUNTIES = Target("the nation by county", r"^\d{2}(?!0000)\d{4}$", 2800)


def expect_map(page: Page, target: Target, within: str = "") -> None:
    """Arms the clock; the next press starts it."""
    page.evaluate(UNTIL_PAINTED, target.told(within))


def painted(page: Page) -> float:
    """Milliseconds from the press to the painted map."""
    return float(page.evaluate("() => window.untilPainted"))


def middle_of(page: Page, code: str) -> tuple[float, float]:
    """Where to click on an area: a point of the screen that lies inside it."""
    point = page.evaluate(
        """(code) => {
          const path = [...document.querySelectorAll("path.choroplethlocation")].find((p) => p.__data__.loc === code);
          const box = path.getBoundingClientRect();
          for (const [across, down] of [[0.5, 0.5], [0.4, 0.6], [0.6, 0.4], [0.3, 0.5], [0.7, 0.5]]) {
            const at = [box.x + across * box.width, box.y + down * box.height];
            const inside = new DOMPoint(...at).matrixTransform(path.getScreenCTM().inverse());
            if (path.isPointInFill(inside)) return at;
          }
          return null;
        }""",
        code,
    )
    if point is None:
        raise RuntimeError(f"no point of {code} can be clicked")
    return point[0], point[1]
