"""Whether a page that stands is fit to be kept: figures drawn, maps whole, text neither cut nor covered, no
glyph missing."""

from pathlib import Path

from playwright.sync_api import Page

from snapshots.failure import SnapshotFailed

SCRIPT = (Path(__file__).parent / "inspection.js").read_text(encoding="utf-8")
GRAVEST = ("page", "callback", "version", "glyph", "map", "figure", "clipped", "overlap")


def inspect(page: Page, version: str, sheet: tuple[float, float] | None) -> None:
    """`sheet` is the left and right px that text may reach on paper. Raises SnapshotFailed with the gravest problem."""
    reach = {"left": sheet[0], "right": sheet[1]} if sheet else None
    found = page.evaluate(f"(asked) => ({SCRIPT})(asked)", {"version": version, "sheet": reach})
    if not found:
        return
    kind, words = min(found, key=lambda problem: GRAVEST.index(problem[0]))
    others = [problem[1] for problem in found if problem[1] != words]
    more = f"；另有{len(others)}处，如{others[0]}" if others else ""
    raise SnapshotFailed(kind, words + more)
