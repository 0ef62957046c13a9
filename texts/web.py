"""What the web page's server says when it cannot do what was asked."""

from texts.check import size

FOREIGN = "请求不是从本站页面发出的，没有处理。请回到本站页面再试。"
GARBLED = "这条消息的内容不完整，没有处理。请刷新页面再试。"
TOO_LONG = "这条消息太长了，请分成几条发送（每条不超过 2000 字）。"
TOO_FAST = "您发得有些快，请稍等几秒，消息会自动重发。"
NOT_OFFERED = "这个按钮已经失效。请看最新的消息，或者直接打字告诉我。"
UNSHOWN = "（含不便显示的词）"
STRANGER = "没有找到您的对话，请刷新页面再试。"
NOT_YOURS = "没有找到这个文件，或者它不属于您。"
TOO_MANY_FILES = "同时上传的文件太多了，请等前面的传完再试。"
EMPTY_FILE = "这个文件是空的，请重新选择。"
BROKEN_OFF = "文件没有传完，请重试。"
NO_SPACE = "服务器暂时没有足够的空间，文件没有保存。请稍后再试，或联系工作人员。"
NAMELESS = "未命名文件"


def too_large(limit: int) -> str:
    """Say that a file is beyond `limit` bytes."""
    return f"文件超过 {size(limit)}，没有保存。请压缩或换一个较小的文件。"


NOTHING_HERE_TITLE = "没有这个页面"
NOTHING_HERE = "网址可能不完整。请从聊天里的链接重新打开，或者回到首页。"
BROKEN_TITLE = "页面暂时打不开"
BROKEN = "系统刚才出了错，请稍后再试。急事请拨打 12345，消费投诉举报请拨打 12315。"

POLICE_FILING = "公网安备"
"""How a filing number of the police, rather than of the ministry, is told."""
