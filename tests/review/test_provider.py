"""Signing in with the agency's own provider: the whole way, and everything that must not get in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from pipeline.problems import Misconfigured
from pipeline.rights import Handling
from pipeline.settings import Settings
from review.app import make_app
from review.people import COOKIE, form_token
from review.provider import Provider, provider_of
from store.views import User
from store.vouching import AT_ONCE, MAIL
from tests.review import oidc_provider
from tests.review.conftest import FINDER, HOST, Desk
from tests.review.oidc_provider import CLIENT, SECRET, Identity, provided

ORIGIN = f"http://{HOST}"


@pytest.fixture
def served() -> Iterator[oidc_provider.Provider]:
    with provided() as server:
        yield server


@pytest.fixture
def identity(served: oidc_provider.Provider) -> Identity:
    return served.identity


@pytest.fixture
def conf(desk: Desk, served: oidc_provider.Provider) -> Settings:
    return replace(
        desk.settings, origin=ORIGIN, oidc_issuer=served.issuer, oidc_client=CLIENT, oidc_secret=SECRET
    )


@pytest.fixture
def rita(desk: Desk) -> User:
    """Somebody whose address an administrator wrote down."""
    user = User("rita", "Rita Chen", frozenset({"clerk"}), Handling.CUI)
    desk.records.add_user(user, "system")
    desk.records.know_outside("rita", MAIL, "Rita@Agency.gov", "reviewer")
    return user


Tab = Callable[..., TestClient]


@pytest.fixture
def tab(desk: Desk, conf: Settings) -> Tab:
    """A browser that nobody signed in with, over settings that may be changed."""

    def opened(**changed: Any) -> TestClient:
        app = make_app(replace(conf, **changed), desk.records, [HOST], FINDER)
        return TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False)

    return opened


def there(client: TestClient, next: str = "") -> str:
    """To the provider, signed in there, and the address to which it sends the browser back."""
    answer = client.get("/sign-in/provider", params={"next": next})
    assert answer.status_code == 303, answer.text
    back = httpx2.get(answer.headers["location"], follow_redirects=False).headers["location"]
    assert back.startswith(f"{ORIGIN}/sign-in/back?")
    return str(back)


def who(desk: Desk, client: TestClient) -> str | None:
    user = desk.records.session(client.cookies.get(COOKIE) or "", datetime.now(UTC))
    return user.name if user else None


def refused(desk: Desk, client: TestClient, back: str, words: str, status: int = 403) -> str:
    answer = client.get(back)
    assert (answer.status_code, who(desk, client)) == (status, None), answer.text
    alert = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert words in alert and alert.count("<p>") == 3, alert
    return answer.text


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_who_signed_in_there_is_signed_in_here(
    desk: Desk, tab: Tab, identity: Identity, rita: User, algorithm: str
) -> None:
    identity.algorithm = algorithm
    client = tab()
    wanted = f"/documents/{desk.control}?at=2"
    assert "Sign in with your agency account" in client.get("/sign-in").text
    answer = client.get(there(client, wanted))
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)
    assert who(desk, client) == "rita" and client.get("/queue").status_code == 200
    event = desk.records.audit(1)[0]
    assert (event.who, event.what) == ("user:rita", "sign_in") and event.after == {
        "voucher": provider(client).issuer
    }
    assert [one.subject for one in desk.records.outside("rita")] == ["id-1"], "the address has served"
    identity.person |= {"email": "rita.new@agency.gov"}
    again = tab()
    again.get(there(again))
    assert who(desk, again) == "rita", "the id counts, whatever the address is now"


def provider(client: TestClient) -> Provider:
    found: Provider = client.app.state.provider  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("shows", ["client_secret_basic", "client_secret_post", "none"])
def test_the_secret_is_shown_as_the_provider_wants_it(
    desk: Desk, tab: Tab, identity: Identity, rita: User, shows: str
) -> None:
    identity.shows_secret, identity.secret = shows, "" if shows == "none" else SECRET
    client = tab(oidc_secret=identity.secret)
    client.get(there(client))
    assert who(desk, client) == "rita"


def test_somebody_s_name_may_be_their_address(desk: Desk, tab: Tab, identity: Identity) -> None:
    desk.records.add_user(User("Rita@agency.gov", "Rita", frozenset({"clerk"})), "system")
    client = tab()
    client.get(there(client))
    assert who(desk, client) == "Rita@agency.gov"


def test_what_the_token_lacks_is_asked_for(desk: Desk, tab: Tab, identity: Identity, rita: User) -> None:
    told = {name: identity.person.pop(name) for name in ("email", "email_verified")}
    identity.userinfo = told
    client = tab()
    client.get(there(client))
    assert who(desk, client) == "rita"


def test_what_is_told_of_another_person_lets_nobody_in(
    desk: Desk, tab: Tab, identity: Identity, rita: User
) -> None:
    identity.userinfo = {"sub": "id-2", "email": identity.person.pop("email"), "email_verified": True}
    client = tab()
    refused(desk, client, there(client), "told of two persons")


def now() -> int:
    return int(time.time())


BAD: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "of another sign-in"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another program"},
    "several audiences and no party": {"aud": [CLIENT, "another program"]},
    "made for another party": {"azp": "another program"},
    "another issuer": {"iss": "https://login.example.net"},
    "no issuer": {"iss": None},
    "expired": {"exp": -120, "iat": -400},
    "without an end": {"exp": None},
    "issued tomorrow": {"iat": 86_400, "exp": 90_000},
    "not good yet": {"nbf": 86_400},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "nobody": {"sub": ""},
    "no one": {"sub": None},
    "a number": {"sub": 7},
}


@pytest.mark.parametrize("case", BAD)
def test_a_token_that_does_not_hold_lets_nobody_in(
    desk: Desk, tab: Tab, identity: Identity, rita: User, case: str
) -> None:
    times = ("exp", "iat", "nbf")
    bent = {
        name: now() + one if name in times and one is not None else one for name, one in BAD[case].items()
    }
    identity.claims = bent
    identity.userinfo = {"sub": "id-1"}
    identity.person["sub"] = "id-1"
    client = tab()
    page = refused(desk, client, there(client), "could not be signed in with your agency account")
    assert "id-1" not in page and not desk.records.audit(1)[0].what.startswith("sign_in")


@pytest.mark.parametrize("drift", [-45, 45])
def test_clocks_may_differ_by_less_than_a_minute(
    desk: Desk, tab: Tab, identity: Identity, rita: User, drift: int
) -> None:
    identity.claims = {"iat": now() + drift, "exp": now() + drift + 10, "nbf": now() + drift}
    client = tab()
    client.get(there(client))
    assert who(desk, client) == "rita"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_could_write_lets_nobody_in(
    desk: Desk, tab: Tab, identity: Identity, rita: User, algorithm: str
) -> None:
    """Not even where the provider says that it signs so."""
    identity.algorithm = algorithm
    identity.says = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    client = tab()
    refused(desk, client, there(client), "could not be verified")


@pytest.mark.parametrize("kid", ["rsa-9", "rsa-1"])
def test_a_key_that_the_provider_does_not_publish_signs_nothing(
    desk: Desk, tab: Tab, identity: Identity, rita: User, kid: str
) -> None:
    """Under a name of its own, or under that of a key which the provider has."""
    published = identity.key_set()
    identity.key_set = lambda: published  # type: ignore[method-assign]
    identity.keys["RS256"] = RSAKey.generate_key(2048, {"kid": kid})
    client = tab()
    refused(desk, client, there(client), "could not be verified")


def test_a_new_key_is_fetched_when_it_is_first_met(
    desk: Desk, tab: Tab, identity: Identity, rita: User
) -> None:
    client = tab()
    provider(client).keys()
    identity.keys["RS256"] = RSAKey.generate_key(2048, {"kid": "rsa-2"})
    client.get(there(client))
    assert who(desk, client) == "rita"


def test_keys_of_strange_kinds_do_no_harm(desk: Desk, tab: Tab, identity: Identity, rita: User) -> None:
    strange = [{"kty": "oct", "k": "AAAA"}, {"kty": "RSA", "n": "?"}, {"kty": "XYZ"}, "none"]
    usual = identity.key_set()["keys"]
    identity.key_set = lambda: {"keys": [*strange, *usual]}  # type: ignore[method-assign]
    client = tab()
    client.get(there(client))
    assert who(desk, client) == "rita"


def test_an_answer_works_once_and_in_the_browser_that_asked(desk: Desk, tab: Tab, rita: User) -> None:
    client, other = tab(), tab()
    back = there(client)
    refused(desk, other, back, "not begun in this browser")
    there(other)
    refused(desk, other, back, "not begun in this browser")
    assert client.get(back).status_code == 303 and who(desk, client) == "rita"
    client.cookies.delete(COOKIE)
    refused(desk, client, back, "is over already")


@pytest.mark.parametrize("state", ["", "made-up", None])
def test_an_answer_that_nobody_asked_for_is_refused(
    desk: Desk, tab: Tab, identity: Identity, rita: User, state: str | None
) -> None:
    client = tab()
    said = dict(parse_qsl(urlsplit(there(client)).query)) | ({"state": state} if state is not None else {})
    if state is None:
        said.pop("state")
    identity.asked.clear()
    refused(desk, client, f"/sign-in/back?{urlencode(said)}", "not begun in this browser")
    assert "/token" not in identity.asked, "no code of a stranger's is even tried"


def test_a_code_of_another_sign_in_is_not_taken(desk: Desk, tab: Tab, rita: User) -> None:
    """Whoever puts their own code into another's browser fails: it was made for another verifier."""
    mine, theirs = tab(), tab()
    stolen = parse_qs(urlsplit(there(mine)).query)["code"][0]
    said = dict(parse_qsl(urlsplit(there(theirs)).query)) | {"code": stolen}
    refused(desk, theirs, f"/sign-in/back?{urlencode(said)}", "does not stand by")


