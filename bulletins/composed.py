"""A bulletin for an area and a period: cover, contents, key findings, chapters, maps, assessment, quality, notes."""

from collections.abc import Callable
from typing import Any

from access.viewer import Viewer
from bulletins.assessment import assessment
from bulletins.blocks import Beside, Block, Bulletin, Contents, Cover, Figure, Heading, MapFigure, Source, Table
from bulletins.chapters import GROUP_OF_ACTIONS, chapters, states_note
from bulletins.maps import map_pages
from bulletins.notes import BASIS, notes
from bulletins.quality import quality
from bulletins.reading import Reading, readings_of
from bulletins.running_numbers import Numbers
from bulletins.subject import Subject, subject_of
from bulletins.summary import summary
from bulletins.tables import definitions, statistics
from bulletins.told import numeral
from components.figure_frame import STANDING_NOTE

OTHER_GROUPS = ("composite", "core", "population", "mobility", "projects")
PARTS = (("健康中国行动各专项", GROUP_OF_ACTIONS, "actions"), ("核心指标与人口", OTHER_GROUPS, "core"))
TITLE = "健康统计报告及提要"


def composed(params: dict[str, Any], *, viewer: Viewer) -> Bulletin:
    """The bulletin that an address (area, period, v, quality) asks for. Raises WarehouseError only."""
    subject = subject_of(params, viewer=viewer)
    readings = readings_of(subject)
    title = f"{subject.area['name']}{subject.period['label']}{TITLE}"
    body = _body(subject, readings)
    sources = [b.source for b in body if isinstance(b, Figure | Beside | MapFigure | Table)]
    cover = _cover(subject, readings, sources)
    return Bulletin(
        title=title, area=subject.code, period=subject.period["code"], version=subject.view.version,
        blocks=(cover, Contents(), *body), source=_source(subject, readings), cut_off=_cut_off(sources),
        basis=BASIS, demonstration=cover.demonstration, notices=tuple(subject.notices),
    )  # fmt: skip


def _body(subject: Subject, readings: dict[str, Reading]) -> list[Block]:
    numbers = Numbers()
    found: list[Block] = []
    found += summary(subject, readings, numbers)
    level = 1
    for words, groups, id in PARTS:
        part = chapters(subject, readings, groups, numbers)
        if part:
            level += 1
            found += [Heading(f"{numeral(level)}、{words}", 1, id)]
            found += [states_note()] if level == 2 else []
            found += part
    further: tuple[Callable[[str], list[Block]], ...] = (
        lambda n: map_pages(subject, readings, n, numbers),
        lambda n: assessment(subject, n, numbers),
        lambda n: quality(subject, n, numbers),
        lambda n: statistics(subject, readings, n, numbers),
        lambda n: definitions(subject, readings, n),
        lambda n: notes(subject, n),
    )
    for made in further:
        part = made(numeral(level + 1))
        level += bool(part)
        found += part
    return found


def _cover(subject: Subject, readings: dict[str, Reading], sources: list[Source]) -> Cover:
    generated = any(s.demonstration for s in sources)
    facts = (
        ("地区", str(subject.area["name"])),
        ("时期", str(subject.period["label"])),
        ("数据来源", _source(subject, readings)),
        ("数据截止", _cut_off(sources)),
        ("数据版本", subject.view.version),
        ("统计口径", BASIS),
        ("说明", STANDING_NOTE),
    )
    return Cover(f"{subject.area['name']}{TITLE}", str(subject.period["label"]), facts, generated)


def _cut_off(sources: list[Source]) -> str:
    return max((s.cut_off for s in sources if s.cut_off), default="")


def _source(subject: Subject, readings: dict[str, Reading]) -> str:
    """The publications behind the area's own figures, and that there are demonstration data."""
    used = {int(r.own["batch_id"]) for r in readings.values()}
    known = subject.batches[subject.batches["batch_id"].isin(used)]
    published = known.loc[~known["demonstration"], "source"].drop_duplicates().tolist()
    words = "；".join(published[:2]) + (f"等{len(published)}种" if len(published) > 2 else "")
    generated = "演示数据（程序生成）" if known["demonstration"].any() else ""
    return "；".join(w for w in (words, generated) if w) or "—"
