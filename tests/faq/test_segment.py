import jieba

from faq import segment
from faq.normalize import normalize


def test_domain_words_stay_whole() -> None:
    assert segment.words("山西精品和首席质量官的一站式服务") == [
        "山西精品", "和", "首席质量官", "的", "一站式服务",
    ]  # fmt: skip


def test_spaces_are_no_words() -> None:
    assert segment.words("zhiliang yue") == ["zhiliang", "yue"]


def test_every_shipped_word_is_written_as_questions_are() -> None:
    assert [word for word in segment.domain_words() if normalize(word) != word] == []


def test_no_shipped_word_is_there_twice() -> None:
    words = segment.domain_words()

    assert sorted(set(words)) == sorted(words)


def test_dictionary_is_what_jieba_reads_itself() -> None:
    tokenizer = jieba.Tokenizer()
    known, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())

    assert segment.dictionary() == (known, total)
