"""Tell a file's kind from its first bytes; the name a phone gave it proves nothing."""

HEAD = 4096
"""Bytes that are enough for every signature below."""

MEDIA_BOXES = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"moof"}
)

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"Rar!", "rar"),
    (0, b"7z\xbc\xaf", "7z"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"MZ", "exe"),
    (0, b"\x7fELF", "exe"),
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG", "png"),
    (0, b"GIF8", "gif"),
    (0, b"BM", "bmp"),
    (8, b"WEBP", "webp"),
    (0, b"%PDF", "pdf"),
    (0, b"\xd0\xcf\x11\xe0", "doc"),
    (8, b"AVI ", "avi"),
    (8, b"WAVE", "wav"),
    (0, b"\x1aE\xdf\xa3", "mkv"),
    (0, b"FLV", "flv"),
    (0, b"0&\xb2u", "wmv"),
    (0, b".RMF", "rm"),
    (0, b"\x00\x00\x01\xba", "mpg"),
    (0, b"\x00\x00\x01\xb3", "mpg"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"#EXTM3U", "playlist"),
    (0, b"ffconcat", "playlist"),
)

PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")


def kind(head: bytes) -> str:
    """Name the kind: `mp4`, `mov`, `3gp`, another known one, `html`, `json`, `text` or ``""``."""
    if head[4:8] in MEDIA_BOXES:
        return _brand(head)
    for offset, mark, name in SIGNATURES:
        if head.startswith(mark, offset):
            return name
    return _written(head)


def _brand(head: bytes) -> str:
    """Read the brand of an ISO media file; a file without one is QuickTime's old form."""
    if head[4:8] not in {b"ftyp", b"styp"}:
        return "mov"
    brand = head[8:12]
    if brand in PICTURE_BRANDS:
        return "heic"
    if brand == b"qt  ":
        return "mov"
    return "3gp" if brand[:2] == b"3g" else "mp4"


def _written(head: bytes) -> str:
    """Recognise text: web pages and error messages are what failed downloads leave behind."""
    try:
        words = head.decode("utf-8", errors="strict" if len(head) < HEAD else "ignore")
    except UnicodeDecodeError:
        return ""
    start = words.lstrip("\ufeff \t\r\n").lower()
    if "\x00" in words or not start:
        return ""
    if start.startswith("<"):
        return "html"
    return "json" if start.startswith(("{", "[")) else "text"
