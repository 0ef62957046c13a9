"""aiogram's dialogue state, kept in the running turn and committed with it."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.turns import running
from db.dialogue import Dialogue


class TurnStorage(BaseStorage):
    """Reads and changes the dialogue of the running turn, whatever key is asked for.

    A key of another chat is refused with `LookupError`: a turn is one conversation's.
    """

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Change the step."""
        self._at(key).state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the step."""
        return self._at(key).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace the few ids kept beside the step."""
        self._at(key).data = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return a copy of the ids kept beside the step."""
        return dict(self._at(key).data)

    async def close(self) -> None:
        """Nothing is open."""

    @staticmethod
    def _at(key: StorageKey) -> Dialogue:
        dialogue = running().dialogue
        if key.chat_id != dialogue.chat_id:
            raise LookupError(key)
        return dialogue
