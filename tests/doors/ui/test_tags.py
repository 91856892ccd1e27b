"""What the tags and components write."""

from collections.abc import Callable

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory

from polakor.doors.ui import marks, scripts

Write = Callable[..., str]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ស៊ុន សុភាព", [("km", "ស៊ុន សុភាព")]),
        ("SUN Sopheap", [("en", "SUN Sopheap")]),
        ("น.ส. ซุน โสเพียบ", [("th", "น.ส. ซุน โสเพียบ")]),
        ("ស៊ុន (SUN) 12", [("km", "ស៊ុន ("), ("en", "SUN) 12")]),
        ("12 ស៊ុន", [("km", "12 ស៊ុន")]),
        ("012 000 481", [("", "012 000 481")]),
        ("", []),
    ],
)
def test_each_script_of_a_name_is_told_apart(text: str, pieces: list[tuple[str, str]]) -> None:
    assert scripts.runs(text) == pieces
    assert "".join(piece for _language, piece in scripts.runs(text)) == text


def test_a_name_is_escaped_and_carries_its_language(write: Write) -> None:
    written = write("{{ name|spoken }}", name="<b>SUN ស៊ុន")
    assert "<b>" not in written
    assert '<bdi lang="km">ស៊ុន</bdi>' in written


@pytest.mark.parametrize("kind", marks.KINDS)
def test_a_status_is_shape_word_and_colour(write: Write, kind: str) -> None:
    written = write("{% status kind word %}", kind=kind, word="<word>")
    assert f'class="status {marks.tone(kind)}"' in written
    assert "<svg" in written
    assert "&lt;word&gt;" in written


def test_an_unknown_kind_is_an_error_of_ours(write: Write) -> None:
    with pytest.raises(KeyError):
        write('{% status "nonsense" "word" %}')


@pytest.mark.parametrize(
    ("value", "top", "width"), [(5, 10, "50.00"), (20, 10, "100.00"), (-1, 10, "0.00"), (1, 0, "0")]
)
def test_a_bar_stays_inside_its_cell(write: Write, value: int, top: int, width: str) -> None:
    assert f'width="{width}"' in write("{% bar value top %}", value=value, top=top)


def test_no_report_draws_no_bar(write: Write) -> None:
    assert write("{% bar None 10 %}") == ""


@pytest.mark.usefixtures("khmer")
def test_geometry_is_written_with_points_in_every_language(write: Write) -> None:
    written = write('{% progress 1240 811 53 label="x" %}')
    assert 'width="65.40"' in written
    assert "864 / 1,240" in written


def test_links_keep_the_question_of_the_page(write: Write) -> None:
    assert write("{% same_page page=3 q=None %}") == "?page=3"
    found = write("{% language_links as found %}{% for l in found %}{{ l.address }}{% endfor %}")
    assert "q=sun" in found
    assert "lang=" in found


def test_a_language_link_never_leads_to_another_site(write: Write) -> None:
    request = RequestFactory().get("/x")
    request.path = "//elsewhere.example/x"
    source = "{% language_links as found %}{% for l in found %}{{ l.address }}{% endfor %}"
    assert write(source, request=request).startswith("/elsewhere.example/x?lang=")


class Registration(forms.Form):
    """One field of each way of asking."""

    name = forms.CharField(label="Name", help_text="as on the paper")
    note = forms.CharField(label="Note", required=False)
    sex = forms.ChoiceField(label="Sex", choices=[("1", "A"), ("2", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Agree")
    paper = forms.FileField(label="Paper", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.usefixtures("english")
def test_a_field_ties_hint_and_error_to_its_input(write: Write) -> None:
    form = Registration({})
    written = write('{% include "ui/_form.html" with button="Save" %}', form=form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in written
    assert 'id="id_name_helptext"' in written
    assert 'id="id_name_error"' in written
    assert '<a href="#id_name">Name</a>: This field is required.' in written
    assert written.count('class="choice-face"') == 3
    assert "(may be left empty)" in written
    assert 'enctype="multipart/form-data"' in written
    assert "csrfmiddlewaretoken" not in written or "novalidate" in written


@pytest.mark.usefixtures("khmer")
def test_the_same_form_in_khmer_has_no_english(write: Write) -> None:
    written = write('{% include "ui/_form.html" with button="Save" %}', form=Registration({}))
    assert "required." not in written
    assert "សូមបំពេញកន្លែងនេះ។" in written


@pytest.mark.usefixtures("english")
def test_pages_of_a_list(write: Write) -> None:
    page = Paginator(range(100), 10).page(2)
    written = write('{% include "ui/_pagination.html" %}', page=page)
    assert 'rel="prev" href="?q=sun&amp;page=1"' in written
    assert "page 2 of 10" in written
    single = Paginator(range(3), 10).page(1)
    assert write('{% include "ui/_pagination.html" %}', page=single) == ""


@pytest.mark.usefixtures("english")
def test_an_empty_fact_is_said_in_words_and_zero_is_zero(write: Write) -> None:
    written = write('{% include "ui/_facts.html" %}', facts=[("Phone", ""), ("Children", 0)])
    assert "not known" in written
    assert "<dd>0</dd>" in written
