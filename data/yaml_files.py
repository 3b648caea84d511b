"""Definition files as people write them: YAML of `field: value`, with every way of getting it wrong told in words."""

from pathlib import Path
from typing import Any

import yaml

from data.definition_problems import Problem


def mapping_of_file(path: Path, problems: list[Problem], like: str = "其他指标文件") -> dict[str, Any] | None:
    """The fields of a YAML file, or None after adding what is wrong with it to `problems`.

    `like` names the files that a reader can take as an example.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)
    except OSError:
        problems.append(Problem(path, "文件", "无法读取", "检查文件是否存在、是否有读取权限"))
    except UnicodeDecodeError:
        problems.append(Problem(path, "文件", "不是UTF-8编码", "另存为UTF-8后重试"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else "文件"
        reason = _in_words(getattr(error, "problem", None) or "")
        problems.append(Problem(path, where, f"YAML写法有误（{reason}）", "检查该行的缩进、冒号和引号"))
    else:
        if isinstance(content, dict):
            return content
        problems.append(Problem(path, "文件", "内容不是“字段: 值”的形式", f"参照{like}填写各字段"))
    return None


_SAID = {  # beginnings of what libyaml says, and the same for readers
    "found a tab character": "缩进用了制表符，只能用空格",
    "found character that cannot start": "有不能直接书写的符号，须加引号",
    "mapping values are not allowed": "冒号的位置不对，或上一行的引号、缩进有误",
    "could not find expected ':'": "缺少冒号，或冒号后没有空格",
    "did not find expected key": "缩进与上下行不一致，或缺少字段名",
    "did not find expected '-'": "列表中有一行没有以“- ”开头",
    "did not find expected ',' or ']'": "方括号没有闭合，或缺少逗号",
    "did not find expected ',' or '}'": "花括号没有闭合，或缺少逗号",
    "found unexpected end of stream": "引号没有闭合",
    "did not find expected alphabetic": "星号、与号有特殊含义，须加引号",
    "did not find expected node content": "冒号或“- ”后缺少内容",
    "found undefined alias": "星号有特殊含义，须加引号",
    "could not determine a constructor": "感叹号有特殊含义，须加引号",
    "control characters are not allowed": "有不可见的控制字符",
}


def _in_words(problem: str) -> str:
    """What the YAML library found, in Chinese where it is one of the usual mistakes."""
    return next((words for start, words in _SAID.items() if problem.startswith(start)), problem or "不是有效的YAML")


class _UniqueKeys(yaml.CSafeLoader):
    """YAML lets a repeated key win silently; a definition with two units must be refused instead."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                mark = node.value[position][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"字段{key}写了两次", mark)
        return super().construct_mapping(node, deep)
