"""The agency's own provider of sign-ins: OpenID Connect by code, with PKCE and a nonce.

Authlib speaks the protocol and joserfc checks signatures; both come with the `oidc` extra.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.addresses import is_guarded
from pipeline.mail import check_address
from pipeline.problems import IllegalMove, Misconfigured, Problem
from review.provider_line import Line
from store.vouching import LONGEST, Begun, Vouched

if TYPE_CHECKING:
    from pipeline.settings import Settings

LOG = logging.getLogger(__name__)
BACK = "/sign-in/back"
"""Where the provider sends people back to; registered there with the origin before it."""
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
KNOWN_FOR = 3600.0
"""Seconds for which what the provider says of itself is kept."""
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
)
"""Signatures by a key that only the provider has, whatever the provider itself says it would like."""
_KINDS = ("RSA", "EC", "OKP")
_CODE = re.compile("[a-z_]{1,60}")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Distrusted(Problem):
    """What came back from the provider, or in its name, does not let anybody in."""


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name, if any. Raises Misconfigured where its extra is not installed."""
    if not settings.oidc_issuer:
        return None
    missing = [name for name in ("authlib", "joserfc") if find_spec(name) is None]
    if missing:
        raise Misconfigured(
            "Nobody can sign in with the provider that CHANCERY_OIDC_ISSUER names.",
            f"Not installed: {', '.join(missing)}.",
            "Install the extra (`pip install 'chancery[oidc]'`), or unset CHANCERY_OIDC_ISSUER.",
        )
    return Provider(settings)


