"""Print the settings page, made from the settings: python docs/write_settings.py > docs/settings.md."""

from __future__ import annotations

import sys
from dataclasses import MISSING, Field, fields
from typing import Any

from pipeline.settings import FILE_NAME, Settings, variable_of

HEAD = f"""# Settings

Chancery reads its settings once, when a command starts. A variable of the environment wins over the file
`{FILE_NAME}` in the home folder, and that wins over the default. The file is optional; it holds one line for
each setting, under its name, and a name that does not exist is refused:

```toml
office = "OES"
time_zone = "America/Chicago"
```

The home folder itself is named by its variable alone. A secret is never printed and never logged; keep
it in the environment rather than in the file.

| Variable | Name in the file | Default | Meaning |
| --- | --- | --- | --- |
"""


def _default(part: Field[Any]) -> str:
    if part.default is MISSING:
        return "the platform's"
    return f"`{part.default}`" if part.default != "" else "empty"


def _row(part: Field[Any]) -> str:
    name = "–" if part.default is MISSING else f"`{part.name}`"
    secret = " Secret." if part.metadata.get("secret") else ""
    return f"| `{variable_of(part)}` | {name} | {_default(part)} | {part.metadata['meaning']}{secret} |"


def page() -> str:
    """The whole page."""
    return HEAD + "\n".join(_row(part) for part in fields(Settings)) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
