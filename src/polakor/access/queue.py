"""The queue of background work lies in the same database as the records it works on.

A job deferred inside a transaction vanishes when that transaction is rolled back.
"""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Tell the queue which rooms have jobs."""
    app.import_paths = ["polakor.intake.jobs"]

