"""`python -m bot …`: run the bot, and the few commands of whoever runs it."""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Sequence

from bot import app, logs
from bot.commands import (
    asked,
    audit,
    campaign,
    doctor,
    exam,
    faq,
    records,
    staff,
    switch,
    unanswered,
    wechat_menu,
)
from bot.locks import StartError, data_folder, listen
from bot.settings import InvalidSettingError, Settings, read
from faq.terminal import ChineseParser
from texts import commands as texts
from texts import settings as setting_texts

INTERRUPTED = 130
"""The exit status shells know for Ctrl-C."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status of the process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.freeze()
    gc.enable()
    given = _parser().parse_args(arguments)
    try:
        settings = read()
        logs.configure(settings.log_format)
        status: int = given.run(given, settings)
    except InvalidSettingError as wrong:
        return _refuse(setting_texts.invalid(wrong.name))
    except StartError as problem:
        return _refuse(str(problem))
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _parser() -> ChineseParser:
    parser = ChineseParser(prog="python -m bot", description=texts.ABOUT)
    commands = parser.add_subparsers(required=True, metavar=texts.COMMAND)
    commands.add_parser("run", help=texts.RUN).set_defaults(run=_run)
    records.add_parsers(commands)
    unanswered.add_parser(commands)
    asked.add_parser(commands)
    faq.add_parser(commands)
    campaign.add_parser(commands)
    doctor.add_parser(commands)
    wechat_menu.add_parser(commands)
    staff.add_parser(commands)
    switch.add_parser(commands)
    audit.add_parser(commands)
    exam.add_parser(commands)
    return parser


def _run(_given: argparse.Namespace, settings: Settings) -> int:
    with (
        data_folder(settings.data_dir, alone=settings.database_file is not None),
        listen(settings.host, settings.port) as listener,
    ):
        asyncio.run(app.run(settings, listener, lambda line: print(line, flush=True)))
    return 0


def _refuse(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
