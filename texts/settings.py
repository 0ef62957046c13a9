"""What the person who starts the bot reads when a setting does not work."""

PROBLEMS = {
    "PORT": "PORT 要写 1 到 65535 之间的整数。",
    "PUBLIC_URL": "PUBLIC_URL 要写完整网址，例如 https://example.org ，结尾不带路径。",
    "SECRET_KEY": "SECRET_KEY 至少要 16 个字符。",
    "DATABASE_URL": (
        "DATABASE_URL 要写成 sqlite+aiosqlite:///文件路径"
        " 或 postgresql+asyncpg://用户:密码@主机:端口/库名。"
    ),
    "REDIS_URL": "REDIS_URL 要以 redis:// 或 rediss:// 开头。",
    "MEDIA_URL": "MEDIA_URL 目前只支持文件夹，写成 file:///绝对路径。",
    "TELEGRAM_TOKEN": "TELEGRAM_TOKEN 的样子应当是 数字:字母数字串，请从 BotFather 完整复制。",
    "TELEGRAM_API": "TELEGRAM_API 要写完整网址，例如 http://127.0.0.1:8081 。",
    "TELEGRAM_WEBHOOK_SECRET": (
        "设了 TELEGRAM_WEBHOOK_SECRET 就必须同时设 PUBLIC_URL（https），"
        "而且只能用字母、数字、下划线和连字符。"
    ),
    "TRUSTED_PROXIES": "TRUSTED_PROXIES 要写用逗号分开的 IP 地址或网段。",
    ".env": "请把 .env 存成 UTF-8 编码。",
    "WECHAT_TOKEN": (
        "WECHAT_TOKEN 要和公众平台“服务器配置”里的 Token 一样：3 到 32 个字母或数字；"
        "设了别的 WECHAT_ 开头的设置，就必须设它。"
    ),
    "WECHAT_APP_ID": (
        "WECHAT_APP_ID 要写公众号的 AppID（wx 开头）；"
        "设了 WECHAT_APP_SECRET 或 WECHAT_AES_KEY，就必须设它。"
    ),
    "WECHAT_APP_SECRET": "WECHAT_APP_SECRET 要写公众号的 AppSecret，由字母和数字组成。",
    "WECHAT_AES_KEY": "WECHAT_AES_KEY 要写公众平台的 EncodingAESKey，正好 43 个字母或数字。",
    "WECHAT_ACCOUNT": (
        "WECHAT_ACCOUNT 只能是 unverified_subscription（未认证订阅号）、"
        "verified_subscription（已认证订阅号）、unverified_service（未认证服务号）"
        "或 verified_service（已认证服务号）；不设就自动识别。"
    ),
    "WECHAT_API": "WECHAT_API 要写完整网址，例如 https://api.weixin.qq.com 。",
    "LOG_FORMAT": "LOG_FORMAT 只能是 text 或 json。",
}


def invalid(name: str) -> str:
    """Say in one line which setting is wrong and what it should look like."""
    return f"设置有误：{name}。{PROBLEMS.get(name, '请检查它的写法。')}"
