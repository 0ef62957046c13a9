"""What is wrong with an answer, with what was measured and what is allowed."""

from campaign.form import (
    AnswerError,
    AnswerLengthError,
    AuthorCountError,
    AuthorNameError,
    PhoneError,
    Step,
)

NAMES = {
    Step.AGE: "年龄",
    Step.GUARDIAN: "监护人姓名",
    Step.GUARDIAN_CONSENT: "监护人同意",
    Step.TITLE: "标题",
    Step.AUTHORS: "作者",
    Step.ORGANISATION: "单位",
    Step.PHONE: "电话",
    Step.CATEGORY: "类别",
    Step.SYNOPSIS: "简介",
    Step.FILE: "视频文件",
}
MOBILE_DIGITS = 11


def wrong(error: AnswerError) -> str:
    """Say what is wrong with an answer; nothing filled in before is lost."""
    match error:
        case AnswerLengthError():
            return _length(error)
        case AuthorNameError():
            return (
                f"“{error.name}”不像一个名字，每个名字 {error.bounds.least} 到 "
                f"{error.bounds.most} 字。几个作者请用顿号隔开。"
            )
        case AuthorCountError():
            return f"写了 {error.count} 位作者，最多 {error.bounds.most} 位。"
        case PhoneError():
            return _phone(error.digits)
        case _:
            return _empty(error.step)


def _length(error: AnswerLengthError) -> str:
    name = NAMES[error.step]
    if error.length > error.bounds.most:
        return f"{name} {error.length} 字，最多 {error.bounds.most} 字，请缩短一些。"
    return f"{name}只有 {error.length} 字，至少要 {error.bounds.least} 字，请再写一点。"


def _phone(digits: int) -> str:
    if not digits:
        return "没看到电话号码，请只写数字，例如 11 位手机号。"
    if digits == MOBILE_DIGITS:
        return "这个号码不像手机号，请核对一下再发。座机请带区号。"
    return f"您写的号码是 {digits} 位，手机号应当是 11 位；座机请带区号。"


def _empty(step: Step) -> str:
    if step in {Step.CATEGORY, Step.AGE, Step.GUARDIAN_CONSENT}:
        return "请从下面选一个：点一下，或者回复序号。"
    return f"没看懂{NAMES[step]}，请用文字写。"
