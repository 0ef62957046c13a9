"""Tables of a platform that is called and calls us: WeChat's answers, allowances, tokens."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Base


class PassiveRow(Base):
    """One message WeChat brought, and what the response to it said (被动回复).

    WeChat brings a message up to three times; `key` is the message's own name. The reply is
    emptied soon: it is kept only to be repeated.
    """

    __tablename__ = "passive"
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    inbox_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    calls: Mapped[int] = mapped_column(Integer, server_default="1")
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    first_at: Mapped[datetime] = mapped_column(index=True)


class NonceRow(Base):
    """A request whose signature does not cover its body: it may bring one message only."""

    __tablename__ = "nonce"
    value: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(160))
    first_at: Mapped[datetime] = mapped_column(index=True)


class AllowanceRow(Base):
    """How many customer-service messages (客服消息) WeChat still lets us send to somebody."""

    __tablename__ = "allowance"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    pushes_left: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime]


class PlatformTokenRow(Base):
    """The token of a platform's API, shared by all processes; the lease is its refreshing."""

    __tablename__ = "platform_token"
    app_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(1024), server_default="")
    expires_at: Mapped[datetime]
    leased_until: Mapped[datetime]


class UploadedRow(Base):
    """A file given to a platform before, which may be sent again under the same id."""

    __tablename__ = "uploaded"
    app_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_id: Mapped[str] = mapped_column(String(255))
    expires_at: Mapped[datetime]
