"""Administrative areas: the register that dim_area is made from, and how old codes became today's.

`areas.csv` holds codes and names of GB/T 2260 as the boundaries of 2025-09 and the 2020 census use them, and the
zones of the census (development areas inside a prefecture) that count in sums and have no polygon; zones without a code
in the source carry one of ours, as their note says. `layers` says in which map layers an area is drawn: p province,
f prefecture, c county. `changes.csv` maps abolished codes to their successors.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
NATION = "100000"

# Four economic regions of the National Bureau of Statistics (东部 10, 中部 6, 西部 12, 东北 3).
MACRO_REGIONS = {
    "东部": ["11", "12", "13", "31", "32", "33", "35", "37", "44", "46"],
    "中部": ["14", "34", "36", "41", "42", "43"],
    "西部": ["15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"],
    "东北": ["21", "22", "23"],
}
_REGION_OF = {prefix: region for region, prefixes in MACRO_REGIONS.items() for prefix in prefixes}

_PROVINCE_SHORT = {
    "15": "内蒙古",
    "45": "广西",
    "54": "西藏",
    "64": "宁夏",
    "65": "新疆",
    "71": "台湾",
    "81": "香港",
    "82": "澳门",
}
_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族"
    "|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|普米族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|各族|蒙古"
)


@dataclass(frozen=True)
class Area:
    """One row of `dim_area` before pinyin: codes are 6-digit strings, ancestors resolved."""

    code: str
    name: str
    short_name: str
    level: str
    parent: str | None
    province: str | None
    prefecture: str | None
    layers: str
    has_statistics: bool
    macro_region: str | None
    note: str

    @property
    def id(self) -> int:
        return int(self.code)


@dataclass(frozen=True)
class Change:
    """An abolished code, its successor, the year and what happened."""

    old: str
    new: str
    year: int
    note: str


def short_name(code: str, name: str, level: str) -> str:
    """The name as maps and tables say it: 四川, 成都, 甘孜州; counties keep theirs unless it names peoples."""
    if level == "nation":
        return name
    if level == "province":
        return _PROVINCE_SHORT.get(code[:2]) or re.sub("[省市]$", "", name)
    if match := re.fullmatch(rf"(.+?)(?:{_PEOPLES})+自治(州|县)", name):
        return match[1] + match[2]
    if level == "prefecture":
        return re.sub("(?<=..)(市|地区|盟)$", "", name)
    return name


@lru_cache
def read_areas() -> dict[str, Area]:
    """All areas by code, the nation first, otherwise in order of code."""
    with (HERE / "areas.csv").open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    return {code: _area(row, rows) for code, row in rows.items()}


def _area(row: dict[str, str], rows: dict[str, dict[str, str]]) -> Area:
    code, level = row["code"], row["level"]
    parent = row["parent"] or None
    # Not from the code itself: the census writes 五台山风景名胜区 of 忻州 as 170971.
    province = code if level == "province" else parent and parent[:2] + "0000"
    prefecture = code if level == "prefecture" else None
    if parent and rows[parent]["level"] == "prefecture":
        prefecture = parent
    return Area(
        code=code,
        name=row["name"],
        short_name=short_name(code, row["name"], level),
        level=level,
        parent=parent,
        province=province,
        prefecture=prefecture,
        layers=row["layers"],
        has_statistics=row["statistics"] == "1",
        macro_region=_REGION_OF.get((province or code)[:2]),
        note=row["note"],
    )


@lru_cache
def read_changes() -> dict[str, Change]:
    """Abolished codes and what became of them, by old code."""
    with (HERE / "changes.csv").open(encoding="utf-8") as file:
        return {r["old"]: Change(r["old"], r["new"], int(r["year"]), r["note"]) for r in csv.DictReader(file)}
