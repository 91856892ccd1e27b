"""The device reads machine-readable lines exactly as the server does."""

import json
from pathlib import Path

from tests import browser
from tests.doors.field.modules import module_page

SHARED = json.loads((Path(__file__).parents[2] / "vectors" / "mrz.json").read_text("utf-8"))
READ = """async ({texts, today}) => {
  const { readMrz } = await import("/static/field/mrz.js");
  const [year, month, day] = today.split("-").map(Number);
  return texts.map((text) => readMrz(text, new Date(year, month - 1, day)));
}"""
ODD = """async () => {
  const { readMrz } = await import("/static/field/mrz.js");
  let random = 9303;
  const next = (most) => (random = (random * 48271) % 2147483647) % most;
  const letters = "ABO01259MF<<<<<<<«០\\n ";
  const kinds = new Set();
  for (let round = 0; round < 20000; round += 1) {
    const lines = [[30, 30, 30], [36, 36], [44, 44], [next(60), next(60)]][next(4)];
    const some = round % 2 ? 17 : letters.length;
    const line = (width) => Array.from({ length: width }, () => letters[next(some)]).join("");
    kinds.add(readMrz(lines.map(line).join("\\n"))?.kind);
  }
  return [...kinds].filter(Boolean).sort();
}"""


def test_shared_vectors_and_any_text_at_all() -> None:
    texts = [one["text"] for one in SHARED["vectors"]]
    with browser.open_browser() as chromium:
        page = module_page(chromium)
        found = page.evaluate(READ, {"texts": texts, "today": SHARED["today"]})
        assert page.evaluate(ODD) == ["TD1", "TD2", "TD3"]
        browser.assert_quiet(page)
    for vector, read in zip(SHARED["vectors"], found, strict=True):
        assert read == vector["expect"], vector["name"]
