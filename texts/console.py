"""What the staff read everywhere in the console: sections, roles, refusals."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from people.staff.roles import Role

CHINA = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"

SECTIONS = {
    "home": "首页",
    "entries": "知识条目",
    "approvals": "待审",
    "trial": "试一试",
    "unanswered": "没答上",
    "stations": "服务站",
    "words": "词语",
    "figures": "数据",
    "switches": "停用开关",
    "staff": "人员",
    "audit": "审计",
    "account": "我的账号",
}

ROLES = {
    Role.EDITOR: "编辑",
    Role.APPROVER: "审定",
    Role.DESK: "客服",
    Role.CAMPAIGN: "活动",
    Role.JUDGE: "评审",
    Role.AUDITOR: "审计",
    Role.ADMIN: "管理员",
}
"""In the order they are shown."""

ROLE_TASKS = {
    Role.EDITOR: "写和改知识条目、服务站、词语，提交审定，处理没答上的问题",
    Role.APPROVER: "审定别人提交的条目，安排上线、下架、回退，使用停用开关",
    Role.DESK: "处理没答上的问题和反馈",
    Role.CAMPAIGN: "管理微视频征集活动",
    Role.JUDGE: "评审参赛作品",
    Role.AUDITOR: "查看全部内容和审计记录，不能改动",
    Role.ADMIN: "管理人员、规则、停用开关、服务站和词语",
}

NOT_FOUND_TITLE = "没有这个页面"
NOT_FOUND = "网址可能不完整，或者内容已经不在了。请从左边的栏目重新进入。"
FORBIDDEN_TITLE = "没有权限"
NOT_READY_TITLE = "正在准备"
NOT_READY = "质小通刚刚启动，知识库几秒后就绪，这一页会自动重新打开。"
BROKEN_TITLE = "页面暂时打不开"
BROKEN = "系统刚才出了错，您的操作没有保存。请返回上一页再试一次；仍然不行，请联系管理员查看日志。"
REFUSED_TITLE = "没有处理"
WRONG_METHOD = "这个地址不能这样打开。请从左边的栏目重新进入。"
STALE_TITLE = "请核对后重新提交"
STALE = "这个页面是在另一次登录时打开的，为了安全没有提交。您填写的内容在下面，没有丢失。"
STALE_SHORT = "这个页面是在另一次登录时打开的，没有处理。请刷新页面再试。"
SIGNED_OUT_SHORT = "登录已经失效，没有保存。请先不要关闭本页，在新标签页重新登录后刷新。"
SIGN_IN_FIRST = "请先登录"
UNREADABLE = "收到的内容读不出来，没有处理。请从页面上重新填写提交。"
SIGNED_OUT_LARGE = "登录已经失效，文件或内容太大，没有收下。请重新登录后再提交一次。"


def forbidden(needed: list[Role]) -> str:
    """Say which roles may, in the order they are shown."""
    names = "、".join(name for role, name in ROLES.items() if role in needed)
    return f"您的账号没有这项权限。需要的角色：{names}。请联系管理员。"


def too_large(limit: int) -> str:
    """Say that what was sent is beyond `limit` bytes."""
    size = f"{limit // 1024**2} MB" if limit >= 1024**2 else f"{limit // 1024} KB"
    return f"提交的内容超过 {size}，没有处理。请分几次提交，或换一个较小的文件。"


def day(value: date | datetime) -> str:
    """Write a day as people in China do, in Beijing time."""
    if isinstance(value, datetime):
        value = value.astimezone(CHINA).date()
    return f"{value:%Y-%m-%d}"


def minute(value: datetime) -> str:
    """Write an instant to the minute, in Beijing time."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"


def second(value: datetime) -> str:
    """Write an instant to the second, in Beijing time."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def role_names(roles: frozenset[Role]) -> list[str]:
    """Return the names of roles in the order they are shown."""
    return [name for role, name in ROLES.items() if role in roles]


FIELDS = {
    "standard_question": "标准问",
    "similar_questions": "相似问",
    "answer": "答案",
    "topic": "主题",
    "note": "修改说明",
    "reason": "原因",
    "why": "原因",
    "message": "给市民的说明",
    "said": "市民用的词",
    "meant": "意思",
    "lines": "多行内容",
    "text": "文字",
    "own": "另写的问法",
    "wording": "问法",
    "shown_name": "显示姓名",
    "name": "名称",
    "roles": "角色",
    "as_of": "截至",
    "valid_from": "生效日",
    "valid_until": "有效到",
    "review_by": "复核日",
    "address": "地址",
    "phone": "电话",
    "hours": "时间",
}
"""What people call the fields of forms that are given back to be read."""


def field_name(name: str, place: int) -> str:
    """Name a field that is given back; `place` counts those without a name of their own."""
    return FIELDS.get(name, f"其他内容 {place}")
