"""People who set their accounts up through the real pages, with a phone of their own."""

from dataclasses import dataclass
from datetime import datetime

from people.staff import codes, joining
from tests.console.house import Browser, House
from tests.console.page import Page

PASSWORD = "一条大河 流过 山城"
FORM = {
    "name": "anna", "shown_name": "安娜（示例）", "roles": ["editor"],
    "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip


@dataclass(slots=True)
class Phone:
    """What shows the six digits."""

    secret: str

    def shows(self, now: datetime) -> str:
        """Return the digits of an instant."""
        return codes.code_at(self.secret, now)


@dataclass(slots=True)
class Newcomer:
    """Somebody who has set up an account: name, phone and paper."""

    name: str
    browser: Browser
    phone: Phone
    paper: list[str]
    page: Page

    def fields(self, place: House, **changes: str) -> dict[str, str]:
        """Return what they fill in to sign in."""
        code = self.phone.shows(place.now)
        return {"name": self.name, "password": PASSWORD, "code": code, **changes}


async def first_link(place: House) -> str:
    """Return the path of the link the first start prints."""
    token = await joining.set_up_link(place.database, place.now)
    assert token is not None
    return f"/link/{token}"


def phone_of(page: Page) -> Phone:
    """Scan the code of a page."""
    [spelled] = [line for line in page.lines if len(line) == 39 and line.count(" ") == 7]
    return Phone(spelled.replace(" ", ""))


async def join(
    place: House, link: str, browser: Browser | None = None, **form: object
) -> Newcomer:
    """Go through both steps behind a link."""
    browser = browser or place.stranger()
    page = await browser.get(link)
    page = await browser.post(link, {**FORM, **form})
    phone = phone_of(page)
    kept = page.form("/device").fields["kept"][0]
    code = phone.shows(place.now)
    page = await browser.post(link + "/device", {"kept": kept, "code": code})
    paper = [line for line in page.lines if len(line) == 11 and line[5] == "-"]
    return Newcomer(str(form.get("name", FORM["name"])), browser, phone, paper, page)


async def anna(place: House) -> Newcomer:
    """Set the first person up."""
    return await join(place, await first_link(place))
