"""How a page is shown: its template, and who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

if TYPE_CHECKING:
    from store.views import User


def show(
    request: Request,
    template: str,
    values: dict[str, object],
    user: User | None = None,
    status: int = 200,
) -> Response:
    """A page for this user; the waiting count stands in the navigation."""
    templates: Jinja2Templates = request.app.state.templates
    context = dict(values)
    if user is not None:
        counts = request.app.state.records.counts()
        context |= {"user": user, "counts": counts, "path": request.url.path}
    return templates.TemplateResponse(request, template, context, status_code=status)
