"""Pages share the interpreter without standing in one another's way."""

import gc
import sys
import threading

from fastapi import FastAPI
from fastapi.testclient import TestClient

from review.turns import AT_ONCE, few_at_once


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


def test_the_interpreter_hands_on_as_before_when_the_pages_have_ended() -> None:
    before = sys.getswitchinterval()
    with TestClient(FastAPI(lifespan=few_at_once)):
        assert sys.getswitchinterval() < before
        assert gc.get_freeze_count()
    assert sys.getswitchinterval() == before
    assert not gc.get_freeze_count()