def test_a_code_works_once(desk: Desk, tab: Tab, identity: Identity, rita: User) -> None:
    client = tab()
    back = there(client)
    identity.codes.clear()
    refused(desk, client, back, "does not stand by")


@pytest.mark.parametrize(("iss", "let_in"), [(None, False), ("https://evil.example", False), ("own", True)])
def test_an_answer_names_who_sends_it(
    desk: Desk, tab: Tab, identity: Identity, rita: User, iss: str | None, let_in: bool
) -> None:
    identity.says = {"authorization_response_iss_parameter_supported": True}
    client = tab()
    sent = {"iss": provider(client).issuer if iss == "own" else iss} if iss else {}
    back = f"{there(client)}&{urlencode(sent)}" if sent else there(client)
    if let_in:
        client.get(back)
        assert who(desk, client) == "rita"
    else:
        refused(desk, client, back, "another provider")


@pytest.mark.parametrize(("error", "told"), [("access_denied", "cancelled"), ("<b>x", "could not do")])
def test_whoever_is_not_let_in_there_is_told_so(
    desk: Desk, tab: Tab, identity: Identity, error: str, told: str
) -> None:
    identity.declines = error
    client = tab()
    page = refused(desk, client, there(client), told)
    assert "<b>x" not in page and "&lt;b&gt;" not in page


