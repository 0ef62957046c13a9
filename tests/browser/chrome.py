"""A small driver for Debian's Chromium over its DevTools protocol.

async with chrome(tmp_path) as tab:
    await tab.open("http://127.0.0.1:8080/")
    await tab.types("质量月是几月")
    await tab.presses("Enter")
    await tab.until("document.querySelectorAll('.message').length === 3")
"""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from websockets.asyncio.client import ClientConnection, connect

CHROMIUM = Path("/usr/bin/chromium")
REASON = "no Chromium at /usr/bin/chromium (Debian: apt-get install chromium fonts-noto-cjk)"
SWITCHES = (
    "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--remote-debugging-port=0",
)  # fmt: skip
KEYS = {
    "Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "ArrowDown": (40, ""),
    "ArrowUp": (38, ""), " ": (32, " "),
}  # fmt: skip
SHIFT = 8
STILL_SECONDS = 0.1
"""Something whose place is the same after so long is not moving."""

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason=REASON)


@dataclass(slots=True)
class Tab:
    """One page. `problems` collects errors of scripts and refusals of the content policy."""

    line: ClientConnection
    problems: list[str] = field(default_factory=list)
    _number: int = 0
    _open: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command of the protocol and return its result."""
        self._number += 1
        number = self._number
        answered = self._open[number] = asyncio.get_running_loop().create_future()
        await self.line.send(json.dumps({"id": number, "method": method, "params": params}))
        async with asyncio.timeout(60):
            answer = await answered
        assert "error" not in answer, f"{method}: {answer}"
        return dict(answer["result"])

    async def listen(self) -> None:
        """Sort what comes in, for ever; ended by cancelling."""
        async for raw in self.line:
            message = json.loads(raw)
            if "id" in message and message["id"] in self._open:
                self._open.pop(message["id"]).set_result(message)
            elif message.get("method") == "Runtime.exceptionThrown":
                self.problems.append(str(message["params"]["exceptionDetails"]))
            elif message.get("method") == "Log.entryAdded":
                entry = message["params"]["entry"]
                if entry["source"] in {"security", "violation"}:
                    self.problems.append(entry["text"])

    async def open(self, url: str) -> None:
        """Open an address and wait until its scripts have started."""
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def run(self, script: str) -> Any:
        """Evaluate a script and return its value."""
        answer = await self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str, seconds: float = 30) -> None:
        """Wait until a script's value is true."""
        for _ in range(int(seconds / 0.05)):
            if await self.run(f"Boolean({script})"):
                return
            await asyncio.sleep(0.05)
        page = await self.run("document.body.innerText")
        raise AssertionError(f"never true: {script}\n{page}\n{self.problems}")

    async def types(self, text: str) -> None:
        """Put text where the focus is, as an input method does."""
        await self.call("Input.insertText", text=text)

    async def presses(self, key: str, modifiers: int = 0) -> None:
        """Press and release a key."""
        code, text = KEYS[key]
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def taps(self, selector: str) -> None:
        """Click the middle of the first element a selector finds, once it stands still."""
        await self.until(f"document.querySelector({json.dumps(selector)})")
        before, place = None, await self._middle_of(selector)
        while place != before:
            await asyncio.sleep(STILL_SECONDS)
            before, place = place, await self._middle_of(selector)
        x, y = place
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    async def _middle_of(self, selector: str) -> list[float]:
        place: list[float] = await self.run(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        return place

    async def chooses(self, selector: str, *files: Path) -> None:
        """Put files into a file chooser."""
        root = (await self.call("DOM.getDocument"))["root"]["nodeId"]
        node = await self.call("DOM.querySelector", nodeId=root, selector=selector)
        paths = [str(file) for file in files]
        await self.call("DOM.setFileInputFiles", nodeId=node["nodeId"], files=paths)

    async def network(self, *, up: bool, bytes_a_second: int = -1) -> None:
        """Cut the network, slow it down, or bring it back."""
        await self.call(
            "Network.emulateNetworkConditions", offline=not up, latency=0,
            downloadThroughput=-1, uploadThroughput=bytes_a_second,
        )  # fmt: skip

    async def looks(self, width: int, height: int, scheme: str = "light") -> None:
        """Set the window's size and the system's colours."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.call("Emulation.setEmulatedMedia", features=features)

    async def shot(self, path: Path) -> None:
        """Save a picture of the window."""
        picture = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(picture["data"]))


@asynccontextmanager
async def chrome(folder: Path) -> AsyncIterator[Tab]:
    """Start a browser of its own, on a phone's screen, and end it."""
    profile = folder / "chromium"
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    process = await asyncio.create_subprocess_exec(
        str(CHROMIUM), *SWITCHES, *root, f"--user-data-dir={profile}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = await _address(profile / "DevToolsActivePort")
        async with connect(address, max_size=None) as line, asyncio.TaskGroup() as tasks:
            tab = Tab(line)
            listening = tasks.create_task(tab.listen())
            for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
                await tab.call(f"{domain}.enable")
            await tab.looks(390, 844)
            yield tab
            listening.cancel()
    finally:
        process.terminate()
        await process.wait()


async def _address(port_file: Path) -> str:
    """Wait for the browser and return the address of its first page."""
    for _ in range(200):
        lines = _lines(port_file)
        if len(lines) > 1:
            break
        await asyncio.sleep(0.1)
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{lines[0]}/json") as reply,
    ):
        pages = await reply.json()
    return str(next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"))


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []
