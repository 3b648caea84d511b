"""What moved most since the period before, in the direction that an indicator is meant to move."""

import numpy as np
import pandas as pd


def relative_change(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of `frame` that can be compared, with step (value − previous_value) and gain appended.

    gain = step / |previous_value|, positive where it is an improvement. Reads value, previous_value and direction
    (higher, lower). Rows without a direction, without both values or with a previous value of 0 are left out: there a
    relative change has no meaning.
    """
    known = frame["value"].notna() & frame["previous_value"].notna() & (frame["previous_value"] != 0)
    rows = frame[known & frame["direction"].isin(["higher", "lower"])]
    step = rows["value"] - rows["previous_value"]
    sign = np.where(rows["direction"] == "lower", -1.0, 1.0)
    return rows.assign(step=step, gain=sign * step / rows["previous_value"].abs())
