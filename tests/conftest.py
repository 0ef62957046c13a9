"""What every test shares: the project's folder on the path, and no settings from outside."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot import logs

SETTINGS = (
    "DATA_DIR", "HOST", "PORT", "PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "REDIS_URL",
    "MEDIA_URL", "TELEGRAM_TOKEN", "TELEGRAM_API", "TELEGRAM_WEBHOOK_SECRET", "TRUSTED_PROXIES",
    "LOG_FORMAT", "WECHAT_TOKEN", "WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_AES_KEY",
    "WECHAT_API", "WECHAT_ACCOUNT",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    os.environ.setdefault("PYTHONUTF8", "1")
    logs.configure("text")
