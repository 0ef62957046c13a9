from dataclasses import replace
from datetime import date

import pytest

from faq.commands import SEED
from faq.editorial.content import (
    as_content,
    content_hash,
    entry_of,
    faults_of,
    signature_of,
    sought,
)
from faq.faults import FaultKind, said
from faq.load import read_folder
from tests.knowledge import ENTRIES, SIGNED, THREE_NOS

TODAY = date(2026, 11, 23)
THREE = {**as_content(THREE_NOS), "review_by": "2027-11-22"}


def test_every_shipped_text_comes_back_as_it_was() -> None:
    for entry in (*read_folder(SEED).entries, *ENTRIES):
        content = {**as_content(entry), **signature_of(entry)}
        assert entry_of(entry.id, content) == entry


def test_whoever_approved_a_text_signs_it() -> None:
    shown = entry_of("award-fee", as_content(SIGNED), signed=("示例审批人", TODAY))
    assert shown == replace(SIGNED, reviewed_by="示例审批人", reviewed_on=TODAY)


def test_a_text_is_the_same_whoever_signed_it_and_in_whatever_order() -> None:
    content = as_content(SIGNED)
    turned = {name: content[name] for name in reversed(content)}
    again = {**turned, "answer": f"{content['answer']} ", "related": [], **signature_of(SIGNED)}
    assert content_hash(again) == content_hash(content)
    assert content_hash({**content, "answer": "要收费。"}) != content_hash(content)


def test_a_shipped_text_has_no_faults_that_the_folder_has_not() -> None:
    for entry in read_folder(SEED).entries:
        faults = faults_of(entry.id, as_content(entry), TODAY)
        assert [fault for fault in faults if not fault.is_warning] == []


@pytest.mark.parametrize(
    ("change", "kind", "field", "item"),
    [
        ({"answer": ""}, FaultKind.MISSING, "answer", 0),
        ({"answer": "长" * 301}, FaultKind.TOO_LONG, "answer", 0),
        ({"similar_questions": ["一", "问" * 61]}, FaultKind.TOO_LONG, "similar_questions", 2),
        ({"similar_questions": ["一", "！？"]}, FaultKind.EMPTY_WORDING, "similar_questions", 2),
        (
            {"similar_questions": ["几月", "几月？"]},
            FaultKind.REPEATED_WORDING, "similar_questions", 2,
        ),
        ({"sources": [{"title": "示例"}]}, FaultKind.BARE_SOURCE, "sources", 1),
        (
            {"sources": [{"title": "示例", "number": "1", "url": "https://example.org"}]},
            FaultKind.BAD_URL, "sources", 1,
        ),
        ({"evidence": "C"}, FaultKind.BAD_EVIDENCE, "evidence", 0),
        ({"as_of": "去年"}, FaultKind.NOT_A_DATE, "as_of", 0),
        (
            {"valid_from": "2026-12-01", "valid_until": "2026-11-30"},
            FaultKind.DATES_REVERSED, "valid_from", 0,
        ),
        ({"valid_until": "2026-11-22"}, FaultKind.EXPIRED, "id", 0),
        ({"related": ["a", "three-nos"]}, FaultKind.RELATED_TO_ITSELF, "related", 2),
        ({"colour": "red"}, FaultKind.UNKNOWN_FIELD, "colour", 0),
    ],
)  # fmt: skip
def test_a_fault_names_its_field_and_item(
    change: dict[str, object], kind: FaultKind, field: str, item: int
) -> None:
    faults = faults_of("three-nos", {**THREE, **change}, TODAY)
    places = [(fault.place.file, fault.place.line) for fault in faults if fault.kind is kind]
    assert places == [(field, item)]


def test_a_bad_id_is_a_fault_and_its_sentence_needs_no_line() -> None:
    (fault,) = [one for one in faults_of("Quality Month", THREE) if not one.is_warning]
    assert (fault.kind, fault.place.file) == (FaultKind.BAD_ID, "id")
    assert said(fault).startswith("id“Quality Month”不合规：只用小写字母、数字和连字符")


def test_an_empty_draft_can_be_read_and_is_full_of_faults() -> None:
    assert entry_of("new", {}).standard_question == ""
    missing = {fault.place.file for fault in faults_of("new", {})}
    assert {"topic", "standard_question", "answer", "sources", "evidence"} <= missing


def test_a_search_looks_through_id_topic_wordings_and_answer() -> None:
    looked_at = sought("three-nos", as_content(THREE_NOS))
    for part in ("three nos", THREE_NOS.topic, "三无产品"):
        assert part in looked_at
