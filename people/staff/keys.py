"""Everything sealed with the house's own key: each purpose has a key derived for it alone."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class UnsealedError(Exception):
    """A sealed text is not ours, was changed, is for another purpose, or too old."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The house's key, from which all others come."""

    secret: str

    def stamp(self, purpose: str, text: str) -> str:
        """Return what only we can compute of a text."""
        return hmac.new(self._derive(purpose), text.encode(), hashlib.sha256).hexdigest()

    def is_stamp(self, purpose: str, text: str, given: str) -> bool:
        """Whether a stamp is that of the text."""
        return hmac.compare_digest(self.stamp(purpose, text).encode(), given.encode())

    def seal(self, purpose: str, value: Any, now: datetime) -> str:  # noqa: ANN401 -- any JSON
        """Return a value as a text only we can read."""
        plain = json.dumps(value, ensure_ascii=False).encode()
        return self._fernet(purpose).encrypt_at_time(plain, int(now.timestamp())).decode("ascii")

    def unseal(
        self, purpose: str, sealed: str, now: datetime, life: timedelta | None = None
    ) -> Any:  # noqa: ANN401 -- any JSON
        """Return what was sealed; raises `UnsealedError`."""
        fernet = self._fernet(purpose)
        try:
            if life is None:
                return json.loads(fernet.decrypt(sealed.encode()))
            seconds = int(life.total_seconds())
            return json.loads(
                fernet.decrypt_at_time(sealed.encode(), seconds, int(now.timestamp()))
            )
        except (InvalidToken, ValueError):
            raise UnsealedError(purpose) from None

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derive(purpose)))

    def _derive(self, purpose: str) -> bytes:
        way = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"zxt.{purpose}".encode())
        return way.derive(self.secret.encode())
