"""How the scheme of a view gives grades, in words and as lines of a ranking."""

import pandas as pd

from pages.assessment_view import AssessmentView

GRADED = {"nation": "全国", "province": "省内", "prefecture": "市内"}


def lines_of(rows: pd.DataFrame) -> list[int]:
    """Places after which a grade of this very ranking ends, as it fell; none where grades are given elsewhere (quotas
    of provinces in a ranking of the nation)."""
    grades = rows.loc[rows["rank"].notna(), "rank_grade"].tolist()
    found = [n for n in range(1, len(grades)) if grades[n] != grades[n - 1]]
    return found if len(found) < len(set(grades)) else []


def grade_lines(a: AssessmentView) -> str:
    """How grades are given, in a sentence."""
    assert a.scheme is not None
    grading = a.scheme["grading"]
    names, by = grading.get("names") or [], grading.get("by")
    if by == "cut_off":
        cuts = [f"{name}≥{cut:g}分" for name, cut in zip(names, grading["cut_offs"], strict=False)]
        return f"等次线（方案设定）：{'，'.join(cuts)}，其余{names[-1]}。"
    if by == "quota":
        shares = [_share(name, quota) for name, quota in zip(names, grading["quota"], strict=False)]
        where = {"nation": "全国", "province": "各省", "prefecture": "各市（州）"}[str(a.scheme["parent"])]
        return f"等次名额（方案设定，按{where}排名）：{'，'.join(shares)}，其余{names[-1]}。"
    return "方案不设等次。"


def _share(name: str, quota: float) -> str:
    return f"{name}{quota * 100:g}%" if quota < 1 else f"{name}{quota:g}个"
