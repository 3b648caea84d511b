"""Page numbers of a table of contents: Chromium has no target-counter, so they are read from a first print.

A page says where it wants them (`[data-contents]` with links `#id` and `[data-page-of="id"]`). Links to places inside
the page become named destinations of the PDF, which know their page exactly.
"""

import io
from typing import Any

import pikepdf
from playwright.sync_api import Page

from snapshots.failure import SnapshotFailed

_WANTED = "() => [...document.querySelectorAll('[data-contents] [data-page-of]')].map(e => e.dataset.pageOf)"
_FILL = """(numbers) => document.querySelectorAll('[data-contents] [data-page-of]').forEach(
  (e) => { e.textContent = numbers[e.dataset.pageOf] ?? ''; })"""


def has_contents(page: Page) -> bool:
    """Whether the page has a table of contents to fill."""
    return bool(page.evaluate(_WANTED))


def fill_contents(page: Page, printed: bytes, *, first: int = 1) -> dict[str, int]:
    """Writes into the page on which sheet each entry of its contents begins, read from `printed`, and returns that.

    Print again afterwards. `first` is the number of the first sheet. Raises SnapshotFailed("pages") for an
    entry that leads nowhere.
    """
    wanted = page.evaluate(_WANTED)
    found = pages_of_places(printed)
    lost = [place for place in wanted if place not in found]
    if lost:
        raise SnapshotFailed("pages", f"目录中有{len(lost)}项在文件中找不到：{'、'.join(lost[:5])}")
    numbers = {place: found[place] + first for place in wanted}
    page.evaluate(_FILL, numbers)
    return numbers


def pages_of_places(printed: bytes) -> dict[str, int]:
    """The index of the page (from 0) of every named destination of a PDF."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        numbers: dict[Any, int] = {page.objgen: index for index, page in enumerate(pdf.pages)}
        named = pdf.Root.get("/Dests", pikepdf.Dictionary())
        return {
            str(name).removeprefix("/"): numbers[target[0].objgen]
            for name, target in named.items()
            if isinstance(target, pikepdf.Array) and target[0].objgen in numbers
        }
