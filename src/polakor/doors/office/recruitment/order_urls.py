"""Addresses of the pages about job orders and the workers who go for them."""

from polakor.doors.office.recruitment.views import money, orders, workers
from polakor.doors.ui.routes import page
from polakor.recruitment.permissions import RecruitmentPermission as May

READ, DECLARE, DECIDE = May.ORDER_READ, May.ORDER_DECLARE, May.ORDER_DECIDE
LOOK, RECORD, CLEAR = May.PLACEMENT_READ, May.PLACEMENT_RECORD, May.PLACEMENT_CLEAR
CORRECT, TELL, COSTS = May.LEDGER_CORRECT, May.COST_TELL, May.COST_READ

app_name = "office_orders"
urlpatterns = [
    page("", orders.orders, name="orders", permission=READ),
    page("new/", orders.add, name="add", permission=DECLARE),
    page("workers/", workers.workers, name="workers", permission=LOOK),
    page("workers/<slug:number>/", workers.show, name="worker", permission=LOOK),
    page("workers/<slug:number>/contract/", workers.contract, name="contract", permission=RECORD),
    page(
        "workers/<slug:number>/answer/<uuid:finding_id>/",
        workers.answer,
        name="answer",
        permission=CLEAR,
    ),
    page("workers/<slug:number>/clear/", workers.clear, name="clear", permission=CLEAR),
    page("workers/<slug:number>/departed/", workers.departed, name="departed", permission=RECORD),
    page("workers/<slug:number>/next/", workers.move, name="move", permission=RECORD),
    page("workers/<slug:number>/withdraw/", workers.withdraw, name="leave", permission=RECORD),
    page("workers/<slug:number>/back/", workers.back, name="back", permission=CORRECT),
    page(
        "workers/<slug:number>/found/", workers.tell, name="tell_terms", permission=May.TERMS_TELL
    ),
    page("workers/<slug:number>/told/", money.tell, name="tell", permission=RECORD),
    page("told/<uuid:person_id>/", money.told, name="told", permission=COSTS),
    page(
        "told/<uuid:person_id>/new/", money.tell_of_person, name="tell_of_person", permission=TELL
    ),
    page("refund/<uuid:cost_id>/", money.refund, name="refund", permission=TELL),
    page("<slug:number>/", orders.show, name="order", permission=READ),
    page("<slug:number>/agree/", orders.agree, name="agree", permission=DECIDE),
    page("<slug:number>/refuse/", orders.refuse, name="refuse", permission=DECIDE),
    page("<slug:number>/close/", orders.close, name="close", permission=DECIDE),
    page("<slug:number>/revoke/", orders.revoke, name="revoke", permission=CORRECT),
    page("<slug:number>/withdraw/", orders.withdraw, name="withdraw", permission=DECLARE),
    page("<slug:number>/sign/", workers.sign, name="sign", permission=RECORD),
]
