"""A member of staff (工作人员): who signs texts, answers for switches, and is named in the log."""

from dataclasses import dataclass
from datetime import datetime

from people.staff.roles import Role

SINGLE_OPERATOR = "single_operator"
"""The house rule under which an author may approve their own text (单人审定模式)."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works with the bot. `shown_name` is what citizens may read under a text."""

    id: int
    name: str
    shown_name: str
    roles: frozenset[Role]
    is_active: bool = True
    created_at: datetime | None = None
    signed_in_at: datetime | None = None
    is_set_up: bool = True
    """Whether they have chosen a password and tied their phone's codes to it."""

    def has(self, *roles: Role) -> bool:
        """Whether they hold any of these."""
        return bool(self.roles.intersection(roles))
