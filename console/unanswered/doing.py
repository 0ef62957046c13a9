"""What all acts on open questions share."""

from console.visit import Visit
from db.engine import Session
from desk.queue import store as queue
from desk.queue.rows import packed
from desk.unanswered import Handling, Resolution
from people.audit import store as audit


async def resolve(
    visit: Visit, session: Session, rows: tuple[str, ...], handling: Handling
) -> tuple[str, ...]:
    """Resolve those of the rows that are still open; returns them."""
    return await queue.resolve(session, rows, handling, visit.staff.id, visit.now)


async def log(
    visit: Visit, session: Session, resolution: Resolution, subject: str, count: int
) -> None:
    """Note the act, as the last thing in its transaction."""
    action, facts = f"unanswered.{resolution}", {"rows": count}
    await audit.record(session, visit.staff, action, subject, facts, visit.now)


def back_to(path: str, otherwise: str) -> str:
    """Return to a page of this family only."""
    return (
        path
        if path == otherwise or path.startswith((f"{otherwise}/", f"{otherwise}?"))
        else otherwise
    )


def done(path: str, taken: tuple[str, ...]) -> str:
    """Come back to where the act can be taken back."""
    return f"{path}{'&' if '?' in path else '?'}undo={packed(taken)}"
