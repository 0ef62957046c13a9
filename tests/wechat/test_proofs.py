from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.proofs import Proofs


async def read(folder: Path, path: str) -> tuple[int, str]:
    app = web.Application()
    Proofs(folder).add_routes(app)
    async with TestClient(TestServer(app)) as client, client.get(path) as answer:
        return answer.status, await answer.text()


async def test_a_proof_is_read_where_wechat_looks_for_it(tmp_path: Path) -> None:
    (tmp_path / "MP_verify_Ab12.txt").write_text("Ab12", encoding="ascii")
    assert await read(tmp_path, "/MP_verify_Ab12.txt") == (200, "Ab12")


@pytest.mark.parametrize(
    "path", ["/MP_verify_none.txt", "/secret.key", "/MP_verify_..%2Fsecret.txt", "/MP_verify_.txt"]
)
async def test_nothing_else_of_the_folder_is_shown(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.key").write_text("secret", encoding="ascii")
    (tmp_path / "secret.txt").write_text("secret", encoding="ascii")
    assert (await read(tmp_path, path))[0] == 404
