"""Who gets a page, and what everybody else gets."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from tests.doors.ui.conftest import SomebodyOnDuty

from polakor.base.errors import Refusal
from polakor.doors.ui import navigation
from polakor.doors.ui.middleware import ContentPolicyMiddleware, LanguageMiddleware
from polakor.doors.ui.routes import page


def hello(request: HttpRequest) -> HttpResponse:
    """A page."""
    return HttpResponse("hello")


CLOSED = page("x/", hello, name="x", permission="room:thing:read")
OPEN = page("y/", hello, name="y", permission=None)
urlpatterns = [CLOSED, OPEN]


def ask(path: str = "/x/?q=1", actor: SomebodyOnDuty | None = None, **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.actor = actor  # type: ignore[attr-defined]
    return request


def test_a_page_names_its_permission() -> None:
    assert CLOSED.callback.permission == "room:thing:read"  # type: ignore[attr-defined]
    assert OPEN.callback.permission is None  # type: ignore[attr-defined]
    assert CLOSED.callback.__name__ == "hello"


def test_nobody_signed_in_goes_to_the_sign_in_page_and_back() -> None:
    answer = CLOSED.callback(ask())
    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/sign-in/?next=/x/%3Fq%3D1")


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in() -> None:
    answer = CLOSED.callback(ask(**{"HX-Request": "true"}))
    assert answer["HX-Redirect"] == "/account/sign-in/"


def test_without_the_permission_a_plain_page_says_so() -> None:
    answer = CLOSED.callback(ask(actor=SomebodyOnDuty("other:thing:read")))
    assert answer.status_code == 403
    assert b"<h1>" in answer.content


def test_with_the_permission_or_on_a_public_page() -> None:
    assert CLOSED.callback(ask(actor=SomebodyOnDuty("room:thing:read"))).content == b"hello"
    assert OPEN.callback(ask()).content == b"hello"


class TestHeaders:
    def answer(self, request: HttpRequest) -> HttpResponse:
        made = ContentPolicyMiddleware(hello)(request)
        assert isinstance(made, HttpResponse)
        return made

    def test_the_content_policy_allows_nothing_inline(self) -> None:
        policy = self.answer(ask())["Content-Security-Policy"]
        for rule in (
            "default-src 'self'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self' data:",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
        ):
            assert rule in policy.split("; ")
        assert "unsafe" not in policy

    def test_pages_of_an_account_are_not_kept_by_the_browser(self) -> None:
        assert self.answer(ask(actor=SomebodyOnDuty()))["Cache-Control"] == "private, no-store"
        assert "Cache-Control" not in self.answer(ask())

    def test_a_refusal_becomes_its_sentence(self) -> None:
        class Full(Refusal):
            number = "intake.999"
            sentence = "The list “%(name)s” is full."

        answer = ContentPolicyMiddleware(hello).process_exception(ask(), Full(name="<1>"))
        assert answer is not None
        assert answer.status_code == 409
        assert "“&lt;1&gt;”" in answer.content.decode()
        assert "intake.999" in answer.content.decode()
        assert ContentPolicyMiddleware(hello).process_exception(ask(), ValueError()) is None


class TestLanguage:
    def test_khmer_unless_chosen(self) -> None:
        answer = LanguageMiddleware(hello)(ask(**{"Accept-Language": "en"}))
        assert answer["Content-Language"] == "km"

    def test_the_cookie_chooses(self) -> None:
        request = ask()
        request.COOKIES["lang"] = "en"
        assert LanguageMiddleware(hello)(request)["Content-Language"] == "en"
        request.COOKIES["lang"] = "xx"
        assert LanguageMiddleware(hello)(request)["Content-Language"] == "km"

    def test_the_link_sets_the_cookie_and_shows_the_same_page(self) -> None:
        answer = LanguageMiddleware(hello)(ask("/x/?q=1&lang=en"))
        assert answer["Location"] == "/x/?q=1"
        assert answer.cookies["lang"].value == "en"

    def test_the_link_never_leads_to_another_site(self) -> None:
        request = ask("/?lang=en")
        request.path = "//elsewhere.example/"
        answer = LanguageMiddleware(hello)(request)
        assert answer["Location"] == "/elsewhere.example/"

    def test_an_unknown_language_is_ignored(self) -> None:
        assert LanguageMiddleware(hello)(ask("/x/?lang=fr")).status_code == 200


class TestNavigation:
    def test_a_visitor_sees_no_places(self) -> None:
        assert navigation.links_for(ask()) == []

    def test_only_what_may_be_opened_and_what_exists(self) -> None:
        found = navigation.links_for(ask(actor=SomebodyOnDuty("registry:person:read")))
        assert [link.address for link in found] == ["/people/"]

    def test_the_place_one_is_in_is_marked_once(self) -> None:
        actor = SomebodyOnDuty("registry:person:read", "registry:match:decide")
        for path, here in (
            ("/people/", "/people/"),
            ("/people/same/", "/people/same/"),
            ("/people/same/all/", "/people/same/"),
            ("/people/PK-1/", "/people/"),
        ):
            request = ask(path, actor=actor)
            request.resolver_match = ResolverMatch(
                hello, (), {}, "any", namespaces=["office_registry"]
            )
            marked = [link.address for link in navigation.links_for(request) if link.here]
            assert marked == [here]
