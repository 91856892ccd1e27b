"""The script at the root: it reads its words rightly and never trusts a half-made environment."""

import importlib.machinery
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("polakor_script", str(ROOT / "polakor"))
    spec = importlib.util.spec_from_loader("polakor_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["up", "--port", "9"], "up"),
        (["--data", "test", "up"], "up"),
        (["--database-url=x", "test", "-k", "up"], "test"),
        (["--help"], ""),
        ([], ""),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option(script, words, command) -> None:
    assert script.command_in(words) == command


@pytest.mark.parametrize("words", [["up", "--data", "/a b"], ["--data=/a b", "up"]])
def test_the_data_folder_is_found_among_the_words(script, words) -> None:
    assert script.named_data_folder(words) == Path("/a b")


def test_the_data_folder_may_come_by_environment(script, monkeypatch) -> None:
    monkeypatch.setenv("POLAKOR_DATA", "/elsewhere")
    assert script.named_data_folder(["up"]) == Path("/elsewhere")


def test_an_environment_counts_only_with_the_stamp_of_this_very_lock(script, tmp_path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    assert not script.is_ready(tmp_path, "run")
    (tmp_path / "polakor.json").write_text(json.dumps({"run": "of another lock"}))
    assert not script.is_ready(tmp_path, "run")
    (tmp_path / "polakor.json").write_text(json.dumps({"run": script.lock_digest("run")}))
    assert script.is_ready(tmp_path, "run")
    assert not script.is_ready(tmp_path, "test")


def test_a_missing_venv_names_the_package_to_install(script, monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"apt install python3\.\d+-venv"):
        script.check_machine(tmp_path, "run")


def test_a_full_disk_is_said_before_anything_is_installed(script, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(script, "NEEDED_DISK", {"run": 10**18})
    with pytest.raises(SystemExit, match="free some space"):
        script.check_machine(tmp_path, "run")


def test_an_unwritable_place_is_one_line(script, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(script, "may_write", lambda folder: False)
    monkeypatch.setattr(script, "is_ready", lambda folder, kind: False)
    monkeypatch.delenv("POLAKOR_DATA", raising=False)
    with pytest.raises(SystemExit, match="--data DIR"):
        script.environment_folder(["up"], "run")
    found = script.environment_folder(["up", "--data", str(tmp_path)], "run")
    assert found == tmp_path / "venv"


def test_the_script_uses_the_standard_library_alone() -> None:
    answer = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"compile(open({str(ROOT / 'polakor')!r}).read(), 'p', 'exec')",
        ],
        capture_output=True,
        text=True,
    )
    assert answer.stderr == ""
