"""`doctor`: whether this machine and these settings are fit, and what to do where not."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.exits import Exit
from cli.options import AsJson
from cli.printing import say, show_json, table


def doctor(
    as_json: AsJson = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Also put tiny questions to the model, and tell what today cost.")
    ] = False,
) -> None:
    """Check this machine and the settings.

    Looks at packages, records, disk, OCR, Prefect and the model endpoint; exit 7 when something is broken.
    No document is sent anywhere.
    """
    from cli.checks import Verdict, all_findings

    findings = all_findings()
    if ask:
        from cli import model_checks

        findings += model_checks.findings()
    if as_json:
        show_json({"checks": findings})
    else:
        table(("", "what", "found"), [(one.verdict, one.what, one.found) for one in findings])
        for finding in findings:
            if finding.remedy:
                say(f"{finding.what}: {finding.remedy}")
    if any(finding.verdict is Verdict.FAIL for finding in findings):
        raise typer.Exit(Exit.CHECK_FAILED)
