"""校验码查验: after publications the page says which numbers changed, with the right old and new ones.

The truth is the published file of life expectancy by province, read here as text; two of its values are misprinted in
the first version.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from layouts import by_class, of_kind, rows, words

from access.viewer import Viewer
from data import settings as settings_module
from data import warehouse as warehouse_module
from data.loading import load_files
from data.publishing import publish
from queries import ask, fingerprint
from state import store

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "reference" / "life_expectancy_2020_provinces.csv"
MISPRINTED = {"510000": "77.97", "540000": "71.29"}
VIEW = "/indicators?indicator=LE&period=2020"


def published() -> dict[str, str]:
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        return {r["area"]: r["value"] for r in csv.DictReader(file) if r["period"] == "2020" and r["indicator"] == "LE"}


def _write(folder: Path, name: str, values: dict[str, str], indicator: str = "LE", period: str = "2020") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["indicator,area,period,value,status"]
    lines += [f"{indicator},{area},{period},{v},{'' if v else 'missing'}" for area, v in values.items()]
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    about = (
        "source: 《检验用数据》\norganisation: 检验机构\nform: 检验报表\ncut_off: 2025-12-31\ndemonstration: false\n"
    )
    (folder / f"{name}.yaml").write_text(about, encoding="utf-8")
    return folder / f"{name}.csv"


def _forget() -> None:
    settings_module.settings.cache_clear()
    warehouse_module.close_engines()
    store.close_engines()
    ask.forget()
    sys.modules["api.issued_address"].forget()
    sys.modules["api.codes"].forget()


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A data directory with its versions by name: misprint, other (another indicator came), newer (another year
    came), corrected, withdrawn (a value is no longer given)."""
    data, inputs = tmp_path_factory.mktemp("verified"), tmp_path_factory.mktemp("verified_inputs")
    truth = published()
    steps = {
        "misprint": (truth | MISPRINTED, "LE", "2020"),
        "other": ({"510000": "5.1"}, "IMR", "2020"),
        "newer": ({"100000": "78.2", "510000": "78.0"}, "LE", "2021"),
        "corrected": (truth, "LE", "2020"),
        "withdrawn": ({"510000": ""}, "LE", "2020"),
    }
    found = {}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COCKPIT_DATA", str(data))
        environment.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
        _forget()
        for name, (values, indicator, period) in steps.items():
            load_files([_write(inputs, name, values, indicator, period)])
            found[name] = publish().version
            release = data / "releases" / f"{found[name]}.duckdb"
            (data / f"{name}.duckdb").hardlink_to(release)  # only the latest few are kept
    _forget()
    return data, found


@pytest.fixture
def at(
    versions: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., dict[str, str]]]:
    """`at("corrected", kept=("misprint",))`: readers see that version, and these can still be read."""
    data, found = versions
    place = tmp_path / "var"
    monkeypatch.setenv("COCKPIT_DATA", str(place))
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
    monkeypatch.delenv("COCKPIT_STATE_URL", raising=False)

    def point(current: str, *, kept: tuple[str, ...] = ()) -> dict[str, str]:
        _forget()
        releases = place / "releases"
        releases.mkdir(parents=True, exist_ok=True)
        for old in releases.glob("*.duckdb"):
            old.unlink()
        for name in {current, *kept}:
            (releases / f"{found[name]}.duckdb").symlink_to(data / f"{name}.duckdb")
        (releases / "CURRENT").write_text(found[current], encoding="utf-8")
        return found

    yield point
    monkeypatch.undo()
    _forget()


@pytest.fixture
def client() -> FlaskClient:
    from app import server

    return server.test_client()


@pytest.fixture
def issue(at: Callable, client: FlaskClient) -> Callable[..., str]:
    """`issue()` registers the view at the misprinted version and returns its code."""

    def issue_one(address: str = VIEW) -> str:
        at("misprint")
        answer = client.post("/api/v1/codes", json={"address": address, "surface": "svg"})
        assert answer.status_code == 200, answer.json
        return str((answer.json or {})["code"])

    return issue_one


def page_of(code: Any) -> Any:
    return sys.modules["pages.verify"].layout(code=code)


def verdict(page: Any) -> str:
    return next(p.to_plotly_json()["props"]["data-verdict"] for p in by_class(page, "hc-verdict"))


def listed(page: Any) -> list[tuple[str, ...]]:
    """Area, indicator, period, old, new of every row of the table of changes."""
    tables = by_class(page, "hc-verify-changes")
    return [tuple(cells[:5]) for cells in rows(tables[0])] if tables else []


def test_the_same_version_is_the_same(issue: Callable[..., str]):
    page = page_of(issue())
    assert verdict(page) == "same"
    assert listed(page) == []
    (frame,) = of_kind(page, "Iframe")
    assert frame.src.startswith("/indicators?indicator=LE&period=2020&v=")
    assert frame.title


def test_a_picture_of_a_figure_says_which_and_what_is_compared(issue: Callable[..., str]):
    page = page_of(issue(VIEW + "#indicators-ranking"))
    said = " ".join(words(page).split())
    assert verdict(page) == "same" and "全国各省排序" in said and "不只这张图" in said
    (frame,) = of_kind(page, "Iframe")
    assert re.search(r"&v=[\d.]+$", frame.src)  # a fragment would scroll the page around it
    assert "不只这张图" not in words(page_of(issue()))


