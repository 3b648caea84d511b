"""Keeps spreadsheets from running text as a formula (CWE-1236): such a cell opens with an apostrophe, as Excel does."""

import pandas as pd

from api.observation_columns import TEXTS

# Full-width forms too: a Chinese Excel reads ＝ as =.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    return "'" + text if text.startswith(DANGEROUS) else text


def guarded_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its text columns safe to open in a spreadsheet; numbers are numbers and stay."""
    changed = {
        name: frame[name].map(guarded, na_action="ignore")
        for name in TEXTS
        if frame[name].dropna().astype(str).str.startswith(DANGEROUS).any()
    }
    return frame.assign(**changed) if changed else frame
