"""大屏　考核: how many have which grade, the map of grades, ranks with their bands, what is warned of."""

from itertools import pairwise
from typing import Any

import pandas as pd
from dash import html

from access.viewer import Viewer
from components import palette
from components.marks import demonstration as demonstration_mark
from components.numbers import is_missing, number
from components.page_head import page
from components.selection import Selection
from components.states import nothing_to_show
from components.wall_bars import WallBar, wall_bars
from components.wall_figures import WallFigure, wall_figures
from components.wall_frame import part, wall
from components.wall_list import WallItem, wall_list
from components.wall_ranking import WallRow, shortened, wall_ranking
from methods.classes import class_of
from pages.assessment_ranking import Ranking, ranking_of
from pages.assessment_view import AssessmentView, assessment_view_of
from pages.wall_map import drawn_map
from queries.indicator_definitions import indicator_definitions
from queries.view_of import LAYER_NAMES, NATION, records
from queries.warnings_of_areas import warnings_of_areas

LIGHTS = {"red": ("bad", "预警"), "amber": ("watch", "关注")}
MOST_ITEMS = 14


def assessment_picture(params: dict[str, Any], selection: Selection, notices: list[str], *, viewer: Viewer) -> Any:
    a = assessment_view_of(params, viewer=viewer)
    if a.card and a.view.ancestors:  # an assessed area has no ranking of its own: it stands in its parent's
        above = str(a.view.ancestors[-1]["code"])
        a = assessment_view_of({**params, "area": above, "scheme": a.asked["scheme"]}, viewer=viewer)
    if a.scheme is None or a.phase is None:
        return page(nothing_to_show("missing", "本数据版本中没有考核结果。", ("返回总览", "/")), notices=a.notices)
    ranking = ranking_of(a)
    lights = a.ask(warnings_of_areas, **a.asked, parent=a.code)
    items = lights[lights["item"].notna()]
    place = "" if a.code == NATION else str(a.area["name"])
    return wall(
        title=f"{place}健康中国行动考核", cut_off=str(a.phase["end_date"]),
        figures=wall_figures(figures_of(a, ranking, items)),
        body=[ranks_part(a, ranking), grades_map(a, ranking), items_part(a, items), warned_part(a, items)],
        source=f"{a.scheme['name']}，{a.official}", version=a.view.version, told=[n for n in a.notices if n],
    )  # fmt: skip


def cut_offs(a: AssessmentView) -> list[tuple[str, float | None]]:
    """Grades from the best down, each with the lowest total of it (None: the rest, or by quota)."""
    assert a.scheme is not None
    grading = a.scheme["grading"] or {}
    names = list(grading.get("names") or [])
    lows = list(grading.get("cut_offs") or []) if grading.get("by") == "cut_off" else []
    return [(name, float(lows[n]) if n < len(lows) else None) for n, name in enumerate(names)]


def figures_of(a: AssessmentView, ranking: Ranking, items: pd.DataFrame) -> list[WallFigure]:
    rows = ranking.rows
    level, demo = LAYER_NAMES[str(a.scheme["level"])] if a.scheme else "", ranking.demonstration
    without = len(rows) - ranking.ranked
    said = f"{without}个未排名" if without else "全部排名"
    found = [WallFigure(f"参评的{level}", str(len(rows)), "个", said, demonstration=demo)]
    grades = rows["rank_grade"].where(rows["rank_grade"].notna(), rows["grade"])
    above: float | None = None
    for name, low in cut_offs(a)[:4]:
        words = f"≥{low:g}分" if low is not None else f"<{above:g}分" if above is not None else "按名额"
        found.append(WallFigure(name, str(int((grades == name).sum())), "个", words, demonstration=demo))
        above = low
    lights = items["light"].value_counts()
    areas = items.groupby("light")["area"].nunique()
    for light in ("red", "amber"):
        n, where = int(lights.get(light, 0)), int(areas.get(light, 0))
        look, word = LIGHTS[light] if n else ("zero", LIGHTS[light][1])
        found.append(WallFigure(f"{LIGHTS[light][1]}的指标", str(n), "项次", f"涉及{where}个{level}", (look, word),
                                demonstration=demo))  # fmt: skip
    crossing = int(rows["crosses"].fillna(False).astype(bool).sum())
    found.append(WallFigure("区间跨越等次线", str(crossing), "个", "等次仅供参考", demonstration=demo))
    return found


