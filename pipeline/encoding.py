"""Frozen values to plain JSON and back, driven by their own type hints."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")

_Change = Callable[[Any], Any]
_SAME = frozenset({NoneType, bool, int, float, str})
"""What is JSON already."""


def json_name(part: Field[Any]) -> str:
    """The name of a field in JSON; differs where Python reserves the word."""
    name: str = part.metadata.get("json", part.name)
    return name


def to_plain(value: object) -> Json:
    """A value as JSON data: dataclasses as objects, tuples as lists, bytes as base64, times as ISO.

    Raises TypeError for anything else.
    """
    kind: Any = type(value)
    plain: Json = _writer(kind)(value)
    return plain


@cache
def _writer(kind: type) -> _Change:
    """What makes plain data of a value of this type; looked up once for each type, not for each value."""
    if issubclass(kind, (NoneType, bool, int, float)) or (
        issubclass(kind, str) and not issubclass(kind, Enum)
    ):
        return lambda value: value
    if issubclass(kind, Enum):
        return lambda value: to_plain(value.value)
    if issubclass(kind, (tuple, list, frozenset)):
        return lambda value: [to_plain(member) for member in value]
    if issubclass(kind, Mapping):
        return lambda value: {str(key): to_plain(member) for key, member in value.items()}
    if is_dataclass(kind):
        return _object_writer(kind)
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, bytes):
        return lambda value: base64.b64encode(value).decode("ascii")
    raise TypeError(f"no JSON for {kind.__name__}")


def _object_writer(kind: Any) -> _Change:
    names = tuple((json_name(part), part.name) for part in fields(kind))

    def write(value: Any) -> dict[str, Json]:
        plain: dict[str, Json] = {}
        for name, own in names:
            part = getattr(value, own)
            plain[name] = part if type(part) in _SAME else to_plain(part)
        return plain

    return write


def from_plain(kind: type[T], plain: object) -> T:
    """The value of this type that the JSON data stands for; unknown keys are an error.

    Raises ValueError or TypeError where the data does not fit the type.
    """
    of: Any = kind
    value: T = _reader(of)(plain)
    return value


@cache
def _reader(kind: Any) -> _Change:
    """What makes a value of this type from plain data; looked up once for each type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _union_reader(get_args(kind))
    if origin is tuple:
        member = _reader(get_args(kind)[0])
        return lambda plain: tuple([member(part) for part in plain])
    if origin is dict:
        value = _reader(get_args(kind)[1])
        return lambda plain: {key: value(part) for key, part in plain.items()}
    if is_dataclass(kind):
        return _object_reader(kind)
    return _simple_reader(kind)


def _union_reader(choices: tuple[Any, ...]) -> _Change:
    read = _reader(next(choice for choice in choices if choice is not NoneType))
    if NoneType not in choices:
        return read
    return lambda plain: None if plain is None else read(plain)


@cache
def _parts(kind: Any) -> dict[str, tuple[str, _Change]]:
    """A dataclass's fields by their names in JSON. Asked for late, for a type may hold its own kind."""
    hints = get_type_hints(kind)
    return {json_name(part): (part.name, _reader(hints[part.name])) for part in fields(kind)}


def _object_reader(kind: Any) -> _Change:
    def read(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise TypeError(f"{type(plain).__name__} is no {kind.__name__}")
        parts = _parts(kind)
        if unknown := plain.keys() - parts.keys():
            raise ValueError(f"{kind.__name__} does not know {sorted(unknown)}")
        values: dict[str, Any] = {}
        for name, given in plain.items():
            own, change = parts[name]
            values[own] = change(given)
        return kind(**values)

    return read


def _simple_reader(kind: Any) -> _Change:
    if kind is Any or kind is object:
        return lambda plain: plain
    if kind is bytes:
        return base64.b64decode
    if kind in (date, datetime):
        read: _Change = kind.fromisoformat
        return read
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member_reader(kind)
    return _checked(kind)


def _member_reader(kind: type[Enum]) -> _Change:
    members = {member.value: member for member in kind}

    def read(plain: Any) -> Enum:
        return members.get(plain) or kind(plain)

    return read


def _checked(kind: type) -> _Change:
    def read(plain: Any) -> Any:
        if isinstance(plain, kind):
            return plain
        if kind is float and isinstance(plain, int):
            return float(plain)
        raise TypeError(f"{plain!r} is no {kind.__name__}")

    return read
