"""What the bytes of a file, or a text, hold: tensors, or a lesson.

Every byte is taken for hostile: a file's type is recognised by what is in it and never by its name, sizes
are checked before memory is taken, no code is run, nothing is written to disk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from convviz.document.limits import MAX_BYTES, MAX_SIDE
from convviz.document.reading.encodings import text_of
from convviz.document.reading.errors import Offer, ReadError
from convviz.document.reading.lessons import read_fields
from convviz.document.reading.matlab import is_matlab, read_matlab
from convviz.document.reading.memory import LARGE, bounded
from convviz.document.reading.notebooks import is_notebook, read_notebook
from convviz.document.reading.npy import read_npy, read_npz
from convviz.document.reading.objects import is_object
from convviz.document.reading.pictures import Side, is_picture, read_picture
from convviz.document.reading.safetensors import is_safetensors, read_safetensors
from convviz.document.reading.shapes import RANK_NAMES, Reading, Tensor
from convviz.document.reading.text import read_text


@dataclass(frozen=True, eq=False)
class Contents:
    """What a file holds.

    `readings` are under the names `"x"` and `"w"` where the file has these names, and under `""` where
    it holds one tensor without a name. `lesson` has the fields of a lesson file; there are no readings then.
    """

    readings: Mapping[str, Reading] = field(default_factory=dict)
    lesson: dict[str, Any] | None = None

    @property
    def tensors(self) -> dict[str, Tensor]:
        """The tensors by their names."""
        return {name: reading.values for name, reading in self.readings.items()}

    @property
    def note(self) -> str:
        """What was decided and left out, in one line."""
        return " ".join(
            f"{name}: {reading.note}" if name else reading.note
            for name, reading in self.readings.items()
            if reading.note
        )

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Other ways to read the one tensor."""
        return next((reading.offers for name, reading in self.readings.items() if not name), ())


def read_tensor(source: str | bytes, rank: int | None = None) -> Tensor:
    r"""The tensor that a text or a file holds, in whatever notation: what people paste, save and print.

    >>> import convviz
    >>> convviz.read_tensor("[[1, 2], [3, 4]]")
    array([[1., 2.],
           [3., 4.]])
    >>> convviz.read_tensor("1/9 * [1 1 1; 1 1 1; 1 1 1]").sum().round(12)
    np.float64(1.0)
    >>> convviz.read_tensor(b"a;b\r\n1;2,5\r\n3;4\r\n", rank=2)
    array([[1. , 2.5],
           [3. , 4. ]])

    Args:
        source: A text as it would be pasted, or the bytes of a file: text, NPY, NPZ, MAT, safetensors, or a
            picture (grey at rank 2, red, green and blue at rank 3).
        rank: 1, 2 or 3; the tensor's own without it. Axes of 1 are added and dropped as needed.

    Returns:
        A float64 array of rank 1, 2 or 3, no larger than the page shows: of longer axes the beginning, of
        larger pictures a smaller one. `convviz.document.reading.contents.read_source` says so in notes.

    Raises:
        ReadError: The source is no tensor of this rank, beyond a limit, or can be read in two ways. The
            message says why and what to do; `found` is the tensor that there is where only the rank is
            another, and `offers` are the readings to choose from.
    """
    return read_source(source, rank).values


def read_source(source: str | bytes, rank: int | None = None) -> Reading:
    r"""The same with notes on what was decided and left out, and other ways to read it.

    >>> read_source("x,y\n1,2\n3,4").notes
    ('Line 1 is a header: left out.',)
    """
    if rank is not None and (type(rank) is not int or rank not in RANK_NAMES):
        raise ReadError(f"The rank is {rank!r:.20}; give 1, 2 or 3.")
    if isinstance(source, str) and _PICTURE.match(source):
        source = source.encode()
    if isinstance(source, str):
        return _read_text(source, rank)
    if not isinstance(source, bytes | bytearray | memoryview):
        raise ReadError(
            f"The source is of type {type(source).__name__}; give a text, or the bytes of a file."
        )
    contents = read(bytes(source), rank)
    if contents.lesson is not None:
        raise ReadError("This is a lesson file, with an input and a filter; open it on the page.")
    if len(contents.readings) > 1:
        raise ReadError("It holds x and w; save the one tensor alone.")
    return next(iter(contents.readings.values()))


