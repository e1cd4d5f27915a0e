"""A Word file with tags: its paragraphs, and where each stands."""

import functools
import io
import re
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from lxml import etree

from kelompok_tui.errors import KelompokError

LARGEST = 30_000_000  # bytes of a template on the disk
UNPACKED, WRITTEN = 100_000_000, 8_000_000  # bytes of all that is packed in one; of its texts
PARTS = 5_000  # files that are packed in one
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # what .doc begins with, and a file with a password
EMPTY = ("\u00a0", "\u2009", "\u202f")  # blanks that are no blank to a program
NOTHING = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")  # signs that nobody sees
TAG = re.compile(
    r"\{\{((?:(?!\{\{|\{%|\}\}).)*)\}\}|\{%((?:(?!\{\{|\{%|%\}).)*)%\}|\{#(?:(?!#\}).){0,2000}#\}", re.DOTALL
)
TEXTS = (".xml", ".rels")
OPEN, CLOSED = "\ue000", "\ue001"  # signs that no font has, for braces that are none of a tag
LINKED = ("/image", "/attachedTemplate", "/oleObject", "/frame", "/subDocument")


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, and `where` it stands, which can be told."""

    element: BaseOxmlElement
    text: str
    where: KelompokError

    def above(self, tag: str) -> BaseOxmlElement | None:
        """The nearest element `tag` (w:tr) around it."""
        return next(self.element.iterancestors(qn(tag)), None)


class Paper:
    """The Word file `data`; KelompokError tells what it is if it is none."""

    def __init__(self, data: bytes, file: Path) -> None:
        self.file = file
        _unpackable(data, file)
        self.word = Filler(io.BytesIO(data))
        try:
            self.word.render_init()
            self._notes = {part: parse_xml(part.blob) for part in self._parts("footnotes+xml")}
            self.stories = tuple(self._stories())
            if self.document.element.body is None:
                raise KelompokError("template.damaged", file=file)
        except (
            OpcError,
            etree.LxmlError,
            KeyError,
            ValueError,
            AttributeError,
            TypeError,
            zipfile.BadZipFile,
        ) as trouble:
            raise KelompokError("template.damaged", file=file) from trouble
        self._linked()

    @property
    def document(self) -> Document:
        """The Word file as python-docx knows it."""
        held: Document = self.word.get_docx()
        return held

    @functools.cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every paragraph with a text: of the body, of headers and footers, of notes."""
        return tuple(line for kind, root in self.stories for line in _lines(kind, root))

    def put(self, line: Line, tags: list[tuple[int, int, str]]) -> None:
        """In a paragraph each `text` of (begin, end, text) is carried out, in place of what stands there."""
        for begin, end, text in sorted(tags, reverse=True):
            _put(line.element, begin, end, self.word.token(text) if text else "")

    def keep(self) -> None:
        """What was put into the footnotes is in the file; the other parts are written when the file is."""
        for part, root in self._notes.items():
            part._blob = etree.tostring(root, encoding="utf-8")

    def _stories(self) -> Iterator[tuple[str, BaseOxmlElement]]:
        yield "paragraph", self.document.element.body
        for kind in ("header", "footer"):
            for part in self._parts(f"{kind}+xml"):
                if isinstance(part, XmlPart):
                    yield kind, part.element
        yield from (("note", root) for root in self._notes.values())

    def _parts(self, ending: str) -> list[Part]:
        return [part for part in self.document.part.package.iter_parts() if part.content_type.endswith(ending)]

    def _linked(self) -> None:
        for part in self.document.part.package.iter_parts():
            for one in part.rels.values():
                if one.is_external and one.reltype.endswith(LINKED):
                    raise KelompokError("template.linked", file=self.file, link=one.target_ref)


class Filler(DocxTemplate):  # type: ignore[misc]
    """docxtpl, which carries out what was given to it, and nothing that only looks like a tag, wherever it stands.

    A token in the file stands for each tag; nobody can write one beforehand.
    """

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self._said: list[str] = []
        self._mark = secrets.token_hex(8)

    def token(self, tag: str) -> str:
        """What stands in the file for `tag`."""
        self._said.append(escape(tag, quote=False))
        return f"{self._mark}.{len(self._said) - 1}."

    def patch_xml(self, src_xml: str) -> str:
        """The tags are in their places."""
        guarded = src_xml.replace("{", OPEN).replace("}", CLOSED)
        said = re.sub(rf"{self._mark}\.(\d+)\.", lambda found: self._said[int(found[1])], guarded)
        patched: str = super().patch_xml(said)
        return patched

    def render_xml_part(self, *given: object) -> str:
        """Braces that were none of a tag are braces again."""
        rendered: str = super().render_xml_part(*given)
        return rendered.replace(OPEN, "{").replace(CLOSED, "}")


