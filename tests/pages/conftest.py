"""One small release for the tests of 指标监测 and 数据目录: published once, read by all of them."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data import settings as settings_module
from data import warehouse as warehouse_module
from data.loading import load_files
from data.publishing import publish
from queries import ask

NATION = {"2016": 76.5, "2017": 76.7, "2018": 77.0, "2022": 78.3, "2023": 78.6, "2024": 79.0}
PROVINCES = {"110000": 83.0, "310000": 84.0, "510000": 78.0, "540000": 73.0}
COLUMNS = ("indicator", "area", "period", "breakdown", "value", "lower", "upper", "status")


INVENTED = str(Path(__file__).resolve().parents[1] / "queries")
if INVENTED not in sys.path:
    sys.path.append(INVENTED)  # the invented world is theirs; last, because folders have modules of one name


def row(indicator: str, area: str, period: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"indicator": indicator, "area": area, "period": period, "value": value} | more


def _files() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Name → what the YAML says besides the usual, and rows. Sources are invented, values partly published ones."""
    bulletin = [row("LE", "100000", period, value) for period, value in NATION.items()]
    bulletin += [row("IMR", "100000", "2024", 4.0, breakdown=b) for b in ("all", "urban")]
    bulletin += [row("IMR", "100000", "2024", 5.1, breakdown="rural"), row("PHY", "100000", "2020", 2.9)]
    bulletin += [row("POP", "510000", "2020", 83674866), row("POP", "100000", "2020", 1409778724)]
    quoted = [row("SMK", "100000", "2020", 25.8), row("SMK", "100000", "2022", 24.1)]
    made = [row("LE", area, "2024", value) for area, value in PROVINCES.items()]
    made += [row("LE", "510000", "2017", 76.0), row("LE", "440000", "2024", "", status="missing")]
    made += [row("LE", "510100", "2024", 80.0, lower=79.5, upper=80.5), row("LE", "510104", "2024", 81.0)]
    made += [row("PHY", "100000", "2021", 3.1)]
    corrected = [row("LE", "100000", "2016", 76.4)]  # an earlier edition of the bulletin
    return {
        "early.csv": (
            "form: 公报\nsource: 《统计公报（初版）》\nreceived: 2025-01-01\ndemonstration: false",
            corrected,
        ),
        "bulletin.csv": ("form: 公报\nsource: 《统计公报》\nreceived: 2025-06-01\ndemonstration: false", bulletin),
        "quoted.csv": ("form: 转引\nsource: 转引数字\nverified: false\ndemonstration: false", quoted),
        "made.csv": ("form: 演示\nsource: 程序生成的演示数据\ndemonstration: true", made),
    }


def _forget() -> None:
    settings_module.settings.cache_clear()
    warehouse_module.close_engines()
    ask.forget()


@pytest.fixture(scope="session")
def monitored_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data, inputs = tmp_path_factory.mktemp("monitored"), tmp_path_factory.mktemp("inputs")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COCKPIT_DATA", str(data))
        environment.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
        settings_module.settings.cache_clear()
        for name, (about, rows) in _files().items():
            with (inputs / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(rows)
            said = f"{about}\norganisation: 检验机构\ncut_off: 2024-12-31\n"
            (inputs / name).with_suffix(".yaml").write_text(said, encoding="utf-8")
            load_files([inputs / name])
        publish()
    settings_module.settings.cache_clear()
    return data


@pytest.fixture
def monitored(monitored_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The version of that release, being read."""
    import app  # noqa: F401  (pages register with it)

    monkeypatch.setenv("COCKPIT_DATA", str(monitored_data))
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
    _forget()
    yield (monitored_data / "releases" / "CURRENT").read_text(encoding="utf-8").strip()
    _forget()


@pytest.fixture(scope="session")
def invented_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose release is the invented world (`tests/queries/invented.py`), quality and all."""
    from invented import fill
    from sqlalchemy import create_engine

    data = tmp_path_factory.mktemp("invented_release")
    (data / "releases").mkdir()
    engine = create_engine(f"duckdb:///{data / 'releases' / '2026.11.1.duckdb'}")
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    (data / "releases" / "CURRENT").write_text("2026.11.1", encoding="utf-8")
    return data


@pytest.fixture
def invented_release(invented_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The version of that release, being read, with a state store of this test's own."""
    import app  # noqa: F401  (pages register with it)

    monkeypatch.setenv("COCKPIT_DATA", str(invented_data))
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
    monkeypatch.setenv("COCKPIT_STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    _forget()
    yield "2026.11.1"
    _forget()
