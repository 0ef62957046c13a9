"""What a new bureau has still to do before citizens are let in (上线准备), as it really stands."""

from dataclasses import dataclass

from console.visit import Visit
from db.engine import Session
from faq.editorial.reading import store as entries
from faq.editorial.record import Filter
from people.staff import store as people
from people.staff.roles import Role
from people.staff.staff import Staff
from texts import console_home as words

ENOUGH_ADMINS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `path` is where, None where it is done outside the console."""

    title: str
    state: str
    is_done: bool
    path: str | None


async def steps(visit: Visit, session: Session) -> list[Step]:
    """Return the steps, or nothing once all are done or for whoever could do none of them."""
    if not visit.staff.has(Role.ADMIN, Role.APPROVER, Role.EDITOR):
        return []
    staff = [one for one in await people.everybody(session) if one.is_active and one.is_set_up]
    found = [
        *_people(visit, staff),
        await _seeds(visit, session),
        _stations(visit),
        Step(words.PUBLIC_ADDRESS, "", visit.parts.is_https, None),
    ]
    return [] if all(step.is_done for step in found) else found


def _people(visit: Visit, staff: list[Staff]) -> list[Step]:
    admins = sum(one.has(Role.ADMIN) for one in staff)
    editors = {one.id for one in staff if one.has(Role.EDITOR)}
    approvers = {one.id for one in staff if one.has(Role.APPROVER)}
    are_two = bool(editors and approvers and len(editors | approvers) > 1)
    path = "/staff" if visit.may("admin") else None
    return [
        Step(words.SECOND_ADMIN, words.people(admins), admins >= ENOUGH_ADMINS, path),
        Step(words.TWO_PEOPLE, "", are_two or visit.is_single, path),
    ]


async def _seeds(visit: Visit, session: Session) -> Step:
    unsigned = Filter(signed=False)
    count = (await entries.find(session, unsigned, 1, 1, today=visit.today)).total
    return Step(words.SIGN_SEEDS, words.unsigned(count), count == 0, "/entries?signed=no")


def _stations(visit: Visit) -> Step:
    count = sum(station.is_sample for station in visit.parts.stations())
    return Step(words.OWN_STATIONS, words.samples(count), count == 0, "/stations")
