"""The wheel holds everything the pages need, and runs where there is no source."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KINDS = {".html", ".css", ".js", ".svg", ".po", ".sql", ".toml", ".tsv", ".csv", ".typ", ".txt"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    answer = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return next(folder.glob("*.whl"))


def test_every_file_beside_the_code_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for path in (ROOT / "src").rglob("*") if path.suffix in KINDS]
    wanted = {
        path.relative_to(ROOT / "src").as_posix()
        for path in ours
        if "built" not in path.parts and path.parts[-1][0] != "."
    }
    packs = {f"polakor/{path.relative_to(ROOT)}" for path in (ROOT / "packs").rglob("*.toml")}
    assert packs
    assert (wanted | packs) - inside == set()


def test_its_dependencies_are_those_of_run_in(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    facts = archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))).decode()
    wanted = [
        line.partition("#")[0].strip()
        for line in (ROOT / "requirements" / "run.in").read_text().splitlines()
    ]
    told = [line for line in facts.splitlines() if line.startswith("Requires-Dist:")]
    assert len(told) == len([line for line in wanted if line])


def test_it_prepares_and_runs_outside_the_source(wheel: Path, tmp_path: Path) -> None:
    place, data = tmp_path / "installed", tmp_path / "data"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-input"]
    subprocess.run([*pip, "--target", str(place), str(wheel)], check=True, capture_output=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("POLAKOR", "DJANGO"))}
    environment.pop("DATABASE_URL", None)
    environment["PYTHONPATH"] = str(place)
    answer = subprocess.run(
        [sys.executable, str(place / "bin" / "polakor"), "migrate", "--data", str(data)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert answer.returncode == 0, answer.stderr
    assert "Everything is up to date." in answer.stdout
    assert list((data / "static").rglob("*.css"))
    assert (data / "messages" / "km" / "LC_MESSAGES" / "django.mo").is_file()