def test_a_correction_is_told_with_old_and_new_values(issue: Callable[..., str], at: Callable):
    code = issue()
    found = at("corrected", kept=("misprint",))
    page = page_of(code)
    truth = published()
    assert verdict(page) == "changed"
    assert sorted(listed(page)) == sorted(
        [
            ("四川省", "人均预期寿命（岁）", "2020年", "77.97", truth["510000"]),
            ("西藏自治区", "人均预期寿命（岁）", "2020年", "71.29", truth["540000"]),
        ]
    )
    said = words(page)
    assert "有2个已与现在不同" in said
    assert f"数据版本 {found['misprint']}" in said and found["corrected"] in said
    assert "仍可查看" in said


def test_another_indicator_changes_nothing(issue: Callable[..., str], at: Callable):
    code = issue()
    at("other", kept=("misprint",))
    page = page_of(code)
    assert verdict(page) == "same"
    assert "在当前版本中全部相同" in words(page)


def test_a_newer_year_leaves_the_numbers_as_they_were(issue: Callable[..., str], at: Callable):
    code = issue("/indicators?indicator=LE")  # the latest year, which is another one now
    at("newer", kept=("misprint",))
    page = page_of(code)
    assert verdict(page) == "grown"
    assert listed(page) == []
    assert "更新的时期" in words(page) or "新增" in words(page)


def test_a_withdrawn_value_is_missing_and_not_zero(issue: Callable[..., str], at: Callable):
    code = issue()
    at("withdrawn", kept=("misprint",))
    changed = {row[0]: row[3:] for row in listed(page_of(code))}
    assert changed["四川省"] == ("77.97", "无数据")


def test_without_its_version_the_record_of_the_code_answers(issue: Callable[..., str], at: Callable):
    code = issue()
    at("corrected")
    page = page_of(code)
    truth = published()
    assert {(row[0], *row[3:]) for row in listed(page)} == {
        ("四川省", "77.97", truth["510000"]),
        ("西藏自治区", "71.29", truth["540000"]),
    }
    assert "已不再保留" in words(page)
    assert not of_kind(page, "Iframe")


def test_too_many_values_leave_a_digest(issue: Callable[..., str], at: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fingerprint, "MOST_KEPT", 3)
    code = issue()
    at("corrected")
    page = page_of(code)
    assert verdict(page) == "changed"
    assert listed(page) == []
    assert "不能逐个列出" in words(page)
    at("other")
    assert verdict(page_of(code)) == "same"


def test_a_narrower_viewer_learns_only_of_his_own_area(
    issue: Callable[..., str], at: Callable, monkeypatch: pytest.MonkeyPatch
):
    code = issue()
    at("corrected", kept=("misprint",))
    narrow = Viewer("四川", areas=("510000",))
    monkeypatch.setattr(sys.modules["pages.verify"], "current_viewer", lambda: narrow)
    page = page_of(code)
    assert {row[0] for row in listed(page)} == {"四川省"}
    assert "只按您的查看范围核对" in words(page)
    assert "西藏" not in words(page) and "71.29" not in words(page)
    assert "大于您的查看范围" in words(page)
    at("corrected")  # the record of the code holds what he may not see
    page = page_of(code)
    assert verdict(page) == "unknown"
    assert listed(page) == []


def test_a_wider_viewer_is_told_about_the_scope_of_the_code(
    issue: Callable[..., str], at: Callable, monkeypatch: pytest.MonkeyPatch
):
    narrow = Viewer("四川", areas=("510000",), classifications=("public",))
    for module in ("api.codes", "api.issued_address", "pages.indicators"):
        monkeypatch.setattr(sys.modules[module], "current_viewer", lambda: narrow)
    code = issue("/indicators?indicator=LE&area=510000&period=2020")
    at("corrected", kept=("misprint",))
    page = page_of(code)
    assert {row[0] for row in listed(page)} == {"四川省"}
    assert "四川省；公开数据" in words(page)


@pytest.mark.parametrize("typed", ["ABCD-EFGH", "abcdefgh"])
def test_an_unknown_code_is_said_to_be_unknown(at: Callable, typed: str):
    at("misprint")
    said = words(page_of(typed))
    assert "没有登记过校验码 ABCD-EFGH" in said


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "../../etc/passwd", "A" * 3000, "ABCD/EFGH/2", ["x", "y"], "' OR 1=1"]
)
def test_what_is_no_code_is_said_to_be_none(at: Callable, typed: Any):
    at("misprint")
    page = page_of(typed)
    assert "不是校验码" in words(page)
    assert len(words(page)) < 400


def test_without_a_code_there_is_a_form(at: Callable):
    at("misprint")
    page = page_of(None)
    (form,) = of_kind(page, "Form")
    assert (form.action, form.method) == ("/verify", "get")
    assert not by_class(page, "hc-verdict")


def test_an_old_record_that_cannot_be_read_is_no_failure(
    issue: Callable[..., str], at: Callable, monkeypatch: pytest.MonkeyPatch
):
    code = issue()
    at("misprint")
    monkeypatch.setattr(fingerprint, "_FORM", 2)
    assert verdict(page_of(code)) == "unknown"


def test_a_question_that_is_asked_no_more_is_said(
    issue: Callable[..., str], at: Callable, monkeypatch: pytest.MonkeyPatch
):
    code = issue()
    at("other", kept=("misprint",))
    monkeypatch.delattr("queries.series_of_areas.series_of_areas")
    page = page_of(code)
    assert verdict(page) == "unknown"
    assert "1项内容本程序已不能重新查询" in words(page)
