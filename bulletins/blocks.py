"""What a bulletin consists of: plain values that a page prints and a document writer writes, the same for both."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SHEET_WIDTH, HALF_WIDTH = 590, 290  # px of figures: of the text block, and beside each other
NONE, SOME, ALL = range(3)  # of the figures behind a sentence: how many are demonstration data


@dataclass(frozen=True)
class Told:
    """A number in a sentence as it reads, and the passports of the figures that it is or was reckoned from.

    One address: the number itself; several: a difference, a count, a highest of many.
    """

    text: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """Title, the area and period beneath, and lines of facts (name, words)."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    demonstration: bool


@dataclass(frozen=True)
class Contents:
    """Where the table of contents stands; its entries are the headings of levels 1 and 2."""

    title: str = "目录"


@dataclass(frozen=True)
class Heading:
    """Of level 1 (一、) or 2 （一）; `id` is unique in the bulletin."""

    text: str
    level: int
    id: str


@dataclass(frozen=True)
class Sentence:
    """`parts` are words and numbers. It goes on in the paragraph of the sentence before unless it `begins` one; a
    `small` one stands alone beneath a figure, in the type of notes. `demonstration` says whether it rests on
    demonstration figures: `NONE`, `SOME` or `ALL` of them are."""

    parts: tuple[str | Told, ...]
    demonstration: int = 0
    begins: bool = False
    small: bool = False

    @property
    def text(self) -> str:
        return "".join(p.text if isinstance(p, Told) else p for p in self.parts)

    @property
    def figures(self) -> tuple[str, ...]:
        """Passports of every figure that the sentence rests on, each once."""
        return tuple(dict.fromkeys(a for p in self.parts if isinstance(p, Told) for a in p.figures))


@dataclass(frozen=True)
class Source:
    """Where the figures of a picture or a table come from. `of` says of what, where a figure and a table share the
    line; a
    picture whose sources stand beneath another block is `told_below`."""

    source: str = ""
    cut_off: str = ""
    demonstration: bool = False
    verified: bool = True
    of: str = ""
    told_below: bool = False

    @property
    def words(self) -> str:
        """The line beneath; empty where there is nothing to tell."""
        facts = [f"来源：{self.source}" if self.source else "", f"数据截止：{self.cut_off}" if self.cut_off else ""]
        told = "　".join(f for f in facts if f) + ("" if self.verified else "　待核验")
        return "" if self.told_below or not told.strip() else self.of + told.strip()


@dataclass(frozen=True)
class Figure:
    """A chart: `figure` is a plotly dict, `words` say what it shows; px, of which the sheet has 590 (156 mm).
    `indicator` is the code of the one that it shows."""

    id: str
    caption: str
    unit: str
    figure: dict[str, Any]
    height: int
    words: str
    source: Source
    width: int = SHEET_WIDTH
    indicator: str = ""


@dataclass(frozen=True)
class Beside:
    """Two small figures beside each other, with one line of sources beneath."""

    figures: tuple[Figure, Figure]
    source: Source


@dataclass(frozen=True)
class MapFigure:
    """A map with its legend: (words, colour, number of areas) from the lowest class, and the credit of the map. A map
    narrower than the sheet has its legend at the right, else beneath."""

    id: str
    caption: str
    unit: str
    figure: dict[str, Any]
    height: int
    words: str
    source: Source
    legend: tuple[tuple[str, str, int], ...]
    legend_title: str
    credit: str
    width: int = SHEET_WIDTH


@dataclass(frozen=True)
class Column:
    """`width` is a share of the table; numbers stand at the right."""

    name: str
    width: float = 1.0
    number: bool = False


Cell = str | Told


@dataclass(frozen=True)
class Table:
    """A three-line table. A row may begin with `GROUP`: its second cell is then a heading across the table."""

    id: str
    caption: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: Source = field(default_factory=Source)
    long: bool = False  # may run over several pages


@dataclass(frozen=True)
class Note:
    """A small line beneath a table, or a rule of the bulletin."""

    text: str


@dataclass(frozen=True)
class Definition:
    """What an indicator means; `verified` is False where the definition was not checked against a publication."""

    name: str
    text: str
    verified: bool = True


Block = Cover | Contents | Heading | Sentence | Figure | Beside | MapFigure | Table | Note | Definition


@dataclass(frozen=True)
class Bulletin:
    """`facts` are what every page of paper carries; `notices` what of the address could not be followed."""

    title: str
    area: str
    period: str
    version: str
    blocks: tuple[Block, ...]
    source: str
    cut_off: str
    basis: str
    demonstration: bool
    notices: tuple[str, ...] = ()

    def headings(self) -> Iterator[Heading]:
        """What the table of contents lists."""
        return (block for block in self.blocks if isinstance(block, Heading) and block.level < 3)

    def figures(self) -> Iterator[Figure | MapFigure]:
        """Every chart and map, in the order of their numbers."""
        for block in self.blocks:
            if isinstance(block, Beside):
                yield from block.figures
            elif isinstance(block, Figure | MapFigure):
                yield block
