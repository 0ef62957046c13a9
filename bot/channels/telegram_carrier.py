"""Sends a row of the outbox to Telegram, and says in the outbox's terms what came of it."""

from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot, methods
from aiogram.exceptions import (
    AiogramError,
    DetailedAiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from pydantic import ValidationError

from bot.delivery import SEND_SECONDS, ClosedChannelError, LaterError, UndeliverableError
from db.outbox import Letter


@dataclass(frozen=True, slots=True)
class TelegramCarrier:
    """Sends through `wire`, a bot that really speaks to Telegram."""

    wire: Bot

    async def __call__(self, letter: Letter) -> str:
        """Send; raises what `bot.delivery.Carry` names."""
        try:
            sent = await self.wire(_method(letter), request_timeout=SEND_SECONDS)
        except TelegramRetryAfter as busy:
            raise LaterError(_reason(busy), timedelta(seconds=busy.retry_after)) from None
        except TelegramForbiddenError as refused:
            raise UndeliverableError(_reason(refused), whole_chat=True) from None
        except (TelegramBadRequest, TelegramMigrateToChat, ValidationError) as refused:
            raise UndeliverableError(_reason(refused)) from None
        except (TelegramUnauthorizedError, TelegramNotFound) as refused:
            raise ClosedChannelError(_reason(refused)) from None
        except (AiogramError, OSError, UnicodeError) as away:
            raise LaterError(_reason(away)) from None
        return str(sent.message_id) if isinstance(sent, Message) else "ok"


def _reason(problem: Exception) -> str:
    """Say what went wrong without what was to be said."""
    is_plain = isinstance(problem, DetailedAiogramError | OSError)
    told = getattr(problem, "message", None) or str(problem)
    return told if is_plain else type(problem).__name__


def _method(letter: Letter) -> TelegramMethod[object]:
    kind = getattr(methods, letter.method)
    method: TelegramMethod[object] = kind.model_validate(letter.payload)
    return method
