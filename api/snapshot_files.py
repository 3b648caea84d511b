"""`/snapshots/…`: the files of a run and the pictures of its failures, for who may see what they were made of."""

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, send_file

from access.current import current_viewer
from api.problems import Problem, handle
from data.settings import settings
from state.snapshot_history import Run, run
from state.snapshot_jobs import Job
from state.snapshot_orders import file_name
from state.store import StateError

TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
blueprint = Blueprint("snapshots", __name__, url_prefix="/snapshots")
handle(blueprint)
IN_MEMORY = 8 * 1024 * 1024  # of an archive; a larger one is written to disk while it is sent


@blueprint.get("/<path:_>")
def elsewhere(_: str) -> Response:
    """Or the page router would answer a wrong address with a page."""
    raise _gone()


@blueprint.get("/<int:run_id>/files/<int:number>")
def snapshot_file(run_id: int, number: int) -> Response:
    """File `number` of a run, from 1, as the history lists them."""
    found, _ = _seen(run_id)
    file = _listed(found.files, number)
    return _sent(run_id, file["name"], tag=file["sha256"], attached=True)


@blueprint.get("/<int:run_id>/files.zip")
def snapshot_files(run_id: int) -> Response:
    """All files of a run in one, packed without compression: they are compressed already."""
    found, job = _seen(run_id)
    if not found.files:
        raise _gone()
    archive = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for file in found.files:
            packed.write(_there(run_id, file["name"]), file["name"])
    archive.seek(0)
    name = f"{file_name(job.order.name)}_{found.due:%Y%m%d-%H%M}.zip"
    answer = send_file(archive, "application/zip", as_attachment=True, download_name=name)
    return _private(answer)


@blueprint.get("/<int:run_id>/pictures/<int:number>")
def snapshot_picture(run_id: int, number: int) -> Response:
    """The page as it stood when problem `number` of the run stopped it."""
    found, _ = _seen(run_id)
    picture = _listed(found.problems, number)["picture"]
    if not picture:
        raise _gone()
    return _sent(run_id, picture, tag=f"{run_id}-{found.attempt}-{number}", attached=False)


def _seen(run_id: int) -> tuple[Run, Job]:
    """A run of another scope is not there, as far as this viewer can tell. Raises Problem."""
    try:
        found = run(run_id, current_viewer())
    except StateError as error:
        raise Problem(503, "state-unavailable", "状态库不可用", str(error)) from error
    if found is None:
        raise _gone()
    return found


def _listed(rows: tuple[dict[str, Any], ...], number: int) -> dict[str, Any]:
    if not 1 <= number <= len(rows):
        raise _gone()
    return rows[number - 1]


def _sent(run_id: int, name: str, *, tag: str, attached: bool) -> Response:
    path = _there(run_id, name)
    kind = TYPES.get(path.suffix, "application/octet-stream")
    answer = send_file(path, kind, as_attachment=attached, download_name=name, etag=tag)
    return _private(answer)


def _there(run_id: int, name: str) -> Path:
    """Where the file is; names come from the state store, and are still held to be names. Raises Problem."""
    path = settings().snapshots / str(run_id) / Path(name).name
    if not path.is_file():
        raise _gone()
    return path.resolve()


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.update(["Cookie"])
    return answer


def _gone() -> Problem:
    detail = "没有这个文件：可能已过保留期被清理，任务已被删除，或不在您的查看范围内。请在“报告与快照”中重新生成。"
    return Problem(404, "no-such-file", "没有这个文件", detail)
