"""What the operator reads about the menu below the chat in WeChat (自定义菜单)."""

COMMAND = "公众号底部的菜单：看、比、发布"
PUSH = "检查菜单文件，发布到公众号，再读回来核对"
SHOW = "看公众号现在的菜单"
DIFF = "看发布会改变什么（一样时退出码 0，不一样时 1）"
FILE = "菜单文件（默认用自带的 bot/channels/wechat/menu.yaml）"

NOT_SET = "没有公众号可用：请先设 WECHAT_APP_ID 和 WECHAT_APP_SECRET，见 docs/wechat.md。"
NONE = "公众号现在没有菜单（或者没有启用）。"
SAME = "公众号的菜单和文件一样，不用发布。"
CHANGES = "发布会这样改（- 是现在的，+ 是文件里的）："
PUSHED = "已发布，读回来核对无误。手机上可能过几分钟才换成新菜单；取消关注再关注，马上能看到。"
DIFFERS = "已发布，但读回来的菜单和文件不一样，请过一分钟再用 wechat-menu diff 核对："

KINDS = {
    "click": "按钮", "view": "网址", "text": "文字", "img": "图片", "voice": "语音",
    "video": "视频", "news": "图文", "miniprogram": "小程序", "location_select": "发位置",
    "media_id": "素材", "article_id": "文章", "article_view_limited": "文章",
}  # fmt: skip
"""What kinds of items WeChat has, also those only its own console makes."""

NOT_A_LIST = "这里应是菜单项的列表，每项以“- name: ”开头。"
EMPTY = "一个菜单项也没有。"
BAD_URL = "网址“{target}”要以 http:// 或 https:// 开头，不能有空格。"
UNKNOWN_KEY = "key“{target}”没有对应的对话，点了没有用。能用的开头有：{known}"
ONE_OF = "菜单项“{name}”要在 key、url、sub 里正好写一样。"
TOO_MANY = "同一级的菜单项有 {count} 个，最多 {limit} 个。"
TOO_LONG = "{field}“{value}”有 {count} 字节，最多 {limit} 字节（一个汉字 3 字节）。"


def fault(file: str, line: int, said: str) -> str:
    """Say where in the file something is wrong."""
    return f"{file} 第 {line} 行：{said}"


def refused_file(faults: str) -> str:
    """Say that the file was not used, with everything that is wrong in it."""
    return f"菜单文件有错，没有发布：\n{faults}"


def item(name: str, kind: str, target: str, depth: int) -> str:
    """Show one item in a line; an item with others below it has no kind."""
    what = f"　{KINDS.get(kind, kind)} {target}".rstrip() if kind else ""
    return f"{'　　' * depth}{name}{what}"


def left_out(names: str) -> str:
    """Say which items need the public address that is not set."""
    return f"没设 PUBLIC_URL，这几项不发布：{names}"


def no_right(code: int) -> str:
    """Say that this kind of account has no menu for us."""
    return (
        f"这个公众号没有自定义菜单接口的权限（{code}）：未认证的订阅号用不了，"
        "可在公众平台后台手工设菜单。各类账号的权限见 docs/wechat.md。"
    )


def bad_credentials(code: int) -> str:
    """Say that WeChat does not know us."""
    return (
        f"微信不认 WECHAT_APP_ID 或 WECHAT_APP_SECRET（{code}）："
        "请到公众平台后台核对，需要时重置。"
    )


def not_whitelisted(code: int, reason: str) -> str:
    """Say that WeChat does not let this server call."""
    return (
        f"微信不让这台服务器调用接口（{code}：{reason}）。"
        "请把括号里的 IP 加进后台的“API IP 白名单”，等几分钟再试。"
    )


def refused(code: int, reason: str) -> str:
    """Say that WeChat refused the call."""
    return f"微信拒绝了（{code}：{reason}）。常见的原因见 docs/wechat.md 的“常见错误”。"


def away(reason: str) -> str:
    """Say that WeChat could not be reached."""
    return f"现在联系不上微信（{reason}）。请检查网络和 WECHAT_API，过一会儿再试。"
