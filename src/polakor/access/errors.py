"""Every refusal of this room."""

from polakor.base.errors import Refusal


class PermissionRefused(Refusal):
    """The actor's role does not hold the permission."""

    number = "access.001"
    sentence = "Your role does not allow this. Ask your supervisor if you need it for your work."


class NoDuty(Refusal):
    """The account has no grant that is in force today."""

    number = "access.002"
    sentence = "This account has no duty today. Ask your administrator to give it one."


class AccountUnknown(Refusal):
    """A command names an account that does not exist or is closed."""

    number = "access.003"
    sentence = "There is no open account called “%(name)s”. List the accounts and try again."


class UsernameTaken(Refusal):
    """Another account has the name."""

    number = "access.005"
    sentence = "The account name “%(name)s” is already used. Choose another one."
