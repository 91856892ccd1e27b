"""Addresses of the staff pages of ``access``."""

from polakor.access.permissions import AccessPermission
from polakor.doors.office.access import views
from polakor.doors.ui.routes import page

app_name = "office_access"
urlpatterns = [
    page("", views.accounts, name="accounts", permission=AccessPermission.ACCOUNT_READ),
    page("new/", views.new_account, name="new", permission=AccessPermission.ACCOUNT_MANAGE),
    page(
        "<uuid:account_id>/",
        views.account,
        name="account",
        permission=AccessPermission.ACCOUNT_READ,
    ),
    page(
        "<uuid:account_id>/duty/",
        views.duty,
        name="duty",
        permission=AccessPermission.ACCOUNT_MANAGE,
    ),
    page(
        "<uuid:account_id>/close/",
        views.close,
        name="close",
        permission=AccessPermission.ACCOUNT_MANAGE,
    ),
    page("record/", views.log, name="log", permission=AccessPermission.LOG_READ),
]
