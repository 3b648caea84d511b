"""`script/cockpit`: every module of this package that has a `command` is one."""

import importlib
import pkgutil

import click

import commands
from commands.messages import Failure
from data.definitions import DefinitionError
from data.loading.refusals import Refused
from data.warehouse import WarehouseError

SUPPORT = ("__main__", "corrections", "messages", "rendered")


class Commands(click.Group):
    """Modules are imported when their command is asked for: `--help` alone needs them all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = [module.name for module in pkgutil.iter_modules(commands.__path__) if module.name not in SUPPORT]
        return [name.removesuffix("_").replace("_", "-") for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"commands.{cmd_name.replace('-', '_')}").command

    def invoke(self, ctx: click.Context) -> object:
        """Errors in the reader's words on stderr; exit codes 1 refused, 3 busy, 4 warehouse or disk."""
        try:
            return super().invoke(ctx)
        except Refused as error:
            raise Failure(str(error), error.exit_code) from error
        except WarehouseError as error:
            raise Failure(str(error), 4) from error
        except DefinitionError as error:
            raise Failure(str(error), 1) from error
        except PermissionError as error:
            raise Failure(f"没有权限读写 {error.filename}，没有任何改动。请检查目录的权限或换用户运行。", 4) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cockpit() -> None:
    """健康中国数据驾驶舱：命令行。

    典型用法：load 装载文件（只登记，读者看不到）→ publish 发布为新版本 → 有误时 rollback 退回上一版本。

    退出码：0 成功，1 输入有误（没有任何改动），2 用法有误，3 另有程序在写入，4 磁盘或数据仓库不可用。
    """


if __name__ == "__main__":
    cockpit(prog_name="cockpit", windows_expand_args=False)
