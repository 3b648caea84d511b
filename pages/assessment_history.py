"""Two figures of 考核排名 beside the results: an area's standing over the years, and grades that were published."""

from typing import Any

from dash import dcc, html

from components.downloads import exports
from components.figure_frame import figure_frame
from components.marks import unverified
from components.standing_history import standing_history
from components.template import graph
from pages.assessment_card import Card, plain_records
from pages.assessment_sources import told
from pages.assessment_view import PATH, PHASE_WORDS, AssessmentView
from queries.assessment_over_time import assessment_over_time
from queries.published_grades import published_grades

HISTORY, PUBLISHED = "assessment-history", "assessment-published"
FEWEST = 2
Record = dict[str, Any]


def history_figure(a: AssessmentView, card: Card) -> html.Section | None:
    """Total and rank in the same phase of every year; none where there is one year only."""
    assert a.phase is not None
    where, row = card.places[0]
    parent = str(row["parent"] or "100000")
    rows = a.ask(assessment_over_time, scheme=a.asked["scheme"], areas=(a.code,), parent=parent, variant=a.variant)
    places = ["rank", "ranked", "rank_low", "rank_high"]
    rows[places] = rows[places].astype("float64")
    rows = rows[(rows["phase"] == a.phase["phase"]) & rows["total"].notna()]
    if len(rows) < FEWEST:
        return None
    phase = PHASE_WORDS[str(a.phase["phase"])]
    return figure_frame(
        graph(f"{HISTORY}-graph", standing_history(rows), height=230), id=HISTORY, title="历年得分与位次",
        subtitle=f"上图总分，下图{where}位次与95%区间　{phase}", **told(a, bool(rows["demonstration"].any())),
        exports=exports(HISTORY, search=None, name=f"{a.area['name']}历年考核"),
    )  # fmt: skip


def published_figures(a: AssessmentView) -> list[html.Section]:
    """Grades as authorities published them, of the area's own inner areas: without scores, beside the product's."""
    rows = plain_records(a.ask(published_grades, area=a.code))
    groups: dict[tuple[int, str], list[Record]] = {}
    for row in rows:
        if row["root"] == a.code or row["area"] == a.code:
            groups.setdefault((int(row["year"]), str(row["assessment"])), []).append(row)
    return [_published(a, year, name, held) for (year, name), held in groups.items()]


def _published(a: AssessmentView, year: int, name: str, rows: list[Record]) -> html.Section:
    first = rows[0]
    grades: dict[str, list[Record]] = {}
    for row in rows:
        grades.setdefault(str(row["grade"]), []).append(row)
    listed = [
        part
        for grade, held in grades.items()
        for part in (html.Dt(f"{grade}　{len(held)}个"), html.Dd(_areas(a, held)))
    ]
    note: list[Any] = [str(first["note"] or "只公布了等次，没有公布得分和位次；次序为公布时的列名顺序，不是名次。")]
    if not first["verified"]:
        note += ["　", unverified()]
    source = str(first["source"]).replace("seen in: ", "见于")
    alone = len(rows) == 1 and rows[0]["area"] == a.code
    subtitle = (
        f"{first['root_name']}　{'本地区' if alone else str(first['units']) + '个单位'}　与本页默认方案的结果无关"
    )
    return figure_frame(
        [html.Dl(listed, className="hc-published"), html.P(note, className="hc-note")], id=f"{PUBLISHED}-{year}",
        title=f"公布结果：{name}", subtitle=subtitle, source=source, version=a.view.version,
    )  # fmt: skip


def _areas(a: AssessmentView, rows: list[Record]) -> list[Any]:
    scheme = str(a.scheme["scheme"]) if a.scheme else None
    parts: list[Any] = []
    for row in rows:
        there = a.selection.change(area=str(row["area"]), scheme=scheme, group=None, part=None, item=None, view=None)
        parts += ["、" if parts else "", dcc.Link(str(row["name"]), href=there.address(PATH))]
    return parts
