"""The file of a video: where to send it, what is being done with it, and the receipt."""

from aiogram.utils.formatting import Bold, Text

from campaign.campaign import Campaign
from campaign.submission import State, Submission
from texts.check import duration, size
from texts.mine import STATES
from texts.reply import Button, Reply, rows
from texts.submit import BEGIN, MENU, MINE, NAVIGATION, RESUME, beijing

CHECKING = Reply(
    Text(
        "已收到文件，正在检查，一般不到一分钟。查完我会告诉您，不用重发。\n",
        "想换一个视频，直接再发就行。",
    ),
    (NAVIGATION,),
)
ONE_PLEASE = Text("您一次发了几个文件。一个投稿只收一个视频，请挑一个单独发给我。")
NOT_A_VIDEO = {
    "photo": Text("这是照片，不是视频。请从相册里选视频发来。"),
    "voice": Text("这是语音，不是视频，语音我也听不了。"),
    "audio": Text("这是音频，不是视频。"),
    "sticker": Text("收到您的表情。"),
    "video_note": Text("圆形小视频太小，不能投稿。请用相机拍好，再作为普通视频发来。"),
}
WORDS_PLEASE = {
    "photo": Text("这里要用文字回答，图片我看不懂。"),
    "voice": Text("抱歉，我听不了语音，请用文字回答；手机键盘上的话筒可以把说的话变成字。"),
    "audio": Text("抱歉，我听不了录音，请用文字回答。"),
    "sticker": Text("收到您的表情。这里请用文字回答。"),
    "document": Text("这个文件用不上。这里请用文字回答。"),
}
OTHER_PLEASE = Text("这种消息我处理不了。")
TEXT_FOR_FILE = Text("这一步要的是视频文件，不是文字。")
LOST = Text("没能从聊天软件里取到您的视频，可能已经过期。请再发一次。")


def send_file(
    campaign: Campaign, by_chat: int | None, page: str | None, *, is_squeezed: bool = False
) -> Reply:
    """Say how the file can be sent: up to `by_chat` bytes here, up to the limit on the page.

    `is_squeezed` says that the chat makes films smaller.
    """
    limits = campaign.limits
    length = f"{duration(limits.min_seconds)}到 {duration(limits.max_seconds)}"
    rules = f"时长 {length}，MP4 或 MOV，不超过 {size(limits.max_bytes)}。\n"
    is_worse = is_squeezed and by_chat is not None
    way = _squeezed(page) if is_worse else _way(by_chat, page, limits.max_bytes)
    is_enough = by_chat is not None and by_chat >= limits.max_bytes
    buttons = rows(Button("打开上传网页", url=page)) if page and not is_enough else ()
    return Reply(Text(Bold("最后一步：把视频发来"), "\n", rules, way), (*buttons, NAVIGATION))


def _way(by_chat: int | None, page: str | None, limit: int) -> str:
    if by_chat is not None and by_chat >= limit:
        return "点输入框旁边的“＋”选视频就行。"
    if by_chat is None:
        if page:
            return "请点下面的“打开上传网页”；传完回来接着填。"
        return "这里收不了文件，要在网页上传，但现在还没有设置公开网页，请联系工作人员或拨 12345。"
    here = f"不超过 {size(by_chat)} 的可以直接发在这里，请以“文件”方式发送，画面不会被压缩。\n"
    if page:
        return f"{here}更大的请点下面的“打开上传网页”；手机请保持页面打开。"
    return f"{here}更大的要在网页上传，但现在还没有设置公开网页，请压缩到 {size(by_chat)} 以内。"


def _squeezed(page: str | None) -> str:
    """Say how to send a film where the chat makes it smaller."""
    here = "点“＋”选视频或者当场拍，直接发在这里就行；聊天里的视频会被压缩，不太清楚。\n"
    return f"{here}要交清楚的原片，请点下面的“打开上传网页”。" if page else here.rstrip()