@pytest.mark.parametrize("verified", [False, None, "yes", 1])
def test_an_address_that_is_not_verified_is_nobody_s(
    desk: Desk, tab: Tab, identity: Identity, rita: User, verified: Any
) -> None:
    identity.claims = {"email_verified": verified}
    identity.userinfo = {}
    client = tab(oidc_new="on")
    page = refused(desk, client, there(client), "not known here yet")
    assert "id-1" in page and "rita@agency.gov" not in page


def test_whoever_is_not_known_is_told_whom_to_ask(desk: Desk, tab: Tab) -> None:
    desk.records.add_user(User("boss", "Ada Bell", frozenset({"administrator"})), "system")
    client = tab()
    page = refused(desk, client, there(client), "You are not known here yet.")
    assert "Ask Ada Bell to let you in." in page and "rita@agency.gov" in page and "id-1" in page
    event = desk.records.audit(1)[0]
    assert (event.who, event.what, event.subject) == ("system:sign-in", "sign_in.refused", "unknown")
    assert isinstance(event.after, dict) and event.after["subject"] == "id-1"


def test_an_account_is_made_only_where_the_setting_says_so(desk: Desk, tab: Tab, identity: Identity) -> None:
    identity.person["name"] = "Rita <Chen>"
    client = tab(oidc_new="on")
    client.get(there(client))
    assert who(desk, client) == "rita@agency.gov"
    made = next(one for one in desk.records.users() if one.name == "rita@agency.gov")
    assert (made.display_name, made.roles, made.clearance) == (
        "Rita <Chen>",
        frozenset(),
        Handling.UNRESTRICTED,
    )
    assert client.get(f"/documents/{desk.control}").status_code == 403


