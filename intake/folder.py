"""A watched folder: takes only files that lie still, and puts them away only once they are on the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from intake import Notice
from intake.files import Fingerprint, files_under, no_file, take, written
from intake.putting_away import FAILED, PROCESSED, After, Exchanged, PuttingAway
from pipeline.intake import Incoming
from pipeline.problems import Misconfigured

EMPTY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class FolderRules:
    """What holds for a folder: in seconds, in bytes, by name, and afterwards.

    Names in `ignored` may hold `*` and `?`; a path inside the folder is matched too. Folders in `leave_out`,
    which must be resolved, are not entered. `known` tells whether a file (its source and the mark of its
    fingerprint) is on the record; it is asked where files are left, so that a restart reads none again.
    """

    settle_seconds: float
    largest: int
    leave_out: frozenset[Path] = frozenset()
    ignored: tuple[str, ...] = ()
    after: After = After.MOVE
    known: Callable[[str, str], bool] = lambda source, mark: False


@dataclass(slots=True)
class _Sighting:
    """A file as it lay in the last scan, since when it has lain so, and what was done about it."""

    fingerprint: Fingerprint
    since: float
    reported: bool = False
    on_record: bool = False
    asked: bool = False


class WatchedFolder:
    """The channel of one folder.

    The scan is the whole truth: nothing is remembered of a file but how it lay last time, so a file that was
    busy, broken or refused by a full disk is looked at again in every scan, and none is given up. Raises
    Misconfigured for what is no folder, and for one that is to be left out.
    """

    def __init__(self, root: Path, rules: FolderRules) -> None:
        self.root = _watchable(root, rules.leave_out)
        self._rules = rules
        self._apart = rules.leave_out | {self.root / PROCESSED, self.root / FAILED}
        self._away = PuttingAway(self.root, rules.after)
        self._now = 0.0
        self._seen: dict[Path, _Sighting] = {}
        self._taken: dict[str, Path] = {}
        self._gone: set[Fingerprint] = set()
        self._odd: dict[Path, str] = {}
        self._notices: list[Notice] = []

    @property
    def restless(self) -> bool:
        """Whether a file lies here that may be ready soon."""
        return any(not sighting.on_record for sighting in self._seen.values())

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """The files that lay the same in the last scan and this one and are older than the settle time."""
        self._now = now.timestamp()
        for path in self._scan(self._now):
            sighting = self._seen[path]
            if self._is_on_record(path, sighting):
                self._put_away(path)
                continue
            incoming = self._take(path, now)
            if incoming is not None:
                self._taken[incoming.source] = path
                yield incoming

    def committed(self, incoming: Incoming) -> None:
        """Put the file away. A file that was written to since stays and is taken again."""
        path = self._taken.pop(incoming.source)
        if path not in self._seen:
            return
        self._seen[path].on_record = True
        self._put_away(path)

    def notices(self) -> tuple[Notice, ...]:
        """Files that are empty for a minute, set apart, or could not be moved; what is no file."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def _is_on_record(self, path: Path, sighting: _Sighting) -> bool:
        if sighting.fingerprint in self._gone:
            # it was renamed between the reading and the commit: the same file, and no second receipt
            self._gone.discard(sighting.fingerprint)
            sighting.on_record = True
        if self._rules.after is After.LEAVE and not (sighting.on_record or sighting.asked):
            sighting.asked = True
            sighting.on_record = self._rules.known(written(path), sighting.fingerprint.mark)
        return sighting.on_record

    def _put_away(self, path: Path) -> None:
        fingerprint = self._seen[path].fingerprint
        try:
            if Fingerprint.of(path) == fingerprint:
                self._away.away(path, fingerprint, self._now)
                if self._rules.after is not After.LEAVE:
                    del self._seen[path]
        except FileNotFoundError:
            if not path.exists():
                self._gone.add(fingerprint)
            else:
                self._note_once(path, "It is on the record but could not be moved: its new place is missing.")
        except Exchanged:
            self._seen.pop(path, None)
        except OSError as error:
            self._note_once(path, f"It is on the record but could not be moved: {error.strerror}.")

    def _scan(self, now: float) -> list[Path]:
        for back in self._away.grown(now):
            why = "It was written to after it was put away, and is taken in again as it is now."
            self._notices.append(Notice(written(back), why, refused=False))
        seen: dict[Path, _Sighting] = {}
        ready = []
        closed: list[OSError] = []
        odd: dict[Path, str] = {}
        for path in files_under(self.root, self._apart, closed.append):
            if self._is_ignored(path):
                continue
            fingerprint = _lying(path)
            if fingerprint is None:
                odd |= _oddity(path)
                continue
            last = self._seen.get(path)
            if last is None or last.fingerprint != fingerprint:
                seen[path] = _Sighting(fingerprint, now)
                continue
            seen[path] = last
            if fingerprint.size == 0:
                self._report_empty(path, last, now)
            elif self._settled(last, now):
                ready.append(path)
        self._seen = seen
        self._report_odd(odd | {Path(error.filename): _closed(error) for error in closed})
        return ready

    def _is_ignored(self, path: Path) -> bool:
        if not self._rules.ignored:
            return False
        inside = str(path.relative_to(self.root)).casefold()
        name = path.name.casefold()
        return any(
            fnmatchcase(name, pattern.casefold()) or fnmatchcase(inside, pattern.casefold())
            for pattern in self._rules.ignored
        )

    def _report_odd(self, odd: dict[Path, str]) -> None:
        """Tell of each once, and again only when it came back or changed."""
        for path, why in odd.items():
            if self._odd.get(path) != why:
                self._notices.append(Notice(written(path), why, refused=False))
        self._odd = odd

    def _settled(self, sighting: _Sighting, now: float) -> bool:
        """By the file's own time; by ours where a share's clock runs ahead of this machine's."""
        modified = sighting.fingerprint.modified_ns / 1e9
        return now - (modified if modified <= now else sighting.since) >= self._rules.settle_seconds

    def _report_empty(self, path: Path, sighting: _Sighting, now: float) -> None:
        if now - sighting.since >= EMPTY_SECONDS:
            self._note_once(path, "The file has been empty for a minute.")

    def _note_once(self, path: Path, why: str) -> None:
        sighting = self._seen.get(path)
        if sighting is None or not sighting.reported:
            self._notices.append(Notice(written(path), why, refused=False))
        if sighting is not None:
            sighting.reported = True

    def _take(self, path: Path, now: datetime) -> Incoming | None:
        try:
            found = take(path, now, self._rules.largest)
        except OSError as error:
            self._note_once(path, f"The machine could not read the file: {error.strerror}.")
            return None
        if isinstance(found, Notice):
            self._refuse(path, found)
            return None
        if found is None or found.mark != self._seen[path].fingerprint.mark:
            return None
        return found

    def _refuse(self, path: Path, notice: Notice) -> None:
        try:
            self._away.refuse(path, notice.why)
        except OSError as error:
            self._note_once(path, f"{notice.why} It could not be moved: {error.strerror}.")
            return
        self._seen.pop(path, None)
        self._notices.append(notice)


def _watchable(root: Path, leave_out: frozenset[Path]) -> Path:
    try:
        whole = root.expanduser().resolve()
        is_folder = whole.is_dir()
    except (OSError, RuntimeError, ValueError):
        is_folder = False
    if not is_folder:
        raise Misconfigured(
            f"{root} is no folder.", "Only a folder can be watched.", "Make it, or name another."
        )
    if whole in leave_out:
        raise Misconfigured(
            f"{root} cannot be watched.",
            "In this folder Chancery keeps its own files, and watching would move them.",
            "Name a folder of its own for what comes in.",
        )
    return whole


def _closed(error: OSError) -> str:
    return f"The folder may not be read: {error.strerror}."


def _oddity(path: Path) -> dict[Path, str]:
    """What stands in the way of taking it, by its path; nothing where it is a file or has gone."""
    try:
        why = no_file(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        why = f"The machine could not read the file: {error.strerror}."
    return {path: why} if why else {}


def _lying(path: Path) -> Fingerprint | None:
    try:
        return Fingerprint.of(path)
    except OSError:
        return None
