"""The areas that demonstration figures are drawn for, and sums of them: leaves, their ancestors, and nothing else.

A leaf is a unit with statistics that has no such unit inside it: a county, a zone, or a prefecture without counties.
Figures are drawn for leaves; every larger area is a sum of its leaves, so parts always make the whole.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from data.areas import read_areas

# Zones that hold the 2020 extents of redrawn districts (上城, 江干, 余杭): the census year only. Their population is
# that of four districts of today, in the same order of size as the districts themselves reported it in 2021.
REDRAWN = {"330104", "330198", "330199"}
REDRAWN_INTO = {"330102": 0.33, "330110": 0.28, "330113": 0.23, "330114": 0.16}
# Cities founded after the census, the county that gave them its people, how many, and the first year of figures.
FOUNDED = {"659011": ("650502", 50_000, 2021), "659012": ("654201", 60_000, 2023)}
LEVELS = ("nation", "province", "prefecture", "county")


@dataclass(frozen=True)
class Tree:
    """`codes` of all areas in order; `leaves` and `level` (place in LEVELS; a zone counts as county) as positions."""

    codes: np.ndarray
    level: np.ndarray
    shown_from: np.ndarray  # the level from which an area is given: a county that hangs on a province with prefectures
    # is given with the prefectures, as maps draw it
    parent: np.ndarray  # position of the parent; −1 for the nation
    leaves: np.ndarray
    membership: csr_matrix  # areas × leaves, 1 where the leaf is the area or inside it
    province_codes: np.ndarray  # 31, in order
    province: np.ndarray  # for every leaf the position of its province in `province_codes`
    prefecture: np.ndarray  # for every leaf the number of its prefecture, or of the group directly under a province

    @cached_property
    def leaf_codes(self) -> np.ndarray:
        return self.codes[self.leaves]

    def add_up(self, values: np.ndarray) -> np.ndarray:
        """Sums over leaves for every area; `values` has leaves in its rows."""
        return self.membership @ values

    def position(self, code: str) -> int:
        return int(np.searchsorted(self.codes, code))


def build_tree() -> Tree:
    """The tree of today's areas with statistics."""
    areas = {c: a for c, a in read_areas().items() if a.has_statistics and c not in REDRAWN}
    codes = sorted(areas)
    place = {code: number for number, code in enumerate(codes)}
    parents = {area.parent for area in areas.values()}
    leaves = [code for code in codes if code not in parents]
    rows, columns = [], []
    for column, leaf in enumerate(leaves):
        step: str | None = leaf
        while step is not None:
            rows.append(place[step])
            columns.append(column)
            step = areas[step].parent
    shape = (len(codes), len(leaves))
    level = np.array([3 if areas[c].level == "zone" else LEVELS.index(areas[c].level) for c in codes])
    drawn = np.array(["f" in areas[c].layers for c in codes])
    province_codes, province = np.unique([str(areas[c].province) for c in leaves], return_inverse=True)
    groups = [areas[c].prefecture or str(areas[c].province) for c in leaves]
    return Tree(
        codes=np.array(codes),
        level=level,
        shown_from=np.where(drawn, np.minimum(level, LEVELS.index("prefecture")), level),
        parent=np.array([place.get(str(areas[c].parent), -1) for c in codes]),
        leaves=np.array([place[leaf] for leaf in leaves]),
        membership=csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape),
        province_codes=province_codes,
        province=province,
        prefecture=np.unique(groups, return_inverse=True)[1],
    )
