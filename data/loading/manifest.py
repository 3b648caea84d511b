"""What the YAML beside a data file says about it: who reported it, from which source, up to which date."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from data.loading.refusals import FileRefused

REQUIRED = ("source", "organisation", "form", "cut_off", "demonstration")
OPTIONAL = ("received", "due", "classification", "verified", "note", "content")
CLASSIFICATIONS = ("public", "internal", "restricted")
CONTENTS = ("observations", "submissions")  # figures; who reported what when
EXAMPLES = {
    "source": "《中国人口普查分县资料—2020》，国家统计局",
    "organisation": "国家统计局",
    "form": "人口普查分县资料",
    "cut_off": "2020-11-01",
    "demonstration": "false",
    "received": "2022-06-01",
    "due": "2022-06-30",
    "classification": "public",
    "verified": "true",
    "note": "据出版物录入",
}


@dataclass(frozen=True)
class Manifest:
    """`verified` false: figures not yet checked against the publication. `cut_off`: date up to which the data reach.
    `content`: what the rows are, one of CONTENTS."""

    source: str
    organisation: str
    form: str
    cut_off: date
    demonstration: bool
    received: date | None = None
    due: date | None = None
    classification: str = "public"
    verified: bool = True
    note: str | None = None
    content: str = "observations"


def manifest_path(data_file: Path) -> Path:
    """The YAML that belongs to `data_file`: the same name, ending in `.yaml` or `.yml`."""
    short = data_file.with_suffix(".yml")
    return short if short.exists() else data_file.with_suffix(".yaml")


def read_manifest(data_file: Path) -> Manifest:
    """The manifest of `data_file`. Raises FileRefused with every problem and an example line for each."""
    path = manifest_path(data_file)
    content = _content(path, data_file)
    problems = [
        f"缺少 {key}，请补一行，例如  {key}: {EXAMPLES[key]}" for key in REQUIRED if content.get(key) in (None, "")
    ]
    for key in content:
        if key not in REQUIRED + OPTIONAL:
            problems.append(f"不认识的字段 {key}，可用的有：{'、'.join(REQUIRED + OPTIONAL)}")
    given = {k: v for k, v in content.items() if v not in (None, "") and k in REQUIRED + OPTIONAL}
    problems += [problem for key, value in given.items() if (problem := _wrong(key, value))]
    if not problems:
        given |= {k: str(v).strip() for k, v in given.items() if k in ("source", "organisation", "form", "note")}
        found = Manifest(**given)
        if found.received is None or found.cut_off <= found.received:
            return found
        problems = [f"数据截止 cut_off {found.cut_off} 晚于收到日期 received {found.received}，请更正其中之一"]
    raise FileRefused(path, "\n  ".join(["说明文件有误，数据未装载", *problems]))


def _content(path: Path, data_file: Path) -> dict[str, Any]:
    if not path.exists():
        example = "\n".join(f"    {key}: {EXAMPLES[key]}" for key in REQUIRED)
        raise FileRefused(data_file, f"缺少说明文件 {path.name}，数据未装载。请在同一目录建立，例如：\n{example}")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            raise FileRefused(path, "编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8") from None
    if "\ufffd" in text or "锟斤拷" in text:
        raise FileRefused(path, "含有乱码（�、锟斤拷），请从原始来源重新填写")
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else "某处"
        raise FileRefused(path, f"{where}不符合 YAML 写法，请检查冒号后的空格、缩进和引号") from None
    if not isinstance(content, dict):
        raise FileRefused(path, "应为“字段: 值”的形式，每行一个，例如  source: 国家统计局")
    return content


def _wrong(key: str, value: Any) -> str | None:
    if key in ("cut_off", "received", "due") and type(value) is not date:
        return f"{key} “{value}”不是日期，请写成 2020-11-01 的形式（不加引号）"
    if key in ("demonstration", "verified") and not isinstance(value, bool):
        return f"{key} “{value}”应为 true 或 false"
    if key == "classification" and value not in CLASSIFICATIONS:
        return f"classification “{value}”应为 {'、'.join(CLASSIFICATIONS)} 之一"
    if key == "content" and value not in CONTENTS:
        return f"content “{value}”应为 observations（观测值）或 submissions（报送情况）"
    if key in ("source", "organisation", "form", "note") and isinstance(value, (dict, list)):
        return f"{key} 应为一行文字，例如  {key}: {EXAMPLES[key]}"
    return None
