"""What is installed comes by name and hash, from wherever the installing machine looks."""

from tests.architecture.house import ROOT


def test_no_lock_file_contains_an_address() -> None:
    files = sorted((ROOT / "requirements").glob("*.*"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert not any(
            line.startswith(("--index", "--extra-index", "--find-links", "-i ", "-f "))
            for line in text.splitlines()
        ), path.name


def test_every_locked_package_carries_hashes() -> None:
    for path in sorted((ROOT / "requirements").glob("*.lock")):
        text = path.read_text(encoding="utf-8")
        packages = [line for line in text.splitlines() if "==" in line]
        assert packages
        assert all(line.rstrip().endswith("\\") for line in packages), path.name
