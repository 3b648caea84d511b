"""数据目录: what the release holds — indicators, how far their figures reach, files, and the version itself."""

from dataclasses import dataclass
from typing import Any

import dash
import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from access.current import current_viewer
from components.batch_table import batch_table, day
from components.controls import choice, control_strip
from components.coverage_matrix import coverage_matrix
from components.definition import CLASSIFICATIONS, LEVELS, LISTS, definition, targets_table
from components.downloads import exports
from components.figure_frame import figure_frame
from components.indicator_table import Reach, indicator_table
from components.key_facts import Fact, key_facts
from components.numbers import count
from components.page_head import page, page_foot, page_head
from components.passport_link import passport_address
from components.plain import as_one
from components.provenance import provenance
from components.revision_table import revision_table
from components.selection import Selection
from components.states import nothing_to_show
from queries.areas_register import areas_register
from queries.batches import batches
from queries.coverage import coverage
from queries.coverage_of_indicators import coverage_of_indicators
from queries.indicator_definitions import indicator_definitions
from queries.release_description import release_description
from queries.revisions_of_observation import revisions_of_observation
from queries.targets_of_indicators import targets_of_indicators
from queries.view_of import Record, View, records, view_of

dash.register_page(__name__, path="/catalogue", name="数据目录", title="数据目录 · 健康中国数据驾驶舱", order=10)

PATH = "/catalogue"
VERSION, INDICATORS, COVERAGE = "catalogue-version", "catalogue-indicators", "catalogue-coverage"
HISTORY, DEFINITION, BATCHES = "catalogue-history", "catalogue-definition", "catalogue-batches"
TABLE = f"{INDICATORS}-table"
FILES = "/api/v1/indicators"


@dataclass
class Holdings:
    """What the page describes; `expected` counts the areas with statistics of each level."""

    view: View
    selection: Selection
    indicators: dict[str, Record]
    expected: dict[str, int]
    summary: pd.DataFrame
    batches: pd.DataFrame


def layout(**params):
    selection, notices = Selection.from_params(params)
    view = view_of(selection, viewer=current_viewer())
    notices += [n for n in view.notices if view.period is None or not n.startswith(str(selection.period))]
    holdings = holdings_of(view, selection)
    figures = [
        indicators_figure(holdings),
        html.Div([coverage_figure(holdings), definition_figure(holdings)], className="hc-catalogue-one"),
        history_figure(holdings),
        batches_figure(holdings),
    ]
    return page(
        page_head("数据目录", "指标定义、数据覆盖与来源"),
        version_facts(holdings),
        *figures,
        page_foot(view.version),
        notices=notices,
    )


def holdings_of(view: View, selection: Selection) -> Holdings:
    asked = {"viewer": view.viewer, "version": view.version, "key": "code"}
    areas = records(areas_register, **asked)
    expected = {
        level: sum(a["level"] == level and bool(a["has_statistics"]) for a in areas.values()) for level in LEVELS
    }
    return Holdings(
        view, selection.change(indicator=view.indicator["code"]), records(indicator_definitions, **asked), expected,
        view.ask(coverage_of_indicators), view.ask(batches),
    )  # fmt: skip


def version_facts(holdings: Holdings) -> html.Div:
    release = holdings.view.ask(release_description).iloc[0]
    files = holdings.batches
    published = int((~files["demonstration"]).sum())
    with_figures = holdings.summary.loc[holdings.summary["with_value"] > 0, "indicator"].nunique()
    return key_facts(
        release["version"],
        "",
        "数据版本",
        [
            Fact("发布时间", release["published_at"].strftime("%Y-%m-%d %H:%M"), release["note"] or ""),
            Fact("数据截止", day(release["cut_off"]), "各批次中最晚"),
            Fact("观测值", count(release["observations"], "条"), f"{int(release['observations']):,}"),
            Fact("指标", f"{len(holdings.indicators)}项", f"{with_figures}项有数据"),
            Fact("批次", f"{len(files)}个", f"公布{published}个，演示{len(files) - published}个"),
        ],
        id=VERSION,
    )


# --- indicators -----------------------------------------------------------------------------------------------------


