"""Sentences of findings: units, decimals, what is missing."""

import pytest

from components.finding_sentence import figures_of, finding_sentence


def finding(message, observed=None, expected=None, unit=None, decimals=None, detail=None):
    return {"message": message, "observed": observed, "expected": expected, "unit": unit, "decimals": decimals,
            "detail": detail}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (finding("填报{observed}，应为{expected}。", 12.345, 8.1, "%", 1), "填报12.3%，应为8.1%。"),
        (finding("填报{observed}，应为{expected}。", 1234.0, 1000.0, "人", 0), "填报1,234人，应为1,000人。"),
        (finding("填报{observed}。", -0.5, None, "‰", 2), "填报−0.50‰。"),
        (
            finding("填报{observed}，计算为{expected}。", 12.31, 12.34, "1/10万", 1),
            "填报12.31/10万，计算为12.34/10万。",
        ),
        (finding("上报率{observed}%，低于{expected}%。", 96.8312, 98.0), "上报率96.83%，低于98%。"),
        (finding("平均迟报{observed}天，超过{expected}天。", 2.5, 1.0), "平均迟报2.5天，超过1天。"),
        (finding("{detail}，占{observed}%。", 97.5, None, "‰", 2, "与上期相同"), "与上期相同，占97.5%。"),
        (finding("分母{observed}，应在{expected}左右。", 123456.7, 12000.0, "%", 1), "分母123,457，应在12,000左右。"),
        (
            finding("{detail}之和为{expected}，本级填报{observed}。", 2477.0, 2583.0, "‰", 1, "下级21个（分子）"),
            "下级21个（分子）之和为2,583，本级填报2,477。",
        ),
        (finding("{detail}：{observed}。", 1200.0, 1100.0, "%", 1, "分子大于分母"), "分子大于分母：1,200。"),
        (finding("{observed}，{detail}", 5.12, None, "‰", 2, "分子2，分母390"), "5.12‰，分子2，分母390"),
        (finding("填报{observed}。", None, None, "%", 1), "填报（无值）。"),
        (finding("填报{observed}。", float("nan"), None, "%", 1), "填报（无值）。"),
        (finding("填报{observed}。", 3.0, None, "-", 0), "填报3。"),
        (finding("z值{detail}", detail="稳健z值-6.0，2020-11-01"), "z值稳健z值−6.0，2020-11-01"),
        (finding("本地区缺数。"), "本地区缺数。"),
        (finding(None, 1.0), ""),
        (finding("花括号{x}与{observed", 1.0, None, "%", 1), "花括号{x}与{observed"),
    ],
)
def test_sentences(told, sentence):
    assert finding_sentence(told) == sentence


def test_two_figures_that_differ_never_look_the_same():
    sentence = finding_sentence(finding("{observed}与{expected}", 5.04, 5.01, "%", 1))
    assert sentence == "5.04%与5.01%"


def test_figures_beside_the_sentence():
    assert figures_of(finding("{observed}，{expected}", 96.83, 98.0, "%", 1)) == ("96.8%", "98.0%", "−1.2个百分点")
    assert figures_of(finding("只有{observed}", 3.0, 5.0, "人", 0)) == ("3人", "", "")
    assert figures_of(finding("缺数。", 3.0, 5.0, "人", 0)) == ("", "", "")
