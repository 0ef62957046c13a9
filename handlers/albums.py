"""Albums: several pictures sent at once arrive one by one and get one answer."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

ALBUM = "album"
"""The dialogue's note: an album's id and the kinds of content in it that were answered."""


class Answered(Filter):
    """The message belongs to an album a message of which, of the same kind, was answered."""

    async def __call__(self, message: Message, state: FSMContext) -> bool:
        """Compare with the note, and make it."""
        if message.media_group_id is None:
            return False
        noted = (await state.get_data()).get(ALBUM, [])
        answered = noted if noted[:1] == [message.media_group_id] else [message.media_group_id]
        if message.content_type in answered:
            return True
        await state.update_data({ALBUM: [*answered, message.content_type]})
        return False


def build_albums_router() -> Router:
    """Keep silent about the rest of an album; this router is asked before all others."""
    router = Router(name="albums")
    router.message.register(on_rest, Answered())
    return router


async def on_rest(message: Message) -> None:
    """Say nothing: the album's first message was answered."""
    del message
