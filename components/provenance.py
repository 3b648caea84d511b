"""Where the figures of a picture come from, in the words of its source line."""

from typing import Any

import pandas as pd

MOST_SOURCES = 2


def provenance(frames: list[pd.DataFrame], batches: pd.DataFrame) -> dict[str, Any]:
    """source, cut_off, demonstration and verified for `figure_frame`.

    `frames` are answers with value, demonstration and batch_id; `batches` describes at least those batches. The batch
    with most values is named first; demonstration files are named by the mark alone where others stand beside them.
    """
    used = pd.concat([f.loc[f["value"].notna(), "batch_id"] for f in frames] or [pd.Series(dtype="Int64")])
    order = used.value_counts().index.tolist()
    known = batches.set_index("batch_id")
    found = known.loc[[b for b in order if b in known.index]]
    published = found[~found["demonstration"].astype(bool)]
    sources = list(dict.fromkeys(published["source"] if len(published) else found["source"]))
    words = "；".join(sources[:MOST_SOURCES])
    if len(sources) > MOST_SOURCES:
        words += f"等{len(sources)}种"
    cut_offs = [d for d in found["cut_off"] if d is not None and not pd.isna(d)]
    return {
        "source": words or "—",
        "cut_off": str(max(cut_offs)) if cut_offs else "",
        "demonstration": bool(found["demonstration"].any()),
        "verified": bool(published["verified"].all()),
    }


def batch_ids(frames: list[pd.DataFrame]) -> tuple[int, ...]:
    """The batches behind `frames`, each once."""
    return tuple(sorted({int(b) for f in frames for b in f["batch_id"].dropna().unique()}))