def ranks_part(a: AssessmentView, ranking: Ranking) -> html.Section:
    rows = ranking.rows[ranking.rows["rank"].notna()]
    if rows.empty:
        return part("位次", nothing_to_show("coverage", "没有得到位次的地区。"), className="hc-wall-side")
    most = float(rows["rank"].max())
    banded = bool(rows["rank_low"].notna().any())
    shown = shortened([rank_row(row, most) for row in rows.itertuples()], first=9, last=5)
    note = "圆点为位次，横条为95%区间" if banded else "总分，无位次区间"
    marks = [demonstration_mark(short=True)] if ranking.demonstration else []
    return part("位次", wall_ranking(shown, "考核位次"), note=note if len(note) < 12 else "与95%区间", marks=marks,
                className="hc-wall-side")  # fmt: skip


def rank_row(row: Any, most: float) -> WallRow:
    low, high = row.rank_low, row.rank_high
    if is_missing(low) or is_missing(high):
        return WallRow(f"{row.rank:.0f}", str(row.short_name), number(row.score, 1), None)
    span = max(most - 1, 1)
    band = ((low - 1) / span, (high - 1) / span, (row.rank - 1) / span)
    words = f"{low:.0f}–{high:.0f}" if low != high else f"{low:.0f}"
    return WallRow(f"{row.rank:.0f}", str(row.short_name), words, None, band=band)


def grades_map(a: AssessmentView, ranking: Ranking) -> html.Section:
    """Grades where they are set by cut-offs, from the lowest to the best; else totals by the same steps of ten."""
    assert a.scheme is not None and a.phase is not None
    grades = cut_offs(a)
    lows = sorted(low for _, low in grades if low is not None)
    if lows and len(grades) == len(lows) + 1:
        names = [name for name, _ in reversed(grades)]
        edges = [f"<{lows[0]:g}", *(f"{low:g}–{high:g}" for low, high in pairwise(lows)),
                 f"≥{lows[-1]:g}"]  # fmt: skip
        words = [f"{name} {edge}" for name, edge in zip(names, edges, strict=True)]
        title = "考核等次"
    else:
        lows = [60.0, 70.0, 80.0, 90.0]
        words, title = ["<60", "60–70", "70–80", "80–90", "≥90"], "考核总分"
    rows = ranking.rows.assign(value=ranking.rows["total"].where(ranking.rows["rank"].notna()))
    return drawn_map(
        rows.assign(class_index=class_of(rows["value"], lows, right=False)),
        parent=a.area, layer=str(a.scheme["level"]), colours=palette.sequential(len(lows) + 1, "wall"), words=words,
        title=title, note=f"{a.phase['period_label']}　总分，0–100　{'' if a.scheme['official'] else '非官方方案'}",
        marks=[demonstration_mark()] if ranking.demonstration else [], decimals=1, nothing="未排名",
    )  # fmt: skip


def items_part(a: AssessmentView, items: pd.DataFrame) -> html.Section:
    """The indicators that most areas are warned of."""
    title = "亮灯最多的指标"
    if items.empty:
        return part(title, nothing_to_show("missing", "没有预警或关注的指标。"), className="hc-wall-side")
    counted = items.groupby("indicator").agg(n=("area", "nunique"), red=("light", lambda x: (x == "red").any()),
                                        demonstration=("demonstration", "any"))  # fmt: skip
    counted = counted.sort_values("n", ascending=False, kind="stable").head(MOST_ITEMS)
    most, names = float(counted["n"].max()), names_of(a)
    bars = [
        WallBar(names.get(code, code), str(n), n / most, "var(--hc-bad)" if red else "var(--hc-watch)")
        for code, n, red in zip(counted.index.astype(str), counted["n"].astype(int), counted["red"], strict=True)
    ]
    marks = [demonstration_mark(short=True)] if counted["demonstration"].any() else []
    return part(title, wall_bars(bars, title), note="个地区", marks=marks, className="hc-wall-side")


def names_of(a: AssessmentView) -> dict[str, str]:
    """Short names of indicators: the names of items are as long as the document that they are from."""
    known = records(indicator_definitions, viewer=a.view.viewer, version=a.view.version, key="code")
    return {code: str(indicator["short_name"]) for code, indicator in known.items()}


def warned_part(a: AssessmentView, items: pd.DataFrame) -> html.Section:
    title = "预警与关注"
    if items.empty:
        return part(title, nothing_to_show("missing", "没有预警或关注的指标。"), className="hc-wall-apart")
    names = names_of(a)
    listed = [
        WallItem(LIGHTS[row["light"]], names.get(row["indicator"], row["item"]), row["short_name"],
                 number(row["value"], int(row["decimals"])), bool(row["demonstration"]))
        for row in items.head(15).to_dict("records")
    ]  # fmt: skip
    return part(title, wall_list(listed, title), note=f"最新值　共{len(items)}项次", className="hc-wall-apart")
