"""The device judges tokens exactly as the server does."""

import json
from pathlib import Path

from tests import browser
from tests.doors.field.modules import module_page

SHARED = json.loads((Path(__file__).parents[2] / "vectors" / "tokens.json").read_text("utf-8"))
READ = """async ({texts, batches}) => {
  const { readToken } = await import("/static/field/tokens.js");
  return Promise.all(texts.map((text) => readToken(text, batches)));
}"""


def test_shared_vectors() -> None:
    texts = [one["text"] for one in SHARED["vectors"]]
    with browser.open_browser() as chromium:
        page = module_page(chromium)
        found = page.evaluate(READ, {"texts": texts, "batches": SHARED["batches"]})
        browser.assert_quiet(page)
    for vector, read in zip(SHARED["vectors"], found, strict=True):
        assert read == {"token": vector["token"], "verdict": vector["verdict"]}, vector["name"]
