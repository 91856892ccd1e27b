"""Tables of this room."""

from polakor.access.models.accounts import Account, Grant, Office, Organisation
from polakor.access.models.events import AuditEvent, AuditSeal
from polakor.access.models.fields import ScopedModel, TransactionNumber

__all__ = [
    "Account",
    "AuditEvent",
    "AuditSeal",
    "Grant",
    "Office",
    "Organisation",
    "ScopedModel",
    "TransactionNumber",
]
