"""Head and foot of every sheet, printed once for a whole file, when the number of its pages is known.

They are laid over the pages as artifacts: readers of tags skip them, as they do running heads of a book. Printed with
the pages themselves, no page could know the number of pages that the other addresses of its file have.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from snapshots.browser import Browser
from snapshots.papers import Paper
from snapshots.printed import Facts

STANDING_NOTE = "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。"
MOST_SOURCES = 2
LONGEST_BASIS = 96
_COUNTED = re.compile(r"等\d+种$")
DEMONSTRATION = "演示数据"

STYLE = (Path(__file__).parent / "footer.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Stretch:
    """Pages of one view in a file, with the mark by which it can be verified (`qr` is SVG text)."""

    facts: Facts
    pages: int
    version: str
    code: str
    qr: str


def footers(browser: Browser, stretches: Sequence[Stretch], paper: Paper, time: datetime, zone: str) -> bytes:
    """A PDF with a sheet for every page of the file: nothing but head and foot."""
    total = sum(s.pages for s in stretches)
    made = told_moment(time, zone)
    sheets, number = [], 0
    for stretch in stretches:
        for _ in range(stretch.pages):
            number += 1
            sheets.append(_sheet(stretch, paper, number, total, made))
    size = f"@page {{ size: {paper.width}mm {paper.height}mm; margin: 0; }}"
    box = f".sheet {{ width: {paper.width}mm; height: {paper.height - 0.2:.2f}mm; }}"  # a hair less: never a page more
    markup = f'<!DOCTYPE html><html lang="zh-CN"><style>{size}{STYLE}{box}</style><body>{"".join(sheets)}</body></html>'
    with browser.at_most(120):
        page = browser.page(1000, 800)
        try:
            page.set_content(markup, wait_until="load")
            page.evaluate("() => document.fonts.ready.then(() => null)")
            return page.pdf(prefer_css_page_size=True, print_background=True, tagged=False, outline=False)
        finally:
            browser.close_page(page)


def strip(browser: Browser, stretch: Stretch, width: int, scale: float, time: datetime, zone: str) -> bytes:
    """PNG of what stands below a picture of the screen, `width` CSS px wide: head and foot of a sheet in one."""
    facts = stretch.facts
    lines = foot_lines(facts, stretch.version, told_moment(time, zone))
    words = "".join(f"<p>{escape(line)}</p>" for line in [f"健康中国数据驾驶舱　{facts.title}", *lines])
    demo = f'<span class="demo">{DEMONSTRATION}</span>' if facts.demonstration else ""
    below = f'<div class="foot"><div class="facts">{words}</div>{demo}{_code(stretch)}</div>'
    with browser.at_most(120):
        page = browser.page(width, 200, scale=scale)
        try:
            page.set_content(
                f'<!DOCTYPE html><html lang="zh-CN"><style>{STYLE}</style><body class="strip">{below}</body></html>',
                wait_until="load",
            )
            page.evaluate("() => document.fonts.ready.then(() => null)")
            return page.locator("body").screenshot()
        finally:
            browser.close_page(page)


def _code(stretch: Stretch) -> str:
    if not stretch.code:
        return ""
    # On a screen's picture every module is as many whole pixels as the others, or a small code cannot be read.
    modules = re.search(r'viewBox="0 0 (\d+)', stretch.qr)
    side = f' style="--modules: {modules[1]}"' if modules else ""
    return f'<div class="code"{side}><span>校验码<br><b>{escape(stretch.code)}</b></span>{stretch.qr}</div>'


def _sheet(stretch: Stretch, paper: Paper, number: int, total: int, made: str) -> str:
    facts = stretch.facts
    side, foot = paper.side, max(paper.bottom - 4.5, 0)
    if facts.official:
        side, foot = 28.0, 23.0
    width = paper.width - 2 * side
    demo = f'<span class="demo">{DEMONSTRATION}</span>' if facts.demonstration else ""
    head = (
        f'<div class="head" style="left:{side}mm;width:{width}mm;top:{5.5 if not facts.official else 15}mm">'
        f'<span class="what">健康中国数据驾驶舱　{escape(facts.title)}</span>{demo}</div>'
    )
    told = foot_lines(facts, stretch.version, made)
    told[-1] += f"　第{number}页　共{total}页"
    lines = "".join(f"<p>{_whole_dates(escape(line))}</p>" for line in told)
    below = (
        f'<div class="foot" style="left:{side}mm;width:{width}mm;top:{paper.height - foot}mm">'
        f'<div class="facts">{lines}</div>{_code(stretch)}</div>'
    )
    folio = ""
    if facts.official:
        place = f"right:{side + 5}mm" if number % 2 else f"left:{side + 5}mm"
        folio = f'<div class="folio" style="{place};top:{paper.height - 32}mm">— {number} —</div>'
    return f'<section class="sheet">{head}{below}{folio}</section>'


def _whole_dates(markup: str) -> str:
    """A date that stays on one line."""
    return re.sub(r"数据截止：\S+", lambda found: f"<nobr>{found[0]}</nobr>", markup)


def foot_lines(facts: Facts, version: str, made: str) -> list[str]:
    """The facts that offices ask for on every sheet."""
    nothing = "见各图表" if facts.sources or facts.cut_offs else "—"  # a page without figures has none to point to
    sources = _sources(facts.sources, nothing)
    cut_off = max(facts.cut_offs) if facts.cut_offs else nothing
    basis = facts.what if len(facts.what) <= LONGEST_BASIS else facts.what[:LONGEST_BASIS].rstrip("，、 　") + "…"
    basis = f"{basis}。" if basis and not basis.endswith(("。", "…")) else basis
    return [
        f"数据来源：{sources}　数据截止：{cut_off}",
        f"统计口径：{basis}{STANDING_NOTE}",
        f"数据版本：{version}　生成时间：{made}",
    ]


def _sources(told: Sequence[str], nothing: str) -> str:
    """The first of the sources that the figures name (each names up to two, and how many there are)."""
    single = list(dict.fromkeys(_COUNTED.sub("", name) for words in told for name in words.split("；")))
    if not single:
        return nothing
    more = len(single) > MOST_SOURCES or any(_COUNTED.search(words) for words in told)
    return "；".join(single[:MOST_SOURCES]) + ("等，见各图表" if more else "")


def told_moment(time: datetime, zone: str) -> str:
    """Naive times are UTC, as the state store keeps them."""
    here = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))
    return f"{here.year}年{here.month}月{here.day}日{here.hour}时{here.minute:02d}分"
