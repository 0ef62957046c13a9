"""What argparse says, in the operators' language; the commands of bot and faq read with it."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

USAGE = "用法："
ARGUMENTS = "要写的："
OPTIONS = "可以加的："
HELP = "显示这份说明"
WRONG = 2
"""The exit status of a command that was not written rightly."""

_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"unrecognized arguments: (.*)", r"不认识或多余：\1"),
    (r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", r"没有这个\1：\2。有：\3"),
    (r"argument (.*?): invalid int value: (.*)", r"\1 要写整数，不能是 \2"),
    (r"argument (.*?): invalid \w+ value: (.*)", r"\1 不能写成 \2"),
    (r"argument (.*?): expected one argument", r"\1 后面缺少内容"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 后面不用写 \2"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 不明确，可能是：\2"),
)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose usage, help and refusals are Chinese."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 -- as argparse's own
        """Take what argparse takes."""
        super().__init__(formatter_class=_Formatter, add_help=False, **given)
        self._positionals.title, self._optionals.title = ARGUMENTS[:-1], OPTIONS[:-1]
        self.add_argument("-h", "--help", action="help", help=HELP)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how it is written, and end with 2."""
        self.print_usage(sys.stderr)
        self.exit(WRONG, f"没有执行：{in_chinese(message)}。看说明：{self.prog} -h\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, USAGE if prefix is None else prefix)


def in_chinese(message: str) -> str:
    """Translate one of argparse's messages; one it does not know stays as it is."""
    for pattern, said in _MESSAGES:
        found = re.fullmatch(pattern, message)
        if found:
            return found.expand(said)
    return message
