"""A setting that cannot work stops the start with one clear line, and nothing else."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.__main__ import main
from bot.settings import Settings, read, secret

HOUSE = Path(bot.__file__).parent.parent
DATABASE = (
    "DATABASE_URL 要写成 sqlite+aiosqlite:///文件路径"
    " 或 postgresql+asyncpg://用户:密码@主机:端口/库名。"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("PORT", "abc", "PORT 要写 1 到 65535 之间的整数。"),
        ("PORT", "70000", "PORT 要写 1 到 65535 之间的整数。"),
        ("PUBLIC_URL", "example.org",
         "PUBLIC_URL 要写完整网址，例如 https://example.org ，结尾不带路径。"),
        ("PUBLIC_URL", "https://example.org/a",
         "PUBLIC_URL 要写完整网址，例如 https://example.org ，结尾不带路径。"),
        ("PUBLIC_URL", "https://example.org:99999",
         "PUBLIC_URL 要写完整网址，例如 https://example.org ，结尾不带路径。"),
        ("PUBLIC_URL", "https://exa mple.org",
         "PUBLIC_URL 要写完整网址，例如 https://example.org ，结尾不带路径。"),
        ("WECHAT_API", "x", "WECHAT_API 要写完整网址，例如 https://api.weixin.qq.com 。"),
        ("SECRET_KEY", "short", "SECRET_KEY 至少要 16 个字符。"),
        ("DATABASE_URL", "mysql://x",
         DATABASE),
        ("DATABASE_URL", "postgresql+asyncpg://u:p@h:port/x", DATABASE),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", DATABASE),
        ("REDIS_URL", "http://x", "REDIS_URL 要以 redis:// 或 rediss:// 开头。"),
        ("MEDIA_URL", "s3://x", "MEDIA_URL 目前只支持文件夹，写成 file:///绝对路径。"),
        ("TELEGRAM_TOKEN", "nonsense",
         "TELEGRAM_TOKEN 的样子应当是 数字:字母数字串，请从 BotFather 完整复制。"),
        ("TELEGRAM_API", "localhost",
         "TELEGRAM_API 要写完整网址，例如 http://127.0.0.1:8081 。"),
        ("TELEGRAM_WEBHOOK_SECRET", "geheim",
         ("设了 TELEGRAM_WEBHOOK_SECRET 就必须同时设 PUBLIC_URL（https），"
          "而且只能用字母、数字、下划线和连字符。")),
        ("TRUSTED_PROXIES", "proxy", "TRUSTED_PROXIES 要写用逗号分开的 IP 地址或网段。"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT 只能是 text 或 json。"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_in_one_line(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    line: str,
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["run"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"设置有误：{name}。{line}\n")
    assert not folder.exists()


def test_settings_may_stand_in_a_file(folder: Path) -> None:
    Path(".env").write_text("PORT=9000\nTELEGRAM_TOKEN=\n", encoding="utf-8")
    settings = read()
    assert (settings.port, settings.telegram_token, settings.data_dir) == (9000, None, folder)


def test_a_file_of_settings_in_another_encoding_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".env").write_bytes("# 端口\nPORT=9000\n".encode("gbk"))
    assert main(["run"]) == 1
    assert capsys.readouterr().err == "设置有误：.env。请把 .env 存成 UTF-8 编码。\n"


def test_a_data_folder_below_a_file_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write_text("no folder", encoding="ascii")
    monkeypatch.setenv("DATA_DIR", str(folder / "below"))
    assert main(["run"]) == 1
    assert capsys.readouterr().err == (
        f"没有启动：数据文件夹 {folder / 'below'} 不能写入（Not a directory）。"
        "请检查权限和磁盘空间，或用 DATA_DIR 换一个文件夹。\n"
    )


def test_files_that_cannot_be_kept_are_one_line(folder: Path) -> None:
    folder.mkdir()
    (folder / "a-file").touch()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"MEDIA_URL": f"file://{folder}/a-file/media", "DATA_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], capture_output=True, text=True, timeout=60,
        check=False, cwd=folder,
        env={**os.environ, **given, "PORT": str(port), "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert done.stderr == (
        f"没有启动：存放视频的文件夹 {folder}/a-file/media 不能写入（Not a directory）。"
        "请检查权限和磁盘空间，或用 MEDIA_URL 换一个文件夹。\n"
    )
    assert done.returncode == 1


def test_a_taken_port_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert main(["run"]) == 1
    assert capsys.readouterr().err == (
        f"没有启动：127.0.0.1:{port} 已被别的程序占用。换一个端口再试，"
        f"例如 PORT={port + 1} make run\n"
    )


def test_a_second_start_in_the_same_folder_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    with (folder / ".lock").open("w", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert main(["run"]) == 1
    assert capsys.readouterr().err == (
        f"没有启动：另一个质小通正在使用数据文件夹 {folder}。请先停掉它，或用 DATA_DIR 换一个。\n"
    )


def test_the_signing_key_is_made_once_and_kept(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first = secret(settings)
    assert secret(settings) == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert secret(Settings(data_dir=tmp_path, secret_key="k" * 16)) == "k" * 16
