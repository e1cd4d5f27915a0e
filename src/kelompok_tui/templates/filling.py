"""A template with what a report tells."""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docxtpl import InlineImage
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from kelompok_tui.documents.report import BLANK, Block, Report, Signatures
from kelompok_tui.errors import KelompokError
from kelompok_tui.templates import blocks
from kelompok_tui.templates.mistakes import mistakes, tags, used
from kelompok_tui.templates.paper import TAG, Filler, Paper, plain
from kelompok_tui.templates.tags import ALL, LETTERHEAD, REST, SIGNATURES, Names, Sheet, keys, known, sheets, union
from kelompok_tui.words import clean, line

LOGO = Mm(22)
LARGEST = 30_000_000  # signs of a filled paper
OPTIONAL = ("subtitle",)  # no line is left for it


def filled(data: bytes, report: Report, file: Path) -> bytes:
    """The template `data` with what `report` tells, once for each of its sheets."""
    paper = Paper(data, file)
    names = known([report])
    if mistakes(paper, names, file):  # perhaps only what this paper lacks, and others of its kind have
        from kelompok_tui.templates import sample

        names = union([names, sample.names(report.document, report.language, *_guides(file))])
        for wrong in mistakes(paper, names, file):
            raise wrong
    asked = used(paper, names)
    for one in paper.lines:
        remarks = [(found.start(), found.end(), "") for found in TAG.finditer(one.text) if found[0].startswith("{#")]
        paper.put(one, remarks + [(tag.begin, tag.begin + len(tag.told), tag.says) for tag in tags(one, names)])
    told = sheets(report)
    _drop_rows(paper, names, told)
    if not any(sheet.texts["subtitle"] for sheet in told):
        _drop(paper, "subtitle")
    paper.keep()
    try:
        _render(paper, [_values(paper, sheet, names, asked) for sheet in told])
    except _EndlessError as trouble:
        raise KelompokError("template.endless", file=file) from trouble
    except (TemplateError, etree.LxmlError, ArithmeticError, TypeError) as trouble:
        raise KelompokError("template.not-filled", file=file) from trouble
    paper.document.core_properties.title = line(report.title)[:255]
    held = io.BytesIO()
    paper.document.save(held)
    return held.getvalue()


class _Text(str):
    """A text as it stands in a paper: where there is none, a line to fill in by hand."""

    def __html__(self) -> str:
        return Markup.escape(str(self)) if self else BLANK


class _Row:
    """A row of a table: its cells by name of their column or by number."""

    def __init__(self, named: tuple[str, ...], cells: tuple[str, ...]) -> None:
        self._cells: dict[str | int, str] = dict(zip(named, (*cells, *cells), strict=True))
        self._cells |= dict(enumerate(cells))

    def __getitem__(self, name: str | int) -> str:
        return self._cells.get(name, "")


class _Drawn:
    """Blocks that stand for a paragraph; a loop goes through the rows of their table."""

    def __init__(self, drawn: str, rows: tuple[object, ...] = ()) -> None:
        self._drawn, self._rows = drawn, rows

    def __html__(self) -> str:
        return self._drawn

    def __bool__(self) -> bool:
        return bool(self._drawn)

    def __iter__(self) -> Iterator[object]:
        return iter(self._rows)


class _Letterhead(_Drawn):
    """The lines of the school's own paper, with its logo: a picture belongs to the part of the file it stands in."""

    def __init__(self, report: Report, width: int, word: Filler) -> None:
        self._report, self._width, self._word = report, width, word
        super().__init__(blocks.letterhead(report.letterhead, width), report.letterhead)

    def __html__(self) -> str:
        return blocks.letterhead(self._report.letterhead, self._width, self._logo())

    def __bool__(self) -> bool:
        return bool(self._report.letterhead or self._report.logo)

    def _logo(self) -> str:
        if not self._report.logo:
            return ""
        try:
            drawn = str(InlineImage(self._word, io.BytesIO(self._report.logo), height=LOGO))
        except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError):
            return ""
        return f"<w:r><w:t>{drawn}</w:t></w:r>"


