"""Tables of the people who work with the bot: who they are, how they sign in, what they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Base, BigId


class StaffRow(Base):
    """Somebody who works with the bot (工作人员). `totp_secret` is encrypted with our own key."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    shown_name: Mapped[str] = mapped_column(String(32))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_step: Mapped[int] = mapped_column(Integer, server_default="0")
    """The last time step a code was taken from: no code works twice."""
    roles: Mapped[list[Any]]
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    """One code for a lost device (恢复码), hashed; used once."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class StaffLinkRow(Base):
    """A one-time link (一次性链接): the first set-up, an invitation, or a reset."""

    __tablename__ = "staff_link"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffSessionRow(Base):
    """One browser somebody is signed in with; `token_hash` is all we keep of its cookie."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInRow(Base):
    """A failed sign-in, kept for the rate limit: hashes of what was typed and from where."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """One act of somebody's (审计), chained by hashes; ids and hashes, never content."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("previous"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(Integer, index=True)
    """Nobody's key: the log outlives whoever is in it. None is the programme itself."""
    action: Mapped[str] = mapped_column(String(48), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class HouseRuleRow(Base):
    """A decision of the bureau about how the console works, such as the single-operator mode."""

    __tablename__ = "house_rule"
    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    staff_id: Mapped[int | None] = mapped_column(Integer)
    chosen_at: Mapped[datetime]


class SwitchRow(Base):
    """Something that is stopped (停用), with what citizens are told meanwhile.

    `scope` is `all`, `channel:web`, or `topic:` and a topic's name.
    """

    __tablename__ = "switch"
    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    message: Mapped[str] = mapped_column(String(300))
    staff_id: Mapped[int | None] = mapped_column(Integer)
    turned_at: Mapped[datetime]
