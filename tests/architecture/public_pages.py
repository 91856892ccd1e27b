"""The pages that open without an account: this list and the declarations must agree."""

PUBLIC = {
    "portal:home",
    "portal:about",
    "portal:health",
    "portal:rumours",
    "portal:agencies",
    "portal:agencies_all",
    "portal:agencies_csv",
    "portal:agencies_json",
    "portal:agency",
    "portal:agency_proof",
    "portal:agency_said",
    "portal:ledger",
    "portal:unlicensed",
    "portal:debt",
    "portal:arrived",
    "portal:arrived_with",
    "field:shell",
    "field:worker",
    "field:manifest",
    "field:begin",
    # of devices, which show a secret of their own
    "field:down",
    "field:places",
    "field:sync",
    "field:states",
    "field:file",
    "field:photo",
    "field:attachment",
}

SIGN_IN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
"""Signing in and the second factor: they show an account its own affairs, never a person's."""
