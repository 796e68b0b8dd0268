"""Texts of any size that are made to take long, for tests and for the benchmark of reading."""

from __future__ import annotations

from collections.abc import Callable


def again(text: str) -> Callable[[int], str]:
    """The text over and over, up to a size."""
    return lambda size: (text * (size // len(text) + 1))[:size]


def between(begin: str, text: str, end: str) -> Callable[[int], str]:
    """The same between two others."""
    return lambda size: begin + again(text)(size - len(begin) - len(end)) + end


#: What makes a text of a size, by name.
KINDS: dict[str, Callable[[int], str]] = {
    "brackets": lambda size: "[" * (size // 2) + "1" + "]" * (size // 2),
    "open": again("[1,"),
    "pairs": again("[0],"),
    "cells": again("1,"),
    "words": again("1 a "),
    "lines": again("1\n"),
    "rows": again("1;"),
    "slices": again("1|"),
    "one number": again("1"),
    "fractions": again("1/"),
    "decimals": again("0,5;1,25\n"),
    "doubt": again("1,234\n"),
    "remarks": again("1 #\n"),
    "blanks": between("1", " ", "x"),
    "tabs": between("1", "\t", "#"),
    "blanks in a bracket": between("[1", " ", "x]"),
    "lines in a bracket": between("[1]", "\n", "x = "),
    "begins": again("\\begin{matrix}1"),
    "rows of LaTeX": between("\\begin{matrix}", "1 & 2 \\\\ ", "\\end{matrix}"),
    "fractions of LaTeX": between("\\begin{matrix}", "\\frac{1}{2} & ", "1\\end{matrix}"),
    "remarks of C": between("[1", "/*", "]"),
    "quotes": again("'1"),
    "tensors": again("<tf.Tensor 1 "),
    "calls": again("float(1"),
    "prompts": again(">>> 1\n"),
    "bars": again("|1|2|\n"),
    "groups": again("1'234"),
    "not ASCII": again("−1 "),
    "names": again("a1 b2 c3 "),
    "lists": again("[1, 2, 3]\n"),
    "tuples": again("(1, 2, 3)\n"),
    "empty lines": between("1 2", "\n", "3 4"),
    "lines between lists": between("[1, 2]", "\n", "[3, 4]"),
    "a matrix of NumPy": between("[", "[ 0.5  -1.25]\n ", "[0. 0.]]"),
    "lists in a list": between("[", "[0.5, -1.25, 2], ", "[0, 0, 0]]"),
    "a table": again("0.5,-1.25,2,17\n"),
    "a spreadsheet": again("0,5\t−1,25\t2\t17\n"),
    "a matrix of MATLAB": between("A = [", "0.5 -1.25 2; ", "0 0 0];"),
    "a rule that is none": between("|", "-", "1 2"),
    "attributes of MediaWiki": between("{| class=x\n|-\n|a=", "bbbb=", "\n| 1 || 2\n|}"),
    "dashes": again("1 2 3\n-----\n"),
}


def long_text(name: str, size: int) -> str:
    """A text of this kind, of about so many characters."""
    return KINDS[name](size)
