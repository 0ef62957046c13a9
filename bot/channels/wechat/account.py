"""What kind of account (公众号) ours is, and what such an account may do.

Rights as in the tables of developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/
Explanation_of_official_account_interface_privileges.html and its copy with the empty fields told
apart (w3cschool.cn/weixinkaifawendang/qbtf1q8d.html, 2019): messages to citizens and media belong
to verified accounts, the menu to all but unverified subscriptions, codes with a scene to verified
service accounts. All receive messages and answer them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog

from bot.channels.wechat.api import BadCredentialsError, NoRightError, WeChatApi, WeChatError

log = structlog.get_logger()


class Kind(StrEnum):
    """未认证订阅号, 认证订阅号, 未认证服务号, 认证服务号."""

    UNVERIFIED_SUBSCRIPTION = "unverified_subscription"
    VERIFIED_SUBSCRIPTION = "verified_subscription"
    UNVERIFIED_SERVICE = "unverified_service"
    VERIFIED_SERVICE = "verified_service"


@dataclass(frozen=True, slots=True)
class Rights:
    """What an account may do besides answering."""

    push: bool
    """Write to citizens later (客服消息)."""
    media: bool
    """Fetch what citizens send and upload files (素材)."""
    menu: bool
    """Publish a menu through the API (自定义菜单)."""
    qr: bool
    """Make codes that tell where they were scanned (带参数二维码)."""


_RIGHTS = {
    Kind.UNVERIFIED_SUBSCRIPTION: Rights(push=False, media=False, menu=False, qr=False),
    Kind.VERIFIED_SUBSCRIPTION: Rights(push=True, media=True, menu=True, qr=False),
    Kind.UNVERIFIED_SERVICE: Rights(push=False, media=False, menu=True, qr=False),
    Kind.VERIFIED_SERVICE: Rights(push=True, media=True, menu=True, qr=True),
}

SEND = "/cgi-bin/message/custom/send"
MESSAGE = {"touser": "none", "msgtype": "text", "text": {"content": "none"}}
"""A message to an openid that nobody has."""

CODE = {
    "expire_seconds": 60,
    "action_name": "QR_STR_SCENE",
    "action_info": {"scene": {"scene_str": "check"}},
}
"""A temporary code, of which there may be any number; it is shown to nobody and ends at once."""


def rights_of(kind: Kind) -> Rights:
    """Return what an account of this kind may do."""
    return _RIGHTS[kind]


def kind_of(rights: Rights) -> Kind:
    """Return the kind that has these rights, or else the one that has most of them and no more.

    A test account (测试号) has all rights and so counts as a verified service account.
    """
    if rights.push and rights.media and rights.menu:
        return Kind.VERIFIED_SERVICE if rights.qr else Kind.VERIFIED_SUBSCRIPTION
    return Kind.UNVERIFIED_SERVICE if rights.menu else Kind.UNVERIFIED_SUBSCRIPTION


async def detect(api: WeChatApi) -> Rights:
    """Find out by calls that change nothing; raises `AwayError`, `BadCredentialsError`.

    Each call proves its own right by not being refused for want of it (48001): counting stored
    files, reading the menu (46003 says there is none yet), a code that ends within a minute, and
    a message to an openid nobody has (40003 says so). No page says that the right is looked at
    before the openid; as no account writes to citizens that may not store files, that must be
    granted as well.
    """
    media = await _may(api, "/cgi-bin/material/get_materialcount")
    return Rights(
        push=media and await _may(api, SEND, MESSAGE),
        media=media,
        menu=await _may(api, "/cgi-bin/menu/get"),
        qr=await _may(api, "/cgi-bin/qrcode/create", CODE),
    )


async def _may(api: WeChatApi, path: str, body: Mapping[str, Any] | None = None) -> bool:
    try:
        await api.call(path, body)
    except NoRightError:
        return False
    except BadCredentialsError:
        raise
    except WeChatError as other:
        log.info("the right is there, whatever else is wrong", path=path, answer=other.code)
    return True
