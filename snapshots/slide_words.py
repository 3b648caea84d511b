"""The words around a figure on its slide: title, place and period, speaker's notes."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from components.figure_frame import STANDING_NOTE
from snapshots.slide_deck import Head, Mark, text_width

MOST_NOTES = 2  # lines under a figure; all of them are in the speaker's notes
SUBTITLE = 144  # halves of a character of 12 pt in a line
HINT = "点"  # 点规则只看…: what a click does is no matter of slides
# As speaker's notes name them: keys of /api/v1/indicators.
DEFINED = (
    ("定义", "definition"), ("分子", "numerator_label"), ("分母", "denominator_label"), ("责任部门", "department"),
)  # fmt: skip
SCORE_DECIMALS = 1  # of quality and assessment, which are no indicators


@dataclass(frozen=True)
class View:
    """An opened address and what it says. `definitions` are those of /api/v1/indicators, by code."""

    address: str
    read: dict[str, Any]
    version: str
    made: str
    mark: Mark
    definitions: dict[str, dict[str, Any]]


def head_of(view: View, figure: dict[str, Any]) -> Head:
    """Title with what the page is about, then place and period, as the page says them."""
    read = view.read
    own = read["title"] == read["page"]
    title = figure["title"] if own or read["title"] in figure["title"] else f"{read['title']}　{figure['title']}"
    if read["title"] == figure["title"]:
        title = figure["title"]
    what = [part for part in read["what"].split("　") if part and not part.startswith("单位：")]
    place = read["place"][-1:] if own and read["place"] else what
    own_words = [part for part in figure["subtitle"].split("　") if part and not part.startswith(HINT)]
    told = [part for part in place if part not in title and not any(w.startswith(part) for w in own_words)]
    told += [part for part in own_words if part not in told]
    return Head(
        title=title,
        subtitle="　".join(told),
        unit=figure["unit"],
        source=figure["source"],
        cut_off=figure["cut_off"],
        version=view.version,
        made=view.made,
        demonstration=figure["demonstration"],
        unverified=figure["unverified"],
        mark=view.mark,
    )


def fitting(head: Head) -> tuple[Head, list[str]]:
    """A subtitle of one line; what does not fit goes under the figure."""
    room = SUBTITLE - (text_width(head.unit) + 8 if head.unit else 0) - (14 if head.demonstration else 0)
    parts = head.subtitle.split("　")
    kept = list(parts)
    while len(kept) > 1 and text_width("　".join(kept)) > room:
        kept.pop()
    rest = "　".join(parts[len(kept) :])
    return replace(head, subtitle="　".join(kept)), [f"{rest}。"] if rest else []


def notes_of(view: View, figure: dict[str, Any]) -> list[str]:
    """The speaker's notes: what the figure is, how it is defined, where it comes from, where it can be verified."""
    told = view.definitions.get(_indicator(view, figure), {})
    lines = [f"{figure['title']}　{figure['subtitle']}".strip("　")]
    if told:
        lines += [f"指标：{told['name']}（单位：{told['unit']}）"]
        lines += [f"{words}：{told[key]}" for words, key in DEFINED if told.get(key)]
    lines += figure["notes"]
    lines += [f"来源：{figure['source']}" if figure["source"] else "", figure["credit"]]
    lines += [f"数据截止：{figure['cut_off']}" if figure["cut_off"] else "", f"数据版本：{view.version}"]
    lines += ["本页含演示数据：由程序生成，仅供演示，不得引用。" if figure["demonstration"] else ""]
    lines += ["来源待核验。" if figure["unverified"] else "", f"生成时间：{view.made}", f"视图地址：{view.address}"]
    if view.mark.code:
        lines.append(f"校验码：{view.mark.code}　{view.mark.address}")
    return [line for line in [*lines, *view.read["notes"]] if line] or [STANDING_NOTE]


def _indicator(view: View, figure: dict[str, Any]) -> str:
    """The one indicator that a figure shows; empty where it shows many."""
    rows = parse_qs(urlsplit(figure["rows"]).query).get("indicator", [""])[0]
    found = rows or figure.get("indicator") or (view.read["indicator"] if figure["unit"] else "")
    return "" if "," in found else found


def decimals_of(view: View, figure: dict[str, Any]) -> int:
    told = view.definitions.get(_indicator(view, figure))
    return int(told["decimals"]) if told else SCORE_DECIMALS


def folded_notes(notes: list[str]) -> list[str]:
    """The first lines that fit under a figure."""
    wide = 150  # halves of a character in a line of 10 pt
    found: list[str] = []
    for note in notes:
        if len(found) + -(-int(text_width(note)) // wide) > MOST_NOTES:
            break
        found += [note]
    return found
