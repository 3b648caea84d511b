"""What may be ordered, and what is refused with a word on what to change."""

import dash
import pytest
from hypothesis import given
from hypothesis import strategies as st

import app  # noqa: F401  (registers the pages)
from access.limits import may_see, scope_text
from access.viewer import LOCAL, Viewer
from state.snapshot_orders import PAGES, OrderError, checked_address, checked_folder, checked_order, file_name

GOOD = {"name": "月度总览", "addresses": "/\n/map?indicator=A65&area=510000"}
# What is no view: it is a state of this machine, asks for something, or names nothing by itself.
NOT_ON_PAPER = {"/reports", "/playlists", "/verify", "/404", "/not-found-404", "/codes"}


def test_every_page_of_the_app_can_be_ordered_or_is_known_not_to_be():
    paths = {p["path"] for p in dash.page_registry.values() if not p.get("path_template")}
    assert paths - set(PAGES) <= NOT_ON_PAPER
    assert {"/", "/map", "/area", "/quality/notice", "/assessment"} <= paths & set(PAGES)


def test_an_order():
    order = checked_order(GOOD | {
        "schedule": " 0  8 * * mon ", "zone": "Asia/Urumqi", "mail_to": "a@example.cn；b@example.cn, a@example.cn",
        "folder": "月报/四川", "retries": "3", "keep_runs": 5, "format": "png", "paper": "wide", "together": False,
    })  # fmt: skip
    assert order.addresses == ("/", "/map?indicator=A65&area=510000")
    assert (order.schedule, order.zone) == ("0 8 * * MON", "Asia/Urumqi")
    assert order.mail_to == ("a@example.cn", "b@example.cn")
    assert (order.folder, order.retries, order.keep_runs) == ("月报/四川", 3, 5)
    assert (order.format, order.paper, order.together, order.version) == ("png", "wide", False, None)


def test_a_pinned_version_is_the_order_s():
    assert checked_order(GOOD | {"addresses": ["/map?v=2026.11.1&area=510000"]}).version == "2026.11.1"
    assert checked_order(GOOD | {"addresses": ["/map?v=2026.11.1&area=510000"]}).addresses == ("/map?area=510000",)
    with pytest.raises(OrderError, match="只能用一个版本"):
        checked_order(GOOD | {"addresses": ["/map?v=2026.11.1", "/area?v=2026.11.2"]})


def test_chinese_in_an_address_arrives_escaped():
    assert checked_address("/quality?form=卫统1-9")[0] == "/quality?form=%E5%8D%AB%E7%BB%9F1-9"
    assert checked_address("/quality/?form=%E5%8D%AB%E7%BB%9F1-9")[0] == "/quality?form=%E5%8D%AB%E7%BB%9F1-9"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/map", "//example.com/map", "map", "javascript:alert(1)", "file:///etc/passwd",
        "/\\example.com", "/map?x=1\r\nHost: y", "/assets/../etc", "/api/v1/observations", "/../map", "/%2e%2e/map",
        "/nowhere", "/ map", "http:/map", "/map\u202e", "/reports", "", None, 7, "/_dash-layout", "/@evil", "/map@evil",
    ],
)  # fmt: skip
def test_addresses_of_others_are_refused(address):
    with pytest.raises(OrderError) as said:
        checked_order(GOOD | {"addresses": [address]})
    assert said.value.field == "addresses"


@given(st.text(max_size=60))
def test_an_address_that_is_taken_stays_in_the_cockpit(text):
    try:
        address, _ = checked_address(text)
    except OrderError:
        return
    assert address.partition("?")[0] in PAGES and address.isascii() and address.isprintable()


@pytest.mark.parametrize(
    "folder", ["..", "../x", "a/../b", "/etc", "a//b", "a/", ".", ".hidden", "a\\b", "C:", "a/b/c/d/e", "x" * 61,
               "a\x00b", "a\nb", " /a", "a/ b", "a*", "~/..", "a./b"],
)  # fmt: skip
def test_folders_lead_nowhere_else(folder):
    with pytest.raises(OrderError) as said:
        checked_folder(folder)
    assert said.value.field == "folder"


@given(st.text(max_size=40))
def test_a_folder_that_is_taken_is_below(text):
    try:
        folder = checked_folder(text)
    except OrderError:
        return
    if folder is not None:
        parts = folder.split("/")
        assert all(part and part[0] != "." and part[-1] not in ". " for part in parts) and len(parts) <= 4


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "请填写名称"), ("name", "长" * 61, "最多60个字"), ("name", "一\n二", "控制字符"),
        ("addresses", "", "至少一个网址"), ("addresses", [f"/?x={n}" for n in range(401)], "最多400个"),
        ("addresses", "/?x=" + "1" * 2000, "超过2000"), ("format", "exe", "没有“exe”"), ("paper", "a5", "没有“a5”"),
        ("format", "docx", "DOCX只用于"), ("zone", "Asia/Nowhere", "没有时区"), ("schedule", "every day", "五段"),
        ("mail_to", "not an address", "不是邮件地址"), ("mail_to", "a@b\r\nBcc:c@d", "不是邮件地址"),
        ("mail_to", "a@b..c", "不是邮件地址"), ("mail_to", " ".join(f"a{n}@b.cn" for n in range(21)), "最多20个"),
        ("retries", "6", "0到5"), ("retries", "x", "0到5"), ("keep_runs", "0", "1到366"),
        ("version", "latest", "不是数据版本"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(field, value, words):
    with pytest.raises(OrderError, match=words) as said:
        checked_order(GOOD | {field: value})
    assert said.value.field == field


def test_file_names():
    assert file_name("31省：统计/报告 *?") == "31省：统计_报告 __"
    assert file_name("...") == "快照"


def test_who_may_see_what_was_made():
    nation, sichuan = LOCAL, Viewer("sc", ("510000",))
    chengdu = Viewer("cd", ("510100",), ("public",))
    for viewer, seen in ((nation, (1, 1, 1)), (sichuan, (0, 1, 1)), (chengdu, (0, 0, 1))):
        assert [may_see(viewer, scope_text(made)) for made in (nation, sichuan, chengdu)] == [bool(s) for s in seen]
    assert not may_see(Viewer("x", ("110000",)), scope_text(chengdu))
    assert not may_see(Viewer("x", ("510000",), ("public",)), scope_text(Viewer("y", ("510000",), ("internal",))))
    assert may_see(Viewer("x", ("510000", "110000")), scope_text(Viewer("y", ("110101", "510104"))))
    assert not may_see(Viewer("x", ("510100",)), scope_text(Viewer("y", ("510000",))))
