"""The words that ask for what is a citizen's own: 我的投稿 and 我的数据."""

from handlers.filters import Words

MINE = Words("我的投稿", "投稿进度", "查投稿", "投稿查询", "我的作品")
MY_DATA = Words("我的数据", "我的信息", "删除我的数据", "隐私")
