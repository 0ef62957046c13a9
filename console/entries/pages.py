"""The doors of the entries' pages, and who may go through each."""

from console.doors import READERS, Door
from console.entries import acts, listing, showing
from console.entries.editing import RESERVED, Editing
from people.staff.roles import Role

EDITORS = frozenset({Role.EDITOR})
APPROVERS = frozenset({Role.APPROVER})
EITHER = EDITORS | APPROVERS
QUEUE = EITHER | {Role.AUDITOR}
ENTRY = f"/entries/{{id:(?!(?:{'|'.join(sorted(RESERVED))})$)[a-z0-9-]{{1,48}}}}"
"""An entry's address; the words that are other pages of the family are no ids."""


def doors() -> list[Door]:
    """Return the family's doors."""
    editing = Editing()
    return [
        Door("GET", "/entries", listing.listed, READERS),
        Door("GET", "/entries/new", editing.begin, EDITORS),
        Door("POST", "/entries/new", editing.write, EDITORS),
        Door("POST", "/entries/preview", editing.preview, EDITORS),
        Door("POST", "/entries/hints", editing.hints, EDITORS),
        Door("GET", "/entries/sign", listing.to_sign, APPROVERS),
        Door("POST", "/entries/sign", listing.signed, APPROVERS),
        Door("GET", ENTRY, showing.shown, READERS),
        Door("GET", f"{ENTRY}/compare", showing.compared, READERS),
        Door("GET", f"{ENTRY}/edit", editing.open, EDITORS),
        Door("POST", f"{ENTRY}/edit", editing.write, EDITORS),
        Door("POST", f"{ENTRY}/submit", acts.submit, EDITORS),
        Door("POST", f"{ENTRY}/withdraw", acts.withdraw, EITHER),
        Door("POST", f"{ENTRY}/return", acts.give_back, APPROVERS),
        Door("POST", f"{ENTRY}/approve", acts.approve, APPROVERS),
        Door("POST", f"{ENTRY}/archive", acts.archive, APPROVERS),
        Door("POST", f"{ENTRY}/restore", acts.restore, EITHER),
        Door("POST", f"{ENTRY}/rollback", acts.roll_back, EITHER),
        Door("POST", f"{ENTRY}/owner", acts.own, EITHER),
        Door("POST", f"{ENTRY}/seen", acts.seen, EITHER),
        Door("GET", "/approvals", showing.queue, QUEUE),
    ]
