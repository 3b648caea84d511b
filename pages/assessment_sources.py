"""What figures of 考核排名 say of where they come from, and the files that hold the same results."""

from typing import Any

from dash import html

from components.downloads import exports, file_links
from pages.assessment_view import AssessmentView

FILES = "/api/v1/assessment"


def placed(a: AssessmentView) -> str:
    """四川省2025年; with the group where there is one."""
    assert a.phase is not None
    return f"{a.area['name']}{a.phase['period_label']}{a.selection.group or ''}"


def told(a: AssessmentView, demonstration: bool) -> dict[str, Any]:
    """Source line of a figure that the product computes by a scheme."""
    assert a.scheme is not None and a.phase is not None
    return {
        "source": f"{a.scheme['name']}，{a.official}", "cut_off": str(a.phase["end_date"]), "version": a.view.version,
        "demonstration": demonstration,
    }  # fmt: skip


def files(a: AssessmentView, figure: str, name: str, *, table: str = "ranking") -> html.Span:
    """The whole `table` (ranking, matrix, warnings) as files, whatever of it is drawn, and the picture."""
    said: dict[str, Any] = {**a.asked, "parent": a.code, "v": a.view.version}
    if table != "warnings":  # they are of all areas, and of all values
        said |= {"variant": a.variant, "group": a.selection.group}
    return html.Span(
        [*file_links(f"{FILES}/{table}", said, name), exports(figure, search=None, name=name)], className="hc-out"
    )
