"""Only WeChat's messages are opened, and WeChat can open ours."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from bot.channels.wechat.crypto import Cipher, ForgedError, is_signed, signature
from bot.channels.wechat.envelope import parse

TOKEN, APP_ID = "spamtest", "wx2c2769f8efd9abc2"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CIPHER = Cipher(TOKEN, APP_ID, KEY)
TIMESTAMP, NONCE = "1409735669", "1320562132"
GIVEN = "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
ENCRYPTED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PG"
    "HQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6"
    "tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp"
    "3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhv"
    "Ql+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
"""The sample of Tencent's cryptoDemo.zip, as conetse/WXBizMsgCrypt quotes it in its README."""

ASCII = st.characters(min_codepoint=33, max_codepoint=126)
NAMES = st.text(ASCII, min_size=1, max_size=24)
KEYS = st.binary(min_size=32, max_size=32).map(lambda key: b64encode(key).decode()[:43])
DIGITS = st.integers(10**9, 10**10 - 1).map(str)
CIPHERS = st.builds(Cipher, NAMES, NAMES, KEYS)


def _aes() -> Aes[modes.CBC]:
    key = b64decode(KEY + "=")
    return Aes(algorithms.AES(key), modes.CBC(key[:16]))


def _signed(encrypted: str) -> tuple[str, str, str, str]:
    return encrypted, signature(TOKEN, TIMESTAMP, NONCE, encrypted), TIMESTAMP, NONCE


def _hidden(padded: bytes) -> tuple[str, str, str, str]:
    """Encrypt any bytes and sign them, as somebody who knows the key and the token could."""
    encryptor = _aes().encryptor()
    return _signed(b64encode(encryptor.update(padded) + encryptor.finalize()).decode())


def _laid_out(message: bytes, app_id: str = APP_ID, size: int | None = None) -> bytes:
    length = len(message) if size is None else size
    return b"r" * 16 + length.to_bytes(4, "big") + message + app_id.encode()


def _padded(plain: bytes, block: int = 32) -> bytes:
    short = block - len(plain) % block
    return plain + bytes([short]) * short


def test_the_published_sample_opens() -> None:
    assert CIPHER.open(ENCRYPTED, GIVEN, TIMESTAMP, NONCE) == (
        b"<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>\n"
        b"<FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName>\n"
        b"<CreateTime>1409735668</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n"
        b"<Content><![CDATA[abcdteT]]></Content>\n<MsgId>6054768590064713728</MsgId>\n</xml>"
    )


@settings(max_examples=1000, deadline=None)
@given(CIPHERS, st.text(), DIGITS, NAMES)
def test_what_wechatpy_seals_opens(cipher: Cipher, text: str, timestamp: str, nonce: str) -> None:
    oracle = WeChatCrypto(cipher.token, cipher.aes_key, cipher.app_id)
    hidden = oracle.encrypt_message(text, "n", timestamp)
    encrypted = parse(hidden.encode())["Encrypt"]
    given_signature = signature(cipher.token, timestamp, nonce, encrypted)
    assert cipher.open(encrypted, given_signature, timestamp, nonce).decode() == text
    assert parse(hidden.encode())["MsgSignature"] == signature(
        cipher.token, timestamp, "n", encrypted
    )


@settings(max_examples=1000, deadline=None)
@given(CIPHERS, st.text(), DIGITS, NAMES)
def test_wechatpy_opens_what_is_sealed(
    cipher: Cipher, text: str, timestamp: str, nonce: str
) -> None:
    oracle = WeChatCrypto(cipher.token, cipher.aes_key, cipher.app_id)
    answer = parse(cipher.seal(text, timestamp, nonce).encode())
    assert (answer["TimeStamp"], answer["Nonce"]) == (timestamp, nonce)
    assert oracle.decrypt_message(answer, answer["MsgSignature"], timestamp, nonce) == text


@given(st.text(), st.text(), st.text())
def test_what_is_sealed_opens(text: str, nonce: str, stranger: str) -> None:
    answer = parse(CIPHER.seal(text, TIMESTAMP, nonce).encode())
    given_signature = answer["MsgSignature"]
    assert CIPHER.open(answer["Encrypt"], given_signature, TIMESTAMP, nonce).decode() == text
    if stranger != given_signature:
        with pytest.raises(ForgedError, match="signature"):
            CIPHER.open(answer["Encrypt"], stranger, TIMESTAMP, nonce)


@given(st.text(ASCII), st.text(ASCII), st.text(ASCII))
def test_signatures_are_wechatpys(token: str, timestamp: str, nonce: str) -> None:
    given_signature = signature(token, timestamp, nonce)
    check_signature(token, given_signature, timestamp, nonce)
    assert is_signed(given_signature, nonce, timestamp, token)


@given(st.text(st.characters()), st.lists(st.text(st.characters())))
def test_no_text_whatever_breaks_the_comparison(stranger: str, parts: list[str]) -> None:
    assert is_signed(signature(*parts), *parts)
    assert not is_signed(stranger, *parts)
    assert not is_signed(signature(*parts).upper() + "é\ud800", *parts)


