"""A mail server of one's own: Dovecot on loopback, a free port, one user, encrypted."""

from __future__ import annotations

import imaplib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake.accounts import Account
from intake.folder_names import encoded

USER, PASSWORD = "desk", "drei-Hafen!7"
_NOBODY = 65534

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
first_valid_gid = 0
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail
mail_privileged_group =
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
{more}
"""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A running server."""

    folder: Path
    port: int
    tls_port: int
    started: list[int] = field(default_factory=list)

    def account(self, name: str = "desk", **values: Any) -> Account:
        """The desk's account, over an encrypted line unless said otherwise."""
        given = {"security": "tls", "authority": str(self.folder / "authority.pem")} | values
        port = given.pop("port", self.tls_port if given["security"] == "tls" else self.port)
        return Account(name, "127.0.0.1", USER, PASSWORD, port=port, **given)

    @contextmanager
    def line(self) -> Iterator[imaplib.IMAP4]:
        """A bare connection, as somebody who sends and tidies up has one."""
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        imap.login(USER, PASSWORD)
        try:
            yield imap
        finally:
            imap.logout()

    def deliver(self, *messages: bytes, folder: str = "INBOX") -> None:
        """Put messages into a folder, which is made where it is missing."""
        with self.line() as imap:
            for message in messages:
                if imap.append(quoted(folder), "", "", message)[0] != "OK":
                    imap.create(quoted(folder))
                    assert imap.append(quoted(folder), "", "", message)[0] == "OK"

    def holds(self, folder: str = "INBOX") -> int:
        """How many messages lie in a folder; 0 where there is none."""
        with self.line() as imap:
            kind, data = imap.select(quoted(folder), readonly=True)
            return int(data[0] or b"0") if kind == "OK" else 0

    def renumber(self, folder: str) -> None:
        """Give a folder a new validity, its messages new UIDs: as after a rebuilt or restored mailbox."""
        with self.line() as imap:
            for ending in ("", "s-old"):
                assert not ending or imap.rename(quoted(folder), quoted(folder + ending))[0] == "OK"
            imap.create(quoted(folder))
            imap.select(quoted(folder + "s-old"))
            if imap.search(None, "ALL")[1][0]:
                assert imap.copy("1:*", quoted(folder))[0] == "OK"
            imap.close()
            imap.delete(quoted(folder + "s-old"))

    def cut(self) -> int:
        """End every connection at once, as a broken line would; how many there were."""
        found = [number for master in self.started for number in _connections_of(master)]
        for number in found:
            with suppress(ProcessLookupError):
                os.kill(number, 9)
        return len(found)


def quoted(folder: str) -> str:
    """A folder's name as a command takes it."""
    return f'"{encoded(folder)}"'


@contextmanager
def mail_server(more: str = "") -> Iterator[MailServer]:
    """A server for as long as the block runs; `more` is appended to its configuration."""
    folder = Path(tempfile.mkdtemp(prefix="chancery-mail-"))
    server = MailServer(folder, _free_port(), _free_port())
    uid = _NOBODY if os.geteuid() == 0 else os.geteuid()
    _certificates(folder)
    _configure(server, uid, more)
    for part in (folder, *folder.rglob("*")):
        if os.geteuid() == 0:
            os.chown(part, uid, uid)
    process = subprocess.Popen(
        ["dovecot", "-F", "-c", str(folder / "dovecot.conf")],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **_as(uid),
    )
    try:
        server.started.append(process.pid)
        _wait_for(server, process)
        yield server
    finally:
        # the children would take their time to end by themselves
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _as(uid: int) -> dict[str, Any]:
    """A mail server has no business being root."""
    return {"user": uid, "group": uid, "extra_groups": []} if os.geteuid() == 0 else {}


def _configure(server: MailServer, uid: int, more: str) -> None:
    import grp
    import pwd

    person = pwd.getpwuid(uid)
    text = _CONFIGURATION.format(
        folder=server.folder,
        port=server.port,
        tls_port=server.tls_port,
        user=person.pw_name,
        group=grp.getgrgid(person.pw_gid).gr_name,
        uid=uid,
        gid=person.pw_gid,
        password=PASSWORD,
        more=more,
    )
    (server.folder / "dovecot.conf").write_text(text, encoding="utf-8")
    for name in ("run", "state", "home", "mail"):
        (server.folder / name).mkdir()


def _certificates(folder: Path) -> None:
    """An authority, and a certificate for this machine that it vouches for."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(
        "req", "-x509", *key, "-keyout", "authority.key", "-out", "authority.pem", "-days", "2",
        "-subj", "/CN=Test authority", "-addext", "keyUsage=critical,keyCertSign",
    )  # fmt: skip
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n", encoding="ascii")
    openssl(
        "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
        "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.pem",
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    context = ssl.create_default_context(cafile=str(server.folder / "authority.pem"))
    while time.monotonic() < end and process.poll() is None:
        try:
            imaplib.IMAP4_SSL("127.0.0.1", server.tls_port, ssl_context=context, timeout=5).shutdown()
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = server.folder / "log"
    told = log.read_text(encoding="utf-8") if log.exists() else "it wrote no log"
    raise RuntimeError(f"dovecot did not start: {told[-500:]}")


def _connections_of(master: int) -> list[int]:
    """The processes of this server that serve a connection."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            name = (folder / "cmdline").read_bytes().split(b"\0")[0]
            if parent == master and name in (b"dovecot/imap", b"dovecot/imap-login"):
                found.append(int(folder.name))
    return found


class CutLine:
    """A line to a server that breaks: after so many bytes of the server's, connection by connection.

    `after` gives the number for each connection in turn; None, or its end, lets one live.
    """

    def __init__(self, port: int, after: Iterator[int | None]) -> None:
        self._port = port
        self._after = after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                self.connections += 1
                threading.Thread(target=self._carry, args=(near, far, None), daemon=True).start()
                limit = next(self._after, None)
                threading.Thread(target=self._carry, args=(far, near, limit), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        left = limit
        with suppress(OSError):
            while left is None or left > 0:
                data = source.recv(65536 if left is None else min(left, 65536))
                if not data:
                    break
                target.sendall(data)
                left = None if left is None else left - len(data)
        self.cuts += left == 0
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
