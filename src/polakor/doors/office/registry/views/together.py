"""Several candidates of one person at once, each beside the record and with its own answer."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, wording, workbench_words
from polakor.doors.office.registry.comparison import Cell, Line, lines_of
from polakor.doors.office.registry.views.decide import decided_of, source_of
from polakor.doors.office.registry.waiting import names_of, undo_in_reach
from polakor.doors.ui.acting import actor_of
from polakor.registry.actions.claims import take_up_pair
from polakor.registry.actions.decisions import decide_pairs
from polakor.registry.errors import PairNotFound
from polakor.registry.models import Verdict
from polakor.registry.queries.matches import PairView, get_pairs_for


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what this record says, then what each candidate says."""

    label: wording.Words
    ours: Cell
    theirs: tuple[tuple[int, str, Line], ...]


@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """All open proposals for one record side by side. POST takes the answers that were given."""
    actor = actor_of(request)
    if request.method == "POST":
        return _answer(request, actor)
    try:
        views = get_pairs_for(actor, candidate_id)
    except PairNotFound:
        raise Http404 from None
    views = [view for view in views if not (view.first and view.first.mine)]
    if not views:
        return redirect("office_registry:decide")
    if not views[0].held_by:
        take_up_pair(actor=actor, candidate_id=views[0].candidate_id)
    shown = {
        "first": views[0],
        "subject_source": source_of(views[0].subject),
        "subject_names": names_of(views[0].subject.summary)[:2],
        "decided": decided_of(views[0]),
        "candidates": [_candidate(number, view) for number, view in enumerate(views, start=1)],
        "rows": _rows(views),
        "verdicts": list(wording.VERDICTS.items()),
        "latest": undo_in_reach(actor),
    }
    return render(request, "office_registry/together.html", shown)


def _candidate(number: int, view: PairView) -> dict[str, object]:
    return {
        "id": view.candidate_id,
        "number": number,
        "name": names_of(view.other.summary)[0],
        "source": source_of(view.other),
        "person": view.other.summary.id,
        "likely": wording.likely(view.probability),
        "because": wording.sentences(view.reasons, supports=True)[:3],
        "against": wording.sentences(view.reasons, supports=False)[:3],
        "beware": [workbench_words.FAMILY[finding] for finding in view.family],
        "young": view.young,
    }


def _rows(views: list[PairView]) -> list[Row]:
    """The lines of all comparisons, one below the other where they speak of the same thing."""
    words = codes.words_of("document_kinds")
    homes = [view.other.summary.home for view in views]
    places = codes.place_names([views[0].subject.summary.home, *homes])
    tables = [
        {
            str(line.label): line
            for line in lines_of(
                view.subject,
                view.other,
                place_words=lambda code: places.get(code, code),
                kind_words=lambda code: words.of("document_kinds", code),
            )
        }
        for view in views
    ]
    labels = dict.fromkeys(label for table in tables for label in table)
    return [
        Row(
            label,
            _unmarked(next(table[label].left for table in tables if label in table)),
            tuple(
                (number, names_of(view.other.summary)[0], table.get(label, _nothing(label)))
                for number, (view, table) in enumerate(zip(views, tables, strict=True), start=1)
            ),
        )
        for label in labels
        if any(_is_told(table[label]) for table in tables if label in table)
    ]


def _is_told(line: Line) -> bool:
    """Whether anything was told on either side: what nobody said takes no room."""
    cells = (line.left, line.right)
    return any(cell.pieces or cell.note for cell in cells)


def _unmarked(cell: Cell) -> Cell:
    """This record's own value: what differs is marked on the side of each candidate."""
    pieces = tuple(type(piece)(piece.text, False) for piece in cell.pieces)
    return Cell(pieces, cell.lang, cell.note, cell.name)


def _nothing(label: str) -> Line:
    return Line(label, Cell(()), Cell(()), "unknown")


def _answer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the answers given; those left open wait on."""
    given: dict[UUID, str] = {}
    for name, value in request.POST.items():
        if name.startswith("verdict-") and value in Verdict.values:
            try:
                given[UUID(name.removeprefix("verdict-"))] = str(value)
            except ValueError:
                raise Http404 from None
    if not given:
        messages.error(request, _("Give at least one answer."))
        return redirect(request.path)
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    batch = decide_pairs(actor=actor, answers=given, reason=reason)
    if batch.waiting:
        messages.info(request, workbench_words.SECOND_ASKED)
    if batch.passed_over:
        messages.warning(request, workbench_words.PASSED_OVER)
    return redirect("office_registry:decide")
