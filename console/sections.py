"""The console's sections (栏目): what the navigation shows to whom."""

from dataclasses import dataclass

from people.staff.roles import EVERYBODY, Role
from people.staff.staff import Staff
from texts import console as words

_KNOWERS = EVERYBODY - {Role.JUDGE, Role.CAMPAIGN}


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the navigation."""

    key: str
    path: str
    who: frozenset[Role]

    @property
    def title(self) -> str:
        """Return its name."""
        return words.SECTIONS[self.key]


SECTIONS = (
    Section("home", "/", EVERYBODY),
    Section("entries", "/entries", EVERYBODY - {Role.JUDGE}),
    Section("approvals", "/approvals", frozenset({Role.EDITOR, Role.APPROVER, Role.AUDITOR})),
    Section("trial", "/trial", EVERYBODY),
    Section("unanswered", "/unanswered", _KNOWERS),
    Section("stations", "/stations", _KNOWERS),
    Section("words", "/words", _KNOWERS),
    Section("figures", "/figures", EVERYBODY - {Role.JUDGE}),
    Section("switches", "/switches", frozenset({Role.ADMIN, Role.APPROVER, Role.AUDITOR})),
    Section("staff", "/staff", frozenset({Role.ADMIN, Role.AUDITOR})),
    Section("audit", "/audit", frozenset({Role.ADMIN, Role.AUDITOR})),
    Section("account", "/account", EVERYBODY),
)


def sections_for(staff: Staff) -> list[Section]:
    """Return what somebody may open."""
    return [section for section in SECTIONS if staff.has(*section.who)]


def section_of(path: str) -> str:
    """Return the key of the section a path below /console belongs to."""
    fitting = [
        section
        for section in SECTIONS[1:]
        if path == section.path or path.startswith(section.path + "/")
    ]
    return max(fitting, key=lambda section: len(section.path)).key if fitting else "home"
