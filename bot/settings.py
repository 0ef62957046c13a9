"""Everything that can be set from outside, read once at the start."""

import ipaddress
import re
import secrets
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from aiogram.utils.token import TokenValidationError, validate_token
from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from db.engine import is_database, sqlite_url

SECRET_BYTES = 32


class InvalidSettingError(Exception):
    """A setting has a value that cannot work; `name` is the setting's name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _url(text: str) -> str:
    parts = urlsplit(text)
    is_whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    if not is_whole or parts.query or parts.fragment or re.search(r"\s", text):
        raise ValueError(text)
    return text.rstrip("/")


def _site(text: str) -> str:
    if urlsplit(text).path not in {"", "/"}:
        raise ValueError(text)
    return _url(text)


def _token(text: str) -> str:
    try:
        validate_token(text)
    except TokenValidationError as wrong:
        raise ValueError from wrong
    return text


def _database(text: str) -> str:
    if not is_database(text):
        raise ValueError(text)
    return text


def _networks(text: str) -> str:
    for part in filter(None, re.split(r"[,\s]+", text)):
        ipaddress.ip_network(part, strict=False)
    return text


WebUrl = Annotated[str, AfterValidator(_url)]


class Settings(BaseSettings):
    """The settings; every one is optional. Names are as in the environment, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    public_url: Annotated[str, AfterValidator(_site)] | None = None
    secret_key: Annotated[str, Field(min_length=16)] | None = None
    database_url: Annotated[str, AfterValidator(_database)] | None = None
    redis_url: Annotated[str, Field(pattern=r"^rediss?://.+")] | None = None
    media_url: Annotated[str, Field(pattern=r"^file:///.+")] | None = None
    telegram_token: Annotated[str, AfterValidator(_token)] | None = None
    telegram_api: WebUrl | None = None
    telegram_webhook_secret: (
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=256)] | None
    ) = None
    wechat_token: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{3,32}$")] | None = None
    wechat_app_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{4,64}$")] | None = None
    wechat_app_secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,128}$")] | None = None
    wechat_aes_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{43}$")] | None = None
    wechat_api: WebUrl | None = None
    wechat_account: (
        Literal[
            "unverified_subscription",
            "verified_subscription",
            "unverified_service",
            "verified_service",
        ]
        | None
    ) = None
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = ""
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="after")
    def _webhooks_need_an_address(self) -> Self:
        if self.telegram_webhook_secret and not (self.public_url or "").startswith("https://"):
            raise InvalidSettingError("TELEGRAM_WEBHOOK_SECRET")
        return self

    @model_validator(mode="after")
    def _wechat_is_whole(self) -> Self:
        if (self.wechat_app_secret or self.wechat_aes_key) and not self.wechat_app_id:
            raise InvalidSettingError("WECHAT_APP_ID")
        if (self.wechat_app_id or self.wechat_account) and not self.wechat_token:
            raise InvalidSettingError("WECHAT_TOKEN")
        return self

    @property
    def records(self) -> str:
        """The database's address, a file in the data folder unless set."""
        return self.database_url or sqlite_url(self.data_dir / "zhixiaotong.db")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None where the records live elsewhere."""
        prefix = "sqlite+aiosqlite:///"
        return Path(self.records.removeprefix(prefix)) if self.records.startswith(prefix) else None

    @property
    def media(self) -> Path:
        """The folder citizens' files are kept in."""
        return Path(urlsplit(self.media_url).path) if self.media_url else self.data_dir / "media"

    @property
    def surroundings(self) -> dict[str, str]:
        """Where a child process finds the data and the records."""
        return {"DATA_DIR": str(self.data_dir), "DATABASE_URL": self.records}

    @property
    def address(self) -> str:
        """Where people reach the web page: the public address, or this machine's."""
        return self.public_url or f"http://{self.host}:{self.port}"


def read() -> Settings:
    """Read the settings; raises `InvalidSettingError` naming the first wrong one."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise InvalidSettingError(".env") from None
    except ValidationError as wrong:
        place = wrong.errors()[0]["loc"]
        raise InvalidSettingError(str(place[0]).upper() if place else "") from None


def secret(settings: Settings) -> str:
    """Return the signing key, made at the first start and kept beside the data."""
    if settings.secret_key:
        return settings.secret_key
    file = settings.data_dir / "secret.key"
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        kept = file.read_text(encoding="ascii").strip()
        if kept:
            return kept
    key = secrets.token_urlsafe(SECRET_BYTES)
    file.write_text(key, encoding="ascii")
    return key