def _put(paragraph: BaseOxmlElement, begin: int, end: int, text: str) -> None:
    """Between `begin` and `end` stands `text`, whole in the piece where that begins: Word tears tags into pieces."""
    at = 0
    for element, held in list(pieces(paragraph)):
        first, last = max(begin - at, 0), min(end - at, len(held))
        if element is not None and first < last:
            element.text = held[:first] + text + held[last:]
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text = ""
        at += len(held)


def pieces(paragraph: BaseOxmlElement) -> Iterator[tuple[BaseOxmlElement | None, str]]:
    """The texts of a paragraph one after the other, each with its element; None: a blank or a new line that is none."""
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if next(element.iterancestors(qn("w:p")), None) is not paragraph or element.getparent().tag == qn("w:tabs"):
            continue
        if element.tag == qn("w:t"):
            yield element, element.text or ""
        else:
            yield None, "-" if element.tag == qn("w:noBreakHyphen") else " "


def text_of(paragraph: BaseOxmlElement) -> str:
    """What stands in a paragraph."""
    return "".join(text for _, text in pieces(paragraph))


def plain(tag: str) -> str:
    """`tag` with signs that a program knows: blanks, straight quotes, nothing that cannot be seen."""
    for sign in EMPTY:
        tag = tag.replace(sign, " ")
    for sign in "“”„":
        tag = tag.replace(sign, '"')
    for sign in "‘’‚":
        tag = tag.replace(sign, "'")
    return NOTHING.sub("", tag)


def _lines(kind: str, root: BaseOxmlElement) -> Iterator[Line]:
    tables = [table for table in root.iter(qn("w:tbl")) if next(table.iterancestors(qn("w:tbl")), None) is None]
    rows = {row: (n, r) for n, table in enumerate(tables, 1) for r, row in enumerate(table.findall(qn("w:tr")), 1)}
    number = 0
    for paragraph in root.iter(qn("w:p")):
        text = text_of(paragraph)
        if not text.strip():
            continue
        at = next((rows[row] for row in paragraph.iterancestors(qn("w:tr")) if row in rows), None)
        if kind != "paragraph":
            where = _where(kind)
        elif next(paragraph.iterancestors(qn("w:txbxContent")), None) is not None:
            where = KelompokError("template.where.box")
        elif at:
            where = KelompokError("template.where.table", table=at[0], row=at[1])
        else:
            number += 1
            where = KelompokError("template.where.paragraph", number=number)
        yield Line(paragraph, text, where)


def _where(kind: str) -> KelompokError:
    if kind == "header":
        return KelompokError("template.where.header")
    return KelompokError("template.where.footer") if kind == "footer" else KelompokError("template.where.note")


def _unpackable(data: bytes, file: Path) -> None:
    """KelompokError where `data` is no Word file, or would fill the memory."""
    if data.startswith(OLD):
        raise KelompokError("template.old", file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            packed = held.infolist()
            written = sum(one.file_size for one in packed if one.filename.endswith(TEXTS))
            if len(packed) > PARTS or written > WRITTEN or sum(one.file_size for one in packed) > UNPACKED:
                raise KelompokError("template.large", file=file)
            names = {one.filename for one in packed}
            if "word/document.xml" not in names and "[Content_Types].xml" not in names:
                raise KelompokError("template.no-word", file=file)
            kinds = held.read("[Content_Types].xml")
            if b"wordprocessingml.template" in kinds or b"macroEnabled" in kinds:
                raise KelompokError("template.kind", file=file)
            if b"wordprocessingml.document.main" not in kinds:
                raise KelompokError("template.no-word", file=file)
            if held.testzip() or any(b"<!DOCTYPE" in held.read(name) for name in names if name.endswith(TEXTS)):
                raise KelompokError("template.damaged", file=file)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, RuntimeError, ValueError) as trouble:
        if data.startswith(b"PK"):
            raise KelompokError("template.damaged", file=file) from trouble
        raise KelompokError("template.no-word", file=file) from trouble
