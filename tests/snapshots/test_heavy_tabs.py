"""A tab that has grown is made anew, one that has not is kept for the next view."""

import os

import pytest

from snapshots import browser as module
from snapshots.browser import Browser

KIND = ("view",)


@pytest.mark.browser
@pytest.mark.parametrize(("limit", "kept"), [(0, False), (64 * 1024**3, True)])
def test_only_a_light_tab_is_kept(chromium, monkeypatch, limit, kept):
    monkeypatch.setattr(module, "MOST_MEMORY", limit)
    with Browser(chromium.browser_type) as browser:
        page = browser.page(400, 300)
        page.set_content("<p>图</p>")
        browser.give_back(KIND, page, 1)
        assert page.is_closed() is not kept
        assert (browser.take_tab(KIND) is not None) is kept


def test_memory_of_a_process():
    assert 1024**2 < module._own_memory(os.getpid()) < 64 * 1024**3
    assert module._own_memory(2**22 + 1) == 0  # no such process