def test_an_address_that_was_given_to_somebody_else_opens_nothing(
    desk: Desk, tab: Tab, identity: Identity, rita: User
) -> None:
    first = tab()
    first.get(there(first))
    desk.records.add_user(User("rita@agency.gov", "Rita", frozenset()), "system")
    desk.records.know_outside("rita@agency.gov", provider(first).issuer, "id-7", "reviewer")
    identity.person["sub"] = "id-2"
    client = tab(oidc_new="on")
    refused(desk, client, there(client), "known under another id")


def test_whoever_left_does_not_come_in_as_somebody_new(
    desk: Desk, tab: Tab, identity: Identity, rita: User
) -> None:
    client = tab(oidc_new="on")
    client.get(there(client))
    desk.records.deactivate("rita", "reviewer")
    assert who(desk, client) is None
    refused(desk, client, there(client), "account was closed")


def test_groups_give_roles_where_a_map_says_so(desk: Desk, tab: Tab, identity: Identity, rita: User) -> None:
    given = "CN=Leads,OU=Staff=reviewer, approver; Auditors=auditor"
    client = tab(oidc_roles=given)
    identity.person["groups"] = ["CN=Leads,OU=Staff", "Auditors", "Choir"]
    client.get(there(client))
    held = next(one for one in desk.records.users() if one.name == "rita")
    assert held.roles == {"reviewer", "approver", "auditor"} and held.clearance is Handling.CUI
    earlier = client.cookies[COOKIE]
    identity.person["groups"] = "Auditors"
    later = tab(oidc_roles=given)
    later.get(there(later))
    assert desk.records.session(earlier, datetime.now(UTC)) is None, "whose roles change starts anew"
    assert next(one for one in desk.records.users() if one.name == "rita").roles == {"auditor"}
    identity.person["groups"] = ["Choir"]
    none = tab(oidc_roles=given, oidc_new="on")
    refused(desk, none, there(none), "None of your groups")


def test_the_last_administrator_is_not_mapped_away(desk: Desk, tab: Tab, identity: Identity) -> None:
    desk.records.add_user(User("boss", "Ada Bell", frozenset({"administrator"})), "system")
    desk.records.know_outside("boss", MAIL, "rita@agency.gov", "reviewer")
    identity.person["groups"] = ["Leads"]
    client = tab(oidc_roles="Leads=reviewer")
    refused(desk, client, there(client), "last administrator")


def test_the_second_factor_is_the_provider_s(desk: Desk, tab: Tab, rita: User) -> None:
    from tests.store.people_writes import with_factor

    with_factor(desk.records, "rita", datetime.now(UTC))
    client = tab()
    assert client.get(there(client)).headers["location"] == "/"
    assert who(desk, client) == "rita"
    link = desk.records.issue_link("rita", datetime.now(UTC))
    assert "/sign-in/code" in tab().get("/sign-in", params={"link": link}).headers["location"]


def test_a_reset_takes_the_way_over_the_provider_too(desk: Desk, tab: Tab, rita: User) -> None:
    client = tab()
    client.get(there(client))
    desk.records.reset_user("rita", "reviewer")
    assert who(desk, client) is None and desk.records.outside("rita") == ()
    refused(desk, client, there(client), "not known here yet")


