"""What a file of observations says about itself: title, definitions, sources, cut-off, version, address."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from access.moment import moment
from access.viewer import Viewer
from api.observation_request import ObservationRequest
from components.figure_frame import STANDING_NOTE
from data.periods import parse_period
from queries.areas_register import areas_register
from queries.indicator_definitions import indicator_definitions
from queries.view_of import LAYER_NAMES, Record, records

DEMONSTRATION_NOTE = "本文件含演示数据（mark列标明）：由程序生成，仅供演示，不得引用。"
DOUBT_NOTE = "本文件含存疑数据（quality列标明未通过的规则）：质量评为D级，或有未说明的严重问题。"
WITHHELD_NOTE = "存疑的数值按请求未给出（status为withheld，quality列标明规则）。"
UNVERIFIED_NOTE = "本文件含待核验数据（mark列标明）：尚未与官方出版物核对。"


@dataclass
class FileFacts:
    """Collected while the rows go by; `rows()` are the lines of the sheet 说明."""

    wanted: ObservationRequest
    viewer: Viewer
    address: str
    sources: dict[tuple[str, str, str], None] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)  # indicators in the rows
    demonstration: bool = False
    unverified: bool = False
    doubtful: bool = False

    def read(self, page: pd.DataFrame) -> pd.DataFrame:
        """Takes notice of a page and hands it on."""
        kinds = page[["source", "organisation", "cut_off"]].drop_duplicates()
        for source, organisation, cut_off in kinds.itertuples(index=False):
            self.sources[(str(source), str(organisation), "" if pd.isna(cut_off) else str(cut_off))] = None
        self.seen |= dict.fromkeys(page["indicator"].unique())
        self.demonstration |= bool(page["demonstration"].any())
        self.doubtful |= bool((page["quality"] != "").any())
        self.unverified |= not bool(page["verified"].all())
        return page

    def rows(self) -> list[tuple[str, str]]:
        """(what, words): everything that a reader of the file must know besides its rows."""
        indicators = records(indicator_definitions, viewer=self.viewer, version=self.wanted.version, key="code")
        lines = [("标题", title_of(self.wanted, viewer=self.viewer))]
        for code in self.wanted.indicators or self.seen:
            lines += _definition(indicators[code])
        for source, organisation, cut_off in self.sources:
            lines.append(("数据来源", f"{source}（{organisation}）" + (f"　数据截止：{cut_off}" if cut_off else "")))
        if self.demonstration:
            lines.append(("演示数据", DEMONSTRATION_NOTE))
        if self.doubtful:
            lines.append(("数据质量", WITHHELD_NOTE if self.wanted.hide else DOUBT_NOTE))
        if self.unverified:
            lines.append(("待核验", UNVERIFIED_NOTE))
        return [
            *lines,
            ("数据截止", max((cut_off for _, _, cut_off in self.sources), default="")),
            ("数据版本", self.wanted.version),
            ("查询地址", self.address),
            ("生成时间", moment().strftime("%Y-%m-%d %H:%M")),
            ("附注", STANDING_NOTE),
        ]


def _definition(indicator: Record) -> list[tuple[str, str]]:
    lines = [("指标", f"{indicator['name']}（{indicator['code']}）"), ("计量单位", indicator["unit"])]
    for words, key in (("定义", "definition"), ("分子", "numerator_label"), ("分母", "denominator_label")):
        if isinstance(indicator[key], str) and indicator[key]:
            lines.append((words, indicator[key]))
    if not indicator["verified"]:
        lines.append(("定义状态", "待核验：定义尚未与官方文件核对"))
    return lines


def title_of(wanted: ObservationRequest, *, viewer: Viewer) -> str:
    """`65岁及以上人口占比　四川省　分县　2020年`."""
    indicators = records(indicator_definitions, viewer=viewer, version=wanted.version, key="code")
    areas = records(areas_register, viewer=viewer, version=wanted.version, key="code")

    def listed(names: list[Any], counted: str) -> str:
        return "、".join(names) if len(names) <= 3 else f"{names[0]}等{len(names)}{counted}"

    parts = [listed([indicators[code]["name"] for code in wanted.indicators], "项指标") or "全部指标"]
    if wanted.parent:
        parts.append(areas[wanted.parent]["name"] if wanted.parent in areas else "全国")
        parts.append(f"分{LAYER_NAMES[wanted.layer]}" if wanted.layer in LAYER_NAMES else "全部下级")
    if wanted.areas:
        parts.append(listed([areas[code]["name"] for code in wanted.areas], "个地区"))
    if wanted.periods:
        parts.append(listed([parse_period(code).label for code in wanted.periods], "个时期"))
    return "　".join(parts)
