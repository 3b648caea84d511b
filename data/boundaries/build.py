"""Build every boundary file on this machine: read, clean, simplify, recode, orient, write at once."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from data.boundaries.labels import ISLANDS, SEA_NAMES
from data.boundaries.maps import NATION, prefecture_of, write_map
from data.boundaries.material import LAYERS, Source, read_material
from data.boundaries.shapes import Coverage
from data.boundaries.source import BoundaryError, read_source

EXPECTED = dict(zip(LAYERS, (34, 375, 2891), strict=True))

# Degrees and decimals: looked at in Chromium at 1,080 px (nation) and 754 px (province).
NATION_TOLERANCE = {"province": 0.01, "prefecture": 0.01, "county": 0.02}
NATION_DECIMALS, PROVINCE_TOLERANCE, PROVINCE_DECIMALS = 3, 0.003, 4

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build made: folder of the hash, and remarks that the person who ran it should read."""

    version: str
    folder: Path
    files: int
    remarks: list[str]


def build(target: Path, source: Path | None = None, progress: Progress = print) -> Built:
    """Build `target/<hash>/…` and point `target/CURRENT` to it; readers of an older hash keep theirs.

    `source` is a folder with an authority's own `china_province|city|district.geojson`; without it the pinned package
    is downloaded and checked. Raises BoundaryError with a message for the user.
    """
    raw, description = read_source(source, progress)
    material = read_material(raw, description, progress)
    remarks = _count_remarks(material)
    target.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=target))
    try:
        index = _write_all(material, scratch, progress)
        index["source"] = description
        (scratch / "index.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
        version = _content_hash(scratch)
        folder = target / version
        if folder.exists():
            shutil.rmtree(folder)
        scratch.chmod(0o755)  # mkdtemp makes it private; the server may run as another user
        scratch.replace(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    pointer = target / ".CURRENT.new"
    pointer.write_text(version, encoding="ascii")
    pointer.replace(target / "CURRENT")
    for remark in remarks:
        progress(remark)
    progress(f"行政区划边界已建成：{len(index['maps'])} 幅，版本 {version}")
    return Built(version, folder, len(index["maps"]), remarks)


def _count_remarks(material: Source) -> list[str]:
    names = {"province": "省级", "prefecture": "市级", "county": "县级"}
    return [
        f"注意：{names[layer]}图形 {len(coverage)} 个，核对过的版本为 {EXPECTED[layer]} 个。"
        for layer, coverage in material.layers.items()
        if len(coverage) != EXPECTED[layer]
    ]


def _write_all(material: Source, folder: Path, progress: Progress) -> dict:
    maps: dict[str, dict] = {}
    for layer, tolerance in NATION_TOLERANCE.items():
        progress(f"全国分{'省市县'[LAYERS.index(layer)]}：化简 {tolerance}°")
        simple = material.layers[layer].simplify(tolerance)
        maps[f"{NATION}-{layer}"] = write_map(material, folder, NATION, layer, simple, NATION_DECIMALS)
    progress(f"各省、各市：化简 {PROVINCE_TOLERANCE}°")
    counties = material.layers["county"].simplify(PROVINCE_TOLERANCE)
    prefectures = set(material.layers["prefecture"].codes)
    owners = [prefecture_of(code, prefectures) for code in counties.codes]
    children: dict[str, list[str]] = {}
    for code, owner in zip(counties.codes, owners, strict=True):
        children.setdefault(owner, []).append(code)
        if owner[2:] != "0000":
            children.setdefault(code[:2] + "0000", []).append(code)
    by_prefecture = _prefectures_from(counties, owners, material.layers["prefecture"])
    write = partial(write_map, material, folder, decimals=PROVINCE_DECIMALS)
    for province in sorted(material.layers["province"].codes):
        own = [code for code in by_prefecture.codes if code[:2] == province[:2]]
        maps[f"{province}-prefecture"] = write(province, "prefecture", by_prefecture.pick(own))
        maps[f"{province}-county"] = write(province, "county", counties.pick(children[province]))
    progress(f"各市分县：{sum(code[2:] != '0000' for code in children)} 幅")
    for parent in sorted(code for code in children if code[2:] != "0000" and code.endswith("00")):
        maps[f"{parent}-county"] = write(parent, "county", counties.pick(children[parent]))
    return {"maps": maps, "islands": ISLANDS, "sea_names": SEA_NAMES}


def _prefectures_from(counties: Coverage, owners: list[str], prefectures: Coverage) -> Coverage:
    """Prefectures as the union of their simplified counties, so that both maps of a province share their lines."""
    merged = counties.dissolve(owners)
    absent = [code for code in prefectures.codes if code not in merged]
    if absent:
        raise BoundaryError(f"县级文件中没有 {'、'.join(absent[:5])} 的任何县级图形。请核对三个文件是否同一版本。")
    return Coverage(prefectures.codes, prefectures.names, np.array([merged[code] for code in prefectures.codes]))


def _content_hash(folder: Path) -> str:
    """The name of the version: the same files always have the same address, so both may be cached for ever."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.json")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
