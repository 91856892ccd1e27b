"""What one may do in this room."""

from enum import StrEnum


class IntakePermission(StrEnum):
    """Permissions of ``intake``."""

    LIST_UPLOAD = "intake:list:upload"
    LIST_READ = "intake:list:read"
    LIST_CORRECT = "intake:list:correct"
    FORM_READ = "intake:form:read"
    SUBMISSION_ADD = "intake:submission:add"
    CONFLICT_DECIDE = "intake:conflict:decide"
    DEVICE_ENROL = "intake:device:enrol"
    DEVICE_MANAGE = "intake:device:manage"
    ENVELOPE_RECEIVE = "intake:envelope:receive"
    TOKEN_ISSUE = "intake:token:issue"  # noqa: S105  a paper's number, no secret
    TOKEN_READ = "intake:token:read"  # noqa: S105
    ATTACHMENT_READ = "intake:attachment:read"
    ATTACHMENT_SWEEP = "intake:attachment:sweep"