#: A picture of figures, PGM or PPM, as a text.
_PICTURE = re.compile(r"P[23]\s*\n")


def _read_text(text: str, rank: int | None) -> Reading:
    if len(text) > MAX_BYTES:
        raise ReadError(f"The text has {len(text):,} characters; the limit is {MAX_BYTES:,}, give fewer.")
    with bounded(len(text)):
        return read_text(text, rank)


def read(data: bytes, rank: int | None, side: Side = lambda rank: MAX_SIDE) -> Contents:
    r"""What the bytes of a file hold, as tensors of this rank.

    >>> read(b"1;2,5\r\n3;4\r\n", 2).tensors[""].tolist()
    [[1.0, 2.5], [3.0, 4.0]]
    >>> read(b"", 2)
    Traceback (most recent call last):
    ...
    convviz.document.reading.errors.ReadError: The file is empty; choose one with numbers or a picture in it.

    A picture is scaled down until neither side is longer than what `side` gives of the rank at which it is
    read. A lesson has a rank of its own, which is that of its `x` and `w`; `rank` is for all other files.

    Raises:
        ReadError: The bytes are none of the kinds of file, damaged, or beyond a limit.
    """
    if not data:
        raise ReadError("The file is empty; choose one with numbers or a picture in it.")
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}, choose a smaller one."
        )
    with bounded(LARGE if is_picture(data) else len(data)):  # few bytes may be many pixels
        return _contents(data, rank, side)


def _contents(data: bytes, rank: int | None, side: Side) -> Contents:
    if data.startswith(b"\x93NUMPY"):
        return Contents({"": read_npy(data, rank)})
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return Contents(read_npz(data, rank))
    if is_picture(data):
        return Contents({"": read_picture(data, rank, side)})
    if is_matlab(data):
        return Contents(read_matlab(data, rank))
    if is_safetensors(data):
        return Contents(read_safetensors(data, rank))
    _check_kind(data)
    return _text(data, rank)


def _text(data: bytes, rank: int | None) -> Contents:
    """What a text holds in any encoding; a guess at that is said, and named where nothing can be read."""
    decoded = text_of(data)
    if decoded is None:
        raise ReadError(_unknown(data))
    text, encoding = decoded
    if is_object(text) and _is_lesson(text):
        return Contents(lesson=read_fields(text.lstrip()))
    if is_notebook(text):
        return Contents({"": read_notebook(text, rank)})
    if not encoding:
        return Contents({"": read_text(text, rank)})
    try:
        reading = read_text(text, rank)
    except ReadError as error:
        if error.found is not None:  # it can be read
            raise
        message = f"{error} The text was taken for {encoding}; if that is wrong, save it as UTF-8."
        raise ReadError(message, error.offers) from None
    return Contents(
        {"": Reading(reading.values, (f"The text is read as {encoding}.", *reading.notes), reading.offers)}
    )


def _is_lesson(text: str) -> bool:
    """Whether an object is a lesson: it says so, or has nothing of which that could not be said."""
    return '"convviz"' in text or '"x"' in text or '"w"' in text or not re.search(r"[\[:]\s*+[\d.\-]", text)


