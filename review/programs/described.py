"""All addresses for programs under one prefix, and their description."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from review.pages.showing import show
from review.people import Allowed
from review.programs import documents, drafting, knowledge, letters, oversight, work
from review.programs.asking import faults
from review.programs.shapes import Fault
from store.views import User

PREFIX = "/api/v1"
ABOUT = (
    "What the pages do, for programs. Make a token on your profile page and send it as "
    "`Authorization: Bearer …`. Lists come in stretches: send `next` as `after` for the following one. "
    "A decision names the version it is about by If-Match. Faults come as application/problem+json."
)

router = APIRouter()
programs = APIRouter(prefix=PREFIX)
for _room in (documents, work, letters, drafting, knowledge, oversight):
    programs.include_router(_room.router)


@programs.get("/openapi.json", include_in_schema=False, responses=faults())
def openapi(user: Annotated[User, Depends(Allowed("read"))]) -> Response:
    """The description of all addresses."""
    return JSONResponse(description())


@router.get("/api", include_in_schema=False)
def page(request: Request, user: Annotated[User, Depends(Allowed("read"))]) -> Response:
    """The description as a page."""
    groups: dict[str, list[dict[str, str]]] = {}
    for path, verbs in description()["paths"].items():
        for method, said in verbs.items():
            line = {"method": method.upper(), "path": path, "does": said["description"]}
            groups.setdefault(said["tags"][0], []).append(line)
    return show(request, "programs.html", {"groups": groups, "about": ABOUT}, user)


@cache
def description() -> dict[str, Any]:
    """OpenAPI of the addresses for programs."""
    found = get_openapi(
        title="Chancery", version=version("chancery"), description=ABOUT, routes=programs.routes
    )
    parts = found["components"]
    parts["schemas"]["Fault"] = Fault.model_json_schema()
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return found | {"security": [{"token": []}]}


router.include_router(programs)
