"""A control of the strip through dash[testing]: the app in this process, Selenium, the log of the renderer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash.testing.composite import DashComposite
from selenium.webdriver.support.ui import Select

from app import app
from data import settings as settings_module
from data import warehouse
from queries import ask

pytestmark = [
    pytest.mark.browser,
    # the old selenium that dash[testing] pins
    pytest.mark.filterwarnings("ignore:HTTPResponse.getheader:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PATIENCE = 60  # seconds: on a busy machine the first page takes longer than Selenium's usual ten


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, small_warehouse: Path) -> Iterator[None]:
    """This process reads the small warehouse, and remembers nothing of it afterwards."""

    def forget() -> None:
        settings_module.settings.cache_clear()
        warehouse.close_engines()
        ask.forget()

    monkeypatch.setenv("COCKPIT_DATA", str(small_warehouse))
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
    forget()
    yield
    forget()


def test_a_choice_is_written_into_the_address(here: None, dash_duo: DashComposite) -> None:
    dash_duo.start_server(app)
    dash_duo.driver.get(dash_duo.server_url + "/map?indicator=A65&area=510000")
    dash_duo.wait_for_element("#map-table tr[data-area]", timeout=PATIENCE)
    choice = dash_duo.find_element("select[id*=classes]")
    Select(choice).select_by_value("quantile")
    dash_duo.wait_for_contains_text("#map-table", "资阳市", timeout=PATIENCE)
    dash_duo._wait_for(
        lambda driver: "classes=quantile" in driver.current_url, PATIENCE, "the address keeps the choice"
    )
    assert "area=510000" in dash_duo.driver.current_url
    assert "indicator=A65" in dash_duo.driver.current_url
    # the answer of the choice is drawn, and no callback failed
    dash_duo.wait_for_element("select[id*=quantile]", timeout=PATIENCE)
    assert Select(dash_duo.find_element("select[id*=quantile]")).first_selected_option.text == "等量"
    assert dash_duo.get_logs() == []
