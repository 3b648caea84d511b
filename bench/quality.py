"""(h) The quality rules over all facts of the current release: time and memory against one scan of the same facts."""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import data.publishing  # noqa: F401  (before data.quality.check, which it imports)
from bench.lines import Line
from data.loading.staging import Database, open_database
from data.quality.check import run_rules
from data.quality.judging import Outcome, judge_portion, judge_whole
from data.quality.rule import read_rules
from data.quality.work import Work
from data.schema import dim_rule, fact_check, fact_finding, fact_rule_use, fact_score
from data.settings import settings
from data.warehouse import current_version

STATISTICAL = ("series_gap", "area_coverage", "publication_lag", "change", "peer_outlier", "history_outlier",
               "copied_report", "swapped_breakdowns", "unit_shift", "digit_test")  # fmt: skip
MOST_SECONDS = 70.0  # of processor time, which is 35 s on two processors: statistical rules, 3.4 million observations
# The least that anything over all facts costs: read every number once and sum it by indicator and period.
FLOOR = """SELECT indicator_id, period_id, breakdown_id, count(*), sum(value), sum(numerator), sum(denominator),
    min(value), max(value), count(DISTINCT area_id), max(status) FROM fact_observation GROUP BY ALL"""


def measure() -> Iterator[Line]:
    """Every rule alone, then all of them with counts, findings and scores, on a copy of the current release."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as temporary:
        copy = Path(temporary) / "release.duckdb"
        shutil.copy(settings().releases / f"{current_version()}.duckdb", copy)
        yield from lines_of(copy, "", MOST_SECONDS)


def lines_of(release: Path, prefix: str, most: float | None) -> Iterator[Line]:
    """The lines of one release, which is changed."""
    floor, rules = _in_a_process("floor", release), _in_a_process("rules", release)
    size = f"{floor['observations'] / 1e6:,.1f} M observations"
    own = sum(seconds for code, (kind, seconds) in rules["rules"].items() if kind in STATISTICAL)
    unit = floor["seconds"]
    yield Line(f"h{prefix} one scan of all facts (the floor)", unit, "s", f"{size}, {floor['megabytes']:.0f} MB")
    for code, (kind, seconds) in sorted(rules["rules"].items(), key=lambda pair: -pair[1][1]):
        if seconds >= 0.05:
            yield Line(f"h{prefix}   {code} {kind}", seconds, "s", f"{seconds / unit:.0f} × the floor")
    yield Line(f"h{prefix} statistical rules together", own, "s", f"{own / unit:.0f} × the floor", most=most)
    whole = _in_a_process("whole", release)
    memory = f"{whole['megabytes'] / floor['megabytes']:.1f} × the floor's, limit {settings().load_memory}"
    yield Line(f"h{prefix} all rules, counts, findings and scores", whole["seconds"], "s",
               f"{whole['seconds'] / unit:.0f} × the floor; {whole['elapsed']:.0f} s by the clock")  # fmt: skip
    yield Line(f"h{prefix} peak memory of that", whole["megabytes"], "MB", memory)


def _in_a_process(task: str, release: Path) -> dict[str, Any]:
    """Peak memory is a process's own, so each task gets one."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.quality", task, str(release)], check=True, capture_output=True, text=True
    )
    return json.loads(told.stdout.splitlines()[-1])


def _task(task: str, release: Path) -> dict[str, Any]:
    connection = open_database(release, release.with_suffix(".spill"))
    start, clock = time.process_time(), time.perf_counter()
    told: dict[str, Any] = {}
    if task == "floor":
        connection.execute(FLOOR).fetchall()
        (told["observations"],) = connection.execute("SELECT count(*) FROM fact_observation").fetchone() or (0,)
    elif task == "rules":
        told["rules"] = _by_rule(connection)
    else:
        for table in (dim_rule, fact_check, fact_rule_use, fact_finding, fact_score):
            connection.execute(f"DELETE FROM {table.name}")
        run_rules(connection, lambda text: None)
    told |= {"seconds": time.process_time() - start, "elapsed": time.perf_counter() - clock}
    return told | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _by_rule(connection: Database) -> dict[str, tuple[str, float]]:
    """Processor seconds of every rule: kind and time by code."""
    ready, _ = read_rules()
    work = Work.of(connection)
    spent: dict[str, float] = defaultdict(float)

    def timed(judge: Any) -> None:
        for number, rule in enumerate(ready, 1):
            start = time.process_time()
            judge(work, {number: rule}, {number: Outcome()}, lambda: None)
            connection.execute("TRUNCATE judged")
            spent[rule.rule.code] += time.process_time() - start

    timed(judge_whole)
    for portion in work.portions():
        work.take(portion)
        timed(judge_portion)
    return {rule.rule.code: (rule.rule.kind, spent[rule.rule.code]) for rule in ready}


if __name__ == "__main__":
    print(json.dumps(_task(sys.argv[1], Path(sys.argv[2]))))
