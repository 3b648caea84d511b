"""Sentences by rule: each names the figures that it rests on (docs/bulletin.md has the rules and thresholds)."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from bulletins.blocks import Sentence, Told
from bulletins.reading import Reading
from bulletins.subject import Subject
from bulletins.told import (
    address,
    difference,
    difference_words,
    how_many,
    joined,
    names,
    sentence,
    told_child,
    told_value,
    unit_words,
)
from components.numbers import aim_text, is_count, is_missing, number
from components.passport_link import passport_address
from methods.rank_intervals import rank_intervals
from methods.rare_events import too_few_events
from methods.target_met import target_met
from queries.view_of import Record

Parts = list[str | Told]
MOST_NAMED = 6
ATTENTION = ("需关注", "未达预期进度")
FEWEST_CHILDREN = 3


def value_sentence(subject: Subject, reading: Reading, *, interval: bool = True, goes_on: bool = False) -> Sentence:
    """The value, beside the nation's, and the change since the period before. `goes_on`: period and place were said in
    the sentence before."""
    i, own = reading.indicator, reading.own
    rows = [own, *(r for r in (reading.nation, reading.previous) if r is not None)]
    begins = "" if goes_on else f"{own['period_label']}，{subject.place}"
    parts: Parts = [f"{begins}{i['name']}为", *told_value(subject, own)]
    if interval and not (is_missing(own["lower"]) or is_missing(own["upper"]) or reading.few):
        parts += interval_parts(subject, reading)
    if reading.few:
        parts.append("（发生例数不足10例，不作比较）")
    else:
        parts += nation_parts(subject, reading) + change_parts(subject, reading)
    return sentence(parts, "。", generated=[r["demonstration"] for r in rows])


def interval_parts(subject: Subject, reading: Reading) -> Parts:
    i, own = reading.indicator, reading.own
    low, high = (number(own[name], int(i["decimals"])) for name in ("lower", "upper"))
    return ["（95%区间", Told(f"{low}–{high}{unit_words(i['unit'])}", (address(subject, own),)), "）"]


def nation_parts(subject: Subject, reading: Reading) -> Parts:
    """比全国（28.10%）高1.91个百分点; of a count its share of the nation's."""
    i, own, nation = reading.indicator, reading.own, reading.nation
    if nation is None or i["value_type"] == "yes_no":
        return []
    both = (address(subject, own), address(subject, nation))
    if is_count(i):
        if i["aggregation"] != "sum" or not nation["value"]:
            return []
        return ["，占全国的", Told(f"{number(own['value'] / nation['value'] * 100, 2)}%", both)]
    step = difference(own["value"], nation["value"], i)
    if step == 0:
        return ["，与全国（", *told_value(subject, nation), "）持平"]
    word = "高" if step > 0 else "低"
    close = "，区间包含全国值，不能判断高低" if reading.against == "similar" else ""
    return ["，比全国（", *told_value(subject, nation), f"）{word}", Told(difference_words(step, i), both), close]


def change_parts(subject: Subject, reading: Reading) -> Parts:
    """较上年提高0.62个百分点; with the year where a year lies between."""
    i, own, before = reading.indicator, reading.own, reading.previous
    if before is None or i["value_type"] == "yes_no":
        return []
    when = "较上年" if own["year"] - before["year"] == 1 else f"较{before['year']}年"
    if subject.period["kind"] != "year":
        when = "较上年同期"
    both = (address(subject, own), address(subject, before))
    step = difference(own["value"], before["value"], i)
    if step == 0:
        return [f"，{when}（", *told_value(subject, before), "）持平"]
    more, less = ("增加", "减少") if is_count(i) else ("提高", "降低")
    word = more if step > 0 else less
    return [f"，{when}（", *told_value(subject, before), f"）{word}", Told(difference_words(step, i), both)]


def target_sentence(subject: Subject, readings: Sequence[Reading]) -> Sentence | None:
    """How many of these reached their target of 2030, are on their way, or are not; the last by name."""
    parts = target_parts(subject, readings)
    if not parts:
        return None
    judged = _judged(readings)
    generated = [bool(r.judged and r.judged["demonstration"]) for r in judged]
    tail = "，不作为官方目标" if any(not r.target_verified for r in judged) else ""
    return sentence("对照2030年目标，", parts, tail, "。", generated=generated)


def nation_sentence(subject: Subject, readings: Sequence[Reading]) -> Sentence | None:
    """How many are better than the nation, worse (by name), or cannot be told from it."""
    compared = _compared(readings)
    if len(compared) < 2:
        return None
    generated = [row["demonstration"] for r in compared for row in (r.own, r.nation) if row is not None]
    return sentence("与全国比较，", nation_parts_of(subject, readings, named=True), "。", generated=generated)


