"""Observations as Parquet with typed columns; what the file is stands in its key-value metadata (`cockpit`)."""

import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from api.file_facts import FileFacts
from api.observation_columns import COLUMNS

KINDS = {
    "text": pa.string(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "integer": pa.int64(),
}
SCHEMA = pa.schema([pa.field(c.name, KINDS[c.kind], metadata={"description": c.words}) for c in COLUMNS])


def write_parquet(pages: Iterable[pd.DataFrame], facts: FileFacts, target: Path | str) -> None:
    """One row group per page; the facts are added when all rows were seen."""
    with pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        for page in pages:
            table = pa.Table.from_pandas(facts.read(page), schema=SCHEMA, preserve_index=False)
            writer.write_table(table)
        writer.add_key_value_metadata({"cockpit": json.dumps(facts.rows(), ensure_ascii=False)})
