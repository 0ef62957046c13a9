"""What the account may do at present: set by an operator or found out, and found out again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.channels.wechat.account import Kind, Rights, detect, kind_of, rights_of
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.errors import AwayError, WeChatError

log = structlog.get_logger()

NOTHING = Rights(push=False, media=False, menu=False, qr=False)
"""What an account may do whose secret we do not have."""

UNTOLD = Rights(push=True, media=True, menu=True, qr=True)
"""What is tried until WeChat has told what the account may do; it refuses the rest."""

AGAIN_SECONDS = 24 * 3600.0
"""An account is verified, or loses that, within a day."""

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0


@dataclass(slots=True)
class Standing:
    """The rights of the account; `kind` is what an operator says it is, None to find out."""

    kind: Kind | None
    rights: Rights = NOTHING
    changed: Callable[[Rights], None] = lambda _rights: None
    """Called with the rights whenever they are found."""
    menus: bool = True
    """Whether choices may be pushed as a menu message (msgmenu); test accounts refuse them."""

    def can_push(self) -> bool:
        """Whether messages may be sent that answer nothing."""
        return self.rights.push

    def lose_push(self) -> None:
        """Believe WeChat that messages may not be pushed, until the next look."""
        self.become(replace(self.rights, push=False))

    def become(self, rights: Rights) -> None:
        """Take the rights for true."""
        self.rights = rights
        self.changed(rights)

    async def watch(self, api: WeChatApi) -> None:
        """Look for ever what the account may do; ended by cancelling."""
        while True:
            self.become(rights_of(self.kind) if self.kind else await self._detected(api))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _detected(self, api: WeChatApi) -> Rights:
        pause = FIRST_PAUSE
        while True:
            try:
                rights = await detect(api)
            except (AwayError, WeChatError) as problem:
                log.warning("wechat did not say what the account may do", reason=str(problem))
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                log.info("wechat account", kind=kind_of(rights).value)
                return rights
