"""The checks of `doctor`, one function each. None leaves a change, and none calls out but to what is set."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from cli.session import settings
from pipeline.problems import Misconfigured, Problem
from pipeline.settings import Settings

ROOMS = (
    "pipeline",
    "coordination",
    "intake",
    "extractors",
    "prompts",
    "analysis",
    "store",
    "flows",
    "review",
    "cli",
)
"""The top-level packages of this distribution."""

_PINNED = ("prefect", "fastapi", "sqlalchemy")
_MUCH = 2 * 1024**3
_LITTLE = 200 * 1024**2


class Verdict(StrEnum):
    """How a check ended: fit, fit with something missing, or broken."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and what to do about it."""

    verdict: Verdict
    what: str
    found: str
    remedy: str = ""


def all_findings() -> list[Finding]:
    """Every check in turn. Where the settings cannot be read, those that need them are left out."""
    findings = [*packages(), *pins()]
    try:
        conf = settings()
    except Misconfigured as problem:
        return [*findings, Finding(Verdict.FAIL, "settings", problem.what, f"{problem.why} {problem.remedy}")]
    checks: tuple[Callable[[Settings], Finding], ...] = (
        readers, ocr, home, disk, database, mailboxes, prefect, endpoint, pages, webhooks,
        provider,
    )  # fmt: skip
    return [*findings, *(check(conf) for check in checks)]


def mailboxes(conf: Settings) -> Finding:
    """Whether `mailboxes.toml` can be read. No mailbox is signed in to."""
    from intake.accounts import accounts

    try:
        known = accounts(conf.home)
    except Misconfigured as problem:
        return Finding(Verdict.FAIL, "mailboxes", f"{problem.what} {problem.why}", problem.remedy)
    told = ", ".join(one.name for one in known) or "none is described"
    return Finding(Verdict.OK, "mailboxes", told)


def packages(rooms: tuple[str, ...] = ROOMS) -> Iterator[Finding]:
    """Whether another distribution has put a package of the same name over or before ours."""
    owners = importlib.metadata.packages_distributions()
    house = _place("cli")
    strangers = []
    for room in rooms:
        others = sorted(set(owners.get(room, ())) - {"chancery"})
        if others:
            strangers.append(f"`{room}` also comes from {', '.join(others)}")
        elif _place(room) != house:
            strangers.append(f"`{room}` is taken from {_place(room)}")
    if not strangers:
        yield Finding(Verdict.OK, "packages", f"all {len(rooms)} are ours")
    for stranger in strangers:
        yield Finding(Verdict.FAIL, "packages", stranger, "Install Chancery into an environment of its own.")


def _place(room: str) -> Path | None:
    """The folder that holds a package."""
    spec = importlib.util.find_spec(room)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).resolve().parent.parent


def pins(names: tuple[str, ...] = _PINNED) -> Iterator[Finding]:
    """Whether the installed versions are in the range that this release was tried with."""
    required = importlib.metadata.requires("chancery") or []
    for name in names:
        bounds = next((line for line in required if re.match(rf"{name}\b", line, re.IGNORECASE)), name)
        found = importlib.metadata.version(name)
        if within(found, bounds):
            yield Finding(Verdict.OK, name, found)
        else:
            remedy = f"Install {bounds.partition(';')[0].strip()}, best from requirements.lock."
            yield Finding(Verdict.FAIL, name, f"{found} is outside the range", remedy)


def within(version: str, bounds: str) -> bool:
    """Whether a version keeps the `>=` and `<` bounds of a requirement."""
    at_least = re.search(r">=\s*([\d.]+)", bounds)
    below = re.search(r"<\s*([\d.]+)", bounds)
    return (at_least is None or _parts(version) >= _parts(at_least[1])) and (
        below is None or _parts(version) < _parts(below[1])
    )


def _parts(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return (*numbers, *(0,) * (3 - len(numbers)))


_ENGINES = {
    "tesseract": "Install tesseract with its English data (packages of most systems)",
    "rapidocr": "Install rapidocr and onnxruntime, best from requirements.lock",
}


def ocr(conf: Settings) -> Finding:
    """Whether pictures of text can be read, with these settings and on this machine."""
    from extractors.ocr import engines

    engine = engines.chosen(conf.ocr)
    if engine:
        return Finding(Verdict.OK, "OCR", engines.version_of(engine))
    if conf.ocr == "off":
        found, remedy = "switched off", "Set CHANCERY_OCR=auto"
    else:
        found, remedy = "no engine", _ENGINES.get(conf.ocr) or ", or ".join(_ENGINES.values())
    return Finding(
        Verdict.WARN, "OCR", f"{found}; scans are set aside", f"{remedy}, and try the scans again."
    )


def readers(conf: Settings) -> Finding:
    """Whether the kernel too keeps who reads foreign bytes from the network and from programs."""
    from extractors.sandbox import Sandbox

    with Sandbox(1, conf.read_seconds, conf.read_megabytes) as sandbox:
        if sandbox.call("extractors.kernel:held", b"") == b"yes":
            return Finding(Verdict.OK, "readers", "in processes of their own, held by the kernel")
    return Finding(
        Verdict.WARN,
        "readers",
        "in processes of their own; this kernel adds no wall of its own",
        "Run on Linux (Intel or ARM, 64 bit) where strangers' documents come in.",
    )


def home(conf: Settings) -> Finding:
    """Whether the home folder can be written."""
    place = conf.home
    while not place.exists():
        place = place.parent
    probe = place / f".chancery-doctor-{socket.gethostname()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(
            Verdict.FAIL,
            "home",
            f"{place} cannot be written: {error.strerror}",
            "Change its rights, or set CHANCERY_HOME to another folder.",
        )
    return Finding(Verdict.OK, "home", f"{conf.home}{'' if conf.home.exists() else ' (made on first use)'}")


