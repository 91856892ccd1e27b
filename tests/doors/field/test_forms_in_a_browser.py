"""The device finds in a filled form exactly what the server finds."""

import json
import random
from pathlib import Path
from typing import Any
from uuid import UUID

from tests import browser
from tests.doors.field.fake import forms
from tests.doors.field.modules import module_page

from polakor.base.ids import uuid7
from polakor.intake.rules.answers import problems, reason_not_to_take
from polakor.intake.rules.envelopes import Envelope, Sealed, read_content
from polakor.reference.rules.forms import REASONS, Form

TEXT = (Path(__file__).parents[2] / "vectors" / "forms.json").read_text("utf-8")
SHARED = json.loads(TEXT)
# Told as text: half a letter does not come through otherwise.
READ = """async (text) => {
  const { carried, problems, relevant } = await import("/static/field/forms.js");
  const { forms, cases, carried: carryings } = JSON.parse(text);
  const asked = (form, who, answers, household) => form.questions
    .filter((question) => question.who === who)
    .map((question) => question.code)
    .filter((code) => relevant(form, code, answers, household, who)).sort();
  const judged = cases.map(({ form, payload, relevant: wanted }) => ({
    problems: problems(forms[form], payload).map((one) => [one.member, one.code, one.problem]),
    spoken: problems(forms[form], payload).every((one) => one.message.km && one.message.en),
    relevant: wanted && {
      household: asked(forms[form], "household", payload.household.answers),
      members: payload.members.map((member) =>
        asked(forms[form], "member", member.answers, payload.household.answers)),
    },
  }));
  const said = carryings.map(({ payload, at }) => carried(forms.family, payload, at));
  return { judged, carried: said };
}"""
EMPTY = """async (text) => {
  const { empty, given, problems } = await import("/static/field/forms.js");
  const { family, count } = JSON.parse(text).forms;
  const kinds = (form) =>
    problems(form, { form: form.key, ...empty(form) }).map((one) => one.problem);
  return { family: empty(family), count: empty(count), faults: [kinds(family), kinds(count)],
    given: ["", " ", "a", 0, false, null, undefined, [], ["a"]].map(given) };
}"""


def test_shared_vectors() -> None:
    with browser.open_browser() as chromium:
        page = module_page(chromium)
        found = page.evaluate(READ, TEXT)
        fresh = page.evaluate(EMPTY, TEXT)
        browser.assert_quiet(page)
    for case, judged in zip(SHARED["cases"], found["judged"], strict=True):
        assert judged["problems"] == case["problems"], case["name"]
        assert judged["spoken"], case["name"]
        assert judged["relevant"] == case.get("relevant"), case["name"]
    for case, said in zip(SHARED["carried"], found["carried"], strict=True):
        assert said == {"answers": case["answers"], "unanswered": case["unanswered"]}, case["name"]
    assert fresh == {
        "family": {"household": {"answers": {}, "unanswered": {}}, "members": []},
        "count": {"counts": {"answers": {}, "unanswered": {}}},
        "faults": [["demanded", "nobody"], []],
        "given": [False, False, True, True, True, False, False, False, True],
    }


JUDGE = """async (text) => {
  const { problems } = await import("/static/field/forms.js");
  const { forms, payloads } = JSON.parse(text);
  return payloads.map((payload) => problems(forms[payload.form], payload)
    .map((one) => [one.member, one.code, one.problem]));
}"""
ODD = ["", " ", "x", "9", -1, 0, 121, 10**13, True, None, [], ["none", "food"], ["x"], "2999-01-01"]
SOUND = {
    "name": ["សុខ ដារា", "Sok Dara"],
    "text": ["ok", "ក" * 41],
    "place": ["01", "0102", "99"],
    "phone": ["012 345 678", "០១២៣៤៥៦៧"],
    "date": ["1991", "1991-02", "2025-06-30", "2025-07-03", "2025-07-04", "2025-07", "2026"],
    "mrz": ["P<KHMSOK<<DARA<<<<<<<<<<"],
    "number": [0, 3, 23, 31, 120, 121, 500],
}


def filled(dice: random.Random, form: Form, who: str) -> dict[str, Any]:
    """Some questions answered: mostly well, some as a broken or lying app would."""
    answers: dict[str, Any] = {}
    unanswered: dict[str, Any] = {}
    for question in form.about(who):
        luck = dice.random()
        if question.codes:
            sound = dice.choice(sorted(question.codes))
            value: Any = [sound] if question.type == "many" else sound
            value = int(sound) if question.type == "number" else value
        else:
            value = dice.choice(SOUND[question.type])
        if luck < 0.5 or (question.code in ("return_mode", "sex") and luck < 0.9):
            answers[question.code] = value
        elif luck < 0.6:
            unanswered[question.code] = dice.choice(REASONS)
        elif luck > 0.99:
            answers[question.code] = dice.choice(ODD)
    return {"answers": answers, "unanswered": unanswered}


def payload(dice: random.Random, form: Form) -> dict[str, Any]:
    about_people = bool(form.about("member"))
    kinds = ["register", "enrich"] if form.demanded else ["enrich"]  # an interview begins no family
    kind = dice.choice(kinds if about_people else ["counts"])
    nothing = {"answers": {}, "unanswered": {}}
    told = {
        "id": str(uuid7()), "device": str(uuid7()), "seq": dice.randrange(1, 99), "kind": kind,
        "form": form.key, "base": None, "token": None, "gate": "KH-TH-PPT",
        "made_at": "2025-06-30T08:00:00+07:00",
        "household": filled(dice, form, "household") if form.about("household") else nothing,
        "members": [
            {"id": str(uuid7()), **filled(dice, form, "member")}
            for _ in range(dice.randrange(1, 4) if about_people else 0)
        ],
    }  # fmt: skip
    return {**told, "counts": filled(dice, form, "count")} if form.about("count") else told


def test_what_the_app_lets_through_the_server_takes() -> None:
    """Of every form of the pack, filled at random: both find the same, and nothing sound is sent
    back.
    """
    dice = random.Random(4)
    told = {one["key"]: one for one in forms()}
    asked = {key: Form.from_json(one) for key, one in told.items()}
    payloads = [payload(dice, asked[key]) for key in sorted(asked) for _ in range(400)]
    with browser.open_browser() as chromium:
        page = module_page(chromium)
        judged = page.evaluate(JUDGE, json.dumps({"forms": told, "payloads": payloads}))
    sound: dict[str, int] = {}
    for one, found in zip(payloads, judged, strict=True):
        form = asked[one["form"]]
        assert found == [[x.member, x.code, x.problem] for x in problems(form, one)], one
        if found:
            continue
        sound[one["kind"]] = sound.get(one["kind"], 0) + 1
        assert reason_not_to_take(form, one) == ""
        outside = (UUID(one["id"]), UUID(one["device"]))
        sealed = Sealed(*outside, one["seq"], "", "", b"", b"", (one["id"], one["device"]))
        read = read_content(sealed, json.dumps(one).encode())
        assert isinstance(read, Envelope), (read, one)
    assert min(sound.get(kind, 0) for kind in ("register", "enrich", "counts")) > 20, sound
