"""The line to a provider of sign-ins: follows no redirection, waits for no answer without end."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from pipeline.addresses import is_here
from pipeline.problems import ResourceShort

SECONDS = 10.0
LARGEST = 1_000_000
"""Bytes of an answer; the longest, a set of keys, has some thousands."""


class Away(ResourceShort):
    """The provider does not answer, or not as one."""


class _NoWayOn(HTTPRedirectHandler):
    """An answer counts as it is: what is sent to the provider goes to nobody else."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        """None: the answer is the redirection itself."""


class Answer:
    """An answer as Authlib reads it."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status_code = status
        self._body = body

    def json(self) -> Any:
        """What was said. Raises ValueError where it is no JSON."""
        return json.loads(self._body)

    def raise_for_status(self) -> None:
        """Raises ValueError for an answer that is none."""
        if self.status_code >= 400:
            raise ValueError(f"status {self.status_code}")


class Line:
    """Asks a provider at addresses that are guarded; from this machine to this machine without a proxy.

    Raises Away.
    """

    def __init__(self, issuer: str, name: str) -> None:
        here = is_here(urlsplit(issuer).hostname or "")
        self._open = build_opener(_NoWayOn, *([ProxyHandler({})] if here else [])).open
        self._name = name

    def get(self, url: str, token: str = "") -> dict[str, Any]:
        """The object at an address, with a token where there is one."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        answer = self._ask(Request(url, headers=headers))  # noqa: S310
        try:
            said = answer.json() if answer.status_code == 200 else None
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise self._away(f"{urlsplit(url).netloc} answered {answer.status_code}, not what was asked for")
        return said

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> Answer:
        """The answer to a form; `auth` shows who we are."""
        url, sent, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        answer = self._ask(Request(url, body.encode(), sent))  # noqa: S310
        if answer.status_code >= 500:
            raise self._away(f"{urlsplit(url).netloc} answered {answer.status_code}")
        return answer

    def _ask(self, request: Request) -> Answer:
        until = time.monotonic() + SECONDS
        try:
            try:
                response = self._open(request, timeout=SECONDS)
            except HTTPError as error:
                response = error
            with response:
                return Answer(response.status, self._whole(response, until))
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise self._away(f"{request.host}: {' '.join(str(reason).split())[:200]}") from None

    def _whole(self, response: Any, until: float) -> bytes:
        body = bytearray()
        while part := response.read1(65_536):
            body += part
            if len(body) > LARGEST or time.monotonic() > until:
                raise ValueError("the answer does not end")
        return bytes(body)

    def _away(self, why: str) -> Away:
        return Away(
            f"{self._name[:1].upper()}{self._name[1:]} cannot be reached now.",
            f"{why}.",
            "Try again in a moment, or sign in another way.",
        )
