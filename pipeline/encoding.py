"""Frozen values to plain JSON and back, driven by their own type hints."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
T = TypeVar("T")


def json_name(part: Field[Any]) -> str:
    """The name of a field in JSON; differs where Python reserves the word."""
    name: str = part.metadata.get("json", part.name)
    return name


def to_plain(value: object) -> Json:
    """A value as JSON data: dataclasses as objects, tuples as lists, bytes as base64, times as ISO.

    Raises TypeError for anything else.
    """
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list, frozenset)):
        return [to_plain(member) for member in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(member) for key, member in value.items()}
    if is_dataclass(value):
        return {json_name(part): to_plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"no JSON for {type(value).__name__}")


@cache
def _shape(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind)
    return tuple((part, hints[part.name]) for part in fields(kind))


def from_plain(kind: type[T], plain: object) -> T:
    """The value of this type that the JSON data stands for; unknown keys are an error.

    Raises ValueError or TypeError where the data does not fit the type.
    """
    value: T = _restore(kind, plain)
    return value


def _restore(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _restore_union(get_args(kind), plain)
    if origin is tuple:
        member, *_ = get_args(kind)
        return tuple(_restore(member, part) for part in plain)
    if origin is dict:
        _, member = get_args(kind)
        return {key: _restore(member, part) for key, part in plain.items()}
    if is_dataclass(kind):
        return _restore_dataclass(kind, plain)
    return _restore_simple(kind, plain)


def _restore_union(choices: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and NoneType in choices:
        return None
    first = next(choice for choice in choices if choice is not NoneType)
    return _restore(first, plain)


def _restore_dataclass(kind: Any, plain: Any) -> Any:
    given = dict(plain)
    values: dict[str, Any] = {}
    for part, hint in _shape(kind):
        name = json_name(part)
        if name in given:
            values[part.name] = _restore(hint, given.pop(name))
        elif part.default is MISSING and part.default_factory is MISSING:
            raise ValueError(f"{kind.__name__} lacks {name}")
    if given:
        raise ValueError(f"{kind.__name__} does not know {sorted(given)}")
    return kind(**values)


def _restore_simple(kind: Any, plain: Any) -> Any:
    if kind is Any or kind is object:
        return plain
    if kind is bytes:
        return base64.b64decode(plain)
    if kind in (date, datetime):
        return kind.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if kind is float and isinstance(plain, int):
        return float(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain
