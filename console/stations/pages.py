"""The doors of the stations' pages, and who may go through each."""

from console.doors import KNOWERS, Door
from console.stations import editing, listing
from console.stations.sheets import StationSheets
from people.staff.roles import Role

WRITERS = frozenset({Role.EDITOR, Role.ADMIN})
STATION = "/stations/{id:(?!(?:new|point|preview|sheets)$)[a-z0-9-]{1,48}}"
SHEETS = "/stations/sheets"
TOKEN = f"{SHEETS}/{{token:[0-9a-f]{{32}}}}"


def doors() -> list[Door]:
    """Return the family's doors."""
    sheets = StationSheets()
    return [
        Door("GET", "/stations", listing.listed, KNOWERS),
        Door("GET", "/stations/new", editing.begin, WRITERS),
        Door("POST", "/stations/new", editing.add, WRITERS),
        Door("POST", "/stations/point", editing.point, WRITERS),
        Door("POST", "/stations/preview", editing.preview, WRITERS),
        Door("GET", SHEETS, sheets.begin, KNOWERS),
        Door("GET", f"{SHEETS}/{{name:stations[.](?:xlsx|csv)}}", sheets.export, KNOWERS),
        Door("POST", SHEETS, sheets.upload, WRITERS, sheets.body),
        Door("GET", TOKEN, sheets.preview, WRITERS),
        Door("POST", TOKEN, sheets.confirm, WRITERS),
        Door("GET", f"{TOKEN}/errors.xlsx", sheets.report, WRITERS),
        Door("GET", STATION, editing.open_one, KNOWERS),
        Door("POST", STATION, editing.save, WRITERS),
        Door("POST", f"{STATION}/delete", listing.delete, WRITERS),
        Door("POST", f"{STATION}/move", listing.move, WRITERS),
    ]
