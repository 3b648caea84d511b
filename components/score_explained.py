"""为什么是这个分数: the formula of one item with its numbers put in, each as the link to where it comes from."""

import json
from collections.abc import Callable
from typing import Any

from dash import html

from components.numbers import is_missing, number
from components.score_basis import Basis, basis_formula, basis_rows

Record = dict[str, Any]
Link = Callable[[str, str], Any]  # text and period → the text as the link to the passport of the value of that period
DEFAULT_SHARE = 0.8
SCORINGS = {
    "progress": "进度得分：目标完成度和当年进度加权",
    "attainment": "完成度得分：按目标完成度",
    "yes_no": "是否类：达到得100分，未达到得0分",
    "trend": "趋势类：走势符合目标要求得100分，否则0分",
    "range": "区间类：在适宜区间内得100分，向两侧递减",
    "goalpost": "标尺法：最差值得0分，最优值得100分",
    "z_composite": "标准分：与各地平均值相差几个标准差",
    "mean_difference": "均差法：与各地平均值的相对距离，100为平均水平",
    "fixed_base_range": "定基极差法：以基期各地最差值、最优值为标尺，可以超过100分",
}
REASONS = {
    "no_indicator": "产品中还没有这项指标",
    "no_value": "没有数据",
    "no_baseline": "没有基期值，无法判断进度，且尚未达标",
    "no_target": "没有目标值",
    "too_few_points": "数据点太少，不能判断走势",
    "withheld": "数值存疑，本视图不计入",
}
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "between": "在区间内"}


def not_scored(reason: Any) -> str:
    """Why an item has no score, in words."""
    return REASONS.get(str(reason), "没有可以评分的数据")


def figure(value: Any, item: Record, *, more: int = 0) -> str:
    """A number of the item as it is shown, without its unit; `more` decimals for numbers that are computed."""
    return number(None if value is None else float(value), int(item["decimals"]) + more, mark="—")


def short_unit(unit: Any) -> str:
    """The unit as it stands behind a number in a table: /10万 for 1/10万, nothing for the unit of yes and no."""
    text = str(unit or "")
    return "" if text == "-" else text.removeprefix("1") if text.startswith("1/") else text


def target_words(item: Record) -> str:
    """≥79, 25–30, 是, or that a movement is asked."""
    if item["scoring"] == "yes_no":
        return "是"
    if item["scoring"] == "trend":
        return "符合走势"
    if _none(item["target"]):
        return "—"
    low = f"{float(item['target']):g}"
    if item["operator"] == "between" and not _none(item["target_high"]):
        return f"{low}–{float(item['target_high']):g}"
    return f"{SIGNS.get(str(item['operator']), '')}{low}"


def score_explained(
    item: Record, *, link: Link, total_weight: float, year: str, basis: Basis | None = None
) -> html.Div:
    """The steps from the value to the score and the points lost. `item` is a row of `items_of_area` (None where
    missing); `total_weight` the weight of what was scored in the area; `year` names the phase: 2025年前三季度;
    `basis` what the score is measured by where that is no numeric target."""
    rows = [*_inputs(item, link, year), *basis_rows(item, basis, link)]
    terms = [part for term, words in rows for part in (html.Dt(term), html.Dd(words))]
    inputs = html.Dl(terms, className="hc-terms hc-score-inputs")
    if _none(item["score"]):
        why = html.P([html.B("没有得分："), not_scored(item["reason"]), "。缺失不计零分，只减覆盖率。"])
        return html.Div([inputs, why], className="hc-explained-score")
    score = basis_formula(item, basis) or _score(item)
    steps = [_attainment(item), _pace(item, year), score, _lost(item, total_weight)]
    said = [html.Li(step) for step in steps if step is not None]
    return html.Div([inputs, html.Ol(said, className="hc-score-steps")], className="hc-explained-score")


