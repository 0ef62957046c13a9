"""Which event of the form goes where."""

from aiogram import Router
from aiogram.filters import Command, Filter, StateFilter
from aiogram.types import CallbackQuery, Message

from desk.switches.switches import SUBMIT
from handlers.filters import Data, Has, Words
from handlers.stopped import Pausing
from handlers.submit import answers, doors, files
from handlers.submit.visit import FILE, STATES, Private, bring_visit

BEGIN = Words(
    "微视频投稿", "投稿", "我要投稿", "视频投稿", "交视频", "交微视频", "上传视频", "微视频",
    "继续投稿", "继续填写",
)  # fmt: skip
BACK = Words("返回", "上一步", "后退", "返回上一步")
CANCEL = Words("取消", "退出", "不填了", "取消投稿")


class InForm(StateFilter):
    """The chat is in the form."""

    def __init__(self) -> None:
        super().__init__(*STATES)


class Video(Filter):
    """The message holds a video, sent as one or as a file."""

    async def __call__(self, message: Message) -> bool:
        """Look at the kind and the name."""
        return files.looks_like_video(message)


class Inside(Filter):
    """The chat is private, as personal data needs it to be."""

    def __init__(self, *, private: bool) -> None:
        self.private = private
        self._is_private = Private()

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Compare the kind of chat."""
        return await self._is_private(event) is self.private


def build_submit_router() -> Router:
    """Take everything that belongs to handing in a video."""
    router = Router(name="submit")
    for observer in (router.message, router.callback_query):
        observer.middleware(Pausing(SUBMIT))
        observer.middleware(bring_visit)
    _register_doors(router)
    _register_taps(router)
    _register_messages(router)
    return router


def _register_doors(router: Router) -> None:
    private, public = Inside(private=True), Inside(private=False)
    router.message.register(doors.on_public, BEGIN, public)
    router.message.register(doors.on_public, Command("submit"), public)
    router.callback_query.register(doors.on_public_tap, Data("menu:submit"), public)
    router.message.register(doors.on_begin, BEGIN, private)
    router.message.register(doors.on_begin, Command("submit"), private)
    router.callback_query.register(doors.on_begin_tap, Data("menu:submit"), private)
    router.callback_query.register(doors.on_agree, Data("submit:agree"))
    router.callback_query.register(doors.on_decline, Data("submit:decline"))
    router.callback_query.register(doors.on_resume, Data("submit:resume"))
    router.callback_query.register(doors.on_restart, Data("submit:restart:"))
    router.callback_query.register(doors.on_discard, Data("submit:discard:"))


def _register_taps(router: Router) -> None:
    taps = router.callback_query
    taps.register(doors.on_back_tap, Data("nav:back"), InForm())
    taps.register(doors.on_cancel_tap, Data("nav:cancel"), InForm())
    taps.register(answers.on_keep, Data("nav:keep"), InForm())
    taps.register(answers.on_age, Data("submit:age:"))
    taps.register(answers.on_guardian, Data("submit:guardian"))
    taps.register(answers.on_alone, Data("submit:alone"))
    taps.register(answers.on_category, Data("submit:category:"))
    taps.register(answers.on_change, Data("submit:edit:"))
    taps.register(answers.on_changing, Data("submit:edit"))
    taps.register(answers.on_confirm, Data("submit:confirm:"))
    taps.register(answers.on_stale, Data("submit:"))


def _register_messages(router: Router) -> None:
    messages = router.message
    messages.register(doors.on_back, BACK, InForm())
    messages.register(doors.on_cancel, CANCEL, InForm())
    messages.register(doors.on_cancel, Command("cancel"), InForm())
    messages.register(answers.on_text, Has("text"), InForm())
    messages.register(files.take, Video(), InForm())
    # Telegram makes an animation of every film without sound.
    messages.register(files.take, Has("document", "animation"), StateFilter(FILE))
    messages.register(answers.on_other, InForm())
    messages.register(files.offer, Video(), Inside(private=True))
