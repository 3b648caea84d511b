"""一数一源: one figure has one source. A key that another organisation or form reported is refused, not overwritten.

The same holds for submissions: one register says when a form of an area came in.
"""

from data.areas import read_areas
from data.breakdowns import BREAKDOWNS
from data.loading.batches import Batch
from data.loading.checking import KEY, REJECTS_KEPT
from data.loading.manifest import Manifest
from data.loading.refusals import Reject
from data.loading.staging import Database

_BREAKDOWN = {b.id: b.code for b in BREAKDOWNS}
_KEYS = {"observations": KEY, "submissions": "form, area_id, period_id, organisation"}


def rivals(manifest: Manifest, batches: list[Batch]) -> list[Batch]:
    """Real batches of another organisation or form. Demonstration data rival nobody: a real figure always stands."""
    if manifest.demonstration:
        return []
    own = (manifest.organisation, manifest.form)
    real = [b for b in batches if not b.manifest.demonstration and b.manifest.content == manifest.content]
    return [b for b in real if (b.manifest.organisation, b.manifest.form) != own]


def contested_rows(
    connection: Database, table: str, rivals: list[Batch], content: str = "observations"
) -> tuple[int, list[Reject]]:
    """Rows of `table` (the key, row_number) that a rival already reported, each naming the rival."""
    key = _KEYS[content]
    names = key.split(", ")
    codes = {code for (code,) in connection.execute(f"SELECT DISTINCT {names[0]} FROM {table}").fetchall()}
    by_file = {str(batch.rows): batch for batch in rivals if codes & set(batch.subjects)}
    if not by_file:
        return 0, []
    rows = connection.execute(
        f"""SELECT t.row_number, o.filename, {", ".join(f"t.{name}" for name in names)}
        FROM {table} t JOIN read_parquet($files, filename=true) o USING ({key}) ORDER BY t.row_number""",
        {"files": list(by_file)},
    ).fetchmany(REJECTS_KEPT)
    rejects = []
    for row, file, subject, area, _period, part in rows:
        batch = by_file[file]
        rejects.append(
            Reject(
                row,
                names[0],
                f"{subject},{area:06},{_BREAKDOWN.get(part, part)}",
                f"一数一源：{read_areas()[f'{area:06}'].name}的这个数已由批次{batch.number}（{batch.file_name}，"
                f"{batch.manifest.organisation}《{batch.manifest.form}》）上报。要改用本文件，先运行 "
                f"script/cockpit discard {batch.number}，或删去这些行",
            )
        )
    return len(rejects), rejects
