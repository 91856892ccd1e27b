"""Addresses of the staff pages of ``recruitment``."""

from polakor.doors.office.recruitment.views import deciding, inspecting, recruiters
from polakor.doors.ui.routes import page
from polakor.recruitment.permissions import RecruitmentPermission as May

READ, RECORD = May.RECRUITER_READ, May.RECRUITER_RECORD
DECIDE, INSPECT = May.LICENCE_DECIDE, May.INSPECTION_RECORD

app_name = "office_recruitment"
urlpatterns = [
    page("", recruiters.recruiters, name="recruiters", permission=READ),
    page("new/", recruiters.add, name="add", permission=RECORD),
    page("corrections/", inspecting.corrections, name="corrections", permission=READ),
    page(
        "inspections/<uuid:inspection_id>/",
        inspecting.inspection,
        name="inspection",
        permission=READ,
    ),
    page(
        "inspections/<uuid:inspection_id>/<uuid:correction_id>/",
        inspecting.done,
        name="done",
        permission=INSPECT,
    ),
    page("<slug:number>/", recruiters.show, name="recruiter", permission=READ),
    page("<slug:number>/name/", recruiters.name, name="name", permission=RECORD),
    page("<slug:number>/office/", recruiters.office, name="office", permission=RECORD),
    page("<slug:number>/answers/", recruiters.responsible, name="responsible", permission=RECORD),
    page("<slug:number>/member/", recruiters.membership, name="membership", permission=RECORD),
    page("<slug:number>/list/", recruiters.listed, name="listed", permission=DECIDE),
    page("<slug:number>/unlist/", recruiters.unlisted, name="unlisted", permission=DECIDE),
    page(
        "<slug:number>/end/<slug:what>/<uuid:period_id>/",
        recruiters.end,
        name="end",
        permission=RECORD,
    ),
    page("<slug:number>/decide/", deciding.decide, name="decide", permission=DECIDE),
    page("<slug:number>/undo/<uuid:act_id>/", deciding.undo, name="undo", permission=DECIDE),
    page("<slug:number>/permit/", deciding.permit, name="permit", permission=DECIDE),
    page("<slug:number>/deposit/", deciding.deposit, name="deposit", permission=DECIDE),
    page("<slug:number>/measure/", deciding.measure, name="measure", permission=DECIDE),
    page("<slug:number>/inspect/", inspecting.inspect, name="inspect", permission=INSPECT),
]
