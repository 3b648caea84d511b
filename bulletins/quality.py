"""数据质量说明: what the quality rules say of the figures that the bulletin is made of."""

from typing import Any
from urllib.parse import urlencode

from bulletins.blocks import Block, Cell, Column, Heading, Note, Source, Table, Told
from bulletins.running_numbers import Numbers
from bulletins.subject import Subject
from bulletins.told import as_shown, joined, sentence, with_marks
from components.grade_mark import DIMENSIONS, SEVERITIES, score_words
from components.numbers import is_missing, number
from data.quality.scheme import read_scheme
from queries.findings_count import findings_count
from queries.quality_of_areas import quality_of_areas
from queries.quality_of_children import quality_of_children
from queries.quality_periods import quality_periods
from queries.view_of import Record

PATH = "/quality"
ALL_FORMS = "ALL"
MOST_ROWS = 40


def quality(subject: Subject, level: str, numbers: Numbers) -> list[Block]:
    """Sentences on score, grade and problems, and the scores of the areas inside."""
    heading = Heading(f"{level}、数据质量说明", 1, "quality")
    held: list[Any] = subject.ask(quality_periods, form=ALL_FORMS).to_dict("records")
    period = next((p for p in held if p["period"] == str(subject.period["year"])), None)
    if period is None:
        return [heading, sentence(f"{subject.period['year']}年没有数据质量评分，不作说明。")]
    asked = {"form": ALL_FORMS, "period": period["period"]}
    rows: list[Any] = subject.ask(quality_of_areas, **asked, areas=(subject.code,)).to_dict("records")
    if not rows or is_missing(rows[0]["total"]):
        return [heading, sentence(f"{subject.place}{period['period_label']}没有数据质量评分。")]
    score, where = rows[0], address(subject, period, subject.code)
    counts = {
        s: int(subject.ask(findings_count, **asked, area=subject.code, severity=s)["findings"].iloc[0])
        for s in ("hard", "serious", "minor")
    }
    said = with_marks([_scored(subject, period, score, where), _found(score, counts, where)], "本节")
    table = [] if subject.beside else [_table(subject, period, asked, numbers)]
    note = Note(
        f"质量评分按{read_scheme().name}计算，非官方标准；有硬规则未通过的，等级以C为限。"
        "存疑的数值在文字和表中注明“存疑”。"
    )
    return [heading, *said, *[t for t in table if t], note]


def address(subject: Subject, period: Record, area: str) -> str:
    """The page that shows an area's score rule by rule."""
    return f"{PATH}?{urlencode({'area': area, 'period': period['period'], 'v': subject.view.version})}"


def _scored(subject: Subject, period: Record, score: Record, where: str) -> Any:
    parts: list[list[str | Told]] = []
    for code, words in DIMENSIONS.items():
        if not is_missing(score[code]):
            parts.append([words, Told(f"{score_words(score[code])}分", (where,))])
    told: list[Any] = [
        f"{subject.place}{period['period_label']}数据质量总分为", Told(f"{score_words(score['total'])}分", (where,)),
        f"，质量等级为{score['grade']}级",
    ]  # fmt: skip
    if not is_missing(score["previous_total"]):
        step = as_shown(score["total"], 1) - as_shown(score["previous_total"], 1)
        change = Told(f"{number(abs(step), 1)}分", (where,))
        told += ["，与上年持平"] if abs(step) < 0.05 else [f"，较上年{'提高' if step > 0 else '降低'}", change]
    capped = "有硬规则未通过，等级以C为限。" if score["capped"] else ""
    return sentence(told, "。其中", joined(parts), "。", capped, generated=[bool(score["demonstration"])])


def _found(score: Record, counts: dict[str, int], where: str) -> Any:
    total = sum(counts.values())
    if not total:
        return sentence("没有发现需要核实的问题。")
    kinds: list[list[str | Told]] = []
    for code, n in counts.items():
        kinds += [[SEVERITIES[code], Told(f"{n:,}", (where,)), "个"]] if n else []
    return sentence("核查发现需核实的问题", Told(f"{total:,}", (where,)), "个，其中", joined(kinds), "。",
                    generated=[bool(score["demonstration"])])  # fmt: skip


def _table(subject: Subject, period: Record, asked: dict[str, str], numbers: Numbers) -> Table | None:
    frame = subject.ask(quality_of_children, **asked, parent=subject.code, layer=subject.layer)
    frame = frame[frame["has_statistics"]].sort_values(["total", "area"], ascending=[False, True], na_position="last")
    rows: list[Any] = frame.to_dict("records")
    if not rows:
        return None
    columns = (
        Column("地区", 2.6), Column("等级", 0.8), Column("总分", 1.0, True),
        *(Column(words.removesuffix("抽查"), 1.0, True) for words in DIMENSIONS.values()),
        Column("硬规则", 1.0, True),
    )  # fmt: skip
    caption = f"{numbers.table()}　{period['period_label']}各{subject.layer_words}数据质量得分"
    if len(rows) > MOST_ROWS:
        caption += f"（前{MOST_ROWS // 2}名和后{MOST_ROWS // 2}名）"
        rows = [*rows[: MOST_ROWS // 2], *rows[-MOST_ROWS // 2 :]]
    generated = any(r["demonstration"] for r in rows)
    told = tuple(_row(subject, period, r) for r in rows)
    return Table("bulletin-quality", caption, "分、个", columns, told, Source("", "", generated), long=True)


def _row(subject: Subject, period: Record, row: Record) -> tuple[Cell, ...]:
    where = address(subject, period, row["area"])

    def cell(value: Any, text: str) -> Cell:
        return "—" if is_missing(value) else Told(text, (where,))

    scores = [cell(row[code], score_words(row[code])) for code in ("total", *DIMENSIONS)]
    hard = cell(row["total"], number(row["hard_failed"], 0))
    return (row["name"], row["grade"] if isinstance(row["grade"], str) else "—", *scores, hard)
