"""A consent (同意): a yes to one text, for one purpose, in one version."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody is asked to agree to; the words themselves are part of it."""

    kind: str
    version: str
    text: str

    @property
    def text_hash(self) -> str:
        """The SHA-256 of the words shown, so that it can be proved what was agreed to."""
        return hashlib.sha256(self.text.encode()).hexdigest()
