"""The console's templates: strict, escaped, and with the few words every page needs."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from texts import console as words

FOLDER = Path(__file__).parent / "templates"


def templates() -> Environment:
    """Return the environment all pages are rendered in."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = words.day
    environment.filters["minute"] = words.minute
    environment.globals["role_names"] = words.role_names
    return environment
