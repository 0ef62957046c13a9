"""Tables of what the bot knows: entries and their revisions, stations, words, and its exams."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Base, BigId


class EntryRow(Base):
    """A knowledge entry (知识条目): which revision citizens read, and which is worked on.

    The rest repeats what lists are searched and sorted by. `version` grows with every change:
    whoever saves says which one they have seen.
    """

    __tablename__ = "entry"
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    head: Mapped[int] = mapped_column(Integer)
    live: Mapped[int | None] = mapped_column(Integer)
    phase: Mapped[str] = mapped_column(String(16), index=True)
    """Of the head: draft, in_review, scheduled, live, archived."""
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL"), index=True
    )
    seed_hash: Mapped[str | None] = mapped_column(String(64))
    """Of the shipped text that was last taken in, be it as a draft."""
    topic: Mapped[str] = mapped_column(String(40), index=True)
    standard_question: Mapped[str] = mapped_column(String(120))
    is_signed: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    valid_until: Mapped[date | None] = mapped_column(index=True)
    review_by: Mapped[date | None] = mapped_column(index=True)
    sought: Mapped[str] = mapped_column(Text)
    """Id, topic, wordings and answer, normalized: what the list's search looks through."""
    serial: Mapped[int] = mapped_column(BigInteger, server_default="0", index=True)
    """The state of the knowledge in which its live text last changed."""
    changed_at: Mapped[datetime] = mapped_column(index=True)


class RevisionRow(Base):
    """One text of an entry as somebody left it (版本); the content never changes."""

    __tablename__ = "entry_revision"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(16))
    """seed, console, sheet, import or rollback."""
    note: Mapped[str | None] = mapped_column(String(200))
    author_id: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(Integer)
    approved_at: Mapped[datetime | None]
    returned_by: Mapped[int | None] = mapped_column(Integer)
    returned_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None] = mapped_column(String(300))
    goes_live_at: Mapped[datetime | None] = mapped_column(index=True)
    went_live_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class KnowledgeStateRow(Base):
    """One row, number 1: `serial` grows with every change of what citizens are told."""

    __tablename__ = "knowledge_state"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    serial: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]


class WarningRow(Base):
    """An entry whose review or end of validity is near (到期提醒), raised once a threshold."""

    __tablename__ = "entry_warning"
    entry_id: Mapped[str] = mapped_column(
        ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    raised_at: Mapped[datetime]
    seen_by: Mapped[int | None] = mapped_column(Integer)
    seen_at: Mapped[datetime | None]


class ReplayRow(Base):
    """What the newest replay (影子重放) of one text of an entry came to, in numbers."""

    __tablename__ = "replay"
    entry_id: Mapped[str] = mapped_column(
        ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Of the revision that was tried."""
    revision: Mapped[str] = mapped_column(String(64))
    """Of the knowledge it was compared with."""
    changed: Mapped[int] = mapped_column(Integer)
    worse: Mapped[int] = mapped_column(Integer)
    better: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]


class StationRow(Base):
    """A service station (服务站) as the bureau last gave it."""

    __tablename__ = "station"
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    place: Mapped[int] = mapped_column(Integer)
    """Its place in lists."""
    is_sample: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    content: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    changed_at: Mapped[datetime]


class WordRow(Base):
    """A word operators taught the bot: a synonym, domain word, homophone, sensitive word."""

    __tablename__ = "word"
    __table_args__ = (UniqueConstraint("kind", "said"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    said: Mapped[str] = mapped_column(String(60))
    meant: Mapped[str | None] = mapped_column(String(60))
    staff_id: Mapped[int | None] = mapped_column(Integer)
    added_at: Mapped[datetime]


class ExamRunRow(Base):
    """One self-exam (考评自测): which knowledge was asked what, and how it did."""

    __tablename__ = "exam_run"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(index=True)
    """When it was asked for."""
    night: Mapped[date | None] = mapped_column(unique=True)
    """Beijing's day of a nightly exam; None where somebody asked for it."""
    leased_until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(32))
    """Why there are no totals: no_exam, no_knowledge or broken."""
    revision: Mapped[str] = mapped_column(String(32))
    totals: Mapped[dict[str, Any]]
    evidence: Mapped[str | None] = mapped_column(String(255))
    """The evidence file's name in the folder `exams` of the data folder."""


class QuestionRow(Base):
    """A question that was asked and what came of it, for figures and replays; nobody is named.

    `text` is masked, empty where nothing may be kept, and emptied after 30 days.
    """

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_counted", "day", "channel", "outcome", "reason"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    day: Mapped[date]
    """Beijing's."""
    channel: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))
    entry_id: Mapped[str | None] = mapped_column(String(48), index=True)
    probability: Mapped[float] = mapped_column(Float)


class OutcomeCountRow(Base):
    """How many questions of a day and channel ended how, after the questions are gone."""

    __tablename__ = "outcome_count"
    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class NoticeRow(Base):
    """Word to somebody who asked: the answer is there now (答复通知). Leased while it is told."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("receipt", "entry_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    receipt: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[str] = mapped_column(String(48))
    created_at: Mapped[datetime]
    leased_until: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    told_at: Mapped[datetime | None]
