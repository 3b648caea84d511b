"""What somebody probably meant: the nearest known codes to an unknown one, in a sentence for the rejects file."""

from difflib import get_close_matches
from functools import lru_cache

from data.areas import read_areas, read_changes
from data.breakdowns import BREAKDOWNS
from data.definitions import read_indicators


def why_not_indicator(text: str) -> str:
    """A code in lower case, a name instead of the code, or a slip of one or two letters."""
    known = read_indicators()
    by_name = {name: code for code, i in known.items() for name in (i.name, i.short_name, i.name_en)}
    if text.upper() in known:
        near = [text.upper()]
    elif text in by_name:
        return f"“{text}”是指标名称，这里应写代码 {by_name[text]}"
    else:
        near = get_close_matches(text.upper(), known, n=3, cutoff=0.6)
        near += [by_name[name] for name in get_close_matches(text, by_name, n=2, cutoff=0.6)]
    named = [f"{code}（{known[code].short_name}）" for code in dict.fromkeys(near)]
    hint = f"；是否为 {'、'.join(named)}？" if named else "；代码见数据目录"
    return f"没有指标“{text}”{hint}（新指标须先在 data/indicators/ 定义）"


def why_not_area(text: str) -> str:
    """An abolished code, a name instead of the code, a code of another length, or a slip of one digit."""
    areas, change = read_areas(), read_changes().get(text)
    if change:
        today = f"{change.new} {_full_name(change.new)}"
        return f"代码 {text} 已于{change.year}年撤销（{change.note}），现为 {today}，请改用新代码"
    if codes := _codes_by_name().get(text):
        listed = "、".join(f"{code} {_full_name(code)}" for code in codes[:4])
        return f"“{text}”是地区名称，这里应写6位代码：{listed}"
    if not (text.isascii() and text.isdigit()):
        return f"“{text}”不是6位行政区划代码，例如 510000（四川省）"
    if len(text) != 6:
        padded = text.ljust(6, "0")
        hint = f"；是否为 {padded} {_full_name(padded)}？" if padded in areas else ""
        return f"“{text}”有{len(text)}位，行政区划代码应为6位{hint}"
    near = get_close_matches(text, [c for c in areas if c[:2] == text[:2]] or list(areas), n=3, cutoff=0.8)
    listed = "、".join(f"{code} {_full_name(code)}" for code in near)
    return f"没有代码为 {text} 的地区" + (f"；相近的有 {listed}" if listed else "；请对照数据目录的地区代码")


def why_not_breakdown(text: str) -> str:
    """A label instead of the code, or anything else."""
    by_label = {b.label: b.code for b in BREAKDOWNS}
    if text in by_label:
        return f"“{text}”是分组名称，这里应写代码 {by_label[text]}"
    return f"没有分组“{text}”；可用的有 {'、'.join(b.code for b in BREAKDOWNS)}"


@lru_cache
def _codes_by_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, area in read_areas().items():
        for name in {area.name, area.short_name}:
            found.setdefault(name, []).append(code)
    return found


def _full_name(code: str) -> str:
    """四川省成都市武侯区: the name with those of its ancestors below the nation."""
    areas = read_areas()
    names, area = [], areas.get(code)
    while area is not None and area.level != "nation":
        names.append(area.name)
        area = areas.get(area.parent or "")
    return "".join(reversed(names)) or (areas[code].name if code in areas else "")
