"""Where the figures of a picture come from, in the words of its source line."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

MOST_SOURCES = 2


def provenance(frames: list[pd.DataFrame], batches: pd.DataFrame) -> dict[str, Any]:
    """source, cut_off, demonstration and verified for `figure_frame`.

    `frames` are answers with value, demonstration and batch_id; `batches` describes at least those batches. The batch
    with most values is named first; demonstration files are named by the mark alone where others stand beside them.
    """
    counted: Counter[int] = Counter()
    for frame in frames:
        ids = frame["batch_id"].to_numpy(dtype=float, na_value=np.nan)[frame["value"].notna().to_numpy(dtype=bool)]
        numbers, times = np.unique(ids[~np.isnan(ids)], return_counts=True)
        counted.update(dict(zip(numbers.astype(int).tolist(), times.tolist(), strict=True)))
    known = {int(b["batch_id"]): b for b in batches.to_dict("records")}
    found = [known[b] for b, _ in counted.most_common() if b in known]
    published = [b for b in found if not b["demonstration"]]
    sources = list(dict.fromkeys(str(b["source"]) for b in published or found))
    words = "；".join(sources[:MOST_SOURCES])
    if len(sources) > MOST_SOURCES:
        words += f"等{len(sources)}种"
    cut_offs = [b["cut_off"] for b in found if b["cut_off"] is not None and not pd.isna(b["cut_off"])]
    return {
        "source": words or "—",
        "cut_off": str(max(cut_offs)) if cut_offs else "",
        "demonstration": any(b["demonstration"] for b in found),
        "verified": all(b["verified"] for b in published),
    }


def batch_ids(frames: list[pd.DataFrame]) -> tuple[int, ...]:
    """The batches behind `frames`, each once."""
    return tuple(sorted({int(b) for f in frames for b in f["batch_id"].dropna().unique()}))
