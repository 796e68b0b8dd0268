"""The state of a network as Python prints it: a tensor for each name, in a dict, pairs or lines of theirs."""

from __future__ import annotations

import re

_QUOTED = r"(?:'([^'\n]*+)'|\"([^\"\n]*+)\")"
#: What an object is called, and a state that begins as no object of JSON does.
NAMED = re.compile(r"\s*+(?:(?:const|let|var)\s++)?+[A-Za-z_]\w*+\s*+=\s*+(?=\{\s*+[\"'])")
_BEGINS = re.compile(
    rf"\s*+(?:[A-Za-z_]\w*+\s*+=\s*+)?+(?:(?:collections\.)?+(?:OrderedDict|odict_items|dict_items)\((?=\s*+"
    rf"[\[{{]\s*+\(?+\s*+[\"'])|(?=\[\s*+\(\s*+{_QUOTED}\s*+,\s*+(?:Parameter\b|[\w.]*+\()))"
)
#: A name before a tensor, on lines of its own.
_LINE = re.compile(
    r"^([A-Za-z_][\w.]*+):?\s++(?=(?:Parameter containing:\s*+)?+(?:tensor|array)\()", re.MULTILINE
)
_TOKEN = re.compile(r"""'[^'\n]*+'|"[^"\n]*+"|[\[({\])},]""")
#: A name and what follows it, in a dict or in a pair.
_ENTRY = re.compile(rf"{_QUOTED}\s*+:\s*+(.*+)|\(\s*+{_QUOTED}\s*+,\s*+(.*)\)", re.DOTALL)
#: So many tensors no network has.
_MOST = 20_000
_NESTED = re.compile(r"(?:Parameter containing:\s*+)?+(?:[\w.]++\(\s*+)?+((?:\[\s*+)++)(?=[-+.\w\]])")


class Value(str):
    """What is printed behind a name."""

    @property
    def depth(self) -> int:
        """How deep its list is nested; 0 where it is none.

        >>> Value("tensor([[1., 2.]])").depth, Value("tensor(3)").depth, Value("'conv[1]'").depth
        (2, 0, 0)
        """
        nested = _NESTED.match(self)
        return nested[1].count("[") if nested else 0


def is_state(text: str) -> bool:
    """Whether a text is a state, and begins as no object of JSON does."""
    return bool(_BEGINS.match(text[:1000])) or _are_lines(text)


def _are_lines(text: str) -> bool:
    first = _LINE.match(text.lstrip("\n")[:1000])
    return bool(first and len(_LINE.findall(text)) > 1)


def fields_of(text: str) -> dict[str, Value] | None:
    r"""What is printed behind each name; None where the text is no state, or is cut short.

    >>> fields_of("OrderedDict([('weight', tensor([[1., 2.]])), ('bias', tensor([0.]))])")
    {'weight': 'tensor([[1., 2.]])', 'bias': 'tensor([0.])'}
    >>> fields_of("fc.weight tensor([[1., 2.]])\nfc.bias tensor([0.])")
    {'fc.weight': 'tensor([[1., 2.]])', 'fc.bias': 'tensor([0.])'}
    """
    if _are_lines(text):
        _, *parts = _LINE.split(text)
        return {name: Value(value.strip()) for name, value in zip(parts[::2], parts[1::2], strict=True)}
    plain = text.strip().rstrip("; \n")
    begins = _BEGINS.match(plain)
    inner = plain[begins.end() if begins else 0 :].strip()
    if begins and begins[0].endswith("("):
        inner = inner.removesuffix(")").rstrip()
    if inner[:1] + inner[-1:] not in ("{}", "[]"):
        return None
    found = [_ENTRY.fullmatch(entry) for entry in _entries(inner[1:-1])]
    if not all(found):
        return None
    return {one[1] or one[2] or one[4] or one[5]: Value(one[3] or one[6]) for one in found if one}


def _entries(text: str) -> list[str]:
    """What commas part outside of brackets and quotes; nothing where that is too much, or does not pair."""
    entries: list[str] = []
    start, depth = 0, 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[({") - (token[0] in "])}")
        if depth < 0 or len(entries) > _MOST:
            return []
        if token[0] == "," and not depth:
            entries.append(text[start : token.start()].strip())
            start = token.end()
    last = text[start:].strip()
    return [] if depth else [*entries, *([last] if last else [])]