def standing_sentence(subject: Subject, readings: Sequence[Reading]) -> Sentence | None:
    """Of a chapter: both in one sentence."""
    compared, judged = _compared(readings), _judged(readings)
    told: list[Parts] = []
    if len(compared) > 1:
        told.append(["与全国比较，", *nation_parts_of(subject, readings, named=False)])
    if judged:
        told.append(["对照2030年目标，", *target_parts(subject, readings)])
    if not told:
        return None
    generated = [row["demonstration"] for r in compared for row in (r.own, r.nation) if row is not None]
    generated = (generated if len(compared) > 1 else []) + [
        bool(r.judged and r.judged["demonstration"]) for r in judged
    ]
    return sentence(joined(told, "；"), "。", generated=generated)


def target_parts(subject: Subject, readings: Sequence[Reading]) -> Parts:
    """可比的4项中，已达到3项，需关注1项（…），其中2项目标待核验; of one alone: 可比的1项按进度推进."""
    judged = _judged(readings)
    if not judged:
        return []
    groups = {
        words: [r for r in judged if r.state == state]
        for state, words in (
            ("met", "已达到"), ("on_track", "按进度推进"), ("watch", "需关注"), ("warning", "未达预期进度")
        )
    }  # fmt: skip
    unverified = [r for r in judged if not r.target_verified]
    tail: Parts = []
    if unverified:
        where = [address(subject, r.own) for r in unverified]
        tail = ["，其中", how_many(len(unverified), where), "项目标待核验"]
        if len(unverified) == len(judged):
            tail = [f"，目标{'均' if len(judged) > 1 else ''}待核验"]
    return [*_shares(subject, groups, ATTENTION), *tail]


def nation_parts_of(subject: Subject, readings: Sequence[Reading], *, named: bool) -> Parts:
    """可比的9项中，优于2项，逊于5项，不能区分2项; with `named` those that are worse by name."""
    words = {"better": "优于", "worse": "逊于", "similar": "不能区分"}
    groups = {said: [r for r in readings if r.against == word] for word, said in words.items()}
    return _shares(subject, groups, ("逊于",) if named else (), nation=True)


def _judged(readings: Sequence[Reading]) -> list[Reading]:
    return [r for r in readings if r.judged and r.state != "none" and r.target]


def _compared(readings: Sequence[Reading]) -> list[Reading]:
    return [r for r in readings if r.against in ("better", "worse", "similar")]


def _shares(subject: Subject, groups: dict[str, list[Reading]], named: Sequence[str], *, nation: bool = False) -> Parts:
    """可比的6项中，甲2项，乙4项（名称）; where all are in one group 可比的6项均甲, of one alone 可比的1项甲."""

    def counted(rows: Sequence[Reading]) -> Told:
        where = pair_addresses(subject, rows) if nation else [address(subject, r.own) for r in rows]
        return how_many(len(rows), where)

    def which(words: str, rows: Sequence[Reading]) -> Parts:
        return [f"（{some_names(subject, [r.code for r in rows])}）"] if words in named else []

    held = {words: rows for words, rows in groups.items() if rows}
    every = [r for rows in held.values() for r in rows]
    if len(held) == 1:
        [(words, rows)] = held.items()
        whole = f"与全国{words}" if words == "不能区分" else f"{words}全国" if nation else words
        return ["可比的", counted(rows), f"项{'均' if len(rows) > 1 else ''}{whole}", *which(words, rows)]
    told: list[Parts] = [[words, counted(rows), "项", *which(words, rows)] for words, rows in held.items()]
    return ["可比的", counted(every), "项中，", *joined(told, "，")]


def pair_addresses(subject: Subject, readings: Iterable[Reading]) -> list[str]:
    """Passports of the area's and the nation's values."""
    return [address(subject, row) for r in readings for row in (r.own, r.nation) if row is not None]


def trend_sentence(subject: Subject, readings: Sequence[Reading]) -> Sentence | None:
    """What rises or falls by `methods.recent_trend`; the others are not said to."""
    rising, falling = ([r for r in readings if r.trend == word] for word in ("increasing", "decreasing"))
    steady = [r for r in readings if r.trend == "none"]
    told: list[Parts] = []
    for rows, word in ((rising, "呈上升趋势"), (falling, "呈下降趋势"), (steady, "没有显示出趋势")):
        if rows:
            where = [address(subject, row) for r in rows for row in r.trend_rows]
            named = some_names(subject, [r.code for r in rows])
            told.append([word, how_many(len(rows), where), f"项（{named}）"])
    if not told:
        return None
    last = max(r.own["year"] for r in [*rising, *falling, *steady])
    return sentence(
        f"按最近5年（截至{last}年）有95%区间的数值检验，", joined(told, "，"), "。",
        generated=[r.demonstration for r in [*rising, *falling, *steady]],
    )  # fmt: skip


