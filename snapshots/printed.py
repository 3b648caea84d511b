"""A view as PDF bytes, held against the page that it was printed from."""

import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdfium2
import pypdfium2.raw as pdfium
from playwright.sync_api import Page

from snapshots.contents import fill_contents, has_contents
from snapshots.failure import SnapshotFailed
from snapshots.papers import Paper

SCRIPT = (Path(__file__).parent / "sheet.js").read_text(encoding="utf-8")
MOST_PAGES = 400
LINE = 4  # points: what stands no lower is in the same line
MOST_LOST = 0  # characters of the page that may be missing on paper


@dataclass(frozen=True)
class Facts:
    """What a view tells of itself: `what` is place, period and unit; `official` that it is set like office papers."""

    title: str
    what: str
    sources: tuple[str, ...]
    cut_offs: tuple[str, ...]
    demonstration: bool
    official: bool
    text: str = field(repr=False)
    height: float
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    pdf: bytes = field(repr=False)
    pages: int
    facts: Facts


def prepared(page: Page, paper: Paper, base: str = "") -> Facts:
    """The page made ready for `paper`; `base` is where its links shall lead (nowhere, if empty)."""
    size = f"{paper.width}mm {paper.height}mm"
    margin = f"{paper.top}mm {paper.side}mm {paper.bottom}mm {paper.side}mm"
    told: dict[str, Any] = page.evaluate(
        f"(asked) => ({SCRIPT})(asked)", {"size": size, "margin": margin, "base": base}
    )
    return Facts(
        told["title"], told["what"], tuple(told["sources"]), tuple(told["cutOffs"]), told["demonstration"],
        told["official"], told["text"], told["height"], tuple(told["headings"]),
    )  # fmt: skip


def print_page(page: Page, paper: Paper, base: str = "") -> Printed:
    """The open view on `paper`, tagged and with bookmarks. Raises SnapshotFailed("pages" | "glyph" | "clipped")."""
    facts = prepared(page, paper, base)
    pdf = _pdf(page, paper, facts)
    if has_contents(page):  # their page numbers are known only now
        fill_contents(page, pdf)
        pdf = _pdf(page, paper, facts)
    return Printed(pdf, checked(pdf, facts, paper), facts)


def _pdf(page: Page, paper: Paper, facts: Facts) -> bytes:
    """What is set like office papers keeps its true size: 16pt are 16pt."""
    return page.pdf(
        prefer_css_page_size=True,
        width=f"{paper.width}mm",
        height=f"{paper.height}mm",
        scale=1.0 if facts.official else paper.scale,
        print_background=True,
        tagged=True,
        outline=True,
    )


def checked(pdf: bytes, facts: Facts, paper: Paper) -> int:
    """The number of pages, each with something on it, all text of the view among them, every glyph known."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        least = max(1, math.floor(facts.height / paper.content_height))
        if not least <= count <= max(3 * least + 3, 4) or count > MOST_PAGES:
            raise SnapshotFailed("pages", f"版面高{facts.height:.0f}像素，应有约{least}页，实际{count}页")
        texts = [_text(document[number], number + 1) for number in range(count)]
        _headings_followed(document, texts, facts.headings)
    finally:
        document.close()
    blank = [number for number, text in enumerate(texts, 1) if not text.strip()]
    if blank:
        raise SnapshotFailed("pages", f"第{blank[0]}页是空白页（共{count}页）")
    _all_there(facts.text, texts)
    return count


def _text(page: pypdfium2.PdfPage, number: int) -> str:
    """The page's text. Raises SnapshotFailed("glyph") for a glyph that stands for no character."""
    textpage = page.get_textpage()
    try:
        for at in range(textpage.count_chars()):
            if pdfium.FPDFText_HasUnicodeMapError(textpage.raw, at) == 1:
                raise SnapshotFailed("glyph", f"第{number}页有字形没有对应的字，可能缺少中文字体")
        return textpage.get_text_range()
    finally:
        textpage.close()
        page.close()


def _headings_followed(document: pypdfium2.PdfDocument, texts: list[str], headings: tuple[str, ...]) -> None:
    """Raises SnapshotFailed("pages") for a heading at the foot of a page whose figure stands on the next one.

    Only headings are judged whose words stand nowhere else: a row of a table may say the same.
    """
    plain = ["".join(text.split()) for text in texts]
    for heading in headings:
        sought = "".join(heading.split())
        on = [number for number, text in enumerate(plain[:-1]) if sought in text]
        if len(sought) < 4 or len(on) != 1 or sum(text.count(sought) for text in plain) != 1:
            continue
        textpage = document[on[0]].get_textpage()
        try:
            bottoms = _bottoms(textpage, heading)
        finally:
            textpage.close()
        if bottoms and bottoms[0] <= bottoms[1] + LINE:
            raise SnapshotFailed("pages", f"第{on[0] + 1}页末尾只有标题“{heading}”，内容在下一页")


def _bottoms(textpage: pypdfium2.PdfTextPage, heading: str) -> tuple[float, float] | None:
    """How high the heading stands on its page, and the lowest text of the page, points; None where it is not found."""
    found = textpage.search(heading).get_next()
    if found is None:
        return None
    return textpage.get_charbox(found[0])[1], min(textpage.get_rect(at)[1] for at in range(textpage.count_rects()))


def _characters(text: str) -> Counter[str]:
    """Characters as readers see them: the same sign under two code points is one (⽼ and 老)."""
    return Counter(c for c in normalize("NFKC", text) if not c.isspace() and c not in "\u00ad\u200b\ufeff\ufffe\x02-‐")


def _all_there(wanted: str, texts: list[str]) -> None:
    missing = _characters(wanted) - _characters("".join(texts))
    if sum(missing.values()) > MOST_LOST:
        shown = "、".join(f"“{c}”×{n}" if n > 1 else f"“{c}”" for c, n in missing.most_common(8))
        raise SnapshotFailed("clipped", f"页面上的字有{sum(missing.values())}个没有印出：{shown}")
