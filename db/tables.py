"""The tables of conversations, the desk and the campaign; the others are in `*_tables` beside it.

Instants are UTC in storage, days are Beijing's. Rows never leave the `store` modules.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

import db.knowledge_tables
import db.platform_tables
import db.staff_tables  # noqa: F401 -- so that the metadata knows their tables
from db.columns import Base, BigId

FIRST_LOCAL_ID = 2**40
"""People of channels without numeric ids get random integers from here to `LAST_LOCAL_ID`."""

LAST_LOCAL_ID = 2**52 - 1
"""Telegram promises ids of at most 52 significant bits; ours keep within that."""


class PersonRow(Base):
    """A person, known by a number only; channels' names for them are in `identity`."""

    __tablename__ = "person"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    created_at: Mapped[datetime]
    notice_shown_at: Mapped[datetime | None]
    large_print: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))


class IdentityRow(Base):
    """What a channel calls a person; `id` is the number aiogram sees off Telegram."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("channel", "external"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    external: Mapped[str] = mapped_column(String(128))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class ConsentRow(Base):
    """A person's yes to one text in one version: what, when, and a hash of the words shown."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    submission_id: Mapped[str | None] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(32))
    text_hash: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DialogueRow(Base):
    """Where one conversation stands: its state, a few ids, and the buttons last shown."""

    __tablename__ = "dialogue"
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    choices: Mapped[list[Any]]
    updated_at: Mapped[datetime]


class InboxRow(Base):
    """An update as it came, kept until its turn is committed; then its content is emptied."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index(
            "ix_inbox_open",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(160))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    leased_until: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    done_at: Mapped[datetime | None]
    incident: Mapped[str | None] = mapped_column(String(16))


class OutboxRow(Base):
    """A message to a channel that is pushed to, kept until the channel gave a receipt."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "channel",
            "next_try_at",
            sqlite_where=text("sent_at IS NULL AND failed_reason IS NULL"),
            postgresql_where=text("sent_at IS NULL AND failed_reason IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    inbox_id: Mapped[int | None] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    sent_at: Mapped[datetime | None]
    receipt: Mapped[str | None] = mapped_column(String(64))
    failed_reason: Mapped[str | None] = mapped_column(String(200))


class TranscriptRow(Base):
    """One bubble of a web conversation, masked before it is written; ids grow within a chat."""

    __tablename__ = "transcript"
    __table_args__ = (
        Index("ix_transcript_chat", "channel", "chat_id", "id"),
        UniqueConstraint("channel", "chat_id", "key"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[str] = mapped_column(String(8))
    key: Mapped[str | None] = mapped_column(String(160))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


class UnansweredRow(Base):
    """A question that found no answer, or an answer a citizen found useless or wrong."""

    __tablename__ = "unanswered"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    receipt: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    text: Mapped[str] = mapped_column(Text)
    entry_id: Mapped[str | None] = mapped_column(String(48))
    reason: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(Integer)
    resolution: Mapped[str | None] = mapped_column(String(16))
    """wording, entry, revision, synonym, out_of_scope, redirect or dismissed."""
    door: Mapped[str | None] = mapped_column(String(8))
    """The number of another office that whoever asked is sent to."""
    resolved_entry: Mapped[str | None] = mapped_column(String(48), index=True)
    answered_at: Mapped[datetime | None]
    """When the entry that answers it was live."""


class TicketRow(Base):
    """A citizen's wish to speak with a person (转人工), recorded until there is a desk."""

    __tablename__ = "ticket"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    receipt: Mapped[str] = mapped_column(String(12), unique=True)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(String(200))
    """What the operator who closed it noted for the others."""


class AskedRow(Base):
    """How many conversations were shown an entry on a day; whose they were is not known."""

    __tablename__ = "asked"
    entry_id: Mapped[str] = mapped_column(String(48), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    count: Mapped[int] = mapped_column(Integer)


class CampaignRow(Base):
    """A call for videos as data: its whole definition is one JSON document."""

    __tablename__ = "campaign"
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    definition: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class SubmissionRow(Base):
    """One work handed in, from its first answer on; `id` is its idempotency key."""

    __tablename__ = "submission"
    __table_args__ = (
        Index(
            "uq_submission_one_draft",
            "campaign_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    receipt: Mapped[str | None] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaign.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16), index=True)
    answers: Mapped[dict[str, Any]]
    media_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    received_at: Mapped[datetime | None]


class SubmissionLogRow(Base):
    """One change of a submission's state: from what to what, when, by whom and why."""

    __tablename__ = "submission_log"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    submission_id: Mapped[str] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime]


class MediaRow(Base):
    """One file a citizen sent. Its work (fetch, check) is leased: any process may take it."""

    __tablename__ = "media"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    submission_id: Mapped[str | None] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    name: Mapped[str] = mapped_column(String(255))
    path: Mapped[str | None] = mapped_column(String(255))
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    origin: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), index=True)
    measured: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    faults: Mapped[list[Any] | None] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    leased_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


TABLES = Base.metadata
"""Every table, for the migrations."""
