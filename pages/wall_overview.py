"""大屏　总览: the main figures, the map of one indicator with its ranking, trends, and what is off its path."""

from typing import Any

import pandas as pd
from dash import html

from access.viewer import Viewer
from components.marks import demonstration as demonstration_mark
from components.marks import unverified as unverified_mark
from components.numbers import aim_text, is_missing, number
from components.selection import Selection
from components.states import nothing_to_show
from components.wall_figures import LONGEST_NAME, START, WallFigure, wall_figures
from components.wall_frame import part, wall
from components.wall_graph import wall_graph
from components.wall_list import WallItem, wall_list
from components.wall_trend import wall_trend
from pages.overview_standing import Overview, most_urgent, overview_of, until_of
from pages.quality_marks import marked, marks_of
from pages.wall_map import map_part, map_values_of, ranking_part
from queries.annual_points import annual_points
from queries.view_of import NATION, Record

TRENDS = 4  # two at 16:9, four at 32:9
LAMPS = {"met": ("good", "已达标"), "on_track": ("good", "按进度"), "watch": ("watch", "关注"),
         "warning": ("bad", "预警")}  # fmt: skip


def overview_picture(params: dict[str, Any], selection: Selection, notices: list[str], *, viewer: Viewer) -> Any:
    map = map_values_of(selection, notices, viewer=viewer)
    overview = overview_of(map.view, selection.change(period=None))
    home = overview.home
    codes = featured(overview)
    series = series_of(overview, codes)
    figures = [figure_of(overview, code) for code in codes]
    body = [
        ranking_part(map),
        map_part(map),
        html.Div([trend_part(overview, code, series[series["indicator"] == code]) for code in trended(codes, series)],
                 className="hc-wall-trends"),
        off_track_part(overview),
    ]  # fmt: skip
    name = "" if home["code"] == NATION else home["name"]
    told = [START] if any(f.start_demonstration and not f.demonstration for f in figures) else []
    return wall(
        title=f"{name}健康中国行动监测", cut_off=cut_off_of(overview, codes), figures=wall_figures(figures), body=body,
        source=used_batches(overview, codes, map), version=map.view.version, told=told + notices,
    )  # fmt: skip


def featured(overview: Overview) -> list[str]:
    chosen = sorted((i["featured"], code) for code, i in overview.indicators.items() if not is_missing(i["featured"]))
    return [code for _, code in chosen]


def own_rows(overview: Overview) -> dict[str, Record]:
    own = overview.judged[overview.judged["area"] == overview.home["code"]]
    return {r["indicator"]: r for r in own.to_dict("records")}


def cut_off_of(overview: Overview, codes: list[str]) -> str:
    """The newest cut-off of the published figures above; of demonstration ones where there are no others."""
    rows = [r for code, r in own_rows(overview).items() if code in codes]
    batches = [overview.sources[int(r["batch_id"])] for r in rows if int(r["batch_id"]) in overview.sources]
    kept = [b for b in batches if not b["demonstration"]] or batches
    return max((str(b["cut_off"]) for b in kept if b["cut_off"]), default="")


def used_batches(overview: Overview, codes: list[str], map: Any) -> list[Record]:
    own = own_rows(overview)
    ids = [int(own[c]["batch_id"]) for c in codes if c in own]
    if len(map.children):
        ids = [*map.children["batch_id"].dropna().astype(int).mode().head(1).tolist(), *ids]
    return [overview.sources[i] for i in dict.fromkeys(ids) if i in overview.sources]


def figure_of(overview: Overview, code: str) -> WallFigure:
    indicator, target, row = overview.indicators[code], overview.targets.get(code), own_rows(overview).get(code)
    name = indicator["name"] if len(indicator["name"]) <= LONGEST_NAME else indicator["short_name"]
    aim = f"目标 {aim_text(target, indicator['unit'])}" if target else "未设2030年目标"
    if row is None:
        return WallFigure(name, "…", "", aim, ("none", "无数据"))
    batch = overview.sources.get(int(row["batch_id"]), {})
    newest = cut_off_of(overview, featured(overview))[:4]
    verified = bool(batch.get("verified", True)) or not row["measured"]
    return WallFigure(
        name=name, value=number(row["value"], int(indicator["decimals"])), unit=indicator["unit"], below=aim,
        lamp=LAMPS.get(row["state"]), year="" if str(row["year"]) == newest else f"{row['year']}年",
        demonstration=not row["measured"], doubt=bool(row["doubt"]), start_demonstration=bool(row["demonstration"]),
        verified=verified and (target is None or bool(target["verified"])),
    )  # fmt: skip


def series_of(overview: Overview, codes: list[str]) -> pd.DataFrame:
    view, home = overview.view, overview.home["code"]
    series = view.ask(annual_points, indicators=tuple(codes), areas=(home,), until=until_of(overview.selection)).assign(
        period=lambda f: f["year"].astype(str)
    )
    marks = marks_of(view, tuple(codes), areas=(home,), breakdown="all")
    series = marked(series, marks, overview.selection, breakdown="all")
    return series[series["value"].notna()]


def trended(codes: list[str], series: pd.DataFrame) -> list[str]:
    """The first indicators with a line to draw: two years at least."""
    years = series.groupby("indicator")["year"].nunique()
    return [code for code in codes if years.get(code, 0) > 1][:TRENDS]


def trend_part(overview: Overview, code: str, series: pd.DataFrame) -> html.Section:
    """Published figures where there are any, as on the cards: one kind for one line."""
    if (~series["demonstration"]).any():
        series = series[~series["demonstration"]]
    indicator, target = overview.indicators[code], overview.targets.get(code)
    points = list(zip(series["year"], series["value"], series["doubt"] != "", strict=True))
    aim = None if target is None or target["operator"] == "between" else float(target["value"])
    words = f"2030年目标 {aim_text(target, '').lstrip('≥≤><')}" if target else ""
    figure = wall_trend(points, decimals=int(indicator["decimals"]), target=aim, target_words=words)
    marks: list[Any] = [demonstration_mark(short=True)] if series["demonstration"].any() else []
    known = [overview.sources.get(int(b), {}) for b in series["batch_id"].dropna().unique()]
    if not all(b.get("verified", True) for b in known if not b.get("demonstration")):
        marks.append(unverified_mark())
    graph = wall_graph(f"trend-{code}", figure, label=f"{indicator['name']}{points[0][0]}–{points[-1][0]}年走势")
    return part(indicator["short_name"], graph, note=indicator["unit"], marks=marks)


def off_track_part(overview: Overview) -> html.Section:
    late = most_urgent(overview)
    title = "未达预期进度"
    if late.empty:
        return part(title, nothing_to_show("missing", "没有落后于预期进度的指标。"), className="hc-wall-apart")
    first = late.drop_duplicates("indicator")  # each indicator once, at its most urgent place
    items = [late_item(overview, row) for row in first.to_dict("records")]
    return part(title, wall_list(items, title), note="每项最紧迫的一处，较应达值之差", className="hc-wall-apart")


def late_item(overview: Overview, row: Record) -> WallItem:
    indicator, area = overview.indicators[row["indicator"]], overview.areas[row["area"]]
    return WallItem(
        lamp=LAMPS[row["state"]], what=indicator["short_name"], where=area["short_name"],
        value=number(row["gap"], int(indicator["decimals"]), signed=True), demonstration=bool(row["demonstration"]),
    )  # fmt: skip
