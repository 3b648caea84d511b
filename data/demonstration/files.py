"""Demonstration files: one Parquet file and its YAML for every group of indicators."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import yaml
from pyarrow import parquet

from data.demonstration.blocks import NOTES, STATUSES, Block
from data.demonstration.tree import Tree

ORGANISATION, FORM = "演示数据生成器", "监测指标年报"
CUT_OFF = date(2025, 12, 31)
ORIGIN = "与已公布的全国、分省数字和普查人口相衔接；其余数值均为随机生成。"
NUMBERS = ("value", "numerator", "denominator", "lower", "upper")


def write_files(
    target: Path, tree: Tree, blocks: Iterable[Block], groups: dict[str, str], group_names: dict[str, str]
) -> list[Path]:
    """Write every block into the file of its indicator's group; returns the Parquet files in order.

    groups: group by indicator; group_names: Chinese name by group. The same input gives the same bytes.
    """
    by_group: dict[str, list[pa.Table]] = defaultdict(list)
    for block in blocks:
        by_group[groups[block.code]].append(_table(tree, block))
    written = []
    for group in sorted(by_group):
        path = target / f"demonstration_{group}.parquet"
        table = pa.concat_tables(by_group[group]).unify_dictionaries()
        write_parquet(table, path)
        path.with_suffix(".yaml").write_text(about(group_names[group], FORM, CUT_OFF, ORIGIN), encoding="utf-8")
        written.append(path)
    return written


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table into a folder that need not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table, path, compression="zstd", use_dictionary=True)


def about(name: str, form: str, cut_off: date, note: str, **more: str) -> str:
    """The YAML of a demonstration file: what it is called, which form, how far it reaches, and that it is invented."""
    entries = {
        "source": f"演示数据（{name}）：由程序生成，用于展示功能，不是统计数字",
        "organisation": ORGANISATION,
        "form": form,
        "cut_off": cut_off,
        "demonstration": True,
        "verified": False,
        "classification": "public",
        "note": note,
    } | more
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=200)


def _table(tree: Tree, block: Block) -> pa.Table:
    """The wanted cells of a block as rows, period by period."""
    rows, columns = block.wanted.shape
    keep = np.flatnonzero(block.wanted.T.ravel())
    areas = np.tile(np.arange(rows, dtype=np.int32), columns)[keep]
    periods = np.repeat(np.arange(columns, dtype=np.int32), rows)[keep]
    status = block.status.T.ravel()[keep].astype(np.int32)
    said = status > 0  # final needs no word
    said_from = STATUSES.index(next(iter(NOTES)))  # the last statuses have a note, in the same order
    cells = {
        "indicator": _words(np.zeros(len(keep), dtype=np.int32), [block.code]),
        "area": _words(areas, [str(code) for code in tree.codes[block.areas]]),
        "period": _words(periods, block.periods),
        "breakdown": _words(np.zeros(len(keep), dtype=np.int32), [block.breakdown]),
        "status": _words(status, list(STATUSES), said),
        "note": _words(np.maximum(status - said_from, 0), list(NOTES.values()), status >= said_from),
    }
    for name in NUMBERS:
        part = getattr(block, name)
        values = np.full(len(keep), np.nan) if part is None else part.T.ravel()[keep]
        cells[name] = pa.array(values, type=pa.float64(), from_pandas=True)
    return pa.table(cells)


def _words(places: np.ndarray, words: list[str], given: np.ndarray | None = None) -> pa.DictionaryArray:
    """Words by their places. No word may come twice: Parquet then leaves bytes of its dictionary page unset, and the
    file is another one each time."""
    mask = None if given is None else ~given
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=mask), pa.array(words, type=pa.string()))
