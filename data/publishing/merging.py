"""Merge accepted batches into the facts of a release: the latest revision of every key is current, earlier ones kept.

Demonstration data never replace a real figure, whenever they come; otherwise the later received batch wins.
Indicators are merged a few at a time, so that memory stays within its limit at any size, and in the order of their
ids, so that DuckDB's zone maps skip what a question does not ask for.
"""

from collections.abc import Callable, Iterator

from data.loading.batches import Batch
from data.loading.refusals import Refused
from data.loading.staging import Database
from data.publishing.rolling_up import prepare_roll_up, roll_up

ROWS_AT_ONCE = 4_000_000
_KEY = "indicator_id, period_id, breakdown_id, area_id"
_CARRIED = "numerator, denominator, value, lower, upper, status, batch_id, row_number, note"


def merge_batches(
    connection: Database, batches: list[Batch], ids: dict[str, int], progress: Callable[[str], None]
) -> int:
    """Fill fact_observation and fact_revision. Returns how many rows were rolled up from their parts."""
    _check_known(batches, ids)
    prepare_roll_up(connection)
    rolled = done = 0
    total = sum(batch.row_count for batch in batches if batch.indicators)
    for codes in _portions(batches, ids):
        done += _gather(connection, batches, codes, ids)
        rolled += roll_up(connection)
        connection.execute(
            f"INSERT INTO fact_observation ({_KEY}, {_CARRIED}) SELECT {_KEY}, {_CARRIED} FROM merged"
            f" WHERE revision = revisions ORDER BY {_KEY}"
        )
        connection.execute(
            f"INSERT INTO fact_revision ({_KEY}, revision, {_CARRIED}) SELECT {_KEY}, revision, {_CARRIED} FROM merged"
            f" WHERE revision < revisions ORDER BY {_KEY}, revision"
        )
        progress(f"合并{done:,}／{total:,}行")
    connection.execute("DROP TABLE IF EXISTS merged")
    _in_order_of_area(connection)
    return rolled


def _in_order_of_area(connection: Database) -> None:
    """Fill fact_annual: the yearly rows (kind 0 in the key of a period) as profiles and trends read them."""
    connection.execute(
        f"INSERT INTO fact_annual ({_KEY}, {_CARRIED}) SELECT {_KEY}, {_CARRIED} FROM fact_observation"
        " WHERE (period_id // 1000) % 100 = 0 ORDER BY area_id, indicator_id, breakdown_id, period_id"
    )


def _check_known(batches: list[Batch], ids: dict[str, int]) -> None:
    for batch in batches:
        if unknown := [code for code in batch.indicators if code not in ids]:
            raise Refused(
                f"批次{batch.number}（{batch.file_name}）用到的指标 {'、'.join(unknown)} 已没有定义。"
                f"请恢复 data/indicators/ 中的定义，或运行 script/cockpit discard {batch.number} 停用该批次。"
            )


def _portions(batches: list[Batch], ids: dict[str, int]) -> Iterator[list[str]]:
    """Codes in the order of their ids, as many at a time as have ROWS_AT_ONCE rows together."""
    counts = {code: sum(batch.indicators.get(code, 0) for batch in batches) for code in ids}
    portion: list[str] = []
    for code in sorted((code for code in ids if counts[code]), key=lambda code: ids[code]):
        if portion and sum(counts[c] for c in portion) + counts[code] > ROWS_AT_ONCE:
            yield portion
            portion = []
        portion.append(code)
    if portion:
        yield portion


def _gather(connection: Database, batches: list[Batch], codes: list[str], ids: dict[str, int]) -> int:
    """The table `merged`: all rows of these indicators, numbered by revision. Returns their number."""
    having = sorted((b for b in batches if set(codes) & set(b.indicators)), key=lambda batch: batch.order)
    shared = any(sum(code in b.indicators for b in having) > 1 for code in codes)
    over = f"OVER (PARTITION BY {_KEY}" if shared else ""
    revision = f"row_number() {over} ORDER BY precedence)" if shared else "1"
    revisions = f"count(*) {over})" if shared else "1"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE merged AS
        SELECT {_KEY}, {_CARRIED}, {revision} AS revision, {revisions} AS revisions FROM (
            SELECT i.indicator_id, o.period_id, o.breakdown_id, o.area_id, o.numerator, o.denominator, o.value,
                   o.lower, o.upper, o.status, b.batch_id, o.row_number, o.note, b.precedence
            FROM read_parquet($files, filename=true) o
            JOIN (SELECT unnest($files) AS filename, unnest($numbers) AS batch_id, unnest($places) AS precedence) b
                ON o.filename = b.filename
            JOIN (SELECT unnest($codes) AS code, unnest($ids) AS indicator_id) i ON o.indicator = i.code
            WHERE o.indicator IN (SELECT unnest($codes)))""",
        {
            "files": [str(b.rows) for b in having],
            "numbers": [b.number for b in having],
            "places": list(range(len(having))),
            "codes": codes,
            "ids": [ids[code] for code in codes],
        },
    )
    return sum(batch.indicators.get(code, 0) for batch in having for code in codes)
