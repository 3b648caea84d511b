"""Texts that look odd and are sound must pass; texts that were decoded wrongly must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.areas import read_areas
from data.loading.encodings import mojibake

SOUND = (
    "plain", "四川省", "±0.5", "μg/m³", "≥65岁", "Señor Müller", "«déjà»", "café’s", "①②③", "㎡", "１２３", "㐂",
    "𠮷野", "100‰", "—", "……", "“引号”", "第1页\t共2页", "两行\n文字", "naïve façade", "日本語かな", "한국",
    "Ελλάδα", "Россия",
)  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_sound_texts_pass(text):
    assert mojibake(text) is None


def test_the_names_of_all_areas_are_sound():
    assert [area.name for area in read_areas().values() if mojibake(area.name) is not None] == []


COMMON = "".join(bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF))


@given(st.text(alphabet=COMMON, min_size=2, max_size=30))
def test_chinese_read_as_latin_1_is_seen_and_restored(text):
    assert mojibake(text.encode().decode("latin-1")) == text


@given(st.text(alphabet=COMMON, min_size=2, max_size=30))
def test_ordinary_chinese_is_sound(text):
    assert mojibake(text) is None


@pytest.mark.parametrize("text", ["四川", "国家统计局", "成都市武侯区", "人口普查资料"])
def test_chinese_read_as_gbk_is_seen(text):
    assert mojibake(text.encode().decode("gb18030", errors="replace")) is not None
