"""Pushes a row of the outbox to a follower by the customer-service API (客服消息)."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.channel import NAME, text_message
from bot.channels.wechat.errors import (
    AwayError,
    BadCredentialsError,
    CannotPushError,
    NoRightError,
    NotWhitelistedError,
    WeChatError,
)
from bot.channels.wechat.letters import Letter, laid_out
from bot.channels.wechat.standing import Standing
from bot.channels.wechat.uploads import TooLargeError, Uploads
from bot.delivery import ClosedChannelError, LaterError, NextVisitError, UndeliverableError
from bot.turns import Clock, utc_now
from db import allowance, dialogue, outbox
from db.engine import Database
from people import store as people
from texts import wechat as words

FORBIDDEN_HERE = timedelta(minutes=10)
"""How long to wait until somebody has allowed our address in the console."""

NO_MENUS = frozenset({40200, 48008, 50001})
"""WeChat's codes for a kind of message this account may not send; others may go."""

LOST_MEDIA = 40007
"""WeChat's code for the id of a file it does not have, or no longer has."""

LONGEST_HEAD = 1024
"""Bytes of words above a menu message; longer ones go as a text with numbers."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WeChatCarrier:
    """Sends within what WeChat allows; the rest waits for the citizen's next visit."""

    api: WeChatApi
    uploads: Uploads
    standing: Standing
    database: Database
    clock: Clock = utc_now

    async def __call__(self, row: outbox.Letter) -> str:
        """Send; raises what `bot.delivery.Carry` names."""
        openid = await self._addressee(row.chat_id)
        letter = Letter.of(row.payload)
        try:
            await self._send(openid, letter)
        except CannotPushError as refused:
            raise await self._refused(row.chat_id, refused) from None
        except NoRightError:
            self.standing.lose_push()
            raise NextVisitError from None
        except NotWhitelistedError as refused:
            raise LaterError(str(refused), FORBIDDEN_HERE) from None
        except BadCredentialsError as refused:
            raise ClosedChannelError(str(refused)) from None
        except AwayError as away:
            raise LaterError(str(away)) from None
        except (WeChatError, TooLargeError, OSError) as refused:
            raise UndeliverableError(str(refused)) from None
        await self._sent(row.chat_id, letter)
        return "pushed"

    async def _addressee(self, chat_id: int) -> str:
        """Return the openid where a message may be pushed to it now."""
        async with self.database.read() as session:
            openid = await people.external_of(session, NAME, chat_id)
            left = await allowance.left(session, chat_id, self.clock())
        if openid is None:
            raise UndeliverableError("nobody is behind this chat any more", whole_chat=True)
        if not self.standing.can_push() or not left:
            raise NextVisitError
        return openid

    async def _send(self, openid: str, letter: Letter) -> None:
        if letter.kind is not None:
            await self._send_file(openid, letter.kind, Path(letter.path))
            return
        menu = self._menu(letter)
        if menu is None:
            await self.api.send(openid, text_message(laid_out(letter)[0]))
            return
        try:
            await self.api.send(openid, menu)
        except NoRightError as refused:
            if refused.code not in NO_MENUS:
                raise
            self.standing.menus = False
            await self.api.send(openid, text_message(laid_out(letter)[0]))

    async def _send_file(self, openid: str, kind: str, path: Path) -> None:
        """Send a file under the id it was given before; once more where WeChat has lost that."""
        for is_second in (False, True):
            media_id = await self.uploads.media_id(path, kind)
            try:
                await self.api.send(openid, {"msgtype": kind, kind: {"media_id": media_id}})
            except WeChatError as refused:
                if is_second or refused.code != LOST_MEDIA:
                    raise
                await self.uploads.forget(media_id)
            else:
                return

    def _menu(self, letter: Letter) -> Json | None:
        """Write choices so that they can be touched, where the account may and it fits."""
        is_short = len(letter.text.encode()) <= LONGEST_HEAD
        if not (self.standing.menus and letter.choices and letter.text and is_short):
            return None
        offered = [{"id": one.data, "content": one.label} for one in letter.choices]
        menu = {"head_content": letter.text, "list": offered, "tail_content": words.CHOOSE_ABOVE}
        return {"msgtype": "msgmenu", "msgmenu": menu}

    async def _refused(self, chat_id: int, refused: CannotPushError) -> Exception:
        if refused.is_gone:
            return UndeliverableError(str(refused), whole_chat=True)
        async with self.database.begin() as session:
            await allowance.exhaust(session, chat_id)
        return NextVisitError()

    async def _sent(self, chat_id: int, letter: Letter) -> None:
        """Count the message; its choices are now the ones before the citizen's eyes."""
        async with self.database.begin() as session:
            await allowance.spend(session, chat_id)
            choices = laid_out(letter)[1]
            await dialogue.offer(session, NAME, chat_id, choices)
