"""WeChat's signatures and its safe mode (安全模式), as Tencent's 消息加解密说明 has them.

A plain text is 16 random bytes, its length in 4 bytes, the message and the app id, padded to 32
bytes by PKCS#7 and encrypted by AES-256-CBC under the EncodingAESKey.
"""

import hashlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from bot.channels.wechat.envelope import cdata

BLOCK = 32
RANDOM = 16
HEAD = RANDOM + 4
AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
TIMESTAMP = re.compile(r"[0-9]{1,20}")


class ForgedError(Exception):
    """What was posted does not come from WeChat, or not for this account."""


def signature(*parts: str) -> str:
    """Return the SHA-1 (40 hex digits) of the parts, sorted and joined.

    The parts are told apart by nothing: digits moved from a nonce to a timestamp may give the
    same signature. Who trusts it must check the timestamp's length and age, too.
    """
    joined = "".join(sorted(parts))
    return hashlib.sha1(_bytes(joined)).hexdigest()  # noqa: S324 -- the platform's protocol


def is_signed(given: str, *parts: str) -> bool:
    """Whether `given` is the parts' signature; takes as long whatever it differs in."""
    return hmac.compare_digest(_bytes(given), signature(*parts).encode())


@dataclass(frozen=True, slots=True)
class Cipher:
    """Opens and seals the messages of one account; `aes_key` is its EncodingAESKey."""

    token: str = field(repr=False)
    app_id: str
    aes_key: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that is not 43 characters of base64, and an empty app id."""
        if not AES_KEY.fullmatch(self.aes_key):
            raise ValueError("aes_key")
        if not self.app_id:
            raise ValueError("app_id")

    def open(self, encrypted: str, given: str, timestamp: str, nonce: str) -> bytes:
        """Return the message within `encrypted`, whose msg_signature is `given`.

        Raises `ForgedError` for a wrong signature, and for anything else that is not in order.
        """
        if not is_signed(given, self.token, timestamp, nonce, encrypted):
            raise ForgedError("signature")
        padded = self._decrypted(encrypted)
        plain = padded[: -padded[-1]]
        padding = padded[len(plain) :]
        if len(padding) > BLOCK or padding != padding[-1:] * padded[-1]:
            raise ForgedError("padding")
        end = HEAD + int.from_bytes(plain[RANDOM:HEAD], "big")
        if plain[end:] != self.app_id.encode():
            raise ForgedError("app id")
        return plain[HEAD:end]

    def seal(self, xml: str, timestamp: str, nonce: str) -> str:
        """Return the whole answer that hides `xml`; raises `ValueError` for no timestamp."""
        if not TIMESTAMP.fullmatch(timestamp):
            raise ValueError("timestamp")
        encrypted = self._encrypted(xml.encode())
        signed = signature(self.token, timestamp, nonce, encrypted)
        return (
            f"<xml><Encrypt>{cdata(encrypted)}</Encrypt>"
            f"<MsgSignature>{cdata(signed)}</MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
        )

    def _encrypted(self, message: bytes) -> str:
        size = len(message).to_bytes(HEAD - RANDOM, "big")
        plain = secrets.token_bytes(RANDOM) + size + message + self.app_id.encode()
        short = BLOCK - len(plain) % BLOCK
        cipher = self._aes().encryptor()
        padded = plain + bytes([short]) * short
        return b64encode(cipher.update(padded) + cipher.finalize()).decode()

    def _decrypted(self, encrypted: str) -> bytes:
        try:
            hidden = b64decode(encrypted, validate=True)
        except ValueError as problem:
            raise ForgedError("base64") from problem
        if not hidden or len(hidden) % BLOCK:
            raise ForgedError("length")
        cipher = self._aes().decryptor()
        return cipher.update(hidden) + cipher.finalize()

    def _aes(self) -> ciphers.Cipher[modes.CBC]:
        key = b64decode(self.aes_key + "=")
        return ciphers.Cipher(algorithms.AES(key), modes.CBC(key[:RANDOM]))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
