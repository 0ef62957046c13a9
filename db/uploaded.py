"""Files given to a platform before: the same content is not given twice while it is kept there."""

from datetime import datetime

from sqlalchemy import delete, select

from db.engine import Session, insert_into
from db.platform_tables import UploadedRow


async def find(session: Session, app_id: str, sha256: str, now: datetime) -> str | None:
    """Return the platform's id of a file it still has, by the file's hash in hex."""
    query = select(UploadedRow.media_id).where(
        UploadedRow.app_id == app_id, UploadedRow.sha256 == sha256, UploadedRow.expires_at > now
    )
    return await session.scalar(query)


async def put(
    session: Session, app_id: str, sha256: str, media_id: str, expires_at: datetime
) -> None:
    """Note a file's newest id, and until when it may be used."""
    fresh = {"media_id": media_id, "expires_at": expires_at}
    await session.execute(
        insert_into(session, UploadedRow)
        .values(app_id=app_id, sha256=sha256, **fresh)
        .on_conflict_do_update(index_elements=["app_id", "sha256"], set_=fresh)
    )


async def forget(session: Session, app_id: str, media_id: str) -> None:
    """Forget an id the platform no longer takes."""
    await session.execute(
        delete(UploadedRow).where(UploadedRow.app_id == app_id, UploadedRow.media_id == media_id)
    )


async def forget_expired(session: Session, now: datetime) -> None:
    """Delete what may no longer be used."""
    await session.execute(delete(UploadedRow).where(UploadedRow.expires_at <= now))
