"""Handing in a video (微视频投稿), from the rules to the receipt.

Handlers are given two names by the workflow data, beside what every turn brings:
`links: UploadLinks` and `has_public_page: bool` (whether `PUBLIC_URL` is set).
The router keeps 返回, 取消 and every other message of somebody who is in the form to itself; the
words that work in every state (菜单, 帮助, 人工, 大字) belong to routers asked before it, except
取消, which it must see first. 我的投稿 (`handlers.mine`) comes before it, too.

The upload page gives a work its file with `campaign.intake.attach`; the background work then goes
on in the chat as a turn of its own: it builds a `Visit` and calls `checked` or `lost`.
"""

from handlers.submit.background import checked, lost
from handlers.submit.router import build_submit_router
from handlers.submit.visit import UploadLinks, Visit

__all__ = ["UploadLinks", "Visit", "build_submit_router", "checked", "lost"]
