"""A flow that is loaded by its path has its folder first on the path: no module there may hide a room."""

from __future__ import annotations

import tomllib
from pathlib import Path

import flows

ROOT = Path(flows.__file__).resolve().parent.parent


def test_no_module_in_flows_is_named_like_a_top_level_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rooms = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    modules = {path.stem for path in (ROOT / "flows").glob("*.py")}
    assert not modules & rooms
