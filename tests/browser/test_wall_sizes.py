"""The wall at its four true sizes: text no smaller than 24 units, nothing cut, covered or over another, map and credit
whole."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from windows import Watched, listen, until

pytestmark = pytest.mark.browser
WALLS = {"1080p": (1920, 1080), "4k": (3840, 2160), "32:9": (3840, 1080), "8:3": (5760, 2160)}

DRAWN = """() => {
  const wall = document.querySelector("#wall");
  const graphs = [...document.querySelectorAll(".hc-wall-graph")].filter((g) => g.offsetParent);
  return Boolean(wall && document.fonts.status === "loaded" && wall.querySelector(".hc-wall-clock").textContent
    && graphs.every((g) => g.querySelector(g.classList.contains("hc-wall-map") ? ".choroplethlocation" : ".xtick")));
}"""

# Every text that is shown: its size in units, whether it lies in the window and in whatever clips it, whether two meet.
TEXT = """() => {
  const unit = innerHeight / 1080, problems = [], boxes = [];
  const walker = document.createTreeWalker(document.getElementById("wall"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, words = node.textContent.trim();
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = words ? [...range.getClientRects()].filter((r) => r.width && r.height) : [];
    if (!rects.length) continue;
    const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
    if (size / unit < 23.95) problems.push(`${(size / unit).toFixed(1)} units: ${words}`);
    for (const r of rects) {
      const high = Math.min(r.height, size), top = r.top + (r.height - high) / 2; // the glyphs without their leading
      const box = { words, node, left: r.left, right: r.right, top, bottom: top + high };
      boxes.push(box);
      const within = (c) => box.left >= c.left - 1 && box.right <= c.right + 1
        && top >= c.top - 1 && box.bottom <= c.bottom + 1;
      if (!within({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })) problems.push(`outside: ${words}`);
      for (let e = node.parentElement; e.id !== "wall"; e = e.parentElement) {
        const style = getComputedStyle(e);
        const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
        if (clips && !within(e.getBoundingClientRect())) problems.push(`cut: ${words}`);
      }
    }
  }
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const meet = a.node !== b.node && wide > 2 * unit && high > 3 * unit;
    if (meet) problems.push(`over each other: ${a.words} | ${b.words}`);
  }));
  if (document.documentElement.scrollWidth > innerWidth) problems.push("wider than the window");
  return [problems, boxes.length];
}"""

# Points all over the map: what lies on top there belongs to the map.
COVERED = """() => {
  const map = document.querySelector(".hc-wall-map"), box = map.getBoundingClientRect(), found = [];
  if (box.bottom > innerHeight || box.right > innerWidth) found.push("the map reaches out of the window");
  for (let x = 0.02; x < 1; x += 0.06) for (let y = 0.02; y < 1; y += 0.06) {
    const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
    if (!map.contains(top)) found.push(`${top && (top.className || top.tagName)} at ${x.toFixed(2)}, ${y.toFixed(2)}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def windows(chromium: Browser, cockpit: str) -> Iterator[dict[str, Page]]:
    """One window of each size for all layouts."""
    opened = {}
    watched = []
    for name, (width, height) in WALLS.items():
        page = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
        window = Watched(page, cockpit)
        listen(window)
        watched.append(window)
        opened[name] = page
    yield opened
    for page in opened.values():
        page.context.close()
    problems = [problem for window in watched for problem in window.problems]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("size", WALLS)
@pytest.mark.parametrize(
    "address", ["layout=overview", "layout=map&indicator=LE", "layout=map&area=510000&layer=county", "layout=quality"]
)
def test_everything_on_the_wall_can_be_read(windows: dict[str, Page], cockpit: str, size: str, address: str) -> None:
    page = windows[size]
    page.goto(f"{cockpit}/wall?{address}")
    until(page, DRAWN, within=60_000)
    problems, texts = page.evaluate(TEXT)
    assert problems == [] and texts > 60
    assert page.evaluate(COVERED) == []
    for words in ("数据截止", "来源：", "版本 ", "审图号", "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据"):
        assert page.locator("#wall").get_by_text(words).first.is_visible(), words
    assert page.locator(".hc-bar").is_hidden()
    # 32:9 and 8:3 have room for two figures and the list more
    shown = page.locator(".hc-wall-kpi > div:visible").count()
    assert (
        shown == (6 if size in ("1080p", "4k") else 8) and page.locator(".hc-wall-apart:visible").count() == shown // 8
    )
