"""Answers to what is not a question: pictures, voice, stickers, forwards, edits."""

from aiogram.utils.formatting import Text

from texts.reply import Reply

STICKER = Reply(Text("收到您的表情。有质量方面的问题，直接打字问我就行。"))
VOICE = Reply(Text("抱歉，我还听不了语音。请打字提问；手机键盘上的话筒可以把说的话变成字。"))
PICTURE = Reply(
    Text(
        "图片我看不懂，最多留三天就自动删除。请把想问的用文字写给我。\n"
        "如果是投诉举报的凭证，请自己保存好，拨打 12315 或在全国 12315 平台提交。"
    )
)
FILE = Reply(Text("这个文件我用不上，最多留三天就自动删除。交微视频请打“微视频投稿”。"))
CONTACT = Reply(Text("请不要把名片或电话发在这里，我没有保存。需要人帮忙请打“人工”。"))
EDITED = Reply(Text("改过的消息我看不到改了什么。请把新的内容重新发一条。"))
UNSUPPORTED = Reply(Text("这种消息我处理不了，也没有保存。请用文字告诉我。"))
GONE = Reply(Text("这个按钮已经过期了。请重新提问，或打“菜单”。"))
PRIVATE_ONLY = Reply(Text("这件事涉及个人信息，请在和我的单独对话里办。"))
