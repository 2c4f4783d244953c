"""A provider of sign-ins on loopback that speaks OpenID Connect: discovery, code with PKCE, keys, userinfo.

It asks nobody for a password: whoever is `person` signs in. What it says can be bent, claim by claim.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "chancery", "a secret of the provider's"


class Identity:
    """What the provider knows and does; a test bends it."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {
            "RS256": RSAKey.generate_key(2048, {"kid": "rsa-1"}),
            "ES256": ECKey.generate_key("P-256", {"kid": "ec-1"}),
        }
        self.algorithm = "RS256"
        self.published = ["RS256", "ES256"]
        self.person: dict[str, Any] = {"sub": "id-1", "email": "rita@agency.gov", "email_verified": True}
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.says: dict[str, Any] = {}
        self.secret = SECRET
        self.shows_secret = "client_secret_basic"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.tokens: dict[str, dict[str, Any]] = {}
        self.declines = ""

    def discovery(self, issuer: str) -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/keys",
            "end_session_endpoint": f"{issuer}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": [self.shows_secret],
            "code_challenge_methods_supported": ["S256"],
        } | self.says

    def key_set(self) -> dict[str, Any]:
        return {"keys": [self.keys[name].as_dict(private=False) for name in self.published]}

    def authorized(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to; what was asked for has to be whole."""
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and asked["nonce"] and asked["state"]
        assert "openid" in asked["scope"].split()
        back = asked["redirect_uri"]
        if self.declines:
            return f"{back}?{urlencode({'error': self.declines, 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchanged(self, form: dict[str, str], authorization: str, issuer: str) -> tuple[int, dict[str, Any]]:
        """A code is good once, for the client and the verifier that it was given for."""
        if not self._knows(form, authorization):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_grant"}
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        fits = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked["code_challenge"]
        if not fits or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = {"sub": self.person["sub"]} | (self.userinfo or {})
        token = self.id_token(issuer, asked["nonce"])
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": token}

    def _knows(self, form: dict[str, str], authorization: str) -> bool:
        if not self.secret:
            return form.get("client_id") == CLIENT and not authorization
        if self.shows_secret == "client_secret_post":
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT, self.secret)
        basic = base64.b64encode(f"{CLIENT}:{self.secret}".encode()).decode()
        return authorization == f"Basic {basic}"

    def id_token(self, issuer: str, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        told = {name: one for name, one in (claims | self.person | self.claims).items() if one is not None}
        if self.algorithm == "none":
            parts = [{"alg": "none", "typ": "JWT"}, told]
            return ".".join(_encoded(json.dumps(part).encode()) for part in parts) + "."
        if self.algorithm == "HS256":
            return _signed_with_what_everybody_has(self.keys["RS256"], told)
        key = self.keys[self.algorithm]
        return jwt.encode({"alg": self.algorithm, "kid": key.kid}, told, key)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _signed_with_what_everybody_has(key: Any, claims: dict[str, Any]) -> str:
    """The old trick: the public key, taken for the secret of a symmetric signature."""
    import hmac

    head = {"alg": "HS256", "kid": key.kid}
    body = ".".join(_encoded(json.dumps(part).encode()) for part in (head, claims))
    return f"{body}.{_encoded(hmac.digest(key.as_pem(private=False), body.encode(), 'sha256'))}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        known, issuer = self.server.identity, self.server.issuer
        known.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self._say(200, known.discovery(issuer))
        elif parts.path == "/keys":
            self._say(200, known.key_set())
        elif parts.path == "/authorize":
            self._send_to(known.authorized(dict(parse_qsl(parts.query))))
        elif parts.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self._say(200 if token in known.tokens else 401, known.tokens.get(token, {}))
        elif parts.path == "/end":
            self._send_to(dict(parse_qsl(parts.query))["post_logout_redirect_uri"])
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        known = self.server.identity
        known.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, said = known.exchanged(
            dict(parse_qsl(body)), self.headers.get("Authorization", ""), self.server.issuer
        )
        self._say(status, said)

    def _say(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Provider(ThreadingHTTPServer):
    """Serves one identity on a free port of loopback."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.identity = Identity()
        self.issuer = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def provided() -> Iterator[Provider]:
    """A provider while it is served."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
