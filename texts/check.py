"""What an author is told about the video: what was measured, what the limit is, what to do."""

from collections.abc import Callable
from math import ceil

from campaign.judge import whole_seconds
from campaign.verdict import Fault, FaultKind, Measured, Verdict

WAITING = "视频已收到并保存好，但自动检查没能完成，将由工作人员人工核验。您不用重新上传。"
SEND_AGAIN = "改好后，把新的视频重新发来就可以，前面填的内容都还在。"

MEGABYTE = 1024 * 1024
TENTHS = 10

FORMATS = {"mp4": "MP4", "mov": "MOV", "3gp": "3GP"}
CODECS = {"h264": "H.264", "hevc": "H.265（HEVC）"}
KINDS = {
    "zip": "压缩包",
    "rar": "压缩包",
    "7z": "压缩包",
    "gz": "压缩包",
    "exe": "程序",
    "jpg": "图片",
    "png": "图片",
    "gif": "动图",
    "bmp": "图片",
    "webp": "图片",
    "heic": "图片",
    "pdf": "PDF 文档",
    "doc": "Office 文档",
    "wav": "音频",
    "mp3": "音频",
    "amr": "录音",
    "ogg": "音频",
    "flac": "音频",
    "html": "网页",
    "json": "文本",
    "text": "文本",
    "playlist": "播放列表",
}
REMEDIES = {
    "压缩包": "请先解压，再发里面的视频。",
    "图片": "请从相册里选视频，不要选照片。",
    "动图": "请从相册里选视频，不要选动图。",
}
PICK_VIDEO = "请重新选择要投稿的视频文件。"


def duration(seconds: float) -> str:
    """Say a length of time as people do: 45 秒, 5 分钟, 6 分 12 秒."""
    minutes, rest = divmod(whole_seconds(seconds), 60)
    if not minutes:
        return f"{rest} 秒"
    return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分钟"


def size(count: float) -> str:
    """Say a size in MB, rounded up, so that one byte over a limit does not read as equal."""
    tenths = ceil(count / MEGABYTE * TENTHS)
    whole, tenth = divmod(tenths, TENTHS)
    return f"{whole}.{tenth} MB" if tenth else f"{whole} MB"


def passed(measured: Measured) -> str:
    """Confirm a good file with what was measured."""
    lying = "竖屏" if measured.is_portrait else "横屏"
    side = f"{measured.width}\N{MULTIPLICATION SIGN}{measured.height}"
    sound = "有声音" if measured.has_audio else "没有声音"
    kind = FORMATS.get(measured.container, measured.container)
    parts = [duration(measured.seconds), f"{side}（{lying}）", size(measured.bytes), kind, sound]
    return f"视频检查通过：{'，'.join(parts)}。"


def problem(fault: Fault) -> str:
    """Tell one shortcoming: measured value, limit, remedy."""
    return SENTENCES[fault.kind](fault)


def verdict(found: Verdict) -> str:
    """Tell the whole outcome of a check."""
    if found.ok is None:
        return WAITING
    hints = [problem(warning) for warning in found.warnings]
    if found.ok and found.measured:
        return "\n".join([passed(found.measured), *hints])
    problems = [problem(fault) for fault in found.faults]
    lead = "视频还需要修改：" if len(problems) == 1 else f"视频有 {len(problems)} 处需要修改："
    return "\n".join([lead, *problems, SEND_AGAIN])


def _not_a_video(fault: Fault) -> str:
    kind = KINDS.get(str(fault.measured), "")
    if not kind:
        return f"没有认出这是视频，文件可能损坏或选错了。{PICK_VIDEO}"
    return f"这个文件是{kind}，不是视频。{REMEDIES.get(kind, PICK_VIDEO)}"


def _wrong_container(fault: Fault) -> str:
    return (
        f"视频是 {str(fault.measured).upper()} 格式，只能收 MP4 或 MOV。"
        "请用手机剪辑软件或剪映打开，再导出成 MP4。"
    )


