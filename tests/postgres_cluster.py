"""A PostgreSQL server of the test run's own: started from the installed binaries, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing in it must survive a crash of the machine; flushing to disk would double the time of the tests.
SETTINGS = ("fsync=off", "full_page_writes=off", "shared_buffers=256MB", "max_connections=50", "max_wal_size=2GB")


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """The SQLAlchemy URL of an empty server on 127.0.0.1, or of the one that COCKPIT_TEST_POSTGRES names."""
    if given := os.environ.get("COCKPIT_TEST_POSTGRES"):
        yield given
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="cockpit-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    _run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} " + " ".join(f"-c {setting}" for setting in SETTINGS)
    _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    elsewhere = shutil.which("initdb")
    if not found and elsewhere is None:
        raise RuntimeError(
            "No PostgreSQL server is installed. Run script/test, which installs it (on Debian the package postgresql),"
            " or name a running one: COCKPIT_TEST_POSTGRES=postgresql+psycopg://user@host/database"
        )
    return found[-1].parent if found else Path(str(elsewhere)).resolve().parent


def _run(*command: object) -> None:
    """As the user postgres where the tests run as root, which the server refuses."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    with tempfile.TemporaryFile() as said:  # not a pipe: the server would inherit it and keep it open
        if subprocess.run(words, stdout=said, stderr=subprocess.STDOUT, cwd="/", check=False).returncode:
            said.seek(0)
            raise RuntimeError(f"{words[-1]}: {said.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
