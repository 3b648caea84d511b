"""The figures of 数据质量 about scores: scorecard, rules, trend, late areas, heat map, comparison."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html

from components.checks_table import checks_table, is_absent
from components.downloads import exports
from components.figure_frame import STANDING_NOTE, figure_frame
from components.grade_mark import DIMENSIONS, GRADES
from components.late_table import late_areas_table, late_units_table
from components.numbers import is_missing
from components.quality_heat_map import MOST_AREAS, MOST_PERIODS, Column, quality_heat_map
from components.quality_trend import Line, quality_trend
from components.scorecard_table import MOST_ROWS, Scoring, scorecard_table
from components.states import nothing_to_show
from components.template import graph
from data.quality.scheme import read_scheme
from methods.ranks import competition_ranks
from pages.quality_view import ALL_FORMS, PATH, QualityView, area_records
from queries.checks_of_area import checks_of_area
from queries.lateness_of_children import lateness_of_children
from queries.quality_of_areas import quality_of_areas
from queries.quality_of_children import quality_of_children
from queries.quality_of_children_over_time import quality_of_children_over_time
from queries.quality_over_time import quality_over_time
from queries.rules_register import rules_register
from queries.submissions_of_area import submissions_of_area
from queries.view_of import LAYER_NAMES, NATION, records

SCORECARD, RULES, TREND, LATE, HEAT = (
    "quality-scorecard", "quality-rules", "quality-trend", "quality-late", "quality-heat",
)  # fmt: skip
MOST_LATE = 12
DEFAULT_NOTE = "质量规则；阈值除注明“公布”外均为产品默认值"
BEFORE = {"year": "较上年", "month": "较上月", "quarter": "较上季", "half": "较上半年", "week": "较上周"}


@dataclass
class Scores:
    """`children` in the order to show with `rank` and `open`; `references` stand before them."""

    children: pd.DataFrame
    references: pd.DataFrame
    scoring: Scoring

    @property
    def everything(self) -> pd.DataFrame:
        return pd.concat([self.references, self.children]) if len(self.references) else self.children

    @property
    def demonstration(self) -> bool:
        shown = self.everything
        return bool(shown.loc[shown["total"].notna(), "demonstration"].any())


def scoring() -> Scoring:
    scheme = read_scheme()
    cut_offs = {grade.grade: grade.lowest for grade in scheme.grades}
    return Scoring(scheme.name, scheme.dimension_weights.model_dump(), cut_offs)


def scores_of(q: QualityView, explained: pd.DataFrame) -> Scores:
    """`explained`: findings of this form and period that people have explained, with the columns of `findings`."""
    children = q.ask(quality_of_children, **q.asked, parent=q.parent["code"], layer=q.layer)
    references = [] if q.parent["code"] != q.code else [q.code]
    if q.parent["code"] != q.code:
        references.append(str(q.parent["code"]))
    references += q.selection.compare
    beside = q.ask(quality_of_areas, **q.asked, areas=tuple(references))
    beside = beside.set_index("area").reindex([c for c in references if c in set(beside["area"])]).reset_index()
    wanted = q.selection.dimension or "total"
    ranked = children["has_statistics"].to_numpy(dtype=bool)
    children["rank"] = competition_ranks(children[wanted].round(6), direction="higher", ranked=ranked)
    children = children.sort_values(wanted, ascending=False, kind="stable", na_position="last")
    for frame in (children, beside):
        frame["open"] = open_findings(frame, explained, q)
    return Scores(children, beside, scoring())


def open_findings(frame: pd.DataFrame, explained: pd.DataFrame, q: QualityView) -> list[int]:
    """Findings of each area and all inside it that nobody has explained yet; 0 where nothing was scored."""
    counts = {str(a): 0 for a in frame["area"]}
    areas = area_records(q.view)
    for code in explained["area"]:
        known = areas.get(code, {})
        for above in {code, known.get("prefecture_code"), known.get("province_code"), NATION}:
            if above in counts:
                counts[above] += 1
    found = frame["findings"].fillna(0).astype(int)
    return [max(int(n) - counts[str(a)], 0) for a, n in zip(frame["area"], found, strict=True)]


def grades_line(scores: Scores, layer: str) -> html.Span:
    """How many areas have each grade; only C and D are coloured, and a grade that nobody has is quiet."""
    counted = scores.children["grade"].value_counts()
    parts: list[Any] = []
    for grade in GRADES:
        n = int(counted.get(grade, 0))
        words = f"{n}个{LAYER_NAMES[layer]}"
        mark = html.Span(grade, className=f"hc-grade {grade.lower()}" if n or grade in "AB" else "hc-grade")
        parts.append(html.Span([mark, " ", words], className="" if n else "quiet"))
    return html.Span(parts, className="hc-grades")


def scorecard_figure(q: QualityView, scores: Scores) -> html.Section:
    word = LAYER_NAMES[q.layer]
    by = DIMENSIONS.get(q.selection.dimension or "", "总分")
    total = len(scores.children)
    limit = total if q.selection.show == "all" else MOST_ROWS
    cuts = scores.scoring.cut_offs
    title = (
        f"{q.parent['name']}各{word}数据质量得分与等级" if q.parent["code"] != NATION else f"各{word}数据质量得分与等级"
    )
    subtitle = f"按{by}排列；底色只标C、D两级" + ("；只列前" + str(limit) + "个" if total > limit else "")
    assert q.period is not None
    body: list[Any]
    if scores.children["total"].isna().all():
        body = [unscored(q)]
    else:
        table = scorecard_table(
            scores.children, references=scores.references, scoring=scores.scoring, selection=q.selection, path=PATH,
            layer_word=word, before=BEFORE.get(str(q.period["period_kind"]), "较上期"), limit=limit,
        )  # fmt: skip
        key = (
            f"等级：A≥{cuts['A']:g}　B {cuts['B']:g}–{cuts['A']:g}　C {cuts['C']:g}–{cuts['B']:g}　D＜{cuts['C']:g}；"
            f"有硬规则未通过者最高为C。{scores.scoring.name}，非官方标准。"
        )
        more = [dcc.Link(f"列出全部{total}个", href=q.address(show="all"))] if total > limit else []
        body = [table, html.P([key, *more], className="hc-note")]
    return figure_frame(
        body, id=SCORECARD, title=title, subtitle=subtitle, unit="分（0–100）",
        **told(q, scores.demonstration), exports=exports(SCORECARD, search=None, name=f"{q.placed}数据质量"),
    )  # fmt: skip


def told(q: QualityView, demonstration: bool) -> dict[str, Any]:
    """Source line of a figure that the product computes from the reports themselves."""
    form = str(q.form["name"])
    assert q.period is not None
    return {
        "source": form, "cut_off": str(q.period["end_date"]), "version": q.view.version,
        "demonstration": demonstration,
    }  # fmt: skip


def unscored(q: QualityView) -> html.Div:
    """No area of the list has a score: say why, and where there are scores."""
    assert q.period is not None
    steps = []
    if q.code != NATION:
        steps.append(("查看全国", q.address(area=NATION, layer=None)))
    if not q.parent["has_statistics"]:
        return nothing_to_show("not_applicable", f"{q.parent['name']}不在统计范围内。{STANDING_NOTE}", *steps)
    word = LAYER_NAMES[q.layer]
    what = f"{q.form['name']}{q.period['period_label']}没有{q.parent['name']}分{word}的评分"
    reason = f"{what}：没有这一级的上报记录可以核查。"
    if q.form["form"] != ALL_FORMS:
        steps.append(("查看全部报表", q.address(form=None, period=None)))
    return nothing_to_show("missing", reason, *steps)


def rules_figure(q: QualityView) -> html.Section:
    """The rules that were applied, those of the chosen dimension; those that could not be run are named beneath."""
    checks = q.ask(checks_of_area, **q.asked, area=q.code)
    if q.selection.dimension:
        checks = checks[checks["scored_as"] == q.selection.dimension]
    checks = checks.sort_values("scored_as", key=_order, kind="stable")
    inner = q.view.layers[0] if q.view.layers else ""
    areas_word = f"涉及{LAYER_NAMES[inner]}" if inner else "涉及下级"
    body: list[Any] = (
        [checks_table(checks, selection=q.selection, path=PATH, areas_word=areas_word)]
        if len(checks)
        else [nothing_to_show("missing", f"{q.placed}没有可以核查的记录。", *_everything(q))]
    )
    body += not_run(q, set(checks["rule"]))
    name = DIMENSIONS.get(q.selection.dimension or "", "")
    subtitle = "　".join(w for w in (q.area["name"], name, "点规则只看它的问题") if w)
    return figure_frame(
        body, id=RULES, title="审核规则通过情况", subtitle=subtitle, unit="%", source=DEFAULT_NOTE,
        exports=exports(RULES, search=None, name=f"{q.placed}审核规则"),
    )  # fmt: skip


def _order(dimensions: pd.Series) -> pd.Series:
    return dimensions.map({code: n for n, code in enumerate(DIMENSIONS)}).fillna(len(DIMENSIONS))


def _everything(q: QualityView) -> list[tuple[str, str]]:
    return [("取消维度", q.address(dimension=None))] if q.selection.dimension else []


def not_run(q: QualityView, shown: set[str]) -> list[html.P]:
    """Rules of this release that were switched off by a fault of their own, with the reason."""
    rules = records(rules_register, viewer=q.view.viewer, version=q.view.version, key="rule")
    idle = [r for code, r in rules.items() if code not in shown and not is_absent(r["problem"]) and not r["checked"]]
    return [
        html.P([html.B(f"{r['rule']} {r['name']}未执行："), str(r["problem"])], className="hc-problem-line")
        for r in idle
    ]


def trend_figure(q: QualityView, scores: Scores) -> html.Section:
    """The total over time, beside it the chosen dimension (else the weakest one), or the totals of compared areas."""
    compared = q.selection.compare
    series = q.ask(quality_over_time, form=q.form["form"], areas=(q.code, *compared))
    assert q.period is not None
    series = series[series["period_kind"] == q.period["period_kind"]]
    periods = series.drop_duplicates("period").sort_values("end_date").tail(MOST_PERIODS * 2)
    own = series[series["area"] == q.code].set_index("period").reindex(periods["period"])
    if own["total"].isna().all():
        reason = f"{q.area['name']}还没有{q.form['name']}的评分。"
        return figure_frame(nothing_to_show("missing", reason), id=TREND, title="总分走势", unit="分")
    areas = area_records(q.view)
    if compared:
        lines = [Line(str(q.area["short_name"]), _scores(own["total"]))]
        for code in compared:
            its = series[series["area"] == code].set_index("period").reindex(periods["period"])
            lines.append(Line(str(areas[code]["short_name"]), _scores(its["total"])))
    else:
        lines = [Line("总分", _scores(own["total"]))]
        if beside := q.selection.dimension or weakest(own):
            lines.append(Line(DIMENSIONS[beside], _scores(own[beside])))
    labels = periods["period_label"].tolist()
    made = own["demonstration"].fillna(False).astype(bool).tolist()
    figure = quality_trend(lines, labels=labels, demonstration=made)
    span = f"{labels[0]}–{labels[-1]}" if len(labels) > 1 else labels[0]
    return figure_frame(
        graph(f"{TREND}-graph", figure, height=170), id=TREND, title=f"{q.area['short_name']}总分走势", subtitle=span,
        unit="分", **told(q, any(made)), exports=exports(TREND, search=None, name=f"{q.area['name']}质量走势"),
    )  # fmt: skip


def _scores(column: pd.Series) -> list[float | None]:
    return [None if is_missing(x) else round(float(x), 2) for x in column]


def weakest(own: pd.DataFrame) -> str | None:
    """The dimension with the lowest latest score."""
    last = own[list(DIMENSIONS)].ffill().iloc[-1].astype(float)
    return None if last.isna().all() else str(last.idxmin())


def late_figure(q: QualityView) -> html.Section | None:
    """Who is late or has not reported; nothing for forms without a calendar."""
    everything = q.form["form"] == ALL_FORMS
    if not (everything or q.form.get("in_calendar")):
        return None
    if q.view.layers:
        found = q.ask(lateness_of_children, **q.asked, parent=q.code, layer=q.layer)
        late = found[(found["missing"] > 0) | (found["late"] > 0)]
        table = late_areas_table(late.head(MOST_LATE), selection=q.selection, path=PATH)
    else:
        found = q.ask(submissions_of_area, **q.asked, area=q.code)
        late = found[found["received"].isna() | (found["late_days"].fillna(0) > 0)]
        table = late_units_table(late.head(MOST_LATE))
    if found.empty:
        body: Any = nothing_to_show("missing", f"{q.placed}没有报送记录：没有登记谁应当上报。")
    elif late.empty:
        body = html.P("应报的都已按时上报。", className="hc-note")
    else:
        body = table
    due = "" if everything or late.empty else f"截止日{late['due'].max()}"
    more = f"共{len(late)}个，只列前{MOST_LATE}个" if len(late) > MOST_LATE else ""
    return figure_frame(
        body, id=LATE, title="迟报和未报", subtitle="　".join(w for w in (due, more) if w),
        source="报送记录；截止日遇节假日顺延为产品默认值",
        demonstration=bool(len(found) and found["demonstration"].any()),
        exports=exports(LATE, search=None, name=f"{q.placed}迟报"),
    )  # fmt: skip


def heat_figure(q: QualityView, scores: Scores) -> html.Section | None:
    """Area by period, of the total or the chosen dimension. Of many areas those that score lowest now."""
    if scores.children["total"].isna().all():
        return None
    assert q.period is not None
    over = q.ask(
        quality_of_children_over_time, form=q.form["form"], parent=q.parent["code"], layer=q.layer,
        dimension=q.selection.dimension,
    )  # fmt: skip
    kinds = {p["period"]: p for p in q.periods if p["period_kind"] == q.period["period_kind"]}
    at = list(kinds).index(str(q.period["period"]))
    chosen = list(kinds.values())[max(0, min(at + 7, len(kinds)) - MOST_PERIODS) : min(at + 7, len(kinds))]
    columns = [Column(str(p["period"]), str(p["period_label"])) for p in chosen]
    areas = scores.children[scores.children["has_statistics"]]
    few = len(areas) <= MOST_AREAS
    wanted = q.selection.dimension or "total"
    rows = areas if few else areas[areas[wanted].notna()].tail(MOST_AREAS).iloc[::-1]
    by = DIMENSIONS.get(q.selection.dimension or "", "总分")
    subtitle = f"{q.parent['name']}分{LAYER_NAMES[q.layer]}　{by}" + ("" if few else f"　只列得分最低的{MOST_AREAS}个")
    table = quality_heat_map(
        over, names=dict(zip(rows["area"], rows["short_name"], strict=True)), columns=columns,
        cut_offs=scores.scoring.cut_offs, selection=q.selection, path=PATH, shown=str(q.period["period"]),
    )  # fmt: skip
    made = any(p["demonstration"] for p in chosen)
    return figure_frame(
        table, id=HEAT, title="各期得分", subtitle=subtitle, unit="分（0–100）", **told(q, made),
        exports=exports(HEAT, search=None, name=f"{q.parent['name']}各期得分"),
    )  # fmt: skip