def disk(conf: Settings) -> Finding:
    """Whether there is room for originals and records."""
    place = conf.home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    verdict = Verdict.OK if free >= _MUCH else Verdict.WARN if free >= _LITTLE else Verdict.FAIL
    remedy = "" if verdict is Verdict.OK else "Make room; what cannot be stored is held and tried again."
    return Finding(verdict, "disk", f"{free / 1024**3:.1f} GB free", remedy)


def database(conf: Settings) -> Finding:
    """Whether the records open. Missing records are not made."""
    if not conf.database_url and not (conf.home / "records.db").exists():
        return Finding(Verdict.OK, "records", "none yet (made on first use)")
    from store import open_records

    try:
        with open_records(conf) as records:
            counts = records.counts()
    except Problem as problem:
        return Finding(Verdict.FAIL, "records", problem.what, f"{problem.why} {problem.remedy}".strip())
    aside = counts.by_stage.get("set_aside", 0)
    found = f"{counts.documents} documents, {counts.children} attachments, {aside} set aside"
    return Finding(Verdict.OK, "records", found)


def prefect(conf: Settings) -> Finding:
    """Whether the Prefect server that is set answers."""
    from flows.prefect_environment import answers

    if not conf.prefect_url:
        return Finding(Verdict.OK, "Prefect server", "not set; stages run without one")
    if answers(conf.prefect_url, seconds=2.0):
        return Finding(Verdict.OK, "Prefect server", conf.prefect_url)
    return Finding(
        Verdict.WARN,
        "Prefect server",
        f"none answers at {conf.prefect_url}",
        "Start it, or unset PREFECT_API_URL; until then stages run without it.",
    )


def endpoint(conf: Settings) -> Finding:
    """Whether the model endpoint that is set can be reached. No key and no document is sent."""
    if not conf.api_key and not conf.base_url:
        if conf.analyzer == "model":
            return Finding(Verdict.FAIL, "model", "asked for, but no key is set", "Set OPENAI_API_KEY.")
        return Finding(Verdict.OK, "model", "not set; the offline analyzer works")
    if not conf.model:
        return Finding(Verdict.FAIL, "model", "no name of a model is set", "Set CHANCERY_MODEL.")
    if not conf.base_url:
        return Finding(Verdict.OK, "model", f"{conf.model} at the vendor's own address, not tried")
    return _reached(conf)


def _reached(conf: Settings) -> Finding:
    parts = urlsplit(conf.base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=3).close()
    except OSError as error:
        return Finding(
            Verdict.WARN,
            "model",
            f"{parts.hostname}:{port} does not answer: {error.strerror or error}",
            "Start it or mend OPENAI_BASE_URL; until then the offline analyzer works.",
        )
    return Finding(Verdict.OK, "model", f"{conf.model} at {parts.hostname}:{port}")


def pages(conf: Settings) -> Finding:
    """Whether the port of the review pages is free, or the pages are already there."""
    if conf.port == 0:
        return Finding(Verdict.OK, "pages", "any free port")
    try:
        socket.create_connection((conf.host, conf.port), timeout=0.5).close()
    except OSError:
        return Finding(Verdict.OK, "pages", f"{conf.host}:{conf.port} is free")
    return Finding(Verdict.OK, "pages", f"something answers at {conf.host}:{conf.port}")


def webhooks(conf: Settings) -> Finding:
    """Whether a webhook has stopped. Nothing is sent, and missing records are not made."""
    if not conf.database_url and not (conf.home / "records.db").exists():
        return Finding(Verdict.OK, "webhooks", "none")
    from store import open_records

    try:
        with open_records(conf) as records:
            known = records.webhooks()
    except Problem as problem:
        return Finding(Verdict.FAIL, "webhooks", problem.what, problem.remedy)
    stopped = [f"{one.name} has stopped: {one.stopped}" for one in known if one.stopped]
    if stopped:
        remedy = "Mend the receiver, then send again or go on from the page of webhooks."
        return Finding(Verdict.WARN, "webhooks", "; ".join(stopped), remedy)
    return Finding(Verdict.OK, "webhooks", ", ".join(one.name for one in known) or "none")


def provider(conf: Settings) -> Finding:
    """Whether the provider of sign-ins that is set answers as one. Nobody is signed in."""
    from review.provider import provider_of

    try:
        known = provider_of(conf)
        if known is None:
            return Finding(Verdict.OK, "sign-in provider", "not set; people sign in with what Chancery keeps")
        says, keys = known.says(), len(known.keys().keys)
    except Problem as problem:
        told, mend = f"{problem.what} {problem.why}", "Mend CHANCERY_OIDC_ISSUER, or the way to it."
        remedy = problem.remedy if isinstance(problem, Misconfigured) else mend
        return Finding(Verdict.FAIL, "sign-in provider", told, remedy)
    if not keys:
        return Finding(Verdict.FAIL, "sign-in provider", "it publishes no key", "Mend it over there.")
    if "S256" not in says.get("code_challenge_methods_supported", ("S256",)):
        remedy = "Have PKCE switched on over there; without it codes are less well guarded."
        return Finding(Verdict.WARN, "sign-in provider", f"{conf.oidc_issuer} knows no PKCE", remedy)
    return Finding(Verdict.OK, "sign-in provider", f"{conf.oidc_issuer}, {keys} keys")
