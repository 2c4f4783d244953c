"""A letter ends by proof of reply or by a reasoned, approved word; whatever is done to it in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.correspondence import (
    WAYS,
    Ending,
    LetterIn,
    LetterState,
    OwnWords,
    Proof,
    Sent,
    Verdict,
    check_ended,
)
from coordination.differing import differing
from coordination.outgoing import Basis, Concurrence, Line, Outgoing, OutState, lines_of, sentences
from pipeline.problems import IllegalMove

CAME = date(2026, 3, 2)
TODAY = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 15, tzinfo=UTC)
LETTER = LetterIn("EC-2026-00001", "Rep. Ada Field", CAME)


def proof(kind: Sent = Sent.FINAL, day: date = date(2026, 4, 1), document: str = LETTER.document) -> Proof:
    return Proof(kind, document, "Rep. Ada Field", "cole", day, "E-mail", "a" * 64)


steps = st.one_of(
    st.tuples(st.just("task"), st.dates(CAME, TODAY)),
    st.tuples(st.just("send"), st.sampled_from(Sent), st.dates(CAME - timedelta(5), TODAY + timedelta(5))),
    st.tuples(
        st.just("end"), st.sampled_from(LetterState), st.sampled_from(["", "It is a copy."]),
        st.sampled_from(["", "ada", "ben"]), st.sampled_from(["", "The Port Office"]),
    ),
    st.tuples(st.just("reopen"), st.sampled_from(["", "Wrong."])),
)  # fmt: skip


def take(letter: LetterIn, step: tuple[object, ...]) -> LetterIn:
    name, *rest = step
    if name == "task":
        return letter.task(*rest)  # type: ignore[arg-type]
    if name == "send":
        return letter.send(proof(*rest), TODAY)  # type: ignore[arg-type]
    if name == "end":
        state, reason, approver, to = rest
        return letter.end(state, Ending(reason, "ada", approver, AT, to))  # type: ignore[arg-type]
    return letter.reopen(*rest)  # type: ignore[arg-type]


@given(st.lists(steps, max_size=12))
def test_whatever_is_done_a_letter_ends_by_proof_or_by_an_approved_word(
    done: list[tuple[object, ...]],
) -> None:
    letter = LETTER
    for step in done:
        before = letter
        try:
            letter = take(letter, step)
        except IllegalMove:
            continue
        if step[0] != "send":
            # a tasking day, a word, a reopening: none of them is or becomes a day on which something went out
            assert letter.proofs == before.proofs
            assert (letter.acknowledged, letter.interim, letter.replied) == (
                before.acknowledged, before.interim, before.replied,
            )  # fmt: skip
        if step[0] != "task":
            assert letter.tasked == before.tasked
        if letter.state is LetterState.ANSWERED:
            assert any(one.kind is Sent.FINAL and CAME <= one.sent_on <= TODAY for one in letter.proofs)
        elif letter.state is not LetterState.OPEN:
            assert letter.ending and letter.ending.reason and letter.ending.approved_by not in ("", "ada")


def test_a_letter_cannot_be_made_answered_without_proof() -> None:
    with pytest.raises(ValueError):
        replace(LETTER, state=LetterState.ANSWERED, tasked=CAME)
    with pytest.raises(ValueError):
        replace(LETTER, state=LetterState.NO_FURTHER_ACTION)
    with pytest.raises(IllegalMove):
        check_ended("EC-A-2026-00001", [replace(LETTER, tasked=CAME)])


@pytest.mark.parametrize(
    "wrong",
    [{"recipient": " "}, {"sent_by": ""}, {"way": "Pigeon"}, {"sha256": ""}],
    ids=lambda one: str(one),
)
def test_a_proof_says_who_sent_what_to_whom_and_how(wrong: dict[str, str]) -> None:
    with pytest.raises(IllegalMove):
        replace(proof(), **wrong)  # type: ignore[arg-type]


def test_an_interim_reply_does_not_end_a_letter() -> None:
    after = LETTER.send(proof(Sent.ACKNOWLEDGEMENT, date(2026, 3, 5)), TODAY).send(
        proof(Sent.INTERIM, date(2026, 3, 20)), TODAY
    )
    assert after.state is LetterState.OPEN
    assert (after.acknowledged, after.interim, after.replied) == (date(2026, 3, 5), date(2026, 3, 20), None)


def test_a_question_of_one_s_own_keeps_a_letter_from_being_answered() -> None:
    letter = replace(LETTER, own=(OwnWords(0, 5, "Why?", True), OwnWords(9, 14, "Salem", False)))
    with pytest.raises(IllegalMove, match="of its own"):
        letter.send(proof(), TODAY)
    with pytest.raises(IllegalMove):
        letter.own[0].decide(Verdict.DISMISSED, " ", "ada")
    decided = replace(letter, own=(letter.own[0].decide(Verdict.ANSWERED, "Because.", "ada"), letter.own[1]))
    assert decided.send(proof(), TODAY).state is LetterState.ANSWERED


# campaigns

FORM = (
    "Dear Madam Secretary,\n\nI write to ask that the Mossy Point lock stay open at night. Closing it costs "
    "our town its last ferry. The families who live there cannot reach a hospital in winter.\n\n"
)
OWN = ["Is my own dock affected?", "Call me at home.", "My father worked there for thirty years."]


@given(
    st.lists(st.sampled_from(OWN), unique=True, max_size=3),
    st.sampled_from(["Ann Lee\n12 Reed Lane", "Bo Ek"]),
    st.booleans(),
)
def test_every_sentence_of_one_s_own_is_found_and_nothing_of_the_form(
    own: list[str], name: str, wrapped: bool
) -> None:
    said = " ".join(own)
    text = FORM.replace("night. Closing", f"night. {said} Closing") + f"Sincerely,\n{name}"
    if wrapped:
        text = text.replace("night. ", "night.\n").replace("their ", "their\n")
    found = differing(text, FORM + "Sincerely,\nJo Roe")
    assert {one.quote for one in found if one.asks} == set(own)
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert {line for one in found if not one.asks for line in one.quote.splitlines()} == set(name.split("\n"))


def test_a_word_that_turns_the_sense_is_a_sentence_of_its_own() -> None:
    turned = FORM.replace("stay open", "not stay open")
    assert [one.asks for one in differing(turned, FORM)] == [True]
    assert not differing(FORM.replace(" ", "\n"), FORM)


# what goes out

KNOWN = Line("You wrote on March 2, 2026.", 0, Basis.DOCUMENT, "EC-2026-00001", "March 2, 2026")
REPLY = Outgoing(Sent.FINAL, "The lock", (KNOWN,), "ben", signature_level="Secretary")


def test_a_letter_with_gaps_or_without_sources_is_not_signed() -> None:
    for line in (Line("It stays open.", 1), replace(KNOWN, text="It [[what was decided]].")):
        open_one = replace(REPLY, lines=(KNOWN, line))
        for deed in (open_one.ask, lambda one=open_one: one.sign("The Secretary", "Secretary", "ada", AT)):
            with pytest.raises(IllegalMove):
                deed()


def test_a_reply_is_released_by_somebody_else_and_under_a_name() -> None:
    signed = REPLY.sign("The Secretary", "Secretary", "ada", AT)
    assert signed.state is OutState.SIGNED
    for by, level, actor in (("The Secretary", "Secretary", "ben"), ("", "S", "ada"), ("S", "", "ada")):
        with pytest.raises(IllegalMove):
            REPLY.sign(by, level, actor, AT)


def test_nothing_is_sent_that_nobody_signed() -> None:
    for state in OutState:
        one = replace(REPLY, state=state)
        if state in (OutState.SIGNED, OutState.DISPATCHED):
            assert one.dispatch().state is OutState.DISPATCHED
        else:
            with pytest.raises(IllegalMove):
                one.dispatch()


def test_a_concurrence_is_with_these_words_and_no_others() -> None:
    asked = replace(
        REPLY.ask(), concurrences=(Concurrence("OGC", "1", "concurred", REPLY.text_sha256, cleared=True),)
    )
    assert asked.sign("S", "Secretary", "ada", AT).state is OutState.SIGNED
    other = asked.write("The lock", (replace(KNOWN, text="It was closed."),), "ben")
    assert other.state is OutState.DRAFT and [one.office for one in other.uncleared] == ["OGC"]
    with pytest.raises(IllegalMove, match="not concurred"):
        other.sign("S", "Secretary", "ada", AT)
    waits = replace(asked, concurrences=(replace(asked.concurrences[0], cleared=False),))
    with pytest.raises(IllegalMove):
        waits.sign("S", "Secretary", "ada", AT)


def test_a_sentence_keeps_its_source_while_its_words_stay() -> None:
    text = (
        "You wrote on March 2, 2026. It stays open.\n\nMr. J. Roe of St. Ives asks of No. 4 of the U.S. Code."
    )
    lines = lines_of(text, (KNOWN,))
    assert [line.paragraph for line in lines] == [0, 0, 1]
    assert lines[0] == KNOWN and lines[1].loose
    assert "\n\n".join(replace(REPLY, lines=lines).paragraphs) == text
    assert lines_of("You wrote on March 3, 2026.", (KNOWN,))[0].loose
    assert sentences("He asks: “Why so?” It is “late.” (Is it?) Yes") == (
        "He asks: “Why so?”", "It is “late.”", "(Is it?)", "Yes",
    )  # fmt: skip


@given(st.text('aB.?!”")[]“ \n', max_size=120) | st.text(max_size=100))
def test_no_word_is_lost_between_text_and_lines(text: str) -> None:
    assert " ".join(sentences(text)) == " ".join(text.split())
    assert " ".join(line.text for line in lines_of(text)).split() == text.replace("\r\n", "\n").split()


@given(st.sampled_from(WAYS), st.dates(CAME, TODAY), st.dates(CAME, TODAY))
def test_the_day_of_reply_is_that_of_its_proof_alone(way: str, tasked: date, sent: date) -> None:
    answered = LETTER.task(tasked).send(replace(proof(day=sent), way=way), TODAY)
    assert answered.replied == sent and answered.tasked == tasked
