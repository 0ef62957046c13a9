from tests.knowledge import MONTH, SIGNED, THREE_NOS
from texts import ask, several
from texts.reply import Button, Reply


def words(reply: Reply) -> str:
    return str(reply.text.as_kwargs()["text"])


def test_choices_come_before_reports_and_one_button_says_none_of_them() -> None:
    parts = [
        several.answered(1, MONTH),
        several.offered(2, "能卖吗", (THREE_NOS, SIGNED)),
        several.as_before(3, "在几月来着", 1),
    ]
    reply = several.together(parts, None)

    assert words(reply) == (
        f"您问了 3 件事，依次说：\n\n第 1 问　{words(ask.answer(MONTH))}\n\n"
        "第 2 问　“能卖吗”：没有十足把握，请点下面的选项，或者回复序号。\n\n"
        "第 3 问　“在几月来着”：请看第 1 问的答案。"
    )
    assert reply.buttons == (
        (Button("三无产品能卖吗", "ask:three-nos"),),
        (Button("申报中国质量奖收费吗", "ask:award-fee"),),
        (Button("都不是", "ask:-none"),),
        (
            Button("第 1 问没解决", "nav:unsolved:quality-month-when"),
            Button("第 1 问有误", "nav:wrong:quality-month-when"),
        ),
    )


def test_a_long_question_is_named_by_its_beginning() -> None:
    reply = several.together([several.missed(1, "长" * 30, is_out_of_date=True)], None)
    assert f"第 1 问　“{'长' * 20}…”：答案有效期不在今天，正在核实新的规定。" in words(reply)