_OTHERS = {
    b"%PDF": "a PDF; copy the numbers out of it, or save the table as CSV",
    b"\x1f\x8b": "packed by gzip; unpack it first",
    b"BZh": "packed by bzip2; unpack it first",
    b"\xfd7zXZ": "packed by xz; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed by Zstandard; unpack it first",
    b"\x04\x22\x4d\x18": "packed by LZ4; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"\x89HDF": "an HDF5 file; save the one array by np.save, or from MATLAB as CSV",
    b"PAR1": "a Parquet file; save it as CSV",
    b"ARROW1": "an Arrow or Feather file; save it as CSV",
    b"CDF\1": "a NetCDF file; save the one array by np.save",
    b"CDF\2": "a NetCDF file; save the one array by np.save",
    b"GGUF": "a network in GGUF; save the one tensor by np.save",
    b"\xd0\xcf\x11\xe0": "an old Office document; save the sheet as CSV",
    b"SQLite format": "a database; save the table as CSV",
    b"RIFF": "a sound or a film; save the samples as CSV or by np.save",
    b"fLaC": "a sound; save the samples as CSV or by np.save",
    b"ID3": "a sound; save the samples as CSV or by np.save",
    b"OggS": "a sound; save the samples as CSV or by np.save",
    b"\xff\xfb": "a sound; save the samples as CSV or by np.save",
    b"FORM": "a sound or a picture; save the samples as CSV, or the picture as PNG",
    b".snd": "a sound; save the samples as CSV or by np.save",
    b"8BPS": "a picture of Photoshop; save it as PNG",
    b"\0\0\1\0": "an icon; save it as PNG",
    b"\0\0\0\x0cjP  ": "a picture in JPEG 2000; save it as PNG",
    b"\0\0\0\x0cJXL ": "a picture in JPEG XL; save it as PNG",
    b"v/1\1": "a picture in OpenEXR; save it as TIFF, or its values by np.save",
    b"P7\n": "a picture in PAM; save it as PNG",
    b"Pf\n": "a picture in PFM; save it as TIFF, or its values by np.save",
    b"PF\n": "a picture in PFM; save it as TIFF, or its values by np.save",
    b"MZ": "a program; choose a file with numbers or a picture in it",
    b"\x7fELF": "a program; choose a file with numbers or a picture in it",
    b"{\\rtf": "a text with formats (RTF); save it as plain text or CSV",
    b"<stata_dta>": "a Stata file; save it by export delimited",
    b"$FL2": "an SPSS file; save it as CSV",
    b"RDX": "an R workspace; save the matrix by write.csv",
    b"SIMPLE  =": "a FITS file; save the array by np.save",
    b"DSAA": "a Surfer grid; save it as CSV",
}


#: Those of them that are text; a text may begin as the others do, such as one with the names `ID3,MZ`.
_OF_TEXT = (b"%PDF", b"{\\rtf", b"<stata_dta>", b"SIMPLE  =", b"DSAA")
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1f]")
#: Pickles of version 2 or later, as PyTorch wrote them too, and of version 0.
_PICKLE = re.compile(rb"\x80[\2-\5]|(?:c[\w.]+\n[A-Za-z_]\w*\n|\([ld])p\d+\n")
_ONNX = re.compile(rb"\x08[\1-\x14][\x12\x1a\x3a]")


def _check_kind(data: bytes) -> None:
    """Raises `ReadError` for files that are known to be something else, with the way out."""
    known = next((what for start, what in _OTHERS.items() if data.startswith(start)), "")
    known = known if data.startswith(_OF_TEXT) or _CONTROL.search(data[:1000]) else ""
    if data[4:8] == b"ftyp":
        known = "a HEIC or AVIF picture, or a film; save the picture as PNG or JPEG"
    elif _PICKLE.match(data):
        known = "a pickle, which holds Python code and is not read; save the array by np.save"
    elif data[128:132] == b"DICM":
        known = "a DICOM picture; save it as PNG, or its values by np.save"
    elif data[257:262] == b"ustar":
        known = "a TAR archive; unpack it first"
    elif _ONNX.match(data):
        known = "a network, perhaps in ONNX; save the one tensor by np.save"
    if known:
        raise ReadError(f"This is {known}.")


def _unknown(data: bytes) -> str:
    if data.count(b"\0") or sum(byte < 9 for byte in data[:2000]) > 0:
        kinds = "CSV or TSV text, NPY, NPZ, MAT, safetensors, picture or lesson file"
        return f"This is no {kinds}; save it as one of these."
    return "The text is in none of the encodings UTF-8, UTF-16 and Windows-1252; save it as UTF-8."
