"""Prefect's server as a process that calls nobody but its database."""

from __future__ import annotations

import runpy
import sys

from flows.closed_network import close, of_environment


def run(host: str, port: int) -> None:
    """Serve until told to end. The environment is prepared by whoever starts this process."""
    close(of_environment())
    sys.argv = ["prefect", "server", "start", "--host", host, "--port", str(port)]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