class Provider:
    """Signs people in over there and tells who they are. One object for all threads.

    Every method may raise Away while the provider does not answer, and Distrusted.
    """

    def __init__(self, settings: Settings) -> None:
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer
        self._settings = settings
        self._line = Line(self.issuer, self.name)
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: Any = None

    def address_of(self, begun: Begun) -> str:
        """Where the browser goes to sign in."""
        address, _ = self._client().create_authorization_url(
            self.says()["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
        return str(address)

    def vouched(self, begun: Begun, code: str) -> Vouched:
        """Who came back with this code."""
        said = self._exchanged(begun, code)
        claims = self._checked(said, begun.nonce)
        access = said.get("access_token")
        wanted = ["email", *([self._settings.oidc_groups] if self._settings.roles_by_group else ())]
        if isinstance(access, str) and any(name not in claims for name in wanted):
            claims = self._also_told(access, claims) | claims
        return self._somebody(claims)

    def check_sender(self, issuer: str) -> None:
        """Whether an answer that names its issuer names this one; one that always does has to."""
        always = self.says().get("authorization_response_iss_parameter_supported") is True
        if issuer != self.issuer and (issuer or always):
            raise self._distrusted("The answer came from another provider than the one that was asked.")

    def declined(self, error: str) -> Distrusted:
        """What is said where the provider sends somebody back without letting them in."""
        known = error if _CODE.fullmatch(error) else ""
        LOG.warning("The provider of sign-ins answered %s.", known or "nothing known")
        if error == "access_denied":
            return self._distrusted("It was cancelled there, or you may not use Chancery.")
        told = f" ({known})" if known else ""
        return self._distrusted(f"The provider could not do what Chancery asked{told}.")

    def way_out(self) -> str | None:
        """Where people sign out over there and are sent back; None where the provider has no such page."""
        from authlib.common.urls import add_params_to_uri

        page = _guarded(self.says(), "end_session_endpoint")
        if page is None:
            return None
        back = f"{self._settings.origin}/sign-in"
        told = [("client_id", self._settings.oidc_client), ("post_logout_redirect_uri", back)]
        return str(add_params_to_uri(page, told))

    def says(self) -> dict[str, Any]:
        """What the provider says of itself."""
        if self._known is not None and time.monotonic() < self._known[0]:
            return self._known[1]
        said = self._line.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if said.get("issuer") != self.issuer:
            raise self._distrusted(f"It calls itself {str(said.get('issuer'))[:200]!r}, not {self.issuer!r}.")
        for name in _ENDPOINTS:
            if _guarded(said, name) is None:
                raise self._distrusted(f"It names no {name} that is guarded by https.")
        self._known = (time.monotonic() + KNOWN_FOR, said)
        return said

    def keys(self, *, afresh: bool = False) -> Any:
        """The keys with which the provider signs."""
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet, import_key

        if self._keys is None or afresh:
            known = []
            for one in self._line.get(self.says()["jwks_uri"]).get("keys") or ():
                try:
                    if one.get("kty") in _KINDS and one.get("use") != "enc":
                        known.append(import_key(one))
                except (JoseError, ValueError, TypeError, AttributeError):
                    # a key of a kind that is not known here signs nothing that is let in
                    continue
            self._keys = KeySet(known)
        return self._keys

    def _client(self) -> Any:
        from authlib.oauth2.client import OAuth2Client

        conf = self._settings
        return OAuth2Client(
            self._line,
            client_id=conf.oidc_client,
            client_secret=conf.oidc_secret or None,
            token_endpoint_auth_method=self._shows_secret(),
            scope=conf.oidc_scopes,
            redirect_uri=f"{conf.origin}{BACK}",
            code_challenge_method="S256",
        )

    def _shows_secret(self) -> str:
        """How our secret is shown: in a header unless the provider takes it in the form alone."""
        if not self._settings.oidc_secret:
            return "none"
        ways = self.says().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        in_form = "client_secret_basic" not in ways and "client_secret_post" in ways
        return "client_secret_post" if in_form else "client_secret_basic"

    def _exchanged(self, begun: Begun, code: str) -> Mapping[str, Any]:
        """What the provider gives for a code."""
        from authlib.oauth2 import OAuth2Error

        fetch = partial(self._client().fetch_token, self.says()["token_endpoint"])
        try:
            said: Mapping[str, Any] = fetch(
                grant_type="authorization_code", code=code, code_verifier=begun.verifier
            )
        except OAuth2Error as error:
            told = str(error.error)
            LOG.warning("The provider of sign-ins gave nothing for a code: %r", told[:80])
            if told in ("invalid_client", "unauthorized_client"):
                why = "It does not know Chancery by the id and secret that are set."
                raise self._distrusted(why, "Tell whoever runs Chancery.") from None
            raise self._distrusted("It does not stand by what your browser brought back.") from None
        except ValueError:
            raise self._distrusted("Its answer could not be understood.") from None
        return said

    def _checked(self, said: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of the id token, every one of which has to hold."""
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import InvalidKeyIdError, JoseError

        token = said.get("id_token")
        if not isinstance(token, str):
            raise self._distrusted("It sent nothing that says who you are.")
        must = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._settings.oidc_client},
        }
        given = {
            "nonce": nonce,
            "client_id": self._settings.oidc_client,
            "access_token": said.get("access_token"),
        }
        try:
            try:
                read = self._read(token)
            except InvalidKeyIdError:
                read = self._read(token, afresh=True)
            claims = CodeIDToken(read.claims, read.header, must, given)
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            LOG.warning("An id token was refused: %s", f"{type(error).__name__}: {error}"[:200])
            raise self._distrusted("What it sent about you could not be verified.") from None
        if not 0 < len(claims["sub"]) <= LONGEST:
            raise self._distrusted("It sent no id of yours.")
        return dict(claims)

    def _read(self, token: str, *, afresh: bool = False) -> Any:
        from joserfc import jwt
        from joserfc.jws import JWSRegistry

        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        return jwt.decode(token, self.keys(afresh=afresh), registry=registry)

    def _also_told(self, access: str, claims: Mapping[str, Any]) -> dict[str, Any]:
        """What the provider tells of the same person beside the id token."""
        page = _guarded(self.says(), "userinfo_endpoint")
        if page is None:
            return {}
        told = self._line.get(page, access)
        if told.get("sub") != claims["sub"]:
            raise self._distrusted("It told of two persons at once.")
        return told

    def _somebody(self, claims: Mapping[str, Any]) -> Vouched:
        verified = claims.get("email_verified")
        mail = claims.get("email") if verified is True or verified == "true" else ""
        try:
            check_address(mail if isinstance(mail, str) else "")
        except IllegalMove:
            mail = ""
        by_group, told = self._settings.roles_by_group, claims.get(self._settings.oidc_groups)
        groups = [told] if isinstance(told, str) else told if isinstance(told, list) else []
        given = (by_group.get(one, frozenset()) for one in groups if isinstance(one, str))
        roles = frozenset[str]().union(*given) if by_group else None
        name = claims.get("name")
        shown = name if isinstance(name, str) and name.isprintable() else ""
        return Vouched(self.issuer, claims["sub"], str(mail), shown, roles)

    def _distrusted(self, why: str, remedy: str = "Try again, or sign in another way.") -> Distrusted:
        return Distrusted(f"You could not be signed in with {self.name}.", why, remedy)


def _guarded(said: Mapping[str, Any], name: str) -> str | None:
    """An address that the provider names; None where it names none that is guarded."""
    address = said.get(name)
    return address if isinstance(address, str) and is_guarded(address) else None