def test_the_same_message_is_never_sealed_alike() -> None:
    sealed = {CIPHER.seal("<xml/>", TIMESTAMP, NONCE) for _ in range(100)}
    assert len(sealed) == 100


def test_no_byte_of_a_signed_message_may_be_flipped() -> None:
    for place in range(len(ENCRYPTED)):
        for bit in (1, 2, 4, 8, 16, 32, 64):
            flipped = chr(ord(ENCRYPTED[place]) ^ bit)
            forged = ENCRYPTED[:place] + flipped + ENCRYPTED[place + 1 :]
            with pytest.raises(ForgedError, match="signature"):
                CIPHER.open(forged, GIVEN, TIMESTAMP, NONCE)


def test_flips_under_a_good_signature_pass_only_within_the_message() -> None:
    """AES-CBC alone proves nothing, the signature does; length, app id, padding still hold."""
    hidden = b64decode(ENCRYPTED)
    passed = set()
    for place in range(len(hidden)):
        flipped = bytearray(hidden)
        flipped[place] ^= 0x40
        try:
            opened = CIPHER.open(*_signed(b64encode(flipped).decode()))
        except ForgedError:
            continue
        assert len(opened) == 280
        passed.add(place)
    # A flip spoils its own block of 16 and the same byte of the next one.
    assert passed == {*range(4, 16), *range(32, 320 - 2 - 18 - 16)}


@pytest.mark.parametrize(
    ("padded", "fault"),
    [
        (_padded(_laid_out(b"<xml/>", "wx_another")), "app id"),
        (_padded(_laid_out(b"<xml/>", "")), "app id"),
        (_padded(_laid_out(b"<xml/>", size=7)), "app id"),
        (_padded(_laid_out(b"<xml/>", size=5)), "app id"),
        (_padded(_laid_out(b"<xml/>", size=2**32 - 1)), "app id"),
        (_padded(b"r" * 16), "app id"),
        (_padded(b""), "app id"),
        (_padded(_laid_out(b"x" * 9), 16), "length"),
        (b"x" * 64 + b"\0" * 32, "padding"),
        (b"x" * 32, "padding"),
        (b"x" * 95 + b"\x21", "padding"),
        (b"\x21" * 96, "padding"),
        (b"\xff" * 320, "padding"),
        (b"\0" * 32, "padding"),
        (_padded(_laid_out(b"<xml/>"))[:-2] + b"\x01\x02", "padding"),
    ],
)
def test_what_is_laid_out_wrongly_is_refused(padded: bytes, fault: str) -> None:
    with pytest.raises(ForgedError, match=fault):
        CIPHER.open(*_hidden(padded))


@given(st.binary(max_size=200))
def test_any_content_and_any_filling_of_the_last_block_opens(message: bytes) -> None:
    assert CIPHER.open(*_hidden(_padded(_laid_out(message)))) == message


@pytest.mark.parametrize("size", [*range(32), 33, 47, 48, 63])
def test_a_truncated_message_is_refused(size: int) -> None:
    with pytest.raises(ForgedError, match="length"):
        CIPHER.open(*_signed(b64encode(b64decode(ENCRYPTED)[:size]).decode()))


@pytest.mark.parametrize(
    "encrypted", ["质", "A", "AAA", "AA=A", "A" * 42 + "\n=", "é\ud800", "_-"]
)
def test_what_is_no_base64_is_refused(encrypted: str) -> None:
    with pytest.raises(ForgedError, match="base64"):
        CIPHER.open(*_signed(encrypted))


@pytest.mark.parametrize("nonce", ["随机", "é", "\ud800", "]]>", "<a>&", "\0", ""])
def test_any_nonce_is_taken(nonce: str) -> None:
    given_signature = signature(TOKEN, TIMESTAMP, nonce, ENCRYPTED)
    assert CIPHER.open(ENCRYPTED, given_signature, TIMESTAMP, nonce).startswith(b"<xml>")
    answer = parse(CIPHER.seal("<xml/>", TIMESTAMP, nonce).encode())
    assert CIPHER.open(answer["Encrypt"], answer["MsgSignature"], TIMESTAMP, nonce) == b"<xml/>"


@pytest.mark.parametrize("timestamp", ["", "<", "1e9", "-1", "\uff11", "1" * 21, "12\n"])
def test_nothing_is_sealed_at_no_time(timestamp: str) -> None:
    with pytest.raises(ValueError, match="timestamp"):
        CIPHER.seal("<xml/>", timestamp, NONCE)


@pytest.mark.parametrize("key", [KEY[:-1], KEY + "=", "质" * 43, ""])
def test_a_wrong_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="aes_key"):
        Cipher(TOKEN, APP_ID, key)


def test_an_empty_app_id_is_refused() -> None:
    with pytest.raises(ValueError, match="app_id"):
        Cipher(TOKEN, "", KEY)


def test_secrets_are_not_shown() -> None:
    assert repr(CIPHER) == "Cipher(app_id='wx2c2769f8efd9abc2')"
