"""aiogram's types are built when they are needed, and all of them still can be."""

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
LATER = """
import bot
from aiogram import methods, types
from aiogram.methods.base import Response

print(types.Message.__pydantic_complete__)
kinds = [getattr(module, name) for module in (types, methods) for name in module.__all__]
kinds = [kind for kind in kinds if isinstance(kind, type) and hasattr(kind, "model_rebuild")]
for kind in kinds:
    kind.model_rebuild()
print(len(kinds) > 400, [kind for kind in kinds if not kind.__pydantic_complete__])
answer = {"ok": True, "result": [{"update_id": 7}]}
print(Response[list[types.Update]].model_validate(answer).result[0].update_id)
"""
WARM = """
import bot
from aiogram import types
from bot import late_types

late_types.warm()
print(types.Update.__pydantic_complete__, types.Message.__pydantic_complete__)
"""


def _printed(script: str) -> list[str]:
    ran = subprocess.run(  # noqa: S603 -- our own interpreter and script
        [sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    return (ran.stdout + ran.stderr).splitlines()


def test_types_are_built_later_and_all_of_them_can_be() -> None:
    assert _printed(LATER) == ["False", "True []", "7"]


def test_a_turn_finds_its_types_built() -> None:
    assert _printed(WARM) == ["True True"]
