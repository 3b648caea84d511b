"""说明: basis, marks and rules of a bulletin."""

from bulletins.blocks import Block, Heading, Note
from bulletins.subject import Subject
from components.figure_frame import STANDING_NOTE

BASIS = "各指标取本地区最近一期公布值，没有公布值的取最近一期演示值；上级数据由下级合计计算，不作平均。"
MARKS = "统计表中，“-”表示该项不适用，“…”表示没有数据，“#”表示其中的主要项，“×”表示数据已抑制，“—”表示不作比较。"
RULES = (
    "提要和各章文字由程序按固定规则从数据生成，不含人工判断；规则与阈值见本系统文档《统计报告》。",
    "与全国比较：有95%区间的按区间是否包含全国值判断，没有区间的按所列数值比较；发生例数不足10例的率不作比较。",
    "趋势：仅对最近5年连续且均有95%区间的指标检验（加权最小二乘，χ²大于9.55且逐点剔除后方向不变），未检验的不称上升或下降。",
    "位次：最高之后的名次由高到低、最低之后的名次由低到高，是按各地区95%区间抽样1,000次得到的位次区间，区间内先后不能区分。",
    "进度：目标与基期之间按直线推算，偏离5%以内为关注，超过5%为预警；该规则为本系统默认，非官方规定。",
)


def notes(subject: Subject, number: str) -> list[Block]:
    """Marks, rules and the standing note."""
    lines = [STANDING_NOTE, f"统计口径：{BASIS}", MARKS, *RULES]
    told = [Note(f"{n}．{line}") for n, line in enumerate(lines, 1)]
    return [Heading(f"{number}、说明", 1, "notes"), *told]
