"""The peers beside us: tantivy and bm25s over words of jieba, set up as the evaluation does."""

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

Search = Callable[[str], object]
HITS = 60
"""Wordings asked for, so that ten entries are among them."""
_NOT_WORD = re.compile(r"[\W_]+")


def peers(wordings: Sequence[str]) -> dict[str, Search]:
    """Give each peer's search, from a text as typed to the wordings it finds."""
    import jieba  # noqa: PLC0415 -- without EVAL nobody pays for it

    jieba.setLogLevel(60)
    jieba.initialize()

    def cut(text: str) -> list[str]:
        plain = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())
        return jieba.lcut(plain) or [text]

    said = [cut(wording) for wording in wordings]
    return {"tantivy": _tantivy(said, cut), "bm25s": _bm25s(said, cut)}


def _tantivy(said: Sequence[list[str]], cut: Callable[[str], list[str]]) -> Search:
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
    builder.add_unsigned_field("place", stored=True, indexed=True, fast=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000, 1)
    for place, words in enumerate(said):
        document = tantivy.Document()
        document.add_text("body", " ".join(words))
        document.add_unsigned("place", place)
        writer.add_document(document)
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[tuple[int, float]]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", word))
            for word in set(cut(text))
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), HITS).hits
        return [(searcher.doc(place)["place"][0], score) for score, place in hits]

    return search


def _bm25s(said: Sequence[list[str]], cut: Callable[[str], list[str]]) -> Search:
    import bm25s  # noqa: PLC0415

    model = bm25s.BM25(method="lucene")
    model.index(list(said), show_progress=False)

    def search(text: str) -> list[tuple[int, float]]:
        scores = model.get_scores(cut(text))
        hits = min(HITS, len(scores))
        top = np.argpartition(-scores, hits - 1)[:hits]
        best = top[np.argsort(-scores[top], kind="stable")]
        return [(int(place), float(scores[place])) for place in best]

    return search
