"""What the staff read about service stations (服务站)."""

from collections.abc import Mapping

from faq.editorial.sheet import Clash
from faq.register.pasted import PasteFault
from faq.register.register import Flaw
from faq.sheet.grid import Problem
from texts import stations as cards

FIELDS = {
    "id": "编号",
    "name": "名称",
    "district": "县区",
    "address": "地址",
    "phone": "电话",
    "services": "业务",
    "latitude": "纬度",
    "longitude": "经度",
    "workdays": "工作日时间",
    "holidays": "休息日时间",
    "is_sample": "示例",
}
SAMPLE = "示例"
PASTED_NOTHING = "手机没有给出位置。"
ADDED = "已添加，市民现在就能查到。"
SAVED = "已保存，市民现在查到的就是新内容。"
UNCHANGED = "内容没有变化。"
REMOVED = "已删除，市民查不到这个站点了。"
MOVED = "顺序已更新。"
GONE = "没有这个站点，可能已被删除。"
OVERTAKEN = "您打开页面以后，别人改过这个站点。您填的内容还在下面，请对照现在的内容，再保存一次。"
DELETED_MEANWHILE = "您打开页面以后，别人删除了这个站点，所以没有保存。"
SAMPLES_LEFT = (
    "现在市民查到的有 {count} 个示例站点，不是真实地址。"
    "请导入局方名录，选“整体替换示例”，一次换掉。"
)
PASTED_FROM = {
    "tencent": "读到了腾讯地图或微信里的坐标（GCJ-02）。",
    "amap": "读到了高德地图里的坐标（GCJ-02）。",
    "wgs84": "读到了 WGS-84 坐标，已换算成 GCJ-02。",
    "numbers": "读到了坐标，按 GCJ-02（腾讯、高德）处理。来自 GPS 设备的请勾选 WGS-84 再试。",
}
_PASTE_FAULTS: Mapping[PasteFault, str] = {
    PasteFault.EMPTY: "请先粘贴坐标，或地图里“分享”得到的文字。",
    PasteFault.BAIDU: "百度地图的坐标系不同，不能直接用。请在腾讯或高德地图里找到这个点再复制。",
    PasteFault.SHORT_LINK: (
        "这个链接里没有坐标（是短链接）。请在浏览器里打开它，再复制地址栏里的完整网址，"
        "或者直接复制坐标。"
    ),
    PasteFault.NOTHING: "没有找到坐标。写成 37.857,113.586 这样，纬度、经度谁先谁后都行。",
}
_FLAWS: Mapping[str, str] = {
    "missing": "还没填{label}。",
    "too_long": "{label}太长：{length} 字，最多 {limit} 字。",
    "district": "县区“{value}”不在名单里，只能是：{known}。",
    "phone": "电话“{value}”里有不认识的字，只写数字、短横和括号，多个电话用逗号隔开。",
    "number": "{label}“{value}”不是数字，写成 37.857 这样。",
    "half_point": "纬度、经度要么都填，要么都空。",
    "outside": "{label}“{value}”不对，应在 {low:.0f} 到 {high:.0f} 之间。是不是和另一项填反了？",
    "hours": (
        "{label}“{value}”看不懂。写成 08:30-12:00 14:30-18:00，不上班写“休息”。"
        "机器人只分工作日和休息日（调休按国务院通知）。"
    ),
    "services": "业务“{value}”不认识，只能是：{known}。",
    "yes_or_no": "示例这一格写“是”，或者留空，现在是“{value}”。",
    "sample_name": "示例站点的名称要以“{prefix}”开头。",
    "not_sample": "名称以“{prefix}”开头，但没有标为示例。真实站点请去掉“{prefix}”。",
    "bad_id": "编号“{value}”不合规：只用小写字母、数字和连字符，最长 48 个，如 cheng-1。",
    "reserved_id": "编号“{value}”留给系统使用，请换一个。",
    "id_taken": "编号“{value}”已经有站点在用，请换一个。",
    "repeated_id": "编号与第 {other} 行重复。",
    "formula": "这一格是公式。请复制后“选择性粘贴—数值”，改成文字。",
    "sample_while_replacing": (
        "您选了“整体替换示例”，表里就不能再有示例站点。请删掉这一行，或去掉“是”。"
    ),
    "far": "这个点离市区 {distance}，请核对是不是填错了。",
    "near": "离“{value}”只有 {distance}，请核对是不是同一个站点。",
}
CLASHES = {
    Clash.OVERTAKEN: "导出以后别人改过这个站点，不覆盖。请重新导出，再改这一行。",
    Clash.NO_VERSION: "这一行没有版本号，看不出别人有没有改过，不覆盖。请用重新导出的表格来改。",
}


def flaw(one: Flaw) -> str:
    """Say what is wrong, or worth a look, in a field."""
    facts = {**one.facts, "label": FIELDS.get(one.at, one.at), "value": one.value}
    known = facts.get("known")
    if isinstance(known, list):
        facts["known"] = "、".join(known)
    if "metres" in facts:
        facts["distance"] = cards.distance(float(str(facts["metres"])))
    return _FLAWS[one.kind].format(**facts)


def problem(one: Problem) -> str:
    """Say what is wrong in a cell of a table of stations."""
    return flaw(Flaw(one.column, one.kind, one.value, one.facts))


def paste_fault(kind: PasteFault) -> str:
    """Say why there is no point in what was pasted."""
    return _PASTE_FAULTS[kind]


def taken(new: int, changed: int, removed: int, conflicts: int) -> str:
    """Say what an import did."""
    parts = [f"{new} 个新站点、{changed} 个改动"]
    if removed:
        parts.append(f"去掉了 {removed} 个示例站点")
    if conflicts:
        parts.append(f"{conflicts} 个有冲突，没有动")
    return f"已导入：{'；'.join(parts)}。市民现在查到的就是新名录。"


def meanwhile(count: int) -> str:
    """Say that others were quicker."""
    return f"预览以后，有 {count} 个站点刚被别人改过，所以一个都没有导入。请重新导出，改好再上传。"


def taken_id(station_id: str) -> Flaw:
    """Make the flaw of an id that another station has."""
    return Flaw("id", "id_taken", station_id)