def _inputs(item: Record, link: Link, year: str) -> list[tuple[str, Any]]:
    unit = f" {item['unit']}" if item["unit"] and item["scoring"] != "yes_no" else ""
    rows: list[tuple[str, Any]] = [("计分方法", SCORINGS.get(str(item["scoring"]), str(item["scoring"])))]
    if not _none(item["value"]):
        period = str(item["value_period"])
        carried = f"　沿用{period}" if item["carried"] else ""
        shown = ("是" if item["value"] else "否") if item["scoring"] == "yes_no" else figure(item["value"], item)
        interval = ""
        if not _none(item["lower"]) and not _none(item["upper"]):
            interval = f"（95%区间 {figure(item['lower'], item)}–{figure(item['upper'], item)}）"
        rows.append(("现值 x", [link(shown, period), unit, interval, f"　{period}", carried]))
    if not _none(item["target"]) or item["scoring"] in ("yes_no", "trend"):
        due = f"　{int(item['target_year'])}年" if not _none(item["target_year"]) else ""
        rows.append(("目标 T", [target_words(item), "" if item["scoring"] == "trend" else unit, due]))
    if not _none(item["baseline"]) and item["scoring"] != "yes_no":
        based = int(item["baseline_year"]) if not _none(item["baseline_year"]) else None
        words = figure(item["baseline"], item)
        rows.append(("基期 b", [link(words, str(based)) if based else words, unit, f"　{based}年" if based else ""]))
    if not _none(item["expected"]):
        rows.append(("当年应达 e", [figure(item["expected"], item, more=1), unit, f"　从b到T的直线在{year}的点"]))
    return rows


def _attainment(item: Record) -> Any:
    if item["scoring"] not in ("progress", "attainment") or _none(item["attainment"]):
        return None
    x, t, b = (item[name] for name in ("value", "target", "baseline"))
    share = number(float(item["attainment"]), 3)
    if item["met"]:
        return ["完成度：已达到目标，", html.B("1")]
    sign = -1 if item["operator"] in ("<=", "<") else 1
    shown = [figure(v, item, more=1) for v in (x, b, t)]
    if _none(b) or _none(t) or item["operator"] == "between":
        return ["完成度 = ", html.B(share)]
    if sign * (float(t) - float(b)) > 0:
        return [f"完成度 = (x − b) ÷ (T − b) = ({shown[0]} − {shown[1]}) ÷ ({shown[2]} − {shown[1]}) = ", html.B(share)]
    return [
        "目标不高于基期，只要求保持：完成度 = 1 − |x − T| ÷ |T| = ",
        f"1 − |{shown[0]} − {shown[2]}| ÷ |{shown[2]}| = ", html.B(share),
    ]  # fmt: skip


def share_of(item: Record) -> float:
    """How much of the score is attainment of the target; the rest is attainment of this year's point."""
    return float(json.loads(item["parameters"] or "{}").get("attainment_share", DEFAULT_SHARE))


def _pace(item: Record, year: str) -> Any:
    if item["scoring"] != "progress" or _none(item["attainment"]) or share_of(item) >= 1:
        return None
    if item["met"] or item["on_track"]:
        why = "已达到目标" if item["met"] else "不低于当年应达的进度"
        return [f"进度：{why}，", html.B("1")]
    share = share_of(item)
    pace = (float(item["score"]) / 100 - share * float(item["attainment"])) / (1 - share)
    return [f"进度：{year}应走的路走完的比例 (x − b) ÷ (e − b) = ", html.B(number(pace, 3))]


def _score(item: Record) -> Any:
    score = html.B(number(float(item["score"]), 1))
    if item["scoring"] != "progress" or _none(item["attainment"]):
        formula = "100 × 完成度" if item["scoring"] == "attainment" else SCORINGS.get(str(item["scoring"]), "")
        return [f"得分（{formula}）= ", score]
    share = share_of(item)
    attainment = float(item["attainment"])
    pace = 1.0 if item["met"] or item["on_track"] else (float(item["score"]) / 100 - share * attainment) / (1 - share)
    return [
        f"得分 = 100 × ({share:g} × 完成度 + {1 - share:g} × 进度) = 100 × ({share:g} × {number(attainment, 3)} + ",
        f"{1 - share:g} × {number(pace, 3)}) = ", score,
    ]  # fmt: skip


def _lost(item: Record, total_weight: float) -> Any:
    if _none(item["lost"]) or not total_weight:
        return None
    weight = float(item["weight"])
    return [
        f"总分中的失分 = 权重 ÷ 已评分权重之和 × (100 − 得分) = {weight:g} ÷ {total_weight:g} × (100 − ",
        f"{number(float(item['score']), 1)}) = ", html.B(number(float(item["lost"]), 2)),
    ]  # fmt: skip


def _none(value: Any) -> bool:
    return value is None or value != value or (not isinstance(value, str | bool) and is_missing(float(value)))
