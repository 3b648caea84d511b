"""The tidy columns that every export has, in their order: the interface, CSV, XLSX, Parquet and the command line."""

from typing import NamedTuple

import pandas as pd

from queries.view_of import Record


class Column(NamedTuple):
    name: str
    kind: str  # text number boolean date integer
    words: str  # what it is, for the reader of the file


COLUMNS = (
    Column("indicator", "text", "指标代码"),
    Column("indicator_name", "text", "指标名称"),
    Column("area", "text", "行政区划代码（6位）"),
    Column("area_name", "text", "地区名称"),
    Column("period", "text", "时期"),
    Column("breakdown", "text", "人群分组代码，all为合计"),
    Column("value", "number", "数值；没有数值时为空，原因见status"),
    Column("unit", "text", "计量单位"),
    Column("numerator", "number", "分子"),
    Column("denominator", "number", "分母"),
    Column("lower", "number", "95%置信区间下限"),
    Column("upper", "number", "95%置信区间上限"),
    Column(
        "status",
        "text",
        "final最终、preliminary初步、estimated推算、missing无数据、not_applicable不适用、suppressed已抑制、withheld存疑未显示",
    ),
    Column("mark", "text", "演示数据：由程序生成，不得引用；待核验：尚未与出版物核对"),
    Column("quality", "text", "数据质量存疑时为未通过的规则代码（或D级），否则为空；详见/quality"),
    Column("source", "text", "数据来源"),
    Column("organisation", "text", "报送单位"),
    Column("cut_off", "date", "数据截止日期"),
    Column("note", "text", "备注"),
    Column("demonstration", "boolean", "是否演示数据"),
    Column("verified", "boolean", "是否已与出版物核对"),
    Column("batch_id", "integer", "批次号"),
    Column("row_number", "integer", "批次中的行号"),
    Column("data_version", "text", "数据版本"),
)
NAMES = [column.name for column in COLUMNS]
TEXTS = [column.name for column in COLUMNS if column.kind == "text"]


def tidy(found: pd.DataFrame, *, version: str, indicators: dict[str, Record]) -> pd.DataFrame:
    """The answer of `queries.observations` with `quality` (`api.quality_column`) and the columns above: names, the mark
    and the version are added."""
    marks = [
        "；".join(word for word, said in (("演示数据", made_up), ("待核验", not checked)) if said)
        for made_up, checked in zip(found["demonstration"], found["verified"], strict=True)
    ]
    names = {code: record["name"] for code, record in indicators.items()}
    whole = found.assign(indicator_name=found["indicator"].map(names), mark=marks, data_version=version)
    return whole[NAMES]