def extremes_sentence(subject: Subject, reading: Reading) -> Sentence | None:
    """The highest and the lowest among the areas inside, with the ranks that the highest and the lowest could have."""
    i, period = reading.indicator, reading.own["period"]
    rows = comparable_children(subject, reading)
    if len(rows) < FEWEST_CHILDREN or is_count(i) or i["value_type"] == "yes_no":
        return None
    where = f"{subject.inside['name']}" if subject.beside else ""
    scope = [passport_address(i["code"], a, period, v=subject.view.version) for a in rows["area"]]
    limits = (rows[name].to_numpy(dtype=float) for name in ("value", "lower", "upper"))
    bands = rank_intervals(*limits, direction="higher", ranked=[True] * len(rows))
    ends = [_end(subject, i, period, rows, bands, int(rows["value"].argmax()), "最高"),
            _end(subject, i, period, rows, bands, int(rows["value"].argmin()), "最低")]  # fmt: skip
    step = difference(rows["value"].max(), rows["value"].min(), i)
    gap: Parts = ["，相差", Told(difference_words(step, i), tuple(scope))] if step else []
    return sentence(
        f"{where}有数据的", how_many(len(rows), scope), f"个{subject.layer_words}中，{i['short_name']}",
        joined(ends, "，"), gap, "。", generated=rows["demonstration"],
    )  # fmt: skip


def comparable_children(subject: Subject, reading: Reading) -> pd.DataFrame:
    """The children's values in the area's own period, without rates of too few events."""
    i = reading.indicator
    rows = subject.of_children.get(reading.code)
    if rows is None:
        return pd.DataFrame(columns=["area", "value", "lower", "upper", "demonstration"])
    few = too_few_events(rows["numerator"].to_numpy(), i["unit"], i["aggregation"])
    return rows[~few].reset_index(drop=True)


def _end(
    subject: Subject, i: Record, period: str, rows: pd.DataFrame, bands: pd.DataFrame, at: int, word: str
) -> Parts:
    """最高为成都市（80.1岁）; with the band of its place where its interval reaches others', or those that share it."""
    row: Any = list(rows.itertuples())[at]
    same = rows[np.isclose(rows["value"], row.value, rtol=0, atol=0.5 * 10.0 ** -int(i["decimals"]))]
    name = subject.areas[row.area]["name"]
    if len(same) > 1:
        others = tuple(passport_address(i["code"], a, period, v=subject.view.version) for a in same["area"])
        return [f"{word}为{name}等", Told(str(len(same)), others), "个（", told_child(subject, i, period, row), "）"]
    parts: Parts = [f"{word}为{name}（", told_child(subject, i, period, row)]
    low, high = int(bands["lower"].iloc[at]), int(bands["upper"].iloc[at])
    if low != high:
        first, last = (low, high) if word == "最高" else (len(rows) + 1 - high, len(rows) + 1 - low)
        scope = tuple(passport_address(i["code"], a, period, v=subject.view.version) for a in rows["area"])
        parts += ["，", Told(f"第{first}–{last}名", scope)]
    return [*parts, "）"]


def reached_sentence(subject: Subject, reading: Reading) -> Sentence | None:
    """How many of the areas inside reached the target of 2030."""
    target, rows = reading.target, comparable_children(subject, reading)
    if target is None or len(rows) < FEWEST_CHILDREN or subject.beside:
        return None
    i, n = reading.indicator, len(rows)
    met = target_met(
        rows["value"].to_numpy(dtype=float), np.full(n, target["operator"], dtype=object),
        np.full(n, float(target["value"])), np.full(n, float(target["value_high"] or np.nan)),
        np.full(n, i["direction"], dtype=object),
    )  # fmt: skip
    scope = [passport_address(i["code"], a, reading.own["period"], v=subject.view.version) for a in rows["area"]]
    reached = [a for a, yes in zip(scope, met, strict=True) if yes]
    kind = "" if target["verified"] else "（目标待核验，不作为官方目标）"
    aim = f"{i['short_name']}2030年目标（{aim_text(target, i['unit'])}）"
    if len(reached) in (0, n):
        word = "均达到" if reached else "均未达到"
        told: Parts = ["有数据的", how_many(n, scope), f"个{subject.layer_words}{word}{aim}"]
    else:
        share = Told(f"{number(len(reached) / n * 100, 1)}%", tuple(scope))
        told = [f"达到{aim}的有", how_many(len(reached), scope), f"个{subject.layer_words}，占有数据的", share]
    return sentence(told, kind, "。", generated=rows["demonstration"])


def missing_words(subject: Subject, codes: Sequence[str], readings: Sequence[Reading]) -> str:
    """Names of the indicators that the area has no value of: said, not left out; empty where it has all."""
    held = {r.code for r in readings}
    return names(subject, [code for code in codes if code not in held])


def some_names(subject: Subject, codes: Sequence[str]) -> str:
    """At most `MOST_NAMED` names, and how many there are when there are more."""
    if len(codes) <= MOST_NAMED:
        return names(subject, codes)
    return f"{names(subject, codes[:MOST_NAMED])}等"
