"""The device finds in a filled form exactly what the server finds."""

import json
from pathlib import Path

from tests import browser
from tests.doors.field.modules import module_page

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
