"""Examples of an office's own: taskings that a reviewer mended, shown to a model before other documents.

They are words of one document in questions about others. So a person writes them to a file, reads it, and
names it in the settings; nothing of it happens by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.cautions import keeps_here
from analysis.endpoint.answers import Misshapen, answer_of
from analysis.endpoint.support import unsupported
from analysis.evaluation.labelling import Reviewed
from analysis.library import plain_document
from pipeline.calibration import Judged, Outcome, outcome
from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.masking import blotted
from pipeline.problems import Misconfigured
from prompts import Example, Prompt, prompt

FORMAT = "chancery.examples/1"
MOST = 20
_LONGEST = 20_000
_LONGEST_SENTENCE = 1_000


def examples(documents: Iterable[Reviewed], most: int) -> tuple[Example, ...]:
    """Up to so many examples, one of each document, the newest documents first.

    A tasking whose facts a reviewer mended becomes one where its sentence bears the mended facts out, and
    holds no personal datum. Documents that not everybody may see give none.
    """
    found: list[Example] = []
    for reviewed in documents:
        if len(found) == most:
            break
        if not reviewed.guarded and not keeps_here(reviewed.document):
            found += [example for draft in reviewed.drafts if (example := _example(reviewed, draft))][:1]
    return tuple(found)


def _example(reviewed: Reviewed, draft: Draft) -> Example | None:
    if draft.kind is not DraftKind.ACTION_ITEM or draft.status is not DraftStatus.EDITED:
        return None
    said = draft.values
    judged = Judged(reviewed.name, draft.kind, draft.confidence, draft.status, draft.proposed, said)
    if outcome(judged) is not Outcome.MENDED:
        return None
    sentence = " ".join(draft.evidence[0].quote.split())
    answer: dict[str, Any] = {
        "sentence": 1,
        "kind": said.get("kind"),
        "title": said.get("title"),
        "responsible": said.get("responsible"),
        "deadline": said.get("deadline_text"),
        "condition": said.get("condition"),
        "members": [],
    }
    whole = {"taskings": [answer], "risks": [], "impacts": [], "summary": []}
    made = Example(_shown(sentence), whole)
    private = blotted(sentence) != sentence or len(sentence) > _LONGEST_SENTENCE
    return None if private or _fault(made) else made


def _shown(sentence: str) -> str:
    """A document of one sentence, as a model sees documents."""
    nothing = dict.fromkeys(("title", "date"), "none") | dict.fromkeys(("sender", "addressee"), "unknown")
    told = {"kind": "other", "part": "", "mark": "EXAMPLE", "sentences": f"[1] {sentence}"}
    return prompt("findings").said(**nothing, **told)


def _fault(example: Example) -> str | None:
    """What is wrong with an example; None where its document bears its answer out."""
    try:
        answer = answer_of(json.dumps(example.answer))
    except Misshapen as error:
        return str(error)
    document = plain_document(example.document)
    for row in answer.taskings:
        for words in filter(None, (row.responsible, row.deadline, *(row.condition or "").split("; "))):
            if document.find(words) is None:
                return f"“{words}” does not stand in its document"
        if why := unsupported(row.title, example.document):
            return why
    return None


def write(path: Path, agency: str, found: tuple[Example, ...]) -> None:
    """Write examples to a new file. Raises Misconfigured where it is there or cannot be made."""
    rows = [{"document": example.document, "answer": example.answer} for example in found]
    whole = {"format": FORMAT, "agency": agency, "examples": rows}
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(whole, file, ensure_ascii=False, indent=1)
    except OSError as error:
        raise Misconfigured(f"{path} was not written.", error.strerror or str(error)) from None


def with_own(used: Prompt, path: str, agency: str) -> Prompt:
    """The prompt with the examples of a file, under another fingerprint; as it is where no file is named.

    Raises Misconfigured for a file that cannot be read, is another agency's, or holds what stands in no
    document.
    """
    if not path:
        return used
    found, mark = _read(Path(path), agency)
    return replace(used, examples=used.examples + found, fingerprint=f"{used.fingerprint}+own-{mark}")


def _read(path: Path, agency: str) -> tuple[tuple[Example, ...], str]:
    try:
        data = path.read_bytes()
        whole = json.loads(data)
        found = tuple(Example(str(row["document"]), dict(row["answer"])) for row in whole["examples"])
        wrong = "" if whole["format"] == FORMAT else f"Its format is not {FORMAT}."
        wrong = wrong or ("" if whole["agency"] == agency else "It was made for another agency.")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refused(path, f"{type(error).__name__}: {error}.") from None
    if len(found) > MOST or len(data) > 4 * _LONGEST:
        wrong = wrong or f"It holds more than {MOST} examples, or is too long."
    for number, example in enumerate(found, 1):
        wrong = wrong or (f"Example {number}: {fault}." if (fault := _fault(example)) else "")
    if wrong:
        raise _refused(path, wrong)
    return found, hashlib.sha256(data).hexdigest()[:12]


def _refused(path: Path, why: str) -> Misconfigured:
    return Misconfigured(
        f"The examples in {path} cannot be used.",
        why,
        "Mend the file, or leave CHANCERY_MODEL_EXAMPLES empty.",
    )


def lines(found: tuple[Example, ...]) -> Iterator[str]:
    """What a person should read before naming the file: the sentence, and what is to be made of it."""
    for example in found:
        sentence = example.document.partition("[1] ")[2].partition("\n")[0]
        row = example.answer["taskings"][0]
        yield f"“{sentence}” → {row['title']}; who: {row['responsible']}; when: {row['deadline']}"
