"""What staff may be entrusted with (角色)."""

from enum import StrEnum


class Role(StrEnum):
    """One trust; somebody may hold several, and none implies another."""

    EDITOR = "editor"
    APPROVER = "approver"
    JUDGE = "judge"
    CAMPAIGN = "campaign"
    DESK = "desk"
    AUDITOR = "auditor"
    ADMIN = "admin"


EVERYBODY = frozenset(Role)
