"""(i) Known errors planted in the demonstration figures: how many the rules find, and what they flag of clean values.

The errors are those of tests/data/quality/fault_kinds.py. Rules were tuned on seed 1; other seeds are measured.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.lines import Line
from bench.quality import STATISTICAL
from data.loading.staging import open_database
from data.settings import settings
from data.warehouse import current_version

SEEDS, EACH = (2, 3), 400
LEAST = dict.fromkeys(
    (
        "broken_relation",
        "broken_sum",
        "broken_total",
        "missing_value",
        "missing_report",
        "late_report",
        "missing_submission",
        "repeated_records",
    ),
    0.95,
)
LEAST |= {"factor_10": 0.8, "factor_100": 0.8}
sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "data" / "quality"))


def measure() -> Iterator[Line]:
    from fault_recall import measure as planted

    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as temporary:
        for seed in SEEDS:
            folder = Path(temporary) / str(seed)
            folder.mkdir()
            copy = folder / "release.duckdb"
            shutil.copy(settings().releases / f"{current_version()}.duckdb", copy)
            connection = open_database(copy, folder / "spill")
            by_fault, by_rule = planted(connection, folder, seed, EACH)
            connection.close()
            for row in by_fault.itertuples():
                detail = f"{row.planted} planted, {row.refused} refused at the door, {row.caught_by_any} by any rule"
                least, words = LEAST.get(row.fault), f"i seed {seed} {row.fault} ({row.rules})"
                if row.landed:
                    yield Line(words, 100 * row.caught / row.landed, "%", detail, least=least and 100 * least)
                else:
                    yield Line(f"i seed {seed} {row.fault} (refused at the door)", 100.0, "%", detail)
            for row in by_rule[by_rule["kind"].isin(STATISTICAL) | (by_rule["new_findings"] > 0)].itertuples():
                share = 100 * row.new_findings / max(row.checked, 1)
                detail = f"{row.new_findings} of {row.checked:,}; {row.clean_findings} in the clean figures"
                yield Line(f"i seed {seed} {row.rule} flags of clean values", share, "%", detail, most=1)
