"""Where the product keeps its things: read once from the environment, the same for every process."""

import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`data` holds batches, releases and boundaries; `warehouse_url` is `duckdb` (files under `data`) or a
    SQLAlchemy URL of PostgreSQL; the map credit is what the map's lower left says. `load_limit` is the largest input
    file in bytes, `load_memory` what DuckDB may take while loading and publishing, `lock_wait` the seconds that a
    second writer waits."""

    data: Path
    warehouse_url: str
    map_source: str
    map_approval: str
    load_limit: int = 4 * 1024**3
    load_memory: str = "1GB"
    lock_wait: float = 60.0
    state_url: str = ""  # SQLAlchemy URL of the state store: sqlite:///… or postgresql+psycopg://…
    smtp_url: str = field(default="", repr=False)  # smtp://, smtp+tls:// or smtps://user:password@host:port
    smtp_from: str = ""  # the sender's address
    delivery: Path | None = None  # folder below which snapshots are delivered
    public_url: str = ""  # https://host of the address that readers use; printed codes lead there

    @property
    def batches(self) -> Path:
        return self.data / "batches"

    @property
    def releases(self) -> Path:
        return self.data / "releases"

    @property
    def geo(self) -> Path:
        return self.data / "geo"

    @property
    def snapshots(self) -> Path:
        return self.data / "snapshots"

    @property
    def is_duckdb(self) -> bool:
        return self.warehouse_url == "duckdb"


@lru_cache
def settings() -> Settings:
    """The settings of this process, from `COCKPIT_DATA`, `COCKPIT_WAREHOUSE_URL`, `COCKPIT_MAP_SOURCE` and
    `COCKPIT_MAP_APPROVAL`, `COCKPIT_LOAD_LIMIT`, `COCKPIT_LOAD_MEMORY`, `COCKPIT_LOCK_WAIT`, `COCKPIT_STATE_URL`,
    `COCKPIT_PUBLIC_URL`, `COCKPIT_SMTP_URL`, `COCKPIT_SMTP_FROM` and `COCKPIT_DELIVERY`."""
    data = Path(os.environ.get("COCKPIT_DATA", ROOT / "var"))
    return Settings(
        data=data,
        warehouse_url=_with_driver(os.environ.get("COCKPIT_WAREHOUSE_URL", "duckdb")),
        map_source=os.environ.get("COCKPIT_MAP_SOURCE", "底图：天地图，数据2025-09"),
        map_approval=os.environ.get("COCKPIT_MAP_APPROVAL", "审图号GS（2024）0650号"),
        load_limit=int(os.environ.get("COCKPIT_LOAD_LIMIT", 4 * 1024**3)),
        load_memory=os.environ.get("COCKPIT_LOAD_MEMORY", "1GB"),
        lock_wait=float(os.environ.get("COCKPIT_LOCK_WAIT", 60)),
        state_url=_with_driver(os.environ.get("COCKPIT_STATE_URL") or f"sqlite:///{data.absolute() / 'state.sqlite'}"),
        smtp_url=os.environ.get("COCKPIT_SMTP_URL", ""),
        smtp_from=os.environ.get("COCKPIT_SMTP_FROM", ""),
        delivery=Path(found) if (found := os.environ.get("COCKPIT_DELIVERY")) else None,
        public_url=os.environ.get("COCKPIT_PUBLIC_URL", "").strip().rstrip("/"),
    )


def _with_driver(url: str) -> str:
    """SQLAlchemy 2.1 means psycopg 3 by `postgresql://`; say so explicitly."""
    return "postgresql+psycopg://" + url.removeprefix("postgresql://") if url.startswith("postgresql://") else url
