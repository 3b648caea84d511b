"""Sheets that views are printed on."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from snapshots.failure import SnapshotFailed

PX_PER_MM = 96 / 25.4
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Paper:
    """Lengths in mm. `scale` shrinks what the browser lays out: 13 px of a table become 7.8 pt at 0.8."""

    name: str
    words: str
    width: float
    height: float
    scale: float = 0.8
    top: float = 13.0
    bottom: float = 23.0
    side: float = 14.0

    @property
    def sheet_width(self) -> int:
        """px of the whole sheet before scaling: the width that media queries know in print."""
        return round(self.width * PX_PER_MM / self.scale)

    @property
    def side_width(self) -> float:
        """px of the margin at each side, before scaling."""
        return self.side * PX_PER_MM / self.scale

    @property
    def content_width(self) -> int:
        """px that the page is laid out in, before scaling."""
        return int((self.width - 2 * self.side) * PX_PER_MM / self.scale)

    @property
    def content_height(self) -> int:
        return int((self.height - self.top - self.bottom) * PX_PER_MM / self.scale)


PAPERS = {
    paper.name: paper
    for paper in (
        Paper("a4", "A4 纵向", 210, 297),
        Paper("a4-landscape", "A4 横向", 297, 210),
        Paper("a3-landscape", "A3 横向", 420, 297),
        Paper("wide", "16:9 宽屏", 338.667, 190.5),
    )
}

_ELSEWHERE = {
    "/wall": "大屏是为屏幕排的版，不印在纸上；请打印相应的页面，如 /、/map、/assessment、/quality",
    "/playlists": "播放列表是大屏的设置，不印在纸上",
    "/verify": "校验码查验页说的是另一份文件，不印在纸上；请打印它所指的页面",
}


def for_paper(address: str) -> None:
    """Raises SnapshotFailed("page") for pages that are made for screens alone."""
    path = urlsplit(address).path.rstrip("/")
    for start, words in _ELSEWHERE.items():
        if path == start or path.startswith(f"{start}/"):
            raise SnapshotFailed("page", words, address=address)


def paper_of(name: str) -> Paper:
    """Raises SnapshotFailed("page")."""
    if name not in PAPERS:
        raise SnapshotFailed("page", f"没有纸型“{name}”；可用：{'、'.join(PAPERS)}")
    return PAPERS[name]
