"""Take a batch out of future publications, or back in. Nothing is deleted: a marker file says so."""

from datetime import datetime

from data.loading import batches
from data.loading.batches import Batch, read_batches
from data.loading.lock import writer_lock
from data.loading.one_source import contested_rows, rivals
from data.loading.refusals import Refused, told_when_full
from data.loading.staging import scratch_database, scratch_folder
from data.settings import settings


def discard(number: int) -> Batch:
    """Set batch `number` aside; the next publication is made without it. Raises Refused."""
    with told_when_full(settings().data), writer_lock(f"停用批次{number}"):
        batch = _find(number)
        if batch.discarded:
            raise Refused(f"批次{number}（{batch.file_name}）已经停用，没有任何改动。")
        marker = batch.folder / batches.SET_ASIDE
        marker.write_text(f"{datetime.now():%Y-%m-%d %H:%M:%S}\n", encoding="utf-8")
        batches.flush_to_disk(marker)
    return batch


def restore(number: int) -> Batch:
    """Take batch `number` in again. Raises Refused where another source has reported its figures meanwhile."""
    with told_when_full(settings().data), writer_lock(f"恢复批次{number}"):
        batch = _find(number)
        if not batch.discarded:
            raise Refused(f"批次{number}（{batch.file_name}）没有停用，没有任何改动。")
        others = rivals(batch.manifest, read_batches())
        with scratch_folder() as folder, scratch_database(folder) as connection:
            connection.execute(
                "CREATE TEMP TABLE again AS SELECT * FROM read_parquet($rows)", {"rows": str(batch.rows)}
            )
            count, rejects = contested_rows(connection, "again", others, batch.manifest.content)
        if count:
            raise Refused(f"批次{number}不能恢复：{count}个数已有别的来源。例如{rejects[0].reason}")
        (batch.folder / batches.SET_ASIDE).unlink()
    return batch


def _find(number: int) -> Batch:
    present = read_batches(discarded=True)
    for batch in present:
        if batch.number == number:
            return batch
    listed = "、".join(str(batch.number) for batch in present) or "（没有）"
    raise Refused(f"没有批次{number}。现有批次：{listed}。")
