"""Give the wheel the dependencies that run.in names, so that they are written in one place only."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class DependenciesFromRunIn(MetadataHookInterface):
    """Reads ``requirements/run.in``; the reasons after ``#`` stay there."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set ``dependencies`` of the project, in the order of the file."""
        lines = (
            (Path(self.root) / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
        )
        wanted = [line.partition("#")[0].strip() for line in lines]
        metadata["dependencies"] = [line for line in wanted if line]
