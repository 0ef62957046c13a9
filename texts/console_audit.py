"""What auditors read: the names of acts, and whether the log is whole."""

from collections.abc import Mapping
from typing import Any

from people.audit.chain import Broken, Whole
from texts.console import ROLES

PROGRAMME = "程序"
"""Who did what nobody did."""

ACTIONS = {
    "staff.join": "启用账号",
    "staff.invite": "邀请人员",
    "staff.roles": "改角色",
    "staff.rename": "改显示姓名",
    "staff.disable": "停用人员",
    "staff.enable": "重新启用人员",
    "staff.reset": "重置登录",
    "staff.password": "改密码",
    "staff.codes": "生成恢复码",
    "staff.device": "换绑手机",
    "session.begin": "登录",
    "session.end": "退出",
    "session.revoke": "强制退出",
    "session.bar": "登录失败过多，暂停登录",
    "sheet.entries": "表格导入知识条目",
    "sheet.stations": "表格导入服务站",
    "station.add": "添加服务站",
    "station.save": "修改服务站",
    "station.remove": "删除服务站",
    "station.move": "调整服务站顺序",
    "rule.single_on": "打开单人审定模式",
    "rule.single_off": "关闭单人审定模式",
    "entry.save": "写条目",
    "entry.own": "换负责人",
    "entry.submit": "送审",
    "entry.withdraw": "撤回送审",
    "entry.return": "退回",
    "entry.approve": "审定上线",
    "entry.schedule": "审定并定时",
    "entry.go_live": "到时间自动上线",
    "entry.sign": "审定线上内容",
    "entry.archive": "下架",
    "entry.restore": "恢复为草稿",
    "word.add": "添加词语",
    "word.change": "修改词语",
    "word.remove": "删除词语",
    "entry.roll_back": "回退",
    "unanswered.wording": "没答上：加为问法",
    "unanswered.entry": "没答上：新建条目",
    "unanswered.revision": "没答上：改写条目",
    "unanswered.synonym": "没答上：加同义词",
    "unanswered.out_of_scope": "没答上：不在范围",
    "unanswered.redirect": "没答上：转介",
    "unanswered.dismissed": "没答上：忽略",
    "unanswered.reopen": "没答上：放回待处理",
    "switch.on": "停用",
    "switch.words": "停用：换给市民的话",
    "switch.off": "恢复",
    "ticket.close": "找人工：处理完",
    "figures.export": "下载数据",
    "exam.ask": "要求考评自测",
    "exam.run": "考评自测完成",
}
"""Each family adds its own; an action without a name is shown as it is."""

WHY = {
    "changed": "内容被改动过",
    "missing": "与上一条接不上，中间有记录被删除或插入",
    "cut": "后面的记录被删除",
}
COLUMNS = (
    "编号",
    "时间（北京）",
    "人员编号",
    "人员",
    "动作",
    "动作代码",
    "对象",
    "事实",
    "前一条指纹",
    "本条指纹",
)
BAD_DAY = "日期要写成 2026-11-23 这样。"


def examined(found: Broken | Whole) -> str:
    """Say whether the log is whole."""
    if isinstance(found, Broken):
        return (
            f"审计记录不完整：从编号 {found.id} 起有问题（{WHY[found.why]}）。请保留现场并报告。"
        )
    return f"审计记录完整，共 {found.count} 条，最后一条的指纹是 {found.head[:16]}。"


def exported(count: int, path: str) -> str:
    """Say how many rows were written where."""
    return f"已把 {count} 条审计记录写到 {path}。"


FACTS = {
    "accepted_worse": "接受变差的问题数",
    "after": "改为",
    "before": "原来",
    "link": "链接",
    "revision": "版本",
    "roles": "角色",
    "sessions": "退出的登录数",
    "with": "方式",
}
VALUES = {
    **{role.value: name for role, name in ROLES.items()},
    "set_up": "第一次设置",
    "invite": "邀请",
    "reset": "重置",
    "device": "动态码",
    "recovery_code": "恢复码",
}


def facts(values: Mapping[str, Any]) -> str:
    """Show an act's facts in a line."""
    return "；".join(f"{FACTS.get(name, name)} {_plain(value)}" for name, value in values.items())


def _plain(value: object) -> str:
    given = value if isinstance(value, list) else [value]
    return "、".join(VALUES.get(str(one), str(one)) for one in given) or "无"


AUDIT_COMMAND = "审计记录：核对、导出"
VERIFY_COMMAND = "核对审计记录是否完整（不完整时退出码为 1）"
EXPORT_COMMAND = "把审计记录导出为 CSV（WPS、Excel 可直接打开）"
FILE_ARGUMENT = "文件名，例如 审计.csv"


def not_written(path: str, reason: str) -> str:
    """Say why there is no file."""
    return f"没有写成 {path}：{reason}"
