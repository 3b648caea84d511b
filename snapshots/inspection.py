"""Whether a page that stands is fit to be kept: figures drawn, maps whole, text neither cut nor covered, no
glyph missing."""

from pathlib import Path

from playwright.sync_api import Page

from snapshots.failure import SnapshotFailed
from snapshots.papers import Paper

SCRIPT = (Path(__file__).parent / "inspection.js").read_text(encoding="utf-8")
GRAVEST = ("page", "callback", "version", "address", "glyph", "map", "figure", "clipped", "overlap")


def inspect(page: Page, version: str, paper: Paper | None) -> None:
    """`paper` is what it will be printed on, None for a screen. Raises SnapshotFailed with the gravest problem."""
    sheet = None
    if paper is not None:
        left, right = paper.side_width, paper.sheet_width - paper.side_width
        sheet = {"left": left, "right": right, "height": paper.content_height}
    found = page.evaluate(f"(asked) => ({SCRIPT})(asked)", {"version": version, "sheet": sheet})
    if not found:
        return
    kind, words = min(found, key=lambda problem: GRAVEST.index(problem[0]))
    others = [problem[1] for problem in found if problem[1] != words]
    more = f"；另有{len(others)}处，如{others[0]}" if others else ""
    raise SnapshotFailed(kind, words + more)