def _wrong_codec(fault: Fault) -> str:
    name = str(fault.measured).upper() or "未知"
    allowed = " 或 ".join(CODECS.get(one, one) for one in str(fault.limit).split("/"))
    return f"画面编码是 {name}，只能收 {allowed}。请重新导出，编码选 H.264。"


def _too_many_pixels(fault: Fault) -> str:
    return f"画面是 {fault.measured}，超过上限 {fault.limit}。请用剪辑软件导出成 1080P。"


def _too_short(fault: Fault) -> str:
    return (
        f"时长 {duration(_number(fault.measured))}，不足 {duration(_number(fault.limit))}。"
        "请补充内容后再发。"
    )


def _too_long(fault: Fault) -> str:
    return (
        f"时长 {duration(_number(fault.measured))}，超过 {duration(_number(fault.limit))}。"
        "请在手机相册里剪短后再发。"
    )


def _too_large(fault: Fault) -> str:
    return (
        f"文件 {size(_number(fault.measured))}，超过 {size(_number(fault.limit))}。"
        "请用剪辑软件导出成 1080P，或把码率调低后再发。"
    )


def _too_many_streams(fault: Fault) -> str:
    return f"文件里有 {fault.measured} 条轨道，不像普通视频。请用剪辑软件重新导出成 MP4。"


def _damaged(fault: Fault) -> str:
    share = max(1, round(_number(fault.measured) * 100))
    return (
        f"抽查的画面约 {share}% 是坏的，播放会花屏或卡住。"
        "请先在手机上从头播一遍，再发送原文件或重新导出。"
    )


def _low_resolution(fault: Fault) -> str:
    return (
        f"提醒：画面短边只有 {fault.measured} 像素，低于 {fault.limit}（{fault.limit}P），"
        "大屏播放会模糊。如有更清楚的原片，建议换成原片。"
    )


def _below_recommended(fault: Fault) -> str:
    return f"提醒：画面短边 {fault.measured} 像素，可以投稿；如有 {fault.limit}P 的版本更好。"


def _slightly_damaged(fault: Fault) -> str:
    return f"提醒：有 {fault.measured} 处画面可能花屏，请从头播放一遍确认。"


def _few_pictures(fault: Fault) -> str:
    return f"提醒：每秒只有 {_number(fault.measured):.1f} 幅画面，看起来会卡顿。"


SENTENCES: dict[FaultKind, Callable[[Fault], str]] = {
    FaultKind.EMPTY: lambda _: "收到的文件是空的（0 字节），可能没有传完。请重新发送。",
    FaultKind.NOT_A_VIDEO: _not_a_video,
    FaultKind.WRONG_CONTAINER: _wrong_container,
    FaultKind.UNREADABLE: lambda _: (
        "视频打不开，文件可能损坏。请先在手机上确认能播放，再发送原文件。"
    ),
    FaultKind.INCOMPLETE: lambda _: (
        "视频不完整，可能没有传完或没有录完。请确认原视频能从头播到尾，再重新发送。"
    ),
    FaultKind.TOO_MANY_STREAMS: _too_many_streams,
    FaultKind.NO_PICTURE: lambda _: "文件里没有画面，只有声音。请发送带画面的视频。",
    FaultKind.WRONG_CODEC: _wrong_codec,
    FaultKind.TOO_MANY_PIXELS: _too_many_pixels,
    FaultKind.TOO_SHORT: _too_short,
    FaultKind.TOO_LONG: _too_long,
    FaultKind.TOO_LARGE: _too_large,
    FaultKind.DAMAGED: _damaged,
    FaultKind.LOW_RESOLUTION: _low_resolution,
    FaultKind.BELOW_RECOMMENDED: _below_recommended,
    FaultKind.SLIGHTLY_DAMAGED: _slightly_damaged,
    FaultKind.FEW_PICTURES: _few_pictures,
    FaultKind.NO_SOUND: lambda _: "提醒：视频没有声音。如果不是有意为之，请检查后再发。",
}


def _number(value: float | str | None) -> float:
    """Read a fault's value that its kind promises to be a number."""
    return float(value or 0)
