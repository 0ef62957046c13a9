"""What the first page says: what waits for whoever opens it, and what a new bureau has to do."""

from datetime import date, datetime

from texts.console import day

APPROVALS = "等待审定"
DRAFTS = "我负责的草稿"
REMINDERS = "快到期或该复核的条目"
UNANSWERED = "没答上的问题"
WRONG = "市民说内容有误"
TICKETS = "想找人工的市民"
STOPPED = "停用中的功能"
EXAM = "最近一次考评自测"

APPROVALS_ABOUT = "条改动等人审定"
DRAFTS_ABOUT = "条还没有提交"
UNANSWERED_ABOUT = "个问题没有答案或没解决"
WRONG_ABOUT = "条反馈，请先核对"
TICKETS_ABOUT = "条记录等人联系"
STOPPED_ABOUT = "项正在停用，市民会看到停用说明"
NOTHING = "现在没有等您处理的事。"


def reminders_about(first: date) -> str:
    """Say when the first of the days is."""
    return f"条提醒，最早的一条在 {day(first)}"


def exam_about(ran_at: datetime, wrong: float) -> str:
    """Say when the exam was sat, and how often it answered wrongly."""
    return f"答对率；答错 {wrong:.1%}，{day(ran_at)}"


def percent(share: float) -> str:
    """Write a share."""
    return f"{share:.1%}"


SECOND_ADMIN = "设置另一位管理员，手机丢了也有人能重置"
TWO_PEOPLE = "至少两个人分别能编辑和审定；只有一个人时打开单人审定模式"
SIGN_SEEDS = "审定随程序来的种子条目"
OWN_STATIONS = "把示例服务站换成本地真实站点"
PUBLIC_ADDRESS = "设置正式网址 PUBLIC_URL（https 开头），让手机和微信能打开"


def unsigned(count: int) -> str:
    """Count the entries nobody has signed."""
    return f"还有 {count} 条待审定"


def samples(count: int) -> str:
    """Count the sample stations."""
    return f"还有 {count} 个示例站点"


def people(count: int) -> str:
    """Count the admins who can sign in."""
    return f"现在有 {count} 位管理员"