def indicators_figure(holdings: Holdings) -> html.Section:
    view, selection = holdings.view, holdings.selection
    summed = holdings.summary.groupby("indicator")[["observations", "demonstrations"]].sum()
    counts = {code: (int(o), int(d)) for code, o, d in summed.itertuples()}
    there = selection.change(period=None, breakdown="all")
    table = indicator_table(
        list(holdings.indicators.values()),
        id=TABLE,
        reach=reaches(holdings),
        counts=counts,
        chosen=view.indicator["code"],
        address=lambda code: there.change(indicator=code).address(PATH),
    )
    none = html.P("没有符合条件的指标。", className="hc-filter-none", hidden=True)
    named = {"aria-label": "指标目录"}
    region = html.Div([as_one(table), none], className="hc-scroll hc-short", tabIndex=0, role="region", **named)
    left = html.P(
        "纸面从略：代码、清单、分级、条数，见CSV、XLSX或横向纸型。", className="hc-note hc-on-paper hc-paper-left"
    )
    body = [filters(holdings), region, left]
    told = [
        html.Span("", **{"data-count-of": TABLE}),
        f"共{len(holdings.indicators)}项　各级为起止年份与最近一期有数据地区占比",
    ]
    return figure_frame(
        body, id=INDICATORS, title="指标目录", subtitle=told, version=view.version, source="各指标出处见“来源”列",
        demonstration=bool(summed["demonstrations"].sum()), exports=files_of(view.version),
    )  # fmt: skip


def left_out(columns: str) -> html.P:
    """What a narrow sheet of paper has no room for (assets/21-print.css)."""
    return html.P(f"本纸型从略：{columns}，见横向纸型、CSV或XLSX。", className="hc-note hc-on-paper hc-paper-left")


def reaches(holdings: Holdings) -> dict[tuple[str, str], Reach]:
    found = {}
    rows: list[Any] = list(holdings.summary.itertuples())
    for r in rows:
        if r.first_year is None or pd.isna(r.first_year):
            continue
        expected = holdings.expected.get(r.level, 0)
        share = min(r.latest_areas / expected, 1.0) if expected else None
        found[(r.indicator, r.level)] = Reach(int(r.first_year), int(r.last_year), share)
    return found


def filters(holdings: Holdings) -> html.Div:
    """Filters that work in the browser (`assets/filter.js`)."""
    groups = dict.fromkeys((i["group_code"], i["group_name"]) for i in holdings.indicators.values())
    text = dbc.Input(
        id="catalogue-filter", type="search", placeholder="名称、拼音首字母、代码", className="hc-filter-text"
    )
    return html.Div(
        [
            html.Label(["查找", text], **{"data-filters": TABLE}),
            _select("group", "分组", [(c, f"{int(c)} {n}" if c.isdigit() else n) for c, n in groups]),
            _select("list", "清单", list(LISTS.items())),
            _select("classification", "分级", list(CLASSIFICATIONS.items())),
            _select("figures", "数据", [("yes", "有数据"), ("no", "无数据")]),
        ],
        className="hc-controls",
        role="search",
    )


def _select(key: str, label: str, options: list[tuple[str, str]]) -> html.Label:
    choices = [{"value": value, "label": words} for value, words in [("*", "全部"), *options]]
    select = dbc.Select(id=f"catalogue-{key}", options=choices, value="*", className="hc-choice")
    return html.Label([label, select], **{"data-filters": TABLE, "data-key": key})


def files_of(version: str) -> html.Span:
    links = [html.A(words, href=f"{FILES}.{words.lower()}?v={version}") for words in ("CSV", "XLSX", "JSON")]
    return html.Span(links, className="hc-out")


# --- one indicator --------------------------------------------------------------------------------------------------


