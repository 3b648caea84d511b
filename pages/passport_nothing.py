"""What 数值溯源 says where there is no number: why, and where there is one."""

from typing import Any

from access.current import current_viewer
from components.figure_frame import figure_frame
from components.passport_link import passport_address
from components.selection import Selection
from components.states import nothing_to_show
from queries.ask import ask
from queries.coverage import coverage
from queries.passport_of import ABSENT, Passport

LEVELS = {"nation": "全国", "province": "省", "prefecture": "市", "county": "县", "zone": "功能区"}
SUPPRESSED = (
    "报送单位抑制了这个数值，不公布。为防止推算，分子、分母、以往各版、校验所见和上级、同级的数值在此一并不显示。"
)


def without_value(passport: Passport, here: Selection) -> Any:
    state, reason = _why(passport)
    body = nothing_to_show(state, reason, *_steps(passport, here))
    unit = passport.indicator["unit"]
    return figure_frame(
        body, id="passport-value", title=passport.indicator["name"], unit="" if unit == "-" else unit,
        subtitle=f"{passport.area['name']}　{passport.period.label}", version=passport.version,
    )  # fmt: skip


def _why(passport: Passport) -> tuple[str, str]:
    row = passport.row
    note = f"备注：{row['note']}。" if row and row["note"] else ""
    if passport.status == "suppressed":
        return "suppressed", SUPPRESSED
    if passport.status == "not_applicable":
        return "not_applicable", f"来源文件注明该指标不适用于这个地区或时期。{note}"
    if passport.status != ABSENT:
        return "missing", f"来源文件有这一行，但注明没有数据，缺失不等于零。{note}"
    return _absent(passport)


def _absent(passport: Passport) -> tuple[str, str]:
    """No row at all: whether the area is outside, the level has no figures, or only this one is not there."""
    area, indicator = passport.area, passport.indicator
    if not area["has_statistics"] and area["level"] != "zone":
        return "not_applicable", f"{area['name']}不在全国性统计指标的范围内。"
    held = _held(passport)
    if held.empty:
        return "missing", "该指标尚未装载任何数据。"
    if area["level"] not in set(held["level"]):
        finest = "、".join(LEVELS[level] for level in dict.fromkeys(held["level"]) if level in LEVELS)
        return "missing", f"{indicator['name']}没有{LEVELS[area['level']]}级数据；有数据的层级：{finest}。"
    here = held[(held["level"] == area["level"]) & (held["period"] == passport.period.code)]
    if here.empty:
        return "missing", f"{indicator['name']}没有{passport.period.label}的{LEVELS[area['level']]}级数据。"
    n = int(here["with_value"].max())
    return "missing", f"没有装载过这个数值；同级同期有{n:,}个地区有数据。没有任何批次包含这一行，缺失不等于零。"


def _held(passport: Passport) -> Any:
    held = ask(coverage, viewer=current_viewer(), version=passport.version, indicator=passport.indicator["code"])
    return held[held["with_value"] > 0]


def _steps(passport: Passport, here: Selection) -> list[tuple[str, str]]:
    """The nearest period of this very number that has a value, then the indicator."""
    steps = []
    with_value = passport.series[passport.series["value"].notna()]
    if len(with_value):
        distance = with_value["end_date"].map(lambda day: abs((day - passport.period.end).days))
        near: Any = with_value.iloc[int(distance.to_numpy().argmin())]
        address = passport_address(**passport.search | {"period": near["period"]}, v=passport.version)
        steps.append((f"查看{near['period_label']}", address))
    return [*steps, ("指标监测", here.address("/indicators")), ("数据目录", here.address("/catalogue"))]
