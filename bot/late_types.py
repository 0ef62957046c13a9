"""Has aiogram's types built when they are first used.

aiogram resolves and builds all of its 450 types while it is imported: five seconds of processor
time and 100 MB, for the dozen a bot uses. Here its loop only leaves the names it resolves;
pydantic then builds a type at its first use, as `defer_build` of aiogram's own types asks for.
"""

import importlib
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

REBUILD = "model_rebuild"
ONE_MESSAGE = {
    "update_id": 0,
    "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}},
}


def put_off() -> None:
    """Import aiogram without building its types; too late where it was imported before."""
    if "aiogram" in sys.modules:
        return
    eager = BaseModel.__dict__[REBUILD]
    names: dict[str, Any] = {}

    def note(_cls: type[BaseModel], /, **given: Any) -> None:  # noqa: ANN401 -- pydantic's arguments
        names.update(given.get("_types_namespace") or {})

    setattr(BaseModel, REBUILD, classmethod(note))
    try:
        importlib.import_module("aiogram")
    finally:
        setattr(BaseModel, REBUILD, eager)
    _resolve_later(eager.__func__, names)


def warm() -> None:
    """Build what every turn uses, so that the first citizen does not wait for it."""
    types, methods = (importlib.import_module(f"aiogram.{name}") for name in ("types", "methods"))
    types.Update.model_validate(ONE_MESSAGE)
    types.Message.model_validate(ONE_MESSAGE["message"])
    methods.SendMessage.model_validate({"chat_id": 1, "text": ""})


def _resolve_later(eager: Any, names: Mapping[str, Any]) -> None:  # noqa: ANN401 -- pydantic's own function
    def rebuild(cls: type[BaseModel], /, **given: Any) -> bool | None:  # noqa: ANN401 -- pydantic's arguments
        is_built: bool | None = eager(cls, **{**given, "_types_namespace": names})
        return is_built

    base = importlib.import_module("aiogram.methods.base")
    telegram_object = importlib.import_module("aiogram.types").TelegramObject
    for kind in (base.TelegramMethod, base.Response, telegram_object):
        setattr(kind, REBUILD, classmethod(rebuild))
