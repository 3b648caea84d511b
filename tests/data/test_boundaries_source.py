"""Where boundaries come from: hashes, an authority's own files, and every refusal in the reader's words."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.boundaries import BoundaryError, current_version, read_frame, read_index
from data.boundaries import source as source_module
from data.boundaries.build import build
from data.boundaries.source import FILES, PACKAGE, SHA256, check_hashes, read_source


def quiet(line: str) -> None:
    """Progress that nobody reads."""


def square(west: float, south: float, size: float = 0.5) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def feature(code: str, name: str, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name, "gb": f"156{code}" if code else ""}, "geometry": geometry}


def lines(*parts: list[list[float]]) -> dict[str, Any]:
    return feature("", "境界线", {"type": "MultiLineString", "coordinates": list(parts)})


DASHES = [[[108.2 + i, 3.5 + 2.3 * i], [108.4 + i, 4.0 + 2.3 * i]] for i in range(10)]
STRETCH = [[74.0, 38.0], [75.0, 38.0]]


def invented() -> dict[str, list[dict[str, Any]]]:
    """Two provinces of squares: 海南 with two prefectures, 新疆 with one, and the lines that a map must have."""
    return {
        FILES[0]: [
            feature("460000", "海南省", square(109, 19, 1)),
            feature("650000", "新疆维吾尔自治区", square(74, 38, 1)),
            lines(*DASHES),
            lines(STRETCH),
        ],
        FILES[1]: [
            feature("460100", "海口市", {"type": "Polygon", "coordinates": square(109, 19)["coordinates"][0]}),
            feature("460200", "三亚市", square(109.5, 19)),
            feature("653100", "喀什地区", square(74, 38, 1)),
        ],
        FILES[2]: [
            feature("460105", "秀英区", square(109, 19)),
            feature("460202", "海棠区", square(109.5, 19)),
            feature("653101", "喀什市", square(74, 38, 1)),
        ],
    }


def write(folder: Path, content: dict[str, list[dict[str, Any]]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, features in content.items():
        text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_own_files_are_built_and_differences_named(tmp_path: Path) -> None:
    said: list[str] = []
    built = build(tmp_path / "geo", write(tmp_path / "own", invented()), said.append)
    assert [line for line in said if line.startswith("注意")] == built.remarks
    assert len(built.remarks) == 3
    assert "省级图形 2 个，核对过的版本为 34 个" in built.remarks[0]
    frame = read_frame(tmp_path / "geo", "460000", "county")
    assert frame is not None and frame["areas"] == ["460105", "460202"]
    assert current_version(tmp_path / "geo") == built.version


def test_the_same_files_have_the_same_address(tmp_path: Path) -> None:
    own = write(tmp_path / "own", invented())
    first = build(tmp_path / "geo", own, quiet)
    again = build(tmp_path / "geo", own, quiet)
    assert first.version == again.version
    content = invented()
    content[FILES[2]][0]["properties"]["name"] = "秀英新区"
    other = build(tmp_path / "geo", write(tmp_path / "own", content), quiet)
    assert other.version != first.version
    assert first.folder.is_dir()  # readers of the older address keep their files
    assert current_version(tmp_path / "geo") == other.version
    assert sorted(path.name for path in (tmp_path / "geo").iterdir()) == sorted(
        ["CURRENT", first.version, other.version]
    )


def spoiled(change: str) -> dict[str, list[dict[str, Any]]]:
    content = invented()
    province, city, county = (content[name] for name in FILES)
    if change == "no dashes":
        del province[2]
    elif change == "nine dashes":
        province[2] = lines(*DASHES[:4], *DASHES[5:])
    elif change == "no undetermined stretch":
        del province[3]
    elif change == "a short code":
        county[0]["properties"]["gb"] = "1564601"
    elif change == "no code":
        del city[0]["properties"]["gb"]
    elif change == "no geometry":
        del county[1]["geometry"]
    elif change == "a point":
        county[1]["geometry"] = {"type": "Point", "coordinates": [109, 19]}
    elif change == "a code twice":
        county[1]["properties"]["gb"] = county[0]["properties"]["gb"]
    elif change == "a prefecture without counties":
        county[2]["properties"]["gb"] = "156460108"
    return content


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("no dashes", "没有南海断续线"),
        ("nine dashes", "应为十段，读到 9 段"),
        ("no undetermined stretch", "没有西部未定国界段"),
        ("a short code", "china_district.geojson 第 1 个要素（秀英区）的 gb 为“1564601”"),
        ("no code", "china_city.geojson 第 1 个要素缺少 name、gb 或图形"),
        ("no geometry", "china_district.geojson 第 2 个要素缺少"),
        ("a point", "第 2 个要素（海棠区）不是面或线"),
        ("a code twice", "代码 460105 出现不止一次"),
        ("a prefecture without counties", "县级文件中没有 653100 的任何县级图形"),
    ],
)
def test_unfit_files_are_refused_and_nothing_changes(tmp_path: Path, change: str, message: str) -> None:
    before = build(tmp_path / "geo", write(tmp_path / "good", invented()), quiet)
    with pytest.raises(BoundaryError) as refusal:
        build(tmp_path / "geo", write(tmp_path / "own", spoiled(change)), quiet)
    assert message in str(refusal.value)
    assert current_version(tmp_path / "geo") == before.version
    assert {path.name for path in (tmp_path / "geo").iterdir()} == {"CURRENT", before.version}


def test_an_incomplete_folder_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", invented())
    (folder / FILES[1]).unlink()
    with pytest.raises(BoundaryError) as refusal:
        read_source(folder, quiet)
    assert "缺少 china_city.geojson" in str(refusal.value)
    with pytest.raises(BoundaryError) as refusal:
        read_source(tmp_path / "nowhere", quiet)
    assert "找不到目录" in str(refusal.value)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", invented())
    whole = (folder / FILES[2]).read_bytes()
    (folder / FILES[2]).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BoundaryError) as refusal:
        build(tmp_path / "geo", folder, quiet)
    assert "china_district.geojson 不是完整的 GeoJSON" in str(refusal.value)


def test_a_package_that_is_not_the_checked_one_is_refused() -> None:
    with pytest.raises(BoundaryError) as refusal:
        check_hashes(dict.fromkeys(FILES, b"{}"), PACKAGE, SHA256)
    assert "与核对过的版本不一致" in str(refusal.value)


def test_the_checked_files_pass(boundary_source: Path) -> None:
    check_hashes({name: (boundary_source / name).read_bytes() for name in FILES}, PACKAGE, SHA256)


def test_no_network_says_so_and_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "_download", lambda package, folder: "No matching distribution found")
    with pytest.raises(BoundaryError) as refusal:
        read_source(None, quiet)
    assert "下载失败" in str(refusal.value) and "--from" in str(refusal.value)


def test_missing_and_broken_boundaries_say_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="script/cockpit boundaries"):
        read_index(tmp_path)
    (tmp_path / "CURRENT").write_text("0123456789ab", encoding="ascii")
    with pytest.raises(BoundaryError, match="缺失或损坏"):
        read_index(tmp_path)
