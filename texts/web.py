"""What the web page's server says when it cannot do what was asked."""

FOREIGN = "请求不是从本站页面发出的，没有处理。请回到本站页面再试。"
GARBLED = "这条消息的内容不完整，没有处理。请刷新页面再试。"
TOO_LONG = "这条消息太长了，请分成几条发送（每条不超过 2000 字）。"
TOO_FAST = "您发得有些快，请稍等几秒，消息会自动重发。"
NOT_OFFERED = "这个按钮已经失效。请看最新的消息，或者直接打字告诉我。"
STRANGER = "没有找到您的对话，请刷新页面再试。"
NOT_YOURS = "没有找到这个文件，或者它不属于您。"
STOPPING = "服务正在重启，请稍后再试。"

NOTHING_HERE_TITLE = "没有这个页面"
NOTHING_HERE = "网址可能不完整。请从聊天里的链接重新打开，或者回到首页。"
BROKEN_TITLE = "页面暂时打不开"
BROKEN = "系统刚才出了错，请稍后再试。急事请拨打 12345，消费投诉举报请拨打 12315。"

POLICE_FILING = "公网安备"
"""How a filing number of the police, rather than of the ministry, is told."""
