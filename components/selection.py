"""The state of a view, and the only place that reads it from an address or writes it to one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

LAYERS = ("province", "prefecture", "county")
CLASS_METHODS = ("fixed", "jenks", "quantile", "equal", "deviation")
WALL_LAYOUTS = ("overview", "map", "assessment", "quality")
MOST_COMPARED = 5

_SHAPES = {
    "indicator": re.compile(r"[A-Z][A-Z0-9_]{1,11}"),
    "area": re.compile(r"\d{6}"),
    "period": re.compile(r"\d{4}[0-9A-Za-z-]{0,6}"),
    "breakdown": re.compile(r"[a-z][a-z0-9_]{0,11}"),
    "layer": re.compile("|".join(LAYERS)),
    "classes": re.compile("|".join(CLASS_METHODS)),
    "v": re.compile(r"\d{4}\.\d{1,2}\.\d{1,4}"),
    "show": re.compile("all"),
    "form": re.compile(r"[\w（）()《》·.—-]{1,60}"),
    "rule": re.compile(r"[A-Z][A-Z0-9_]{1,11}"),
    "dimension": re.compile("completeness|timeliness|accuracy|consistency|authenticity"),
    "severity": re.compile("hard|serious|minor|hint"),
    "state": re.compile("open|explained|corrected"),
    "finding": re.compile(r"[0-9a-f]{16}"),
    "quality": re.compile("hide"),
    "page": re.compile(r"[1-9]\d{0,4}"),
    "sort": re.compile("rule|area|period"),
    "scheme": re.compile(r"[a-z0-9_]{2,24}"),
    "group": re.compile(r"[\w,.–-]{1,24}"),
    "part": re.compile(r"[1-9]\d?"),
    "item": re.compile(r"0|[1-9]\d{0,2}"),
    "view": re.compile("matrix|warnings|trial"),
    "layout": re.compile("|".join(WALL_LAYOUTS)),
    "playlist": re.compile(r"[a-z0-9][a-z0-9_-]{0,23}"),
    "order": re.compile(r"/(?!/)[^\s\\]{0,1999}"),
    "template": re.compile("bulletins|monthly"),
    "job": re.compile(r"[1-9]\d{0,8}"),
}
_WORDS = {
    "indicator": "指标", "area": "地区", "period": "时期", "breakdown": "人群", "layer": "层级",
    "classes": "分级方法", "v": "数据版本", "compare": "对比地区", "show": "显示范围", "form": "报表", "rule": "规则",
    "dimension": "质量维度", "severity": "严重程度", "state": "处理状态", "finding": "问题", "quality": "数据质量",
    "page": "页码", "sort": "排序", "scheme": "考核方案", "group": "分组", "part": "维度", "item": "考核指标",
    "view": "视图", "layout": "大屏版式", "playlist": "播放列表", "order": "网址",
    "template": "任务模板", "job": "任务",
}  # fmt: skip

_PLACE = "~"  # holds the place of a code in an address; no code has it, and it is written as it is


@dataclass(frozen=True)
class Selection:
    """None means "not said": the view then takes what is natural for the rest of the selection."""

    indicator: str | None = None
    area: str = "100000"  # the area whose children are shown
    layer: str | None = None
    period: str | None = None
    breakdown: str = "all"
    compare: tuple[str, ...] = ()
    classes: str = "fixed"
    v: str | None = None
    show: str | None = None  # "all": a long list in full
    form: str | None = None  # code of a reporting form
    rule: str | None = None
    dimension: str | None = None
    severity: str | None = None
    state: str | None = None  # of findings: open, explained, corrected
    finding: str | None = None  # key of one finding
    quality: str | None = None  # "hide": leave out values of grade D or with an open severe finding
    page: str | None = None  # of a long list, from 1
    sort: str | None = None  # of findings, instead of by severity
    scheme: str | None = None  # of assessment
    group: str | None = None  # of comparable areas: 东部, 100–300万人
    part: str | None = None  # dimension of a scheme, from 1
    item: str | None = None  # of a scheme, from 1; 0 is the total
    view: str | None = None  # of assessment: matrix, warnings, trial
    layout: str | None = None  # of the wall
    playlist: str | None = None  # of the wall, instead of one layout
    order: str | None = None  # address of a view that is to be ordered as a file
    template: str | None = None  # of views that are ordered together: bulletins, monthly
    job: str | None = None  # number of an order

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> tuple["Selection", list[str]]:
        """The selection that an address's query asks for, and what of it was not understood, in the reader's words.

        Never raises: a value of the wrong shape is left out, of a repeated key the first value counts.
        """
        found: dict[str, Any] = {}
        notices = []
        for key, word in _WORDS.items():
            value = params.get(key)
            if isinstance(value, list | tuple) and len(value) == 1:
                value = value[0]
            if isinstance(value, list | tuple):
                if key != "compare":
                    notices.append(f"网址中“{word}”出现多次，只采用第一个。")
                    value = value[0] if value else None
                else:
                    value = ",".join(str(v) for v in value)
            if value in (None, ""):
                continue
            text = str(value).strip()
            if key == "compare":
                codes = tuple(dict.fromkeys(c for c in text.split(",") if _SHAPES["area"].fullmatch(c)))
                found[key] = codes[:MOST_COMPARED]
                if len(codes) > MOST_COMPARED:
                    notices.append(f"对比地区最多{MOST_COMPARED}个，其余未显示。")
            elif _SHAPES[key].fullmatch(text):
                found[key] = text
            else:
                notices.append(f"网址中的“{word}”无法识别，已改用默认值。")
        return cls(**found), notices

    @classmethod
    def of_address(cls, address: str) -> tuple["Selection", list[str]]:
        """As `from_params`, of an address as it is copied from the browser."""
        return cls.from_params(parse_qs(urlsplit(address).query))

    def change(self, **fields: Any) -> "Selection":
        return replace(self, **fields)

    def to_search(self) -> str:
        """`?indicator=…&area=…` with the fields that differ from their defaults; an empty string where none does."""
        said = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        if "compare" in said:
            said["compare"] = ",".join(said["compare"])
        return "?" + urlencode(said, safe=",") if said else ""

    def address(self, path: str) -> str:
        return path + self.to_search()

    def addresses(self, path: str, key: str, **fields: Any) -> Callable[[str], str]:
        """`address` for many values of one field, codes as they stand: writing each anew takes 30 µs, this one."""
        whole = self.change(**fields, **{key: _PLACE}).address(path)
        before, after = whole.split(_PLACE)
        return lambda code: f"{before}{code}{after}"
