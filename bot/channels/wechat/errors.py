"""What WeChat's API answers instead of a result, sorted by what can be done about it.

Codes are those of developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
and of the pages of the single calls.
"""

STALE_TOKEN = frozenset({40001, 40014, 42001})
"""The access token is invalid (40001, 40014) or over (42001)."""

GONE = frozenset({40003, 43004, 43005, 43019, 46004, 48002, 50005})
"""The citizen cannot be written to: not an openid of ours (40003), does not follow (43004, 43005,
50005), is blocked by the account (43019), does not exist (46004), refuses messages (48002).
"""

SPENT = frozenset({45015, 45047, 50002})
"""Not before the citizen writes again: the 48 hours are over (45015), their count of messages is
used up (45047), the citizen's account is restricted (50002).
"""

NO_RIGHT = frozenset({40200, 48001, 48004, 48008, 50001})
"""The account may not: its kind (48001) or a test account (40200) has no such right, the call is
banned for it (48004), this type of message is not granted (48008, 50001).
"""

NOT_WHITELISTED = frozenset({40164, 61004, 89501, 89503, 89506, 89507})
"""Our address is not on the list of the console (40164, 61004), or an administrator has not
allowed it (89501, 89503) or has refused it for a while (89506, 89507).
"""

BAD_CREDENTIALS = frozenset({40013, 40125, 40243, 41002, 41004, 50004, 50007}) | NOT_WHITELISTED
"""The AppID is wrong (40013, 41002), or the AppSecret (40125, 41004), or that is frozen (40243);
the account may not get tokens (50004) or is frozen (50007).
"""

AWAY = frozenset({-1, 45009, 45011, 61450, 9001002})
"""Busy (-1), today's calls (45009) or this minute's (45011) are used up, a fault of theirs."""

LONGEST = 200


class WeChatError(Exception):
    """WeChat refused a call; `code` is its errcode, `message` its errmsg, cut short."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        """Return the code and WeChat's words."""
        return f"{self.code} {self.message}"


class CannotPushError(WeChatError):
    """Nothing can be sent to this citizen now; see `is_gone`."""

    @property
    def is_gone(self) -> bool:
        """Whether even a later visit will not help until they follow us again."""
        return self.code in GONE


class NoRightError(WeChatError):
    """The account does not have the right to make this call."""


class BadCredentialsError(WeChatError):
    """AppID, AppSecret or the account itself are refused: somebody has to change something."""


class NotWhitelistedError(BadCredentialsError):
    """Our IP address is not allowed; the console can allow it without a restart of ours."""


class StaleTokenError(WeChatError):
    """The access token is refused; `WeChatApi` deals with it and never lets it out."""


class AwayError(Exception):
    """WeChat could not be reached, was busy, or takes no more calls today: try again later."""


def error_of(code: int, message: str) -> WeChatError | AwayError:
    """Make the error for what a call with a token was answered."""
    said = message[:LONGEST]
    if code in AWAY:
        return AwayError(f"{code} {said}")
    for kind, codes in _KINDS.items():
        if code in codes:
            return kind(code, said)
    return WeChatError(code, said)


_KINDS: dict[type[WeChatError], frozenset[int]] = {
    StaleTokenError: STALE_TOKEN,
    CannotPushError: GONE | SPENT,
    NoRightError: NO_RIGHT,
    NotWhitelistedError: NOT_WHITELISTED,
    BadCredentialsError: BAD_CREDENTIALS,
}
