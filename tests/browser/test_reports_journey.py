"""报告与快照 in a real browser: from a page to an order, a file made by the scheduler and its renderer, its history."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from windows import Watched

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
ROOT = Path(__file__).resolve().parents[2]
MADE = 180_000  # ms: server and browser of the renderer start in this time too


@pytest.fixture
def scheduler(small_warehouse: Path) -> Iterator[subprocess.Popen]:
    """The scheduler as script/server starts it, on the data of the served cockpit."""
    environment = os.environ | {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    command = [sys.executable, "-m", "commands", "scheduler", "--no-wait", "--with-parent", str(os.getpid())]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    yield process
    process.send_signal(signal.SIGTERM)
    assert process.wait(90) == 0


def serious(page: Page) -> list[str]:
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_from_a_page_to_its_file(watched: Window, scheduler: subprocess.Popen, tmp_path: Path) -> None:
    window = watched()
    page = window.open("/indicators?indicator=LE&area=510000")
    page.get_by_role("link", name="定时快照").click()
    addresses = page.locator("#reports-addresses")
    expect(addresses).to_have_value("/indicators?indicator=LE&area=510000")
    window.settle()
    page.get_by_role("button", name="保存任务").click()
    expect(page.locator(".hc-form-problem")).to_contain_text("请填写填写人")
    page.locator("#reports-who").fill("检验人")
    page.locator("#reports-name").fill("四川预期寿命")
    page.get_by_role("button", name="保存任务").click()
    expect(page.locator(".hc-form-done")).to_contain_text("已保存任务“四川预期寿命”")
    run = page.locator(".hc-runs tbody tr", has_text="四川预期寿命")
    expect(run.locator(".hc-run-state")).to_have_text("完成", timeout=MADE)
    assert not serious(page)
    with page.expect_download() as coming:
        run.get_by_role("link", name="四川预期寿命_").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name.startswith("四川预期寿命_") and file.suffix == ".pdf"
    document = pypdfium2.PdfDocument(file)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    assert "人均预期寿命" in text and "数据版本" in text and "四川" in text


def test_an_order_that_comes_again(watched: Window) -> None:
    """Without a scheduler: said on the page; the preview follows what is typed; the order is paused and removed."""
    window = watched()
    page = window.open("/reports?template=monthly")
    expect(page.locator("#reports-name")).to_have_value("月度总览")
    page.locator("#reports-name").fill("检验月报")
    page.locator("#reports-who").fill("检验人")
    expect(page.locator("#reports-preview")).to_contain_text("每月1日 08:00（北京时间）")
    page.locator("#reports-often").select_option(label="每周一 08:00")
    expect(page.locator("#reports-schedule")).to_have_value("0 8 * * 1")
    expect(page.locator("#reports-preview li")).to_have_count(5)
    page.locator("#reports-schedule").fill("0 30 * * 1")
    expect(page.locator("#reports-preview")).to_contain_text("时有误")
    page.locator("#reports-schedule").fill("30 9 * * 2")
    expect(page.locator("#reports-preview")).to_contain_text("每周二 09:30")
    page.get_by_role("button", name="保存任务").click()
    row = page.locator(".hc-jobs tbody tr", has_text="检验月报")
    expect(row).to_contain_text("每周二 09:30")
    expect(page.locator(".hc-notices")).to_contain_text("调度程序没有运行")
    row.get_by_role("button", name="暂停").click()
    expect(row).to_contain_text("已暂停")
    row.get_by_role("button", name="恢复").click()
    expect(row).not_to_contain_text("已暂停")
    row.get_by_role("link", name="修改").click()
    expect(page.locator("#reports-name")).to_have_value("检验月报")
    assert not serious(page)
    page.get_by_text("删除这个任务…").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator(".hc-jobs tbody tr", has_text="检验月报")).to_have_count(0)
