"""The analyzer that asks a model: what it adds, what it is not believed, what a fault costs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from analysis import choose
from analysis.endpoint.analyzer import ModelAnalyzer
from analysis.endpoint.client import Endpoint
from analysis.library import plain_document
from analysis.offline import OfflineAnalyzer
from pipeline.documents import ExtractedDocument
from pipeline.findings import Analysis, Confidence
from pipeline.problems import Misconfigured
from pipeline.settings import Settings
from store.seed import agency

MEMO = """MEMORANDUM FOR HEADS OF PILOT STATIONS

FROM: Rue Sand, Harbor Master
SUBJECT: Soundings before the dredging season
DATE: February 3, 2031

The channel silted up faster than planned last autumn.

Each head of a pilot station shall send soundings of the inner channel to the Survey Office by March 1, 2031.

I count on the Survey Office for a fresh chart before the ice goes out.

A station that sends no soundings will lose its dredging allotment of $40,000.

Nothing in this memorandum shall be construed to limit the authority of the pilots.
"""


def nobody(seconds: float) -> None:
    """Waits for nobody: pauses between tries are not what is tested."""


@pytest.fixture
def document() -> ExtractedDocument:
    return replace(plain_document(MEMO), language="en")


@pytest.fixture
def analyzer(conf: Settings) -> ModelAnalyzer:
    return ModelAnalyzer(agency(), conf, Endpoint(conf, sleep=nobody))


def offline(document: ExtractedDocument) -> Analysis:
    return OfflineAnalyzer(agency()).analyse(document)


LINE = re.compile(r"^\[(\d+)\] (.*)$", re.M)


def shown(body: dict[str, Any]) -> dict[int, str]:
    """The numbered sentences of the question, whatever stands around them."""
    question = next(turn["content"] for turn in body["messages"] if turn["role"] == "user")
    inside = re.split(r"^-----[0-9a-f]{16}-----$", question, flags=re.M)[1]
    return {int(number): words for number, words in LINE.findall(inside)}


def number(body: dict[str, Any], words: str) -> int:
    """The number of the sentence that holds these words."""
    return next(at for at, text in shown(body).items() if words in text)


def tasking(sentence: int, title: str, who: str | None, when: str | None = None) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "kind": "tasking",
        "title": title,
        "responsible": who,
        "deadline": when,
        "members": [],
    }


def good(body: dict[str, Any]) -> dict[str, Any]:
    """What a careful reader would answer."""
    send, chart = number(body, "soundings of the inner"), number(body, "fresh chart")
    lose = number(body, "lose its dredging")
    return {
        "taskings": [
            tasking(
                send,
                "Send soundings of the inner channel",
                "Each head of a pilot station",
                "by March 1, 2031",
            ),
            tasking(
                chart,
                "Make a fresh chart before the ice goes out",
                "the Survey Office",
                "before the ice goes out",
            ),
        ],
        "risks": [
            {
                "sentence": lose,
                "title": "Loss of the dredging allotment of $40,000",
                "category": "Financial",
                "reason": "A station that sends no soundings will lose its dredging allotment of $40,000.",
            }
        ],
        "impacts": [],
        "summary": [
            {
                "text": "Each head of a pilot station must send soundings by March 1, 2031.",
                "sentences": [send],
            }
        ],
    }


def test_model_and_rules_together(model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument) -> None:
    model.answer = good
    found, alone = analyzer.analyse(document), offline(document)
    assert found.provenance.fallback is None and found.provenance.analyzer == "model"
    assert (found.provenance.tokens_in, found.provenance.tokens_out) == (900, 100)
    assert found.provenance.cost_usd == pytest.approx((900 * 2 + 100 * 8) / 1e6)
    by_words = {action.evidence[0].quote[:20]: action for action in found.actions}
    agreed = by_words["Each head of a pilot"]
    assert agreed.confidence is Confidence.HIGH and agreed.confidence_reason.endswith(
        "the model found it too"
    )
    assert agreed.due_date == "2031-03-01"
    added = by_words["I count on the Surve"]
    assert added.confidence_reason == "found by the model alone" and added.responsible == "the Survey Office"
    assert len(found.actions) == len(alone.actions) + 1
    assert len(found.uncovered) <= len(alone.uncovered)
    assert "by March 1, 2031" in found.summary[0].text
    assert len(model.bodies) == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Unless the Board objects", "Unless the Board objects"),
        ("Unless the Board objects; where a pilot asks", "Unless the Board objects; where a pilot asks"),
        ("Unless the Harbor Master objects", None),
        ("", None),
    ],
)
def test_a_condition_is_believed_where_it_stands_in_the_sentence(
    model: Any, analyzer: ModelAnalyzer, said: str, kept: str | None
) -> None:
    """A wrong one goes alone: the tasking stays, as one that always holds."""
    line = "Unless the Board objects, I count on the Survey Office for a fresh chart where a pilot asks."
    memo = MEMO.replace("I count on the Survey Office for a fresh chart before the ice goes out.", line)

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        row = tasking(number(body, "fresh chart"), "Make a fresh chart", "the Survey Office")
        return good(body) | {"taskings": [row | {"condition": said}], "risks": [], "summary": []}

    model.answer = answer
    found = analyzer.analyse(replace(plain_document(memo), language="en"))
    (row,) = (one for one in found.actions if "fresh chart" in one.evidence[0].quote)
    assert row.responsible == "the Survey Office" and row.condition == kept
    dropped = "a condition that is not in the sentence" in found.dropped.reasons
    assert dropped is (bool(said) and kept is None)
    if kept and ";" not in kept:
        assert row.field_evidence["condition"].quote == kept


def test_the_request_is_what_the_protocol_wants(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    analyzer.analyse(document)
    (body,) = model.bodies
    asked = body["response_format"]
    assert asked["type"] == "json_schema" and asked["json_schema"]["strict"] is True
    assert body["temperature"] == 0.0
    assert body["messages"][0]["role"] == "system"
    assert "test-key" not in json.dumps(body)
    _strict(asked["json_schema"]["schema"])


def _strict(schema: dict[str, Any]) -> None:
    """What a strict schema must be: closed objects, every field required."""
    if schema.get("type") == "object":
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == set(schema["properties"])
        for part in schema["properties"].values():
            _strict(part)
    elif schema.get("type") == "array":
        _strict(schema["items"])


def test_what_stands_at_the_head_is_always_the_same(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    """Providers keep what questions have in common: nothing of the document stands before it."""
    analyzer.analyse(document)
    analyzer.analyse(replace(plain_document("Another letter. Please answer it."), language="en"))
    first, second = (body["messages"][0]["content"] for body in model.bodies)
    assert first == second


FAULTS = {
    "refusal": "refused",
    "cut": "truncated",
    "prose": "invalid",
    "broken": "invalid",
    "wrong": "invalid",
    "list": "invalid",
    "empty": "protocol",
    "filter": "filtered",
    "no_choices": "protocol",
    "null_choices": "protocol",
    "html": "protocol",
    "garbage": "protocol",
    "bad": "bad_request",
    "too_long": "too_long",
    "unauthorized": "not_allowed",
    "unknown": "not_allowed",
    "busy": "rate_limited",
    "down": "unavailable",
    "away": "unavailable",
    "slow": "timed_out",
    "closed": "unavailable",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_costs_a_document(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument, fault: str
) -> None:
    model.script = [fault] * 40
    found = analyzer.analyse(document)
    assert found.provenance.fallback and found.provenance.fallback.startswith(f"{FAULTS[fault]}:")
    assert found.provenance.analyzer == "offline"
    rules = offline(document)
    assert replace(found, provenance=rules.provenance) == rules


@pytest.mark.parametrize("fault", ["busy", "down", "away", "closed", "html", "no_choices"])
def test_what_passes_is_tried_again(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument, fault: str
) -> None:
    model.script, model.answer = [fault, fault], good
    assert analyzer.analyse(document).provenance.fallback is None
    assert len(model.bodies) == 3


@pytest.mark.parametrize("fault", ["prose", "broken", "wrong", "list"])
def test_an_answer_is_asked_for_again_with_what_is_wrong(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument, fault: str
) -> None:
    model.script, model.answer = [fault, fault], good
    assert analyzer.analyse(document).provenance.fallback is None
    last = model.bodies[-1]["messages"]
    assert [turn["role"] for turn in last] == ["system", "user", "assistant", "user"]
    assert "must be" in last[-1]["content"] or "JSON" in last[-1]["content"]


def test_a_fence_is_forgiven(model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument) -> None:
    model.script, model.answer = ["fenced"], good
    assert analyzer.analyse(document).provenance.fallback is None
    assert len(model.bodies) == 1


def test_a_server_without_strict_schemas_is_asked_another_way(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    model.script, model.answer = ["no_schema"], good
    assert analyzer.analyse(document).provenance.fallback is None
    assert [body.get("response_format", {}).get("type") for body in model.bodies] == [
        "json_schema",
        "json_object",
    ]
    assert "additionalProperties" in model.bodies[-1]["messages"][0]["content"]
    analyzer.analyse(document)
    assert model.bodies[-1]["response_format"]["type"] == "json_object", "it is remembered"


def test_an_answer_that_was_cut_off_is_asked_for_in_halves(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    model.script = ["cut"]
    found = analyzer.analyse(document)
    assert found.provenance.fallback is None
    whole, first, second = (set(shown(body)) for body in model.bodies)
    assert first | second == whole and not first & second


def test_a_document_that_would_cost_too_much_is_not_sent(
    model: Any, conf: Settings, document: ExtractedDocument
) -> None:
    dear = ModelAnalyzer(agency(), replace(conf, model_tokens=100))
    found = dear.analyse(document)
    assert found.provenance.fallback and found.provenance.fallback.startswith("over_budget:")
    assert model.bodies == []


def test_a_long_document_goes_in_parts(model: Any, analyzer: ModelAnalyzer) -> None:
    paragraphs = [
        f"The keeper of lock {number} shall inspect gate {number} by May {1 + number % 28}, 2031."
        for number in range(1500)
    ]
    found = analyzer.analyse(replace(plain_document("\n\n".join(paragraphs)), language="en"))
    assert found.provenance.fallback is None
    assert len(model.bodies) >= 3
    seen = [at for body in model.bodies for at in shown(body)]
    assert sorted(seen) == list(range(1500))
    assert all("This is part" in body["messages"][1]["content"] for body in model.bodies)


CLAIMS = {
    "a sentence that is not there": lambda n: tasking(999, "Send soundings", None),
    "an actor from nowhere": lambda n: tasking(n, "Make a fresh chart", "the Attorney General"),
    "a deadline from nowhere": lambda n: tasking(
        n, "Make a fresh chart", "the Survey Office", "by May 1, 2031"
    ),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_the_document_does_not_say_is_dropped_and_counted(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument, claim: str
) -> None:
    model.answer = lambda body: {
        "taskings": [CLAIMS[claim](number(body, "fresh chart"))],
        "risks": [],
        "impacts": [],
        "summary": [],
    }
    found = analyzer.analyse(document)
    assert [action.evidence for action in found.actions] == [
        action.evidence for action in offline(document).actions
    ]
    assert found.dropped.count == 1


def test_words_that_say_more_than_their_source_are_dropped(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    def lies(body: dict[str, Any]) -> dict[str, Any]:
        answer = good(body)
        answer["taskings"][1]["title"] = "Make 12 fresh charts for the Navy"
        answer["risks"][0]["title"] = "Loss of the dredging allotment of $90,000"
        answer["summary"][0]["text"] = "Each head of a pilot station must send soundings by March 9, 2031."
        return answer

    model.answer = lies
    found = analyzer.analyse(document)
    text = json.dumps([action.title for action in found.actions]) + str(found.risks) + str(found.summary)
    assert "12" not in "".join(action.title for action in found.actions)
    assert "90,000" not in text and "March 9" not in text
    assert found.dropped.count == 3
    assert found.summary == offline(document).summary


def test_a_general_remark_is_no_risk(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    def remark(body: dict[str, Any]) -> dict[str, Any]:
        answer = good(body)
        answer["risks"][0]["title"] = "Failure to comply could increase risk"
        return answer

    model.answer = remark
    found = analyzer.analyse(document)
    assert "could increase risk" not in str(found.risks)


def test_a_construction_tasks_nobody(
    model: Any, analyzer: ModelAnalyzer, document: ExtractedDocument
) -> None:
    model.answer = lambda body: {
        "taskings": [tasking(number(body, "shall be construed"), "Limit the authority of the pilots", None)],
        "risks": [],
        "impacts": [],
        "summary": [],
    }
    assert len(analyzer.analyse(document).actions) == len(offline(document).actions)


def test_every_dated_tasking_is_in_the_summary_or_counted(model: Any, analyzer: ModelAnalyzer) -> None:
    lines = [f"The keeper of lock {n} shall inspect gate {n} by May {n}, 2031." for n in range(1, 13)]
    document = replace(plain_document("\n\n".join(lines)), language="en")

    def first_only(body: dict[str, Any]) -> dict[str, Any]:
        line = {"text": "The keeper of lock 1 must inspect gate 1 by May 1, 2031.", "sentences": [0]}
        return {"taskings": [], "risks": [], "impacts": [], "summary": [line]}

    model.answer = first_only
    summary = analyzer.analyse(document).summary
    assert "lock 1 must" in summary[0].text
    assert sum("Also due" in line.text for line in summary) == 5
    assert summary[-1].text == "6 more taskings have a deadline."
    assert len(summary[-1].evidence) == 6


SECRET = (
    "Write to Jane Pilkey, 12 Kettle Road, jane@example.org, 202-555-0142, SSN 123-45-6789, "
    "claim no. 77-88123."
)


def test_personal_data_do_not_leave_the_machine(model: Any, conf: Settings) -> None:
    masked = ModelAnalyzer(agency(), replace(conf, masking="on"), Endpoint(conf, sleep=nobody))
    document = replace(plain_document(f"{MEMO}\n\nPlease help. {SECRET}\n"), language="en")

    def echo(body: dict[str, Any]) -> dict[str, Any]:
        at, words = next((at, words) for at, words in shown(body).items() if "⟦EMAIL-1⟧" in words)
        assert "⟦SSN-1⟧" in words and "⟦PHONE-1⟧" in words and "⟦ADDRESS-1⟧" in words
        return {
            "taskings": [tasking(at, "Write to ⟦EMAIL-1⟧", None)],
            "risks": [],
            "impacts": [],
            "summary": [],
        }

    model.answer = echo
    found = masked.analyse(document)
    sent = json.dumps(model.bodies, ensure_ascii=False)
    for private in ("jane@example.org", "555-0142", "123-45-6789", "Kettle Road", "77-88123"):
        assert private not in sent, private
    assert "March 1, 2031" in sent, "dates of deadlines are what the work is about"
    assert found.provenance.fallback is None
    assert any("jane@example.org" in action.evidence[0].quote for action in found.actions)


@pytest.mark.parametrize(
    "mark",
    [
        "CUI",
        "CONTROLLED//SP-PRVCY",
        "FOR OFFICIAL USE ONLY",
        "DO NOT SEND OUTSIDE THIS OFFICE",
        "Attorney-Client Privileged",
    ],
)
def test_marked_documents_never_leave_the_machine(
    conf: Settings, document: ExtractedDocument, mark: str
) -> None:
    """A remote endpoint is never asked, so this address need not answer."""
    remote = ModelAnalyzer(agency(), replace(conf, base_url="https://model.example.invalid/v1"))
    found = remote.analyse(replace(plain_document(f"{mark}\n\n{MEMO}\n\n{mark}\n"), language="en"))
    assert found.provenance.fallback and found.provenance.fallback.startswith("not sent:")


def test_hidden_text_is_not_shown_to_the_model(model: Any, analyzer: ModelAnalyzer) -> None:
    from pipeline.documents import Block, BlockKind, Span

    text = "The clerk shall file the log by May 1, 2031.\n\nThe clerk shall approve everything."
    plain = plain_document(text)
    second = text.index("The clerk shall approve")
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, second - 2), 1),
        Block(BlockKind.PARAGRAPH, Span(second, len(text)), 1, hidden=True),
    )
    analyzer.analyse(replace(plain, blocks=blocks, language="en"))
    assert "approve everything" not in json.dumps(model.bodies)


def test_an_analysis_is_kept_by_model_prompt_and_rules(conf: Settings) -> None:
    one = choose(conf, agency()).stamp
    assert (one.analyzer, one.model) == ("model", "scripted-1")
    assert one.prompts and one.version == OfflineAnalyzer(agency()).stamp.version
    assert choose(replace(conf, model="another"), agency()).stamp != one


def test_without_a_model_the_settings_say_so(conf: Settings) -> None:
    with pytest.raises(Misconfigured, match="no model is named"):
        choose(replace(conf, model=""), agency())
    assert choose(replace(conf, model="", analyzer="auto"), agency()).stamp.model is None
