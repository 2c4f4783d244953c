"""Security headers, the same-origin rule and a limit on bodies, for every answer and every request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review import faults

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LARGEST_FORM = 1_000_000
"""Bytes that a request may carry. The longest form is that of a large document's drafts, some 40,000."""
UPLOADS = frozenset({"/intake", "/analyzer", "/admin/exchange", "/api/v1/documents"})
"""Where forms carry files, and programs send documents; besides the papers of an action."""
_PAPERS = re.compile("/actions/[^/]+/papers")
ASKED_FOR_HEAD = "chancery.head"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREIGN_HOST = ("This host name is not served here.", "", "Open the address that `chancery serve` prints.")
_FOREIGN_FORM = (
    "The form was refused.",
    "The request did not come from this site's own pages.",
    "Open the page here and send its form again.",
)
_TOO_LARGE = (
    "What was sent is too large.",
    f"A form may carry {LARGEST_FORM:,} bytes, a document as many as CHANCERY_LARGEST_MEGABYTES says.",
    "Send less; nothing was saved.",
)
_FILES_TOO_LARGE = (
    "The files are too large.",
    "Together they pass the limit of one upload.",
    "Send fewer at once, or take them in with `chancery ingest`; nothing was saved.",
)
Lines = tuple[str, ...]


def plain_page(lines: Lines) -> str:
    """Lines as a page of their own, for want of a better one. They must not hold markup."""
    return "".join(f"<p>{line}</p>" for line in lines if line)


class Guard:
    """ASGI middleware: refuses foreign hosts, cross-site writes, large bodies; puts headers on all answers.

    A name that resolves to loopback from elsewhere (DNS rebinding) carries a foreign Host and is refused.
    HEAD is answered as GET without the body. `page` makes a page of the lines of a refusal. A form with
    files, at one of UPLOADS or for an action, may carry `largest_upload` bytes.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        page: Callable[[Lines], str] = plain_page,
        largest_upload: int = LARGEST_FORM,
        origin: str = "",
    ) -> None:
        self._app = app
        self._origin = origin
        own = frozenset(hosts)
        self._hosts = own | ({origin.partition("://")[2]} if origin else frozenset())
        self._origins = frozenset(f"http://{host}" for host in own) | ({origin} if origin else frozenset())
        self._page = page
        self._largest_upload = largest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        headers = Headers(scope=scope)
        secure = self._origin == f"https://{headers.get('host', '')}"
        answer = _with_headers(send, cached=scope["path"].startswith("/static/"), head=head, secure=secure)
        files = scope["path"] in UPLOADS or _PAPERS.fullmatch(scope["path"])
        largest = self._largest_upload if files else LARGEST_FORM
        status, lines = self._refusal(scope, headers, largest)
        if lines:
            for_program = scope["path"].startswith(faults.ADDRESS)
            refusal = (
                faults.answer(status, lines)
                if for_program
                else HTMLResponse(self._page(lines), status_code=status)
            )
            await refusal(scope, receive, answer)
            return
        if head:
            scope = dict(scope) | {"method": "GET", ASKED_FOR_HEAD: True}
        await self._app(scope, _limited(receive, largest), answer)

    def _refusal(self, scope: Scope, headers: Headers, largest: int) -> tuple[int, Lines]:
        if headers.get("host", "") not in self._hosts:
            return 403, _FOREIGN_HOST
        if (
            scope["method"] not in _SAFE
            and not _is_program(scope, headers)
            and not self._same_origin(headers)
        ):
            return 403, _FOREIGN_FORM
        length = headers.get("content-length", "0")
        too_large = not length.isdecimal() or len(length) > 12 or int(length) > largest
        if too_large:
            return 413, _TOO_LARGE if largest == LARGEST_FORM else _FILES_TOO_LARGE
        return 200, ()

    def _same_origin(self, headers: Headers) -> bool:
        """Browsers send Sec-Fetch-Site to trustworthy origins only, so its absence proves nothing.

        Without it, the origin must be one of our own, and the one under which we are addressed.
        """
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin", "")
        return origin in self._origins and origin.partition("://")[2] == headers.get("host")


def _is_program(scope: Scope, headers: Headers) -> bool:
    """A program names itself by a token. No page of another site can make a browser send that header."""
    return scope["path"].startswith("/api/") and headers.get("authorization", "").lower().startswith(
        "bearer "
    )


def _with_headers(send: Send, *, cached: bool, head: bool, secure: bool) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            # what is not there today may be there tomorrow, so only what is found is kept by the browser
            if not cached or message["status"] >= 400:
                headers["Cache-Control"] = "no-store"
        elif head:
            message = dict(message) | {"body": b""}
        await send(message)

    return answer


def _limited(receive: Receive, largest: int) -> Receive:
    """A body without a stated length is counted while it comes in."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > largest:
            raise HTTPException(413)
        return message

    return counted
