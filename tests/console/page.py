"""What somebody sees of a page, read with the standard library's parser."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

UNSEEN = frozenset({"script", "style", "head", "template"})
BLOCKS = frozenset({
    "p", "div", "section", "article", "li", "ul", "ol", "tr", "table", "form", "fieldset",
    "legend", "label", "h1", "h2", "h3", "h4", "nav", "main", "header", "br", "dt", "dd", "option",
    "button", "summary", "details", "td", "th", "caption", "textarea", "small", "select", "thead",
    "tbody",
})  # fmt: skip
VOID = frozenset({"input", "br", "img", "meta", "link", "hr"})


@dataclass(slots=True)
class Form:
    """A form as it would be sent if nothing were changed; `buttons` are its submits' labels."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)

    def filled(self, **changes: object) -> list[tuple[str, str]]:
        """Return its fields with some changed, without the token."""
        given: dict[str, list[object]] = {**{k: list(v) for k, v in self.fields.items()}}
        for name, value in changes.items():
            given[name] = list(value) if isinstance(value, list | tuple) else [value]
        return [(k, str(v)) for k, values in given.items() if k != "csrf" for v in values]


@dataclass(slots=True)
class Page:
    """An answer: `text` is the main part a line a block, `errors` what is wrong with fields."""

    status: int
    url: str
    html: str
    title: str = ""
    csrf: str = ""
    text: str = ""
    whole: str = ""
    flash: str = ""
    headings: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    nav: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Return the path below /console, with its query."""
        parts = urlsplit(self.url)
        query = f"?{parts.query}" if parts.query else ""
        return parts.path.removeprefix("/console") + query

    @property
    def lines(self) -> list[str]:
        """Return the main part's lines."""
        return self.text.splitlines()

    def form(self, action_ends: str) -> Form:
        """Return the one form whose address ends like this."""
        found = [form for form in self.forms if form.action.split("?")[0].endswith(action_ends)]
        assert len(found) == 1, (action_ends, [form.action for form in self.forms])
        return found[0]


def page_of(status: int, url: str, html: str) -> Page:
    """Read a page."""
    reader = _Reader(Page(status, url, html))
    reader.feed(html)
    reader.close()
    return reader.done()


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[tuple[str, dict[str, str]]] = []
        self.main: list[str] = []
        self.all: list[str] = []
        self.gathered: list[tuple[int, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self._say("\n")
        if tag == "meta" and given.get("name") == "csrf-token":
            self.page.csrf = given["content"]
        if tag == "form":
            method = given.get("method", "get")
            self.page.forms.append(Form(given.get("action", ""), method))
        self._field(tag, given)
        if tag not in VOID:
            self.open.append((tag, given))
            self.gathered.append((len(self.open), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(name == tag for name, _ in self.open):
            return
        while self.open:
            name, given = self.open.pop()
            self._closed(name, given, "".join(self.gathered.pop()[1]))
            if name == tag:
                break
        if tag in BLOCKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        for _, pieces in self.gathered:
            pieces.append(data)
        if not any(name in UNSEEN for name, _ in self.open):
            self._say(re.sub(r"\s+", " ", data) if not self._in("textarea") else data)

    def done(self) -> Page:
        self.page.text, self.page.whole = _lines(self.main), _lines(self.all)
        return self.page

    def _say(self, text: str) -> None:
        self.all.append(text)
        if self._in("main"):
            self.main.append(text)

    def _in(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name")
        if not name or not self.page.forms or not self._in("form"):
            return
        kind, value = given.get("type", "text"), given.get("value", "")
        is_ticked = kind not in {"checkbox", "radio"} or "checked" in given
        if tag == "input" and kind not in {"file", "submit"} and is_ticked:
            fallback = "on" if kind in {"checkbox", "radio"} else ""
            self.page.forms[-1].fields.setdefault(name, []).append(value or fallback)

    def _closed(self, tag: str, given: dict[str, str], raw: str) -> None:
        page, text = self.page, " ".join(raw.split())
        if tag == "title":
            page.title = text
        elif tag in {"h1", "h2", "h3"}:
            page.headings.append(text)
        elif tag == "a":
            page.links.setdefault(text, given.get("href", ""))
            if self._in("nav"):
                page.nav.append(text)
        elif tag == "p" and given.get("class") == "error":
            page.errors[given.get("id", "").removeprefix("e-")] = text
        elif "flash" in given.get("class", "").split() and not page.flash:
            page.flash = text
        self._closed_field(tag, given, raw)

    def _closed_field(self, tag: str, given: dict[str, str], raw: str) -> None:
        if not self._in("form") or not self.page.forms:
            return
        form, text = self.page.forms[-1], " ".join(raw.split())
        if tag == "button" and given.get("type", "submit") == "submit":
            form.buttons.append(text)
        elif tag == "textarea" and given.get("name"):
            form.fields.setdefault(given["name"], []).append(raw.removeprefix("\n"))
        elif tag == "option":
            self._option(form, given, text)

    def _option(self, form: Form, given: dict[str, str], text: str) -> None:
        name = next(
            (g["name"] for t, g in reversed(self.open) if t == "select" and "name" in g), ""
        )
        if name and ("selected" in given or name not in form.fields):
            form.fields[name] = [given.get("value", text)]


def _lines(pieces: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).splitlines())
    return "\n".join(line for line in lines if line)
