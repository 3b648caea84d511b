"""Numbers of a bulletin as sentences tell them: with their unit, and the passports of the figures they come from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from bulletins.blocks import ALL, NONE, SOME, Sentence, Told
from bulletins.subject import Subject
from components.numbers import MARKS, count, difference_unit, is_count, is_missing, number, shown
from components.passport_link import passport_address
from queries.view_of import Record

DEMONSTRATION = "演示数据"
DOUBT = "存疑"
UNVERIFIED = "待核验"
NUMERALS = "零一二三四五六七八九"


def sentence(*parts: str | Told | Iterable[str | Told], generated: Iterable[bool] = ()) -> Sentence:
    """Parts, or lists of parts, as one sentence; `generated` says of each figure behind it whether it is
    demonstration data (`with_marks` tells the reader)."""
    flat = list(chain.from_iterable([p] if isinstance(p, str | Told) else list(p) for p in parts))
    flags = [bool(g) for g in generated]
    kind = NONE if not any(flags) else ALL if all(flags) else SOME
    return Sentence(tuple(p for p in flat if p != ""), kind)


def with_marks(sentences: Sequence[Sentence | None], where: str, *, whole: bool = True) -> list[Sentence]:
    """The sentences of a section, the first beginning a paragraph, with 演示数据 said: once where all rest on such
    figures alone (and with them all of what `where` names: `whole`), else in each that does."""
    told = [s for s in sentences if s is not None]
    resting = [s for s in told if s.figures]
    if whole and resting and all(s.demonstration == ALL for s in resting):
        return [Sentence((f"{where}数据均为{DEMONSTRATION}。",), ALL, begins=True), *told]
    told = [_with_mark(s) if s.demonstration else s for s in told]
    return [replace(told[0], begins=True), *told[1:]] if told else []


def _with_mark(told: Sentence) -> Sentence:
    last = told.parts[-1]
    whole = told.demonstration == ALL
    stripped = last.removesuffix("。") if isinstance(last, str) else last
    parts = (*told.parts[:-1], stripped, f"（{'' if whole else '含'}{DEMONSTRATION}）。")
    if told.text.endswith("）。"):  # no second bracket behind one
        parts = (*parts[:-1], f"，{'均为' if whole else '含'}{DEMONSTRATION}。")
    return replace(told, parts=tuple(p for p in parts if p != ""))


def joined(items: Iterable[list[str | Told]], mark: str = "、") -> list[str | Told]:
    """Lists of parts with `mark` between them."""
    found: list[str | Told] = []
    for item in items:
        found += [mark, *item] if found else item
    return found


def address(subject: Subject, row: Record) -> str:
    """The passport of a row of `histories_of_areas`."""
    return passport_address(row["indicator"], row["area"], row["period"], v=subject.view.version)


def unit_words(unit: str) -> str:
    """The unit as it stands behind a number: 270.3/10万; a level of something has none."""
    return {"1/10万": "/10万", "-": "", "女=100": ""}.get(unit, unit)


def value_words(value: float, indicator: Record, *, with_unit: bool = True) -> str:
    """`16.93%`, `8,367.5万人`, `270.3/10万`; what is yes or no reads 是 or 否."""
    if indicator["value_type"] == "yes_no":
        return {1.0: "是", 0.0: "否"}.get(float(value), number(value, 0))
    unit = unit_words(indicator["unit"]) if with_unit else ""
    if is_count(indicator):
        return count(value, unit)
    return number(value, int(indicator["decimals"])) + unit


def cell_words(value: float, indicator: Record, status: str = "") -> str:
    """The value as tables show it, without its unit."""
    if is_missing(value):
        return MARKS.get(status, "…")
    if indicator["value_type"] == "yes_no" or is_count(indicator):
        return value_words(value, indicator, with_unit=False)
    return shown(value, indicator, status)


def told_value(subject: Subject, row: Record) -> list[str | Told]:
    """The value of a row with its unit; a value in doubt says so."""
    indicator = subject.indicators[row["indicator"]]
    number_ = Told(value_words(row["value"], indicator), (address(subject, row),))
    marks = [DOUBT] if row.get("doubt") else []
    if row["batch_id"] in subject.unverified:
        marks.append(UNVERIFIED)
    return [number_, f"（{'，'.join(marks)}）"] if marks else [number_]


def told_child(subject: Subject, indicator: Record, period: str, row: Any) -> Told:
    """The value of one of the children, a row of `values_of_parts`."""
    where = passport_address(indicator["code"], row.area, period, v=subject.view.version)
    return Told(value_words(row.value, indicator), (where,))


def difference(a: float, b: float, indicator: Record) -> float:
    """a − b as a reader reckons it from the numbers shown."""
    decimals = int(indicator["decimals"])
    if is_count(indicator):
        return a - b
    return round(as_shown(a, decimals) - as_shown(b, decimals), decimals)


def as_shown(value: float, decimals: int) -> float:
    """The number that a reader sees."""
    return float(number(value, decimals).replace(",", "").replace("−", "-"))


def difference_words(size: float, indicator: Record) -> str:
    """The size of a difference with its unit: 1.25个百分点."""
    if is_count(indicator):
        return count(abs(size), unit_words(indicator["unit"]))
    return number(abs(size), int(indicator["decimals"])) + unit_words(difference_unit(indicator["unit"]))


def names(subject: Subject, codes: Iterable[str]) -> str:
    """Names of indicators, 、 between them."""
    return "、".join(subject.indicators[code]["short_name"] for code in codes)


def how_many(number_: int, figures: Iterable[str]) -> Told:
    """A count of figures, with the passports of what was counted."""
    return Told(f"{number_:,}", tuple(dict.fromkeys(figures)))


def numeral(n: int) -> str:
    """1 → 一, 12 → 十二, 21 → 二十一; up to 99."""
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return head + (NUMERALS[ones] if ones else "") if n else NUMERALS[0]
