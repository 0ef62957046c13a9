"""停用开关: one click, words for citizens, two people at once, and the banner everywhere."""

from pathlib import Path

from desk.switches import store
from people.staff.roles import Role
from tests.console.house import House, house

DOORS = "着急请拨 12345（政务服务）或 12315（市场监管投诉举报）。"
READY = f"质小通正在检修，暂停服务，恢复后请再来。{DOORS}"
ACT = "停用：换给市民的话"
BANNER = "停用中：整个质小通。市民看到的是停用说明。去停用开关"


async def _stopped(place: House) -> dict[str, tuple[str, int | None]]:
    async with place.database.read() as session:
        stops = (await store.load(session)).stops
    return {scope: (stop.message, stop.staff_id) for scope, stop in stops.items()}


async def test_one_click_stops_with_the_words_that_are_ready(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.APPROVER)
        page = await anna.get("/switches")
        form = next(form for form in page.forms if form.fields.get("scope") == ["all"])
        page = await anna.post("/switches/stop", form.filled())
        assert (page.path, page.flash) == ("/switches", "已停用整个质小通，两秒内各处生效。")
        assert anna.staff is not None
        assert await _stopped(place) == {"all": (READY, anna.staff.id)}
        assert "2026-11-23 12:00 起，由职员1停用。" in page.lines
        assert BANNER in (await anna.get("/account")).lines
        assert place.renewals == 1


async def test_one_click_resumes_and_a_second_is_harmless(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.ADMIN)
        await anna.post("/switches/stop", {"scope": "channel:wechat", "message": "微信检修。"})
        page = await anna.get("/switches")
        fields = page.form("/switches/resume").filled()
        page = await anna.post("/switches/resume", fields)
        assert page.flash == "已恢复微信公众号，两秒内各处生效。"
        assert await _stopped(place) == {}
        page = await anna.post("/switches/resume", fields)
        assert page.flash == "微信公众号没有停用（可能别人已经恢复），不用再点。"
        assert place.renewals == 2


async def test_stopping_twice_is_harmless_and_two_at_once_are_told(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, bert = await place.staff(Role.ADMIN), await place.staff(Role.APPROVER)
        fields = {"scope": "topic:质量月", "message": "质量月的答案在核对。"}
        await anna.post("/switches/stop", fields)
        page = await anna.post("/switches/stop", fields)
        assert page.flash == "主题“质量月”已经停用，不用再点。"
        page = await bert.post("/switches/stop", {**fields, "message": "别的话。"})
        assert page.flash == (
            "主题“质量月”在 2026-11-23 12:00 已由职员1停用，市民看到的是：质量月的答案在核对。 "
            "您这次没有生效；要改，请看清后再操作。"
        )
        assert anna.staff is not None
        assert await _stopped(place) == {"topic:质量月": ("质量月的答案在核对。", anna.staff.id)}


async def test_the_words_can_be_changed_but_not_over_what_was_not_seen(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, bert = await place.staff(Role.ADMIN), await place.staff(Role.ADMIN)
        await anna.post("/switches/stop", {"scope": "all", "message": "甲"})
        seen_by_bert = (await bert.get("/switches")).form("/switches/reword").filled(message="丙")
        form = (await anna.get("/switches")).form("/switches/reword")
        page = await anna.post("/switches/reword", form.filled(message="乙"))
        assert page.flash == "整个质小通：给市民的话已换成新的。"
        page = await bert.post("/switches/reword", seen_by_bert)
        assert page.flash.startswith(
            "整个质小通在 2026-11-23 12:00 已由职员1停用，市民看到的是：乙 "
        )
        assert anna.staff is not None
        assert await _stopped(place) == {"all": ("乙", anna.staff.id)}


async def test_words_that_cannot_be_used_are_kept_as_they_were_typed(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.ADMIN)
        page = await anna.post("/switches/stop", {"scope": "all", "message": "停" * 310})
        assert page.status == 422
        assert "最多 300 字，现在 310 字，请删去 10 字。" in page.lines
        form = next(form for form in page.forms if form.fields.get("scope") == ["all"])
        assert form.fields["message"] == ["停" * 310]
        page = await anna.post("/switches/stop", {"scope": "all", "message": "  "})
        assert "请写一句给市民看的话，再停用。" in page.lines
        page = await anna.post("/switches/stop", {"scope": "topic:没有的", "message": "停"})
        assert page.flash == "没有这一项，可能主题已经改名。请在下面重新选。"
        assert await _stopped(place) == {}


async def test_others_look_and_cannot_turn(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        admin, auditor = await place.staff(Role.ADMIN), await place.staff(Role.AUDITOR)
        await admin.post("/switches/stop", {"scope": "feature:submit", "message": "先不收。"})
        page = await auditor.get("/switches")
        assert "先不收。" in page.lines
        assert [form.action for form in page.forms if "switches" in form.action] == []
        page = await auditor.post("/switches/resume", {"scope": "feature:submit"})
        assert page.status == 403
        assert list(await _stopped(place)) == ["feature:submit"]


async def test_every_turn_is_in_the_log(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.ADMIN, Role.AUDITOR)
        await anna.post("/switches/stop", {"scope": "all", "message": "停。"})
        page = await anna.get("/switches")
        await anna.post("/switches/reword", page.form("/reword").filled(message="还停。"))
        page = await anna.get("/switches")
        await anna.post("/switches/resume", page.form("/resume").filled())
        log = (await anna.get("/audit")).text
        acts = [line for line in log.splitlines() if line in {"停用", ACT, "恢复"}]
        assert acts[-3:] == ["恢复", ACT, "停用"]
        assert "停。" not in log
