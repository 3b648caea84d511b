"""Pages that are made for screens alone are refused on paper, in words that say what to print instead."""

import pytest

from snapshots.failure import SnapshotFailed
from snapshots.footer import foot_lines
from snapshots.papers import for_paper
from snapshots.printed import Facts


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/wall?layout=map", "大屏"),
        ("/wall?playlist=hall", "大屏"),
        ("/playlists", "播放列表"),
        ("/verify/ABCD-EFGH", "查验"),
        ("/verify/", "查验"),
    ],
)
def test_screens_are_not_for_paper(address: str, word: str) -> None:
    with pytest.raises(SnapshotFailed) as refused:
        for_paper(address)
    assert refused.value.kind == "page" and word in refused.value.words and refused.value.address == address


@pytest.mark.parametrize("address", ["/", "/map?area=510000", "/walls", "/reports", "/area?order=/wall"])
def test_pages_are_for_paper(address: str) -> None:
    for_paper(address)


def test_a_page_without_figures_points_to_none() -> None:
    def lines(sources: tuple[str, ...], cut_offs: tuple[str, ...]) -> str:
        return foot_lines(Facts("", "", sources, cut_offs, False, False, "", 0.0), "2026.11.1", "")[0]

    assert lines((), ()) == "数据来源：—　数据截止：—"
    assert lines(("国家统计局",), ()) == "数据来源：国家统计局　数据截止：见各图表"
