"""What admins read on the staff's pages (人员)."""

from datetime import datetime

from people.staff.staff import Staff
from texts.console import minute, role_names
from texts.console_sign_in import NAME_SHAPE, NAME_TAKEN, SHOWN_NAME

__all__ = ["NAME_SHAPE", "NAME_TAKEN", "SHOWN_NAME"]

LAST_ADMIN = "没有改动：至少要有一位能登录的管理员。请先让另一位同事成为管理员并启用账号。"
NOT_ONESELF = "不能在这里停用或重置自己。改密码、换手机、生成恢复码请到“我的账号”。"
NO_ROLES = "请至少选一个角色。"
UNCHANGED = "没有变化。"
SINGLE_ON = "单人审定模式已打开。每一次自己审定都会记在审计记录里。"
SINGLE_OFF = "单人审定模式已关闭。条目要由作者以外的人审定。"
SINGLE_SURE = "请先勾选“我明白”。"


def saved(shown_name: str) -> str:
    """Say that somebody's record was changed; it acts at once."""
    return f"{shown_name} 的资料和角色已保存，立即生效。"


def disabled(shown_name: str) -> str:
    """Say that somebody may no longer sign in."""
    return f"{shown_name} 已停用，登录已全部退出。"


def enabled(shown_name: str) -> str:
    """Say that somebody may sign in again."""
    return f"{shown_name} 已重新启用。"


def signed_out(shown_name: str, count: int) -> str:
    """Say how many sessions were ended."""
    return f"{shown_name} 的 {count} 个登录已退出。" if count else f"{shown_name} 没有登录着。"


STAFF_COMMAND = "后台人员：列出、第一次设置的链接、重置、停用"
LIST_COMMAND = "列出全部人员"
LINK_COMMAND = "生成第一次设置的链接（还没有任何人员时）"
RESET_COMMAND = "让某人重新设置密码和动态码，并给出一次性链接"
DISABLE_COMMAND = "停用某人，登录马上退出"
ENABLE_COMMAND = "重新启用某人"
NAME_ARGUMENT = "登录名"
NOBODY_YET = "还没有人员。运行 python -m bot staff setup-link 得到第一次设置的链接。"
STAFF_EXISTS = "已经有人员了。有人进不来时，运行 python -m bot staff reset 登录名。"


def line(staff: Staff) -> str:
    """Show one of the staff in a line."""
    state = "已停用" if not staff.is_active else "在用" if staff.is_set_up else "等本人启用"
    roles = "、".join(role_names(staff.roles))
    last = minute(staff.signed_in_at) if staff.signed_in_at else "还没有登录过"
    return f"{staff.name}　{staff.shown_name}　{state}　{roles}　{last}"


def set_up(link: str, until: datetime) -> str:
    """Show the link of the first set-up in the lines of a start."""
    return f"后台　　：还没有人员。用这个链接设置第一位管理员（有效到 {minute(until)}）：\n{link}"


def reset_done(shown_name: str, link: str, until: datetime) -> str:
    """Show the link with which somebody starts anew."""
    return f"{shown_name} 已重置。请把链接交给本人（有效到 {minute(until)}，只能用一次）：\n{link}"


def unknown(name: str) -> str:
    """Say that nobody has this name."""
    return f"没有登录名是 {name} 的人员。python -m bot staff list 列出全部。"
