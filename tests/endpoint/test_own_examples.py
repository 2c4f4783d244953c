"""Examples of an office's own: made of mended taskings, read by a person, shown only where they are named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analysis import choose
from analysis.endpoint.analyzer import ModelAnalyzer
from analysis.endpoint.client import Endpoint
from analysis.endpoint.own_examples import examples, lines, write
from analysis.evaluation import Reviewed
from analysis.library import plain_document
from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.encoding import Json
from pipeline.findings import Confidence
from pipeline.problems import Misconfigured
from pipeline.settings import Settings
from store.seed import agency

SENTENCE = "The Clerk of Saltport, with the Pilots, shall post the canarytide table by May 1, 2031."
OTHER = "Dear Clerk:\n\nPlease send the log by June 1, 2031.\n"


def reviewed(
    sentence: str = SENTENCE, status: DraftStatus = DraftStatus.EDITED, guarded: bool = False, **changes: Json
) -> Reviewed:
    document = plain_document(f"MEMORANDUM\n\n{sentence}\n")
    proposed: dict[str, Json] = {
        "title": "Post the canarytide table",
        "kind": "tasking",
        "responsible": "the Pilots",
        "deadline_text": "by May 1, 2031",
    }
    mended = proposed | {"responsible": "The Clerk of Saltport"} | changes
    place = document.find(sentence)
    assert place is not None
    draft = Draft(
        *("1", "EC-1", 1, DraftKind.ACTION_ITEM, "Post", proposed, mended, (place,)),
        *(Confidence.HIGH, "", status, 2),
        decided_at=datetime(2031, 1, 1, tzinfo=UTC),
    )
    return Reviewed("EC-1", document, (draft,), guarded=guarded)


def test_a_mended_tasking_becomes_an_example() -> None:
    (found,) = examples([reviewed()], 6)
    assert found.answer["taskings"][0]["responsible"] == "The Clerk of Saltport"
    assert f"[1] {SENTENCE}" in found.document and "MEMORANDUM" not in found.document
    assert next(lines((found,))).endswith("who: The Clerk of Saltport; when: by May 1, 2031")


NONE = {
    "approved as it was": reviewed(status=DraftStatus.APPROVED),
    "rejected": reviewed(status=DraftStatus.REJECTED),
    "a change of wording": reviewed(responsible="the Pilots", title="Post the canarytide table soon"),
    "an actor who is not in the sentence": reviewed(responsible="the Secretary"),
    "a deadline that is not in the sentence": reviewed(deadline_text="by May 2, 2031"),
    "a title that says more": reviewed(title="Post 12 tables"),
    "a personal datum": reviewed(
        "The Clerk of Saltport, 202-555-0142, shall post the canarytide table by May 1, 2031."
    ),
    "a document that not everybody may see": reviewed(guarded=True),
    "a handling mark": reviewed(f"CUI\n\n{SENTENCE}"),
    "a sentence as long as a page": reviewed(SENTENCE.replace("table", "table " * 200)),
}


@pytest.mark.parametrize("why", NONE)
def test_what_can_be_no_example(why: str) -> None:
    assert examples([NONE[why]], 6) == ()


def test_so_many_at_most_and_one_of_each_document() -> None:
    assert len(examples([reviewed()] * 9, 4)) == 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "examples.json"
    write(path, agency().name, examples([reviewed()], 6))
    return path


def test_they_are_shown_only_where_they_are_named(model: Any, conf: Settings, file: Path) -> None:
    """Words of one document in the question about another: off, unless a person named the file."""
    document = replace(plain_document(OTHER), language="en")
    plain, own = ModelAnalyzer(agency(), conf, Endpoint(conf)), replace(conf, model_examples=str(file))
    plain.analyse(document)
    assert "canarytide" not in json.dumps(model.bodies)
    taught = ModelAnalyzer(agency(), own, Endpoint(own))
    found = taught.analyse(document)
    head = model.bodies[-1]["messages"][0]["content"]
    assert head.count("canarytide") == 2 and "An example, not the document" in head
    assert "canarytide" not in str(found.actions) + str(found.summary)
    assert plain.stamp != taught.stamp and "+own-" in dict(taught.stamp.prompts)["findings"]


def test_a_model_that_repeats_an_example_is_not_believed(model: Any, conf: Settings, file: Path) -> None:
    conf = replace(conf, model_examples=str(file))
    model.answer = lambda body: examples([reviewed()], 1)[0].answer
    found = ModelAnalyzer(agency(), conf, Endpoint(conf)).analyse(
        replace(plain_document(OTHER), language="en")
    )
    assert "canarytide" not in str(found.actions) and found.dropped.count == 1


BROKEN: dict[str, Any] = {
    "no file": None,
    "no json": "{",
    "another format": {"format": "x", "agency": "A", "examples": []},
    "another agency": {"format": "chancery.examples/1", "agency": "Another", "examples": []},
    "no list": {"format": "chancery.examples/1", "agency": "", "examples": 7},
    "an answer of another shape": [{"document": "[1] Go.", "answer": {"taskings": 1}}],
    "words that do not stand there": [
        {
            "document": "[1] The Clerk shall go.",
            "answer": {
                "taskings": [
                    {
                        **{"sentence": 1, "kind": "tasking", "title": "Go", "members": []},
                        **{"responsible": "the Mayor", "deadline": None},
                    }
                ],
                **{"risks": [], "impacts": [], "summary": []},
            },
        }
    ],
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_file_that_cannot_be_used_is_refused_at_the_start(why: str, conf: Settings, tmp_path: Path) -> None:
    path, held = tmp_path / "broken.json", BROKEN[why]
    if isinstance(held, list):
        held = {"format": "chancery.examples/1", "agency": agency().name, "examples": held}
    if held is not None:
        path.write_text(held if isinstance(held, str) else json.dumps(held))
    with pytest.raises(Misconfigured, match="cannot be used"):
        choose(replace(conf, model_examples=str(path)), agency())


def test_a_file_that_is_there_is_not_written_over(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Misconfigured, match="was not written"):
        write(file, "x", ())
    assert file.read_bytes() == before
