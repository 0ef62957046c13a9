"""What the staff read about taught words (词语)."""

from faq.lexicon.lexicon import WordKind
from faq.lexicon.word import LONGEST, WordFault

KINDS = {
    WordKind.SYNONYM: "同义词",
    WordKind.HOMOPHONE: "同音错字",
    WordKind.DOMAIN: "专业词",
    WordKind.SENSITIVE: "敏感词",
    WordKind.ALLOWED: "放行词",
}
ABOUT = {
    WordKind.SYNONYM: "市民说左边的词，就当作右边的词来找答案。条目里有一字不差的问法时，不换。",
    WordKind.HOMOPHONE: "打错的字当作右边的字来找答案，例如“制量”当作“质量”。",
    WordKind.DOMAIN: "本行的整词：不拆开，里面的字也不会被当作别的词换掉。",
    WordKind.SENSITIVE: (
        "市民的话里有它，只回一句平和的话，不看也不记；条目里有它，不能提交和审定，"
        "已经上线的暂不给市民看。字间加空格、标点，或用繁体、全角，同样认得。"
    ),
    WordKind.ALLOWED: "行业里的正常用词，碰巧含有敏感词的，放在这里就不拦。",
}
SAID = {
    WordKind.SYNONYM: "市民的说法",
    WordKind.HOMOPHONE: "打错的字",
    WordKind.DOMAIN: "专业词",
    WordKind.SENSITIVE: "敏感词",
    WordKind.ALLOWED: "放行词",
}
MEANT = "当作"
FAULTS = {
    WordFault.EMPTY: "请填写一个词，要有汉字、字母或数字。",
    WordFault.TOO_SHORT: "只有一个字的词会误伤太多别的词，请至少写两个字。",
    WordFault.TOO_LONG: f"最长 {LONGEST} 个字。",
    WordFault.NO_MEANING: "请填写要当作哪个词。",
    WordFault.SAME: "两边是同一个词，不用添加。",
    WordFault.DISTRICT: "里面有县区的名字，换掉或拦下会答到别的县区去，不能添加。",
    WordFault.TAKEN: "这个词已经有了，请在列表里找到它再改。",
    WordFault.CIRCLE: "和已有的词绕成了圈：换来换去又回到自己。请改成指向同一个词。",
    WordFault.BOTH_WAYS: "它不能既是敏感词又是放行词，请先删掉另一个。",
}
GONE = "这个词刚刚被别人删掉了。"
REMOVED = "已删除，两秒内生效。"
CHANGED = "已修改，两秒内生效。"
PASTE_EMPTY = "请粘贴要添加的词，一行一个。"
MOST_PASTED = 500


def added(said: str) -> str:
    """Say that a word is taught."""
    return f"已添加“{said}”，两秒内生效。"


def pasted(count: int) -> str:
    """Say that words are taught."""
    return f"已添加 {count} 个词，两秒内生效。"


def too_many(count: int) -> str:
    """Say that more was pasted than is taken at once."""
    return f"一次最多 {MOST_PASTED} 个词，这里有 {count} 个，请分几次粘贴。"


def row(number: int, line: str, fault: WordFault) -> str:
    """Say what is wrong with a pasted line."""
    return f"第 {number} 行“{line}”：{FAULTS[fault]}"
