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
        reason = getattr(error, "problem", None) or "不是有效的YAML"
        problems.append(Problem(path, where, f"YAML写法有误（{reason}）", "检查该行的缩进、冒号和引号"))
    else:
        if isinstance(content, dict):
            return content
        problems.append(Problem(path, "文件", "内容不是“字段: 值”的形式", f"参照{like}填写各字段"))
    return None


class _UniqueKeys(yaml.CSafeLoader):
    """YAML lets a repeated key win silently; a definition with two units must be refused instead."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                mark = node.value[position][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"字段{key}写了两次", mark)
        return super().construct_mapping(node, deep)
