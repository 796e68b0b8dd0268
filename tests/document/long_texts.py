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
    "lists without commas": between("[", "[0.5 -1.25 2] ", "[0 0 0]]"),
    "lines without commas": between("[", "[0.5, -1.25, 2]\n", "[0, 0, 0]]"),
    "lists below each other without commas": again("[0.5 -1.25 2]\n"),
    "lists in a row without commas": again("[0.5, -1.25, 2] "),
    "tuples in a list without commas": between("[", "(1, 2, 3)\n", "(0, 0, 0)]"),
    # What patterns with two repeats for the same signs take the square of its length for.
    "lines behind a name": between("[1] a", "\n", "x"),
    "lines between lists and a number": between("[[1, 2]", "\n", "3]"),
    "lines behind a fraction of LaTeX": between("1 \\frac{", "\n", "x"),
    "lines behind a mark of LaTeX": between("1 \\left", "\n", "x"),
    "lines under a set of LaTeX": between("1 \\underset \\left", "\n", "x"),
    "lines of LaTeX that do not end": between("\\begin{matrix}1", "\\\\[", "\\end{matrix}"),
    "rules of LaTeX that do not end": between("\\begin{matrix}1", "\\cline{", "\\end{matrix}"),
    "labels of LaTeX that do not end": between("1", "\\label[", "\\begin{matrix}1\\end{matrix}"),
    "a name before a matrix of LaTeX": between("a", "_", "?\\begin{matrix}1\\end{matrix}"),
    "brackets before a matrix of LaTeX": between("1", "(", "?\\begin{matrix}1\\end{matrix}"),
    "indices": between("[1]{", "[0]", "x}"),
    "a column of R": between("data.frame(a = c(1), c(", "0", ")"),
    "a filter of Pillow": between("Kernel((1, 1)", "\n", "x"),
    "a filter of ImageMagick": between("1x1: 1", "\n", "x"),
    "a matrix of Eigen": between("Matrix2d k; k << 1,2,3,4", "\n", "("),
    "a matrix of Maple": between("<1|<2>", "\n", "]"),
    "a matrix of OpenCV": between("(Mat_<int>(1, 1) << 1)", "\n", "x"),
    "files of OpenCV": again("!!opencv-matrix rows:1 cols:1 data:["),
    "a frame of pandas": between("DataFrame({'a': 1})", "\n", "x"),
    "a foot of pandas": between("1 2\n3 4\n", "Name: , ", "x"),
    "tags that do not end": between("<table><tr><td>1", "<td ", ""),
    "rows of HTML that do not end": between("<table><tr><td>1", "<tr ", ""),
    "figures between tags": between("<table><tr><td>1", "1<", ""),
    "quotes of SVG": between('kernelMatrix="', "{", "1"),
    "a slice of MATLAB": between("A(:,:,1)", "\t", "x\n1 2\n"),
    "columns of MATLAB": between("Columns 1", "\t", "x\n1 2\n"),
    "a unit": between("1V 2", "'1", "V"),
    "a message": between("12.03.24, 10:00 - A: 1\n", "\t", "x\n"),
    "a list of YAML": between("x:\n - 1", "\t", "2\n - 3"),
    "a matrix beside its name": between("G = | 1 |\n1", "\t", "x\n| 3 |"),
    "a name of figures beside a matrix": between("| 1 |\n", "1", "| 3 |"),
    "a remark of C in a list": between(f"[1, 2, {'/*' * 9000}", "a", "\n*/ 3,\n4, 5, 6]"),
    "lines of MATLAB": between("A = [", "1 2 3\n", "4 5 6\n];"),
    "a table of Markdown": between("| a | b |\n|---|---|\n", "| 1 | 2 |\n", ""),
    "a link of marks": between("?=1&", "=&", "\n1 2"),
    "tensors of a state": again("'a': tensor([1, 2]), "),
    "names of a state": between("OrderedDict([('a', tensor([1, 2]))", "('a', 1), ", "])"),
}


def long_text(name: str, size: int) -> str:
    """A text of this kind, of about so many characters."""
    return KINDS[name](size)
