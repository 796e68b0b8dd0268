"""How numbers are written and read: `numbers.json`, which the tests of Python and of JavaScript share."""

import json
from pathlib import Path

_TABLE = json.loads(Path(__file__).with_name("numbers.json").read_text(encoding="utf-8"))

#: Values, each as people read it and with every figure.
WRITTEN: list[tuple[float, str, str]] = [tuple(row) for row in _TABLE["written"]]
#: Texts with the numbers that they are.
ACCEPTED: dict[str, float] = {}
for _rule in _TABLE["read"]:
    ACCEPTED |= _rule["accepted"]
#: Texts that are no numbers.
REFUSED: list[str] = [text for rule in _TABLE["read"] for text in rule["refused"]]
