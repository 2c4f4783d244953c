"""What is installed from the wheel runs, from any folder, without the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = (
    "executive-order-19021.pdf",
    "mou-tidal-survey.docx",
    "email-two-for-your-desk.eml",
    "thank-you-port-ansgar.txt",
)

pytestmark = pytest.mark.slow


def _run(*command: str | Path, cwd: Path) -> str:
    told = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )
    assert told.returncode == 0, f"{command}\n{told.stdout}\n{told.stderr}"
    return told.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel, and sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    own = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # a folder that a path file adds has its own path files left alone: the checkout stays out of sight
    (Path(own) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def test_the_wheel_holds_every_file_of_every_room(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    here = {
        str(path.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    samples = {
        f"cli/{path.relative_to(ROOT)}" for path in (ROOT / "sample_docs").rglob("*") if path.is_file()
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == here | samples


def test_every_room_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = _run(
        installed / "python",
        "-c",
        "import cli, flows, store.migrations as m; print(cli.__file__, flows.__file__, *m.__path__)",
        cwd=tmp_path,
    )
    assert str(ROOT) not in where


def test_the_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] in _run(installed / "chancery", "--version", cwd=tmp_path)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_command_analyses_a_file(installed: Path, tmp_path: Path, sample: str) -> None:
    command: list[str | Path] = [installed / "chancery", "analyze", ROOT / "sample_docs" / sample, "--json"]
    told = json.loads(_run(*command, cwd=tmp_path))
    assert told["schema"] == "chancery.analysis/1"
    assert told["text"]


def test_a_strangers_folder_named_as_a_room_is_not_taken_for_it(installed: Path, tmp_path: Path) -> None:
    for name in ("store", "pipeline"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(
            "raise SystemExit('the wrong folder')\n", encoding="utf-8"
        )
    _run(installed / "chancery", "status", "--json", cwd=tmp_path)
