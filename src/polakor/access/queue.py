"""The queue of background work lies in the same database as the records it works on.

A job deferred inside a transaction vanishes when that transaction is rolled back.
"""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Tell the queue where its jobs lie."""
    app.import_paths = ["polakor.flows.read_list", "polakor.flows.read_sent_back"]
