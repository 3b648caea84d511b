"""一数一源: one figure has one source. A key that another organisation or form reported is refused, not overwritten."""

from data.areas import read_areas
from data.breakdowns import BREAKDOWNS
from data.loading.batches import Batch
from data.loading.checking import KEY, REJECTS_KEPT
from data.loading.manifest import Manifest
from data.loading.refusals import Reject
from data.loading.staging import Database

_BREAKDOWN = {b.id: b.code for b in BREAKDOWNS}


def rivals(manifest: Manifest, batches: list[Batch]) -> list[Batch]:
    """Real batches of another organisation or form. Demonstration data rival nobody: a real figure always stands."""
    if manifest.demonstration:
        return []
    own = (manifest.organisation, manifest.form)
    return [b for b in batches if not b.manifest.demonstration and (b.manifest.organisation, b.manifest.form) != own]


def contested_rows(connection: Database, table: str, rivals: list[Batch]) -> tuple[int, list[Reject]]:
    """Rows of `table` (the key, row_number) that a rival already reported, each naming the rival."""
    codes = {code for (code,) in connection.execute(f"SELECT DISTINCT indicator FROM {table}").fetchall()}
    by_file = {str(batch.rows): batch for batch in rivals if codes & set(batch.indicators)}
    if not by_file:
        return 0, []
    rows = connection.execute(
        f"""SELECT t.row_number, o.filename, {", ".join(f"t.{name}" for name in KEY.split(", "))}
        FROM {table} t JOIN read_parquet($files, filename=true) o USING ({KEY}) ORDER BY t.row_number""",
        {"files": list(by_file)},
    ).fetchmany(REJECTS_KEPT)
    rejects = []
    for row, file, indicator, area, _period, breakdown in rows:
        batch = by_file[file]
        rejects.append(
            Reject(
                row,
                "indicator",
                f"{indicator},{area:06},{_BREAKDOWN[breakdown]}",
                f"一数一源：{read_areas()[f'{area:06}'].name}的这个数已由批次{batch.number}（{batch.file_name}，"
                f"{batch.manifest.organisation}《{batch.manifest.form}》）上报。要改用本文件，先运行 "
                f"script/cockpit discard {batch.number}，或删去这些行",
            )
        )
    return len(rejects), rejects