def _values(paper: Paper, sheet: Sheet, names: Names, asked: set[str]) -> dict[str, object]:
    width, headings = _width(paper), _headings(paper)

    def draw(told: tuple[Block, ...], rows: tuple[object, ...] = ()) -> _Drawn:
        return _Drawn(blocks.drawn(told, width, headings), rows)

    values: dict[str, object] = dict.fromkeys(names.blocks, _Drawn(""))
    values |= dict.fromkeys(names.texts, _Text(""))
    for name, told in sheet.blocks.items():
        table = sheet.table(name)
        rows = tuple(_Row(keys(table), tuple(str(clean(cell)) for cell in row)) for row in table.rows) if table else ()
        values[name] = draw(told, rows) if name in asked else _Drawn("")
    report = sheet.report
    values |= {
        LETTERHEAD: _Letterhead(report, width, paper.word),
        SIGNATURES: draw(tuple(block for block in report.blocks if isinstance(block, Signatures))),
        ALL: draw(report.blocks) if ALL in asked else _Drawn(""),
        REST: draw(sheet.rest(asked)) if REST in asked else _Drawn(""),
    }
    texts = {name: str(clean(text)) for name, text in sheet.texts.items()}
    return values | {name: text if name in OPTIONAL else _Text(text) for name, text in texts.items()}


def _drop_rows(paper: Paper, names: Names, told: Sequence[Sheet]) -> None:
    """No row of a table asks only for facts that papers for this reader do not have: nobody is to fill them in."""
    had = {name for sheet in told for name in sheet.texts}
    asked: dict[BaseOxmlElement, set[str]] = {}
    for one in paper.lines:
        if (row := one.above("w:tr")) is not None:
            asked.setdefault(row, set()).update(tag.keyword or tag.inner for tag in tags(one, names))
    for row, inner in asked.items():
        if inner and inner <= names.texts.keys() and not inner & had:
            row.getparent().remove(row)


def _guides(file: Path) -> tuple[Path, ...]:
    """The guide folder beside the folder of templates in which `file` lies: its stages and forms have tags too."""
    return tuple(guide for folder in file.parents[1:3] if (guide := folder / "guide").is_dir())


def _drop(paper: Paper, name: str) -> None:
    """No paragraph has only the tag `name`."""
    for one in paper.lines:
        parent = one.element.getparent()
        if plain(one.text).split() == ["{{", name, "}}"] and len(parent) > 1:
            parent.remove(one.element)


class _Bounded(Template):
    """Ends where a paper would fill the memory."""

    def render(self, *given: Any, **more: Any) -> str:
        parts: list[str] = []
        size = 0
        for part in self.generate(*given, **more):
            size += len(part)
            if size > LARGEST:
                raise _EndlessError
            parts.append(part)
        return "".join(parts)


class _EndlessError(Exception):
    pass


def _render(paper: Paper, values: list[dict[str, object]]) -> None:
    env = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    env.globals.clear()
    env.template_class = _Bounded
    word = paper.word
    source = word.patch_xml(word.get_xml())
    part = paper.document.part
    trees = [etree.fromstring(word.render_xml_part(source, part, told, env)) for told in values]
    first, *others = trees
    end = first.find(qn("w:sectPr"))
    for tree in others:
        added = [etree.fromstring(_NEW_PAGE), *(child for child in tree if child.tag != qn("w:sectPr"))]
        for child in added:
            first.append(child) if end is None else end.addprevious(child)
    tree = word.fix_tables(etree.tostring(first, encoding="unicode"))
    word.fix_docpr_ids(tree)
    _whole(tree)
    word.map_tree(tree)
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        for relation, xml in list(word.build_headers_footers_xml(values[0], uri, env)):
            root = etree.fromstring(xml)
            _whole(root)
            word.map_headers_footers_xml(relation, etree.tostring(root, encoding="utf-8", standalone=True))
    word.render_footnotes(values[0], env)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NEW_PAGE = f'<w:p xmlns:w="{_W}"><w:r><w:br w:type="page"/></w:r></w:p>'


def _whole(tree: BaseOxmlElement) -> None:
    """What Word needs is there: a cell ends with a paragraph, a table has a row."""
    for table in list(tree.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    for element in [*tree.iter(qn("w:tc"), qn("w:txbxContent"), qn("w:hdr"), qn("w:ftr"))]:
        if not len(element) or element[-1].tag != qn("w:p"):
            element.append(element.makeelement(qn("w:p")))


def _width(paper: Paper) -> int:
    """Twentieths of a point between the margins of the page."""
    section = paper.document.sections[0]
    wide = (section.page_width or Mm(210)) - (section.left_margin or 0) - (section.right_margin or 0)
    return max(3000, int(wide.twips if hasattr(wide, "twips") else wide / 635))


def _headings(paper: Paper) -> Mapping[int, str]:
    """The file's own styles for headings, by their level."""
    styles = {s.name: s.style_id for s in paper.document.styles if s.type == WD_STYLE_TYPE.PARAGRAPH and s.name}
    return {n: styles[f"Heading {n}"] for n in (1, 2, 3) if f"Heading {n}" in styles}