def too_large_here(count: int | None, by_chat: int, page: str | None) -> Text:
    """Say that a file is too large for the chat, though maybe not for the page."""
    told = f"这个视频 {size(count)}" if count else "这个视频没有标明大小"
    if page:
        return Text(f"{told}，聊天里只能收 {size(by_chat)} 以内的，请点下面的“打开上传网页”。")
    return Text(
        f"{told}，聊天里只能收 {size(by_chat)} 以内的。大文件要在网页上传，"
        "但现在还没有设置公开网页，请压缩后再发。"
    )


def too_large(count: int, limit: int) -> Text:
    """Say that a file is beyond the campaign's limit, wherever it is sent."""
    return Text(f"这个视频 {size(count)}，超过上限 {size(limit)}，请压缩后再发。")


def no_chat_files(page: str | None) -> Text:
    """Say that this channel takes no files."""
    if page:
        return Text("这里收不了视频，请点下面的“打开上传网页”。")
    return Text("这里收不了视频，要在网页上传，但现在还没有设置公开网页。")


def already_handed_in(twin: Submission) -> Text:
    """Say that this very file was handed in by the same person."""
    return Text(
        "这个视频您已经交过了，编号 ", Bold(twin.receipt or ""), "，不用再交。",
        "要交别的作品，请发另一个视频。",
    )  # fmt: skip


def receipt(handed: Submission, *, is_new: bool) -> Reply:
    """Give the number; a second tap gets the same one."""
    number = Bold(handed.receipt or "")
    lead = (
        Text("提交成功！《", handed.title, "》的编号是 ", number, "\n")
        if is_new
        else Text("这个作品已经提交过了，编号还是 ", number, "，没有重复提交。\n")
    )
    when = f"收到时间：{beijing(handed.received_at)}\n" if handed.received_at else ""
    return Reply(
        Text(
            lead, f"状态：{STATES[handed.state]}\n", when,
            "请记下编号。以后把编号发给我，或打“我的投稿”，就能看进度；截止前可以撤回。",
        ),
        rows(MINE, MENU),
    )  # fmt: skip


def replaced(work: Submission) -> Reply:
    """Confirm another file for a work that needed one; its number stays."""
    return Reply(
        Text(f"新的视频已收到，编号还是 {work.receipt}，正在检查。查完我会告诉您。"),
        rows(MINE, MENU),
    )


def offer(draft: Submission | None) -> Reply:
    """Ask whether a video sent out of the blue is meant to be handed in."""
    if draft is not None:
        title = f"《{draft.title}》" if draft.title else ""
        return Reply(
            Text(f"收到视频。您有一份没交完的投稿{title}，要用这个视频接着填吗？"),
            rows(RESUME, MENU),
        )
    return Reply(
        Text(
            "收到视频。是要参加微视频征集吗？点“微视频投稿”填几项信息就行，视频我先留着，不用重发。"
        ),
        rows(BEGIN, MENU),
    )


def offer_without(reply: Reply) -> Reply:
    """Say why a video sent out of the blue cannot be handed in."""
    return Reply(Text("收到视频，但没有保存。", reply.text), reply.buttons)


def checked_meanwhile(verdict: str) -> Reply:
    """Tell a verdict to somebody who has left the form."""
    return Reply(Text(verdict, "\n\n投稿还没有提交，可以接着填。"), rows(RESUME, MENU))


def checked_after(submission: Submission, verdict: str) -> Reply:
    """Tell the verdict on a work that was handed in before."""
    number = submission.receipt or ""
    if submission.state is State.NEEDS_FIX:
        again = Button("重新交视频", f"mine:file:{number}")
        return Reply(Text(f"投稿 {number}：\n", verdict), rows(again, MINE))
    return Reply(
        Text(f"投稿 {number}：\n", verdict, f"\n状态：{STATES[submission.state]}"), rows(MINE)
    )