def coverage_figure(holdings: Holdings) -> html.Section:
    view = holdings.view
    held = view.ask(coverage, indicator=view.indicator["code"])
    groups = list(dict.fromkeys(zip(held["breakdown"], held["breakdown_label"], strict=True)))
    body: list[Any]
    if held.empty:
        body = [
            nothing_to_show(
                "missing",
                "该指标尚未装载任何数据，或其要求以文字提出。",
                ("查看定义与目标", holdings.selection.address("/indicators")),
            )
        ]
    else:
        key = html.P(
            [html.Span("12", className="demo"), " 演示数据　", html.Span("12", className="mixed"), " 部分为演示　",
             html.Span("12", className="low"), " 不足八成地区有数据"],
            className="hc-matrix-key",
        )  # fmt: skip
        strip = control_strip(choice("breakdown", "人群", groups, view.breakdown)) if len(groups) > 1 else None
        matrix = coverage_matrix(held, id=f"{COVERAGE}-matrix", areas=holdings.expected, breakdown=view.breakdown)
        body = [part for part in (strip, key, as_one(matrix)) if part is not None]
    used = held.assign(value=1.0) if len(held) else pd.DataFrame(columns=["value", "batch_id"])
    search = {
        "indicator": view.indicator["code"],
        "parent": "100000",
        "layer": "all",
        "breakdown": "*",
        "v": view.version,
    }
    return figure_frame(
        body, id=COVERAGE, title=f"{view.indicator['name']}：数据覆盖",
        subtitle="有数据的地区数，按时期和层级；左列为该级地区总数",
        version=view.version, exports=exports(COVERAGE, search=search, name=f"{view.indicator['name']}_覆盖"),
        **provenance([used], holdings.batches),
    )  # fmt: skip


def definition_figure(holdings: Holdings) -> html.Section:
    view = holdings.view
    targets = view.ask(targets_of_indicators, indicators=(view.indicator["code"],))
    body: list[Any] = [definition(view.indicator)]
    if len(targets):
        names = records(areas_register, viewer=view.viewer, version=view.version, key="code")
        words = {c: names[c]["short_name"] for c in targets["area"] if c in names}
        table = targets_table(targets, id="catalogue-targets", unit=view.indicator["unit"], areas=words)
        body.append(html.Div(table, className="hc-sideways"))
    more = html.Span(dcc.Link("指标监测 ›", href=holdings.selection.address("/indicators")), className="hc-out")
    return figure_frame(
        body, id=DEFINITION, title="定义与目标", unit=view.indicator["unit"], version=view.version, exports=more,
        verified=bool(view.indicator["verified"]),
    )  # fmt: skip


def history_figure(holdings: Holdings) -> html.Section | None:
    """The published versions of one figure, where the address names its period."""
    view, selection = holdings.view, holdings.selection
    if selection.period is None or view.period is None:
        return None
    found = view.ask(
        revisions_of_observation, indicator=view.indicator["code"], area=view.area["code"], period=selection.period,
        breakdown=view.breakdown,
    )  # fmt: skip
    place = f"{view.area['name']}　{selection.period}　{dict(view.breakdowns).get(view.breakdown, '')}"
    body: Any = (
        nothing_to_show("missing", f"{place}没有发布过该指标的数值。")
        if found.empty
        else html.Div(revision_table(found, id=f"{HISTORY}-table", indicator=view.indicator), className="hc-sideways")
    )
    told = provenance([found], holdings.batches) if len(found) else {}
    whole = passport_address(
        view.indicator["code"], view.area["code"], selection.period, view.breakdown, v=view.version
    )
    more = html.Span(dcc.Link("数值溯源 ›", href=whole), className="hc-out")
    return figure_frame(
        body, id=HISTORY, title="数值履历", subtitle=place, unit=view.indicator["unit"], version=view.version,
        exports=more, **told,
    )  # fmt: skip


# --- files ----------------------------------------------------------------------------------------------------------


def batches_figure(holdings: Holdings) -> html.Section:
    table = batch_table(holdings.batches, id=f"{BATCHES}-table")
    named = {"aria-label": "批次"}
    region = html.Div(as_one(table), className="hc-scroll hc-short", tabIndex=0, role="region", **named)
    return figure_frame(
        [region, left_out("机构、收到、应报、分级、装载、SHA-256")],
        id=BATCHES, title="批次", subtitle=f"本版本由{len(holdings.batches)}个文件组成；现用为读者在本版本中看到的条数",
        version=holdings.view.version, demonstration=bool(holdings.batches["demonstration"].any()),
        exports=exports(BATCHES, search=None, name="批次"),
    )  # fmt: skip
