"""Pages share the interpreter without standing in one another's way."""

import gc
import sys
import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from review.turns import AT_ONCE, TURN_SECONDS, few_at_once


def test_pages_that_take_long_keep_nobody_out() -> None:
    app, over = FastAPI(lifespan=few_at_once), threading.Event()
    under_way = threading.Semaphore(0)

    @app.get("/slow")
    def slow() -> str:
        under_way.release()
        return "done" if over.wait(timeout=60) else "nobody came by"

    @app.get("/quick")
    def quick() -> str:
        over.set()
        return "quick"

    with TestClient(app) as client:
        answers: list[str] = []
        crowd = [
            threading.Thread(target=lambda: answers.append(client.get("/slow").json()))
            for _ in range(2 * AT_ONCE)
        ]
        for person in crowd:
            person.start()
        for _ in crowd:
            assert under_way.acquire(timeout=60)
        assert client.get("/quick").json() == "quick"
        for person in crowd:
            person.join(timeout=60)
    assert answers == ["done"] * len(crowd)


@pytest.fixture
def at_rest() -> Iterator[float]:
    """The interpreter's own pace: pages that another test still serves in this process have set theirs."""
    found = sys.getswitchinterval()
    sys.setswitchinterval(5 * TURN_SECONDS)
    gc.unfreeze()
    yield sys.getswitchinterval()
    sys.setswitchinterval(found)


def test_the_interpreter_hands_on_as_before_when_the_pages_have_ended(at_rest: float) -> None:
    with TestClient(FastAPI(lifespan=few_at_once)):
        assert sys.getswitchinterval() < at_rest
        assert gc.get_freeze_count()
    assert sys.getswitchinterval() == at_rest
    assert not gc.get_freeze_count()
