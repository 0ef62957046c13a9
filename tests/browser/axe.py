"""Asks axe-core what on a page keeps people with other eyes and hands from using it.

assert await serious(tab) == []
"""

import asyncio
import json
from pathlib import Path

import axe_core_python

from tests.browser.chrome import Tab

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
BAD = ("serious", "critical")


async def serious(tab: Tab) -> list[str]:
    """Return the serious and critical findings of the open page, a line each."""
    await tab.run(await asyncio.to_thread(AXE.read_text, encoding="utf-8"))
    raw = await tab.run("axe.run(document).then((found) => JSON.stringify(found.violations))")
    return [
        f"{finding['id']}: {node['target']} {node['html'][:160]}"
        for finding in json.loads(raw)
        if finding["impact"] in BAD
        for node in finding["nodes"]
    ]