def test_another_site_cannot_begin_a_sign_in(tab: Tab, identity: Identity) -> None:
    for site in ("cross-site", "same-site"):
        client = tab()
        answer = client.get("/sign-in/provider", headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 200 and not client.cookies, site
        assert "Sign in with your agency account" in answer.text
    assert tab().head("/sign-in/provider").status_code == 200


def test_a_sign_in_is_begun_where_it_comes_back_to(desk: Desk, conf: Settings) -> None:
    """The provider knows one address; who asked under another name of this machine is sent there first."""
    app = make_app(conf, desk.records, [HOST, "localhost:8765"], FINDER)
    client = TestClient(app, base_url="http://localhost:8765", follow_redirects=False)
    answer = client.get("/sign-in/provider", params={"next": "/queue"})
    assert answer.headers["location"] == f"{ORIGIN}/sign-in/provider?next=%2Fqueue"


def test_no_other_site_is_gone_to_after_it(desk: Desk, tab: Tab, rita: User) -> None:
    client = tab()
    assert client.get(there(client, "https://evil.example/")).headers["location"] == "/"


def test_the_cookie_of_a_sign_in_is_of_this_host_alone(desk: Desk, conf: Settings) -> None:
    name = "https://chancery.example.gov"
    app = make_app(replace(conf, origin=name), desk.records, [HOST], FINDER)
    client = TestClient(app, base_url=name, follow_redirects=False)
    kept = client.get("/sign-in/provider").headers["set-cookie"]
    assert kept.startswith("__Host-chancery_sign_in=") and "Domain" not in kept
    assert all(part in kept for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"))


def test_signing_out_offers_to_sign_out_there_too(
    desk: Desk, tab: Tab, rita: User, served: oidc_provider.Provider
) -> None:
    client = tab()
    client.get(there(client))
    token = form_token(client.cookies[COOKIE])
    answer = client.post("/sign-out", data={"token": token})
    assert answer.headers["location"] == "/signed-out" and who(desk, client) is None
    page = client.get("/signed-out").text
    back = urlencode({"client_id": CLIENT, "post_logout_redirect_uri": f"{ORIGIN}/sign-in"})
    assert f'href="{served.issuer}/end?{back.replace("&", "&amp;")}"' in page
    local = tab()
    local.get("/sign-in", params={"link": desk.records.issue_link("rita", datetime.now(UTC))})
    plain = local.post("/sign-out", data={"token": form_token(local.cookies[COOKIE])})
    assert plain.headers["location"] == "/sign-in"


def test_a_provider_without_such_a_page_is_left_as_it_is(tab: Tab, identity: Identity) -> None:
    identity.says = {"end_session_endpoint": None}
    page = tab().get("/signed-out").text
    assert "sign out there" in page and "too</a>" not in page


def test_a_provider_that_is_down_leaves_the_other_ways_in(
    desk: Desk, tab: Tab, conf: Settings, rita: User
) -> None:
    with provided() as server:
        issuer = server.issuer
        client = tab(oidc_issuer=issuer)
        back = there(client)
    text = refused(desk, client, back, "cannot be reached now", 503)
    assert 'name="password"' in text
    gone = tab(oidc_issuer=issuer)
    answer = gone.get("/sign-in/provider")
    assert answer.status_code == 503 and "cannot be reached now" in answer.text
    link = desk.records.issue_link("rita", datetime.now(UTC))
    gone.get("/sign-in", params={"link": link})
    assert who(desk, gone) == "rita"


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({"issuer": "https://login.example.net"}, "calls itself"),
        ({"token_endpoint": "http://login.example.net/token"}, "token_endpoint"),
        ({"jwks_uri": None}, "jwks_uri"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "authorization_endpoint"),
    ],
)
def test_a_provider_that_does_not_say_what_it_must_is_not_asked(
    tab: Tab, identity: Identity, says: dict[str, Any], told: str
) -> None:
    identity.says = says
    answer = tab().get("/sign-in/provider")
    assert answer.status_code == 403 and told in answer.text and "location" not in answer.headers


def test_a_wrong_secret_is_told_without_it(desk: Desk, tab: Tab, rita: User) -> None:
    client = tab(oidc_secret="not the secret")
    page = refused(desk, client, there(client), "id and secret that are set")
    assert "not the secret" not in page


def test_sign_ins_under_way_do_not_pile_up(desk: Desk) -> None:
    at = datetime.now(UTC)
    begun = [desk.records.begin_sign_in("/", at) for _ in range(AT_ONCE + 5)]
    kept = [one for one in begun if desk.records.take_sign_in(one.state, one.browser, at)]
    assert kept == begun[5:]
    late = desk.records.begin_sign_in("/", at)
    assert desk.records.take_sign_in(late.state, late.browser, at + timedelta(minutes=11)) is None


def test_without_a_provider_there_is_no_such_way_in(visitor: TestClient) -> None:
    assert "Sign in with" not in visitor.get("/sign-in").text
    assert visitor.get("/sign-in/provider", follow_redirects=False).status_code == 404
    assert visitor.get("/sign-in/back?state=a&code=b", follow_redirects=False).status_code == 403
    assert visitor.get("/signed-out", follow_redirects=False).headers["location"] == "/sign-in"


def test_a_setting_without_its_extra_is_told(conf: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "authlib", None)
    with pytest.raises(Misconfigured) as told:
        provider_of(conf)
    assert "authlib" in told.value.why and "chancery[oidc]" in told.value.remedy
