"""Every adjustable thing: its variable, its default, its meaning. Read once, from file and environment."""

from __future__ import annotations

import math
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.addresses import is_guarded
from pipeline.groups import roles_by_group
from pipeline.problems import Misconfigured
from pipeline.rights import ROLES
from pipeline.timetable import is_timetable

FILE_NAME = "chancery.toml"
_OFFICE = re.compile(r"(?=.{1,16}$)[A-Z0-9]+(?:-[A-Z0-9]+)*")
_POOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_TEMPERATURE = re.compile(r"[01](?:\.\d+)?|2(?:\.0+)?")
_ABOVE_ZERO = (
    "read_seconds",
    "read_megabytes",
    "ocr_pages",
    "ocr_seconds",
    "largest_megabytes",
    "lease_seconds",
    "model_seconds",
    "model_tokens",
    "process_minutes",
    "model_document_seconds",
    "model_at_once",
    "session_minutes",
    "session_hours",
)
_FROM_ZERO = (
    *("workers", "shown_pages", "model_answer_tokens"),
    *("model_run_tokens", "model_day_tokens", "model_per_minute"),
)
_ORIGIN = re.compile(r"https?://[a-z0-9.\[\]:-]+")
_HEADER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def _setting(default: Any, variable: str, meaning: str, *, secret: bool = False) -> Any:
    metadata = {"variable": variable, "meaning": meaning, "secret": secret}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. The environment wins over `chancery.toml` in the home folder, that over the default."""

    home: Path = field(
        metadata={
            "variable": "CHANCERY_HOME",
            "meaning": (
                "Folder that holds records, originals, indexes and `chancery.toml`; "
                "by default the platform's user data folder."
            ),
        }
    )
    database_url: str = _setting(
        "",
        "CHANCERY_DATABASE_URL",
        "SQLAlchemy address of the records; empty means the SQLite file `records.db` in the home folder.",
        secret=True,
    )
    originals: str = _setting(
        "",
        "CHANCERY_ORIGINALS",
        "Folder of the originals, one for all machines; empty means `originals` in the home folder.",
    )
    chroma_url: str = _setting(
        "",
        "CHANCERY_CHROMA_URL",
        "Address of a Chroma server, as `http://127.0.0.1:8000`; empty keeps vectors in the home folder.",
    )
    office: str = _setting(
        "EC", "CHANCERY_OFFICE", "Prefix of control numbers and action numbers, such as `EC-2026-00001`."
    )
    time_zone: str = _setting(
        "America/New_York",
        "CHANCERY_TIME_ZONE",
        "IANA time zone in which days are counted and due dates lie.",
    )
    analyzer: str = _setting(
        "auto",
        "CHANCERY_ANALYZER",
        "`offline`, `model`, or `auto`: the model where a key is set, else offline.",
    )
    api_key: str = _setting("", "OPENAI_API_KEY", "Key of the OpenAI-compatible endpoint.", secret=True)
    base_url: str = _setting(
        "", "OPENAI_BASE_URL", "Address of the OpenAI-compatible endpoint; empty means the vendor's own."
    )
    model: str = _setting("", "CHANCERY_MODEL", "Name of the chat model.")
    embedding_model: str = _setting("", "CHANCERY_EMBEDDING_MODEL", "Name of the embedding model.")
    model_seconds: int = _setting(
        120, "CHANCERY_MODEL_SECONDS", "Longest time in seconds to wait for one answer of the model."
    )
    model_tokens: int = _setting(
        200_000,
        "CHANCERY_MODEL_TOKENS",
        "Most tokens that one document may cost; what would cost more is analysed offline.",
    )
    model_run_tokens: int = _setting(
        0, "CHANCERY_MODEL_RUN_TOKENS", "Most tokens that one run may cost; 0: no cap. The rest goes offline."
    )
    model_day_tokens: int = _setting(
        10_000_000,
        "CHANCERY_MODEL_DAY_TOKENS",
        "Most tokens that all runs of one day may cost; 0: no cap. The rest is analysed offline.",
    )
    model_day_usd: float = _setting(
        0.0, "CHANCERY_MODEL_DAY_USD", "Most US dollars of one day, by the prices below; 0: no cap."
    )
    model_document_seconds: int = _setting(
        600,
        "CHANCERY_MODEL_DOCUMENT_SECONDS",
        "Longest time in seconds that asking about one document may take, waits and repeats included.",
    )
    model_at_once: int = _setting(
        4, "CHANCERY_MODEL_AT_ONCE", "Questions that are put to the endpoint at the same time, at most."
    )
    model_per_minute: int = _setting(
        0, "CHANCERY_MODEL_PER_MINUTE", "Questions that are put to the endpoint in a minute; 0: no limit."
    )
    model_examples: str = _setting(
        "", "CHANCERY_MODEL_EXAMPLES", "File of your own examples for the model; empty: none are shown."
    )
    model_answer_tokens: int = _setting(
        0, "CHANCERY_MODEL_ANSWER_TOKENS", "Most tokens of one answer; 0 leaves it to the endpoint."
    )
    model_temperature: str = _setting(
        "0", "CHANCERY_MODEL_TEMPERATURE", "Sampling temperature; empty for models that take none."
    )
    model_price_in: float = _setting(
        0.0, "CHANCERY_MODEL_PRICE_IN", "Price of a million tokens asked, in US dollars; 0: not counted."
    )
    model_price_out: float = _setting(
        0.0, "CHANCERY_MODEL_PRICE_OUT", "Price of a million tokens answered, in US dollars."
    )
    masking: str = _setting(
        "auto",
        "CHANCERY_MASKING",
        "Whether personal data are masked when sent: `on`, `off`, or `auto`: to all but loopback.",
    )
    workers: int = _setting(
        0, "CHANCERY_WORKERS", "Reader processes; 0 means one for each processor, at most 8."
    )
    read_seconds: int = _setting(
        60, "CHANCERY_READ_SECONDS", "Longest time in seconds that reading one document may take."
    )
    read_megabytes: int = _setting(
        1024, "CHANCERY_READ_MEGABYTES", "Most memory in MB that a reader process may take."
    )
    ocr: str = _setting(
        "auto",
        "CHANCERY_OCR",
        "What recognises scanned pages: `tesseract`, `rapidocr`, `off`, or `auto`: the first one installed.",
    )
    ocr_pages: int = _setting(
        500, "CHANCERY_OCR_PAGES", "Most pages of one document that are recognised; the others are named."
    )
    ocr_seconds: int = _setting(
        120, "CHANCERY_OCR_SECONDS", "Longest time in seconds that recognising one page may take."
    )
    shown_pages: int = _setting(
        300,
        "CHANCERY_SHOWN_PAGES",
        "Pages of one document, from the first, of which an image is kept to look at; 0 keeps none.",
    )
    largest_megabytes: int = _setting(
        256, "CHANCERY_LARGEST_MEGABYTES", "Largest document in MB that is taken in."
    )
    lease_seconds: int = _setting(
        300,
        "CHANCERY_LEASE_SECONDS",
        "Time in seconds after which another worker takes over a document whose worker fell silent.",
    )
    settle_seconds: float = _setting(
        2.0,
        "CHANCERY_SETTLE_SECONDS",
        "Time in seconds that a file in a watched folder must lie unchanged before it is taken.",
    )
    watching: str = _setting(
        "auto",
        "CHANCERY_WATCHING",
        "How watched folders are watched: `auto`, or `poll` for network shares, where no system tells of "
        "changes.",
    )
    scan_seconds: float = _setting(
        5.0,
        "CHANCERY_SCAN_SECONDS",
        "Longest time in seconds between two looks into a watched folder; a told change is looked at sooner.",
    )
    ignored: str = _setting(
        "Thumbs.db;desktop.ini",
        "CHANCERY_IGNORED",
        "Names in watched folders that are never taken, with `*` and `?`, separated by `;`.",
    )
    after_intake: str = _setting(
        "move",
        "CHANCERY_AFTER_INTAKE",
        "What becomes of a watched file once it is on the record: `move` to `processed`, `leave`, or "
        "`remove`.",
    )
    host: str = _setting("127.0.0.1", "CHANCERY_HOST", "Address on which the review pages are served.")
    port: int = _setting(8765, "CHANCERY_PORT", "Port of the review pages; 0 means any free one.")
    banner: str = _setting(
        "", "CHANCERY_BANNER", "Words across the top of every page, such as `Training` or a handling mark."
    )
    origin: str = _setting(
        "",
        "CHANCERY_ORIGIN",
        "Address under which people reach the pages, as `https://chancery.example.gov`; or empty.",
    )
    smtp_host: str = _setting(
        "", "CHANCERY_SMTP_HOST", "Server that digests are sent through; empty: no mail is sent."
    )
    smtp_port: int = _setting(587, "CHANCERY_SMTP_PORT", "Port of that server.")
    smtp_security: str = _setting(
        "starttls",
        "CHANCERY_SMTP_SECURITY",
        "How the wire to it is guarded: `starttls`, `tls`, or `none`, with no password beyond loopback.",
    )
    smtp_user: str = _setting("", "CHANCERY_SMTP_USER", "Name to sign in to it with; empty: without.")
    smtp_password: str = _setting("", "CHANCERY_SMTP_PASSWORD", "Password to that name.", secret=True)
    mail_from: str = _setting("", "CHANCERY_MAIL_FROM", "Address that digests are sent from.")
    mail_domains: str = _setting(
        "", "CHANCERY_MAIL_DOMAINS", "Domains that digests may be sent to, separated by `;`; empty: any."
    )
    review_days: int = _setting(
        3,
        "CHANCERY_REVIEW_DAYS",
        "Service level: business days from receipt within which a document is to be reviewed.",
    )
    digest_at: str = _setting(
        "30 6 * * 1-5",
        "CHANCERY_DIGEST_AT",
        "When the day's digests are sent, as five fields of cron in the office's time zone; "
        "empty: only when asked.",
    )
    webhook_private: str = _setting(
        "",
        "CHANCERY_WEBHOOK_PRIVATE",
        "Hosts, addresses and networks inside your own network that webhooks may go to, separated by `;`, "
        "as `10.1.0.0/16`; empty: only addresses outside.",
    )
    trusted_proxies: str = _setting(
        "",
        "CHANCERY_TRUSTED_PROXIES",
        "Addresses of reverse proxies, with commas between; what they say of a caller's address and card "
        "counts.",
    )
    oidc_issuer: str = _setting(
        "",
        "CHANCERY_OIDC_ISSUER",
        "Address of the OpenID Connect provider that people sign in with, as "
        "`https://login.example.gov/staff`; empty: none. Wants `CHANCERY_ORIGIN` and the `oidc` extra.",
    )
    oidc_client: str = _setting("", "CHANCERY_OIDC_CLIENT", "Id under which the provider knows Chancery.")
    oidc_secret: str = _setting(
        "", "CHANCERY_OIDC_SECRET", "Secret to that id; empty where the provider gave none.", secret=True
    )
    oidc_name: str = _setting(
        "your agency account",
        "CHANCERY_OIDC_NAME",
        "What people call that provider; the button says “Sign in with” it.",
    )
    oidc_scopes: str = _setting(
        "openid email profile",
        "CHANCERY_OIDC_SCOPES",
        "What is asked of the provider; some tell groups only when asked for `groups`.",
    )
    oidc_groups: str = _setting(
        "groups", "CHANCERY_OIDC_GROUPS", "Claim in which the provider tells the groups of a person."
    )
    oidc_roles: str = _setting(
        "",
        "CHANCERY_OIDC_ROLES",
        "Roles by group, as `Case clerks=clerk;Leads=reviewer,approver`; then groups alone say what people "
        "may do, and who is in none does not get in this way. Empty: roles are those given in Chancery.",
    )
    oidc_new: str = _setting(
        "off",
        "CHANCERY_OIDC_NEW",
        "Whether who is not known yet gets an account at their first sign-in: `off` or `on`.",
    )
    card_header: str = _setting(
        "",
        "CHANCERY_CARD_HEADER",
        "Header in which a trusted proxy names the holder of the card that it checked, as `X-Card-Name`; "
        "empty: off. Wants `CHANCERY_TRUSTED_PROXIES`.",
    )
    session_minutes: int = _setting(
        30, "CHANCERY_SESSION_MINUTES", "Time in minutes after which an idle session ends."
    )
    session_hours: int = _setting(12, "CHANCERY_SESSION_HOURS", "Time in hours after which any session ends.")
    separation: str = _setting(
        "off",
        "CHANCERY_SEPARATION",
        "Whether who changed or added a draft may file it: `off` (they may) or `on` (another person must).",
    )
    disposal: str = _setting(
        "two",
        "CHANCERY_DISPOSAL",
        "Who approves a disposal: `two` (another person than who proposed it) or `one` (anybody who may).",
    )
    prefect_url: str = _setting(
        "", "PREFECT_API_URL", "Address of a Prefect server; empty means that stages run without one."
    )
    prefect_host: str = _setting(
        "127.0.0.1",
        "CHANCERY_PREFECT_HOST",
        "Address on which `up` serves Prefect; any but loopback is served with a password.",
    )
    prefect_port: int = _setting(
        4200, "CHANCERY_PREFECT_PORT", "Port of the Prefect server that `up` starts; 0 means any free one."
    )
    work_pool: str = _setting(
        "chancery",
        "CHANCERY_WORK_POOL",
        "Prefect work pool from which the workers of all machines take runs.",
    )
    process_minutes: int = _setting(
        15,
        "CHANCERY_PROCESS_MINUTES",
        "Minutes between two runs that look for documents nobody took; uploads are taken at once anyway.",
    )

    reanalyze_at: str = _setting(
        "",
        "CHANCERY_REANALYZE_AT",
        "When outdated findings are made anew, as five fields of cron in the office's time zone, such as "
        "`0 2 * * 1-5`; empty: only when asked.",
    )

    @property
    def records_url(self) -> str:
        """The SQLAlchemy address of the records, the default filled in."""
        return self.database_url or f"sqlite:///{self.home / 'records.db'}"

    @property
    def originals_folder(self) -> Path:
        """Where the originals lie, the default filled in."""
        return Path(self.originals).expanduser().absolute() if self.originals else self.home / "originals"

    @property
    def pages(self) -> str:
        """The address under which people reach the pages."""
        return self.origin or f"http://{self.host}:{self.port}"

    @property
    def mail_domain_list(self) -> tuple[str, ...]:
        """The domains that mail may be sent to; none where any may."""
        return tuple(one.strip().lower() for one in self.mail_domains.split(";") if one.strip())

    @property
    def proxies(self) -> frozenset[str]:
        """The addresses of reverse proxies."""
        return frozenset(one.strip() for one in self.trusted_proxies.split(",") if one.strip())

    @property
    def roles_by_group(self) -> dict[str, frozenset[str]]:
        """Which roles the groups of a provider give; empty where they give none."""
        return roles_by_group(self.oidc_roles)

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def reader_count(self) -> int:
        """How many reader processes to run."""
        return self.workers or min(8, os.cpu_count() or 1)

    def __post_init__(self) -> None:
        _check_choice("analyzer", self.analyzer, ("auto", "offline", "model"))
        _check_choice("separation", self.separation, ("off", "on"))
        _check_choice("disposal", self.disposal, ("one", "two"))
        _check_origin(self.origin)
        _check_vouchers(self)
        _check_choice("smtp_security", self.smtp_security, ("starttls", "tls", "none"))
        _check_choice("masking", self.masking, ("auto", "on", "off"))
        _check_choice("watching", self.watching, ("auto", "poll"))
        _check_choice("after_intake", self.after_intake, ("move", "leave", "remove"))
        _check_choice("ocr", self.ocr, ("auto", "tesseract", "rapidocr", "off"))
        for name in _ABOVE_ZERO:
            _check_positive(name, getattr(self, name))
        for name in _FROM_ZERO:
            if getattr(self, name) < 0:
                raise _wrong(name, getattr(self, name), "It must not be less than zero.")
        for name in ("model_price_in", "model_price_out", "model_day_usd", "settle_seconds", "scan_seconds"):
            if not 0 <= getattr(self, name) < math.inf:
                raise _wrong(name, getattr(self, name), "It must be a number from zero upwards.")
        if self.model_temperature and not _TEMPERATURE.fullmatch(self.model_temperature):
            raise _wrong("model_temperature", self.model_temperature, "It must be a number from 0 to 2.")
        for name in ("port", "prefect_port", "smtp_port"):
            _check_port(name, getattr(self, name))
        if not _POOL.fullmatch(self.work_pool):
            raise _wrong("work_pool", self.work_pool, "It must be letters, digits and hyphens.")
        for name in ("reanalyze_at", "digest_at"):
            _check_timetable(name, getattr(self, name))
        if not _OFFICE.fullmatch(self.office):
            raise _wrong("office", self.office, "It must be 1 to 16 capitals, digits and hyphens.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise _wrong("time_zone", self.time_zone, "It is no IANA time zone.") from None


def _check_origin(origin: str) -> None:
    if origin and not _ORIGIN.fullmatch(origin):
        raise _wrong("origin", origin, "It is `https://` and a host in small letters, nothing after it.")


def _check_vouchers(conf: Settings) -> None:
    """Whoever vouches for people is named in full: half a setting would let in nobody, or too many."""
    _check_choice("oidc_new", conf.oidc_new, ("off", "on"))
    if conf.oidc_issuer and (not is_guarded(conf.oidc_issuer) or {"?", "#"} & set(conf.oidc_issuer)):
        raise _wrong(
            "oidc_issuer", conf.oidc_issuer, "It is `https://`, a host and a path, nothing after it."
        )
    if conf.oidc_issuer and not (conf.oidc_client and conf.origin):
        missing = "CHANCERY_OIDC_CLIENT" if conf.origin else "CHANCERY_ORIGIN"
        raise _wrong("oidc_issuer", conf.oidc_issuer, f"Without {missing} nobody comes back from there.")
    if conf.oidc_issuer and "openid" not in conf.oidc_scopes.split():
        raise _wrong("oidc_scopes", conf.oidc_scopes, "It must hold `openid`.")
    try:
        known = conf.roles_by_group
    except ValueError as error:
        raise _wrong("oidc_roles", conf.oidc_roles, str(error)) from None
    strange = sorted(frozenset[str]().union(*known.values()) - set(ROLES))
    if strange:
        raise _wrong("oidc_roles", conf.oidc_roles, f"No such role: {', '.join(strange)}.")
    if conf.card_header and not _HEADER.fullmatch(conf.card_header):
        raise _wrong("card_header", conf.card_header, "It must be letters, digits and hyphens.")
    if conf.card_header and not conf.proxies:
        raise _wrong("card_header", conf.card_header, "Without CHANCERY_TRUSTED_PROXIES nobody may send it.")


def _check_timetable(name: str, when: str) -> None:
    if when and not is_timetable(when):
        raise _wrong(name, when, "It must be five fields as for cron, such as `0 2 * * 1-5`.")


def variable_of(part: Field[Any]) -> str:
    """The environment variable of a settings field."""
    name: str = part.metadata["variable"]
    return name


def _wrong(name: str, value: object, why: str) -> Misconfigured:
    variable = next(variable_of(part) for part in fields(Settings) if part.name == name)
    return Misconfigured(
        f"The setting {variable} cannot be {value!r}.", why, f"Mend it in the environment or in {FILE_NAME}."
    )


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise _wrong(name, value, f"It must be one of {', '.join(choices)}.")


def _check_positive(name: str, value: int) -> None:
    if value <= 0:
        raise _wrong(name, value, "It must be more than zero.")


def _check_port(name: str, value: int) -> None:
    if not 0 <= value <= 65535:
        raise _wrong(name, value, "A port lies between 0 and 65535.")


def default_home(environment: Mapping[str, str]) -> Path:
    """The platform's user data folder for Chancery."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "chancery"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", str(Path.home()))) / "chancery"
    data = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "chancery"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings now. Raises Misconfigured for a value that does not fit or a name that is not known."""
    home = Path(environment.get("CHANCERY_HOME") or default_home(environment)).expanduser().absolute()
    values: dict[str, Any] = _from_file(home / FILE_NAME)
    for part in fields(Settings):
        text = environment.get(variable_of(part))
        if text and part.name != "home":
            values[part.name] = _converted(part, text)
    return Settings(home=home, **values)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} cannot be read.", str(error), "Mend the line that it names.") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise Misconfigured(f"{path} cannot be read.", why, "Make it a file that may be read.") from None
    known = {part.name: part for part in fields(Settings) if part.name != "home"}
    unknown = sorted(given.keys() - known.keys())
    if unknown:
        raise Misconfigured(
            f"{path} names a setting that does not exist: {', '.join(unknown)}.",
            f"Known settings: {', '.join(sorted(known))}.",
            "Mend or remove the line.",
        )
    return {name: _converted(known[name], str(value)) for name, value in given.items()}


def _converted(part: Field[Any], text: str) -> object:
    try:
        if isinstance(part.default, float):
            return float(text)
        return int(text) if isinstance(part.default, int) else text
    except ValueError:
        raise _wrong(part.name, text, "It must be a number.") from None
