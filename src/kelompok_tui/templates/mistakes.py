"""What is wrong in a template: each tag with the nearest right one, the paragraph, and the way to mend it."""

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from jinja2 import Environment, TemplateSyntaxError, nodes

from kelompok_tui.errors import KelompokError
from kelompok_tui.templates.paper import TAG, Line, Paper, plain
from kelompok_tui.templates.tags import Names, slug

FILTERS = ("upper", "lower", "title")
STATEMENTS = ("for", "endfor", "if", "elif", "else", "endif")
MODES = ("p", "tr", "tc", "r")
DEEPEST = 2  # loops in one another: enough for every paper, and none of them lasts
CLOSERS = {"endfor": "for", "endif": "if"}
LOOP = ("index", "first", "last", "length")
MANY, LONG = 2_000, 20_000  # tags in a template, signs in a paragraph of one
ENOUGH = 100  # mistakes to be told at once
WORD = 4  # letters of a word that means something
SHOWN = 70  # signs of a paragraph
LONGEST = 200  # signs of a tag
_WORD = re.compile(r"[^\W\d]\w*", re.ASCII)
_OTHER = re.compile(r"(?:\[\[|<<|«)\s*([\w ]{1,60}?)\s*(?:\]\]|>>|»)")  # the braces of other programs
_FOR = re.compile(r"for\s+([A-Za-z_]\w*)\s+in\s+([A-Za-z_]\w*)\s*$")
_FULL = str.maketrans("｛｝％", "{}%")
# what is left of a tag that is none: braces with a blank between them, or too few of them
_BROKEN = re.compile(
    r"\{\s*\{+\s*%?[^{}%]*%?\}?\s*\}?|\{\s*%[^{}%]*%?\s*\}?"
    r"|\{\s*[A-Za-z_][\w .-]{0,60}\}+|[\w.-]{0,60}\s?\}\s?\}|[\w .]{0,60}%\s?\}"
)


@dataclass(frozen=True)
class Tag:
    """One tag: as it stands in the paper, its signs between the braces, `says` for what the programs of Word need.

    `mode`: empty in a line of text, `p` for a paragraph, `tr` for a row of a table. `keyword`: empty where it gives
    something.
    """

    line: Line
    told: str
    begin: int
    mode: str
    keyword: str
    inner: str

    @property
    def says(self) -> str:
        """The tag in the words of the machine that fills it."""
        mode, keyword = f"{self.mode} " if self.mode else " ", self.keyword
        return f"{{%{mode}{self.inner} %}}" if keyword else f"{{{{{mode}{self.inner} }}}}"

    @property
    def inside(self) -> BaseOxmlElement | None:
        """What it must share with the tag that closes it."""
        if self.mode == "p":
            parent: BaseOxmlElement | None = self.line.element.getparent()
            return parent
        if self.mode in {"tr", "tc"}:
            return self.line.above("w:tbl" if self.mode == "tr" else "w:tr")
        return self.line.element


def tags(line: Line, names: Names) -> list[Tag]:
    """The tags of a paragraph, as they are meant: one that is alone in it stands for the whole of it."""
    found = []
    whole = plain(line.text).strip()
    for match in TAG.finditer(line.text):
        statement = match[2] is not None
        inner = match[2] if statement else match[1]
        if inner is None:
            continue  # a remark
        mode = re.match(rf"({'|'.join(MODES)})\s+(?=\S)", inner) if not inner[:1].isspace() else None
        held = " ".join(plain(inner[mode.end() :] if mode else inner).split())
        keyword = (held.split() or [""])[0] if statement else ""
        said = mode[1] if mode else ""
        alone = whole == plain(match[0]).strip()
        if not statement and held not in names.blocks:
            said = ""  # what stands in a line needs no more than its braces
        if not said and alone and (statement or held in names.blocks):
            said = "p"
        found.append(Tag(line, match[0], match.start(), said, keyword if statement else "", held))
    return found


def mistakes(paper: Paper, names: Names, file: Path) -> list[KelompokError]:
    """All that is wrong, in the order of the paper, each told once: Word keeps every text box twice."""
    if (
        any(len(line.text) > LONG for line in paper.lines)
        or sum(len(TAG.findall(one.text)) for one in paper.lines) > MANY
    ):
        raise KelompokError("template.endless", file=file)
    found: list[KelompokError] = []
    for _, lines in _by_story(paper):
        teller = _Teller(names, file)
        for line in lines:
            teller.broken(line)
            for tag in tags(line, names):
                teller.told(tag)
            if len(teller.found) >= ENOUGH:
                return teller.found[:ENOUGH]
        found += [*teller.found, *teller.unclosed()]
    told: dict[tuple[str, ...], KelompokError] = {}
    for one in found:
        told.setdefault((one.word, *(str(one.facts[fact]) for fact in ("where", "text", "tag"))), one)
    return list(told.values())


def used(paper: Paper, names: Names) -> set[str]:
    """The names that a paper asks for."""
    inner = " ".join(tag.inner for line in paper.lines for tag in tags(line, names))
    return {word for word in _WORD.findall(inner) if word in names}


def _by_story(paper: Paper) -> Iterator[tuple[int, list[Line]]]:
    """The paragraphs of each part of the paper: a loop ends where it begins."""
    parts: dict[int, list[Line]] = {}
    roots = []  # they must live as long as their ids are compared
    for line in paper.lines:
        root = line.element.getroottree().getroot()
        roots.append(root)
        parts.setdefault(id(root), []).append(line)
    yield from parts.items()


@dataclass
class _Teller:
    names: Names
    file: Path
    found: list[KelompokError] = field(default_factory=list)
    open: list[tuple[Tag, tuple[str, ...] | None]] = field(default_factory=list)
    loops: dict[str, tuple[str, ...]] = field(default_factory=dict)

    # ── what is no tag ──

    def broken(self, line: Line) -> None:
        """Braces that were meant as a tag."""
        left = TAG.sub(lambda match: "\0" * len(match[0]), line.text).translate(_FULL)
        for match in itertools.islice(_BROKEN.finditer(left), ENOUGH):
            said = match[0].strip()
            self._say(KelompokError("template.braces", **self._facts(line, said, self._meant(said))))
        for match in itertools.islice(_OTHER.finditer(left), ENOUGH):
            if (near := self._near(match[1])) and near in {match[1], slug(match[1])}:
                self._say(KelompokError("template.braces", **self._facts(line, match[0], _tag(near))))

    def _meant(self, said: str) -> str:
        """The tag that those braces were meant to be."""
        words = said.strip("{}% \t\n")
        if not words:
            return _tag("…")
        if words.split()[:1] and (words.split()[0] in STATEMENTS or "%" in said):
            return f"{{% {' '.join(words.split())} %}}"
        return _tag(self._near(words) or slug(words))

    # ── one tag ──

    def told(self, tag: Tag) -> None:
        """What is wrong with `tag`, and what it opens or closes."""
        if len(tag.told) > LONGEST or "{" in tag.inner or "}" in tag.inner:
            self._wrong("braces" if len(tag.told) <= LONGEST else "forbidden", tag, self._meant(tag.inner))
        elif not tag.inner:
            self._say(KelompokError("template.empty", **self._facts(tag.line, tag.told)))
        elif tag.keyword:
            self._statement(tag)
        else:
            self._value(tag)
        self._stands(tag)

    def _value(self, tag: Tag) -> None:
        inner = tag.inner
        if re.fullmatch(r"[\w.-]+(?: [\w.-]+)*", inner) and not _path(inner):
            if {" ", "-"} & set(inner) or not inner.isascii():
                near = self._near(inner)
                self._wrong("name", tag, _tag(near or slug(inner)))
            else:
                self._unknown(tag, inner)
            return
        if re.fullmatch(r"(['\"]).*\1|[\d.]+", inner):
            self._wrong("name", tag, _tag(self._near(inner) or slug(inner)))
            return
        for root, rest in self._read(tag, f"{{{{ {inner} }}}}"):
            self._name(tag, root, rest)

    def _name(self, tag: Tag, root: str, rest: Sequence[str]) -> None:
        """Whether `root.rest` is there, and can stand where it stands."""
        names, part = self.names, ".".join(rest)
        if root in self.loops or root == "loop":
            columns = self.loops.get(root, ()) if root != "loop" else LOOP
            if root == "loop" and not self.loops:
                self._wrong("no-loop", tag, "{% for … %}")
            elif not rest and columns:
                self._wrong("column", tag, _tag(f"{root}.{columns[0]}"), known=_listed(root, columns))
            elif rest and (len(rest) > 1 or not (rest[0] in columns or _index(rest[0], columns))):
                near = next(
                    iter(difflib.get_close_matches(slug(rest[0]), columns, 1, 0.4)), columns[0] if columns else ""
                )
                self._wrong("column", tag, _tag(f"{root}.{near}" if near else root), known=_listed(root, columns))
        elif root in names.rows and rest:
            column = next(iter(difflib.get_close_matches(part, names.rows[root], 1, 0.4)), names.rows[root][0])
            self._wrong("no-loop", tag, f"{{%tr for row in {root} %}} {_tag(f'row.{column}')} {{%tr endfor %}}")
        elif root in names and rest:
            self._wrong("no-parts", tag, _tag(root))
        elif root in names.blocks and not tag.keyword and tag.mode != "p":
            self._wrong("alone", tag, _tag(root))
        elif root not in names and root == "row":
            self._wrong("no-loop", tag, "{%tr for row in … %}")
        elif root not in names:
            self._unknown(tag, ".".join((root, *rest)))

    def _unknown(self, tag: Tag, name: str) -> None:
        near = self._near(name)
        if near and not tag.keyword:
            self._wrong("unknown", tag, _tag(near))
        elif near:
            self._wrong("unknown", tag, f"{{% {tag.inner.replace(name, near)} %}}")
        else:
            self._say(KelompokError("template.odd", **self._facts(tag.line, tag.told)))

    # ── loops and conditions ──

    def _statement(self, tag: Tag) -> None:
        keyword, inner = tag.keyword, tag.inner
        words = inner.split()
        if keyword in MODES and len(words) > 1 and words[1] in STATEMENTS:
            self._wrong("blank", tag, f"{{%{inner} %}}")
            self._as_meant(replace(tag, mode=keyword, keyword=words[1], inner=" ".join(words[1:])))
        elif keyword not in STATEMENTS:
            squeezed = re.match(rf"({'|'.join(MODES)})?({'|'.join(STATEMENTS)})", keyword)
            near = difflib.get_close_matches(keyword, STATEMENTS, 1, 0.5)
            if keyword in {
                "set",
                "include",
                "import",
                "from",
                "macro",
                "call",
                "extends",
                "block",
                "filter",
                "raw",
                "do",
            }:
                self._say(KelompokError("template.forbidden", **self._facts(tag.line, tag.told)))
            elif near or squeezed:
                mode, word = ("", near[0]) if near else squeezed.groups("") if squeezed else ("", "")
                meant = replace(tag, mode=mode or tag.mode, keyword=word, inner=" ".join((word, *words[1:])))
                self._wrong("statement", tag, f"{{%{mode} {meant.inner} %}}")
                self._as_meant(meant)
            elif keyword in self.names:
                self._wrong("statement", tag, _tag(keyword))
            else:
                self._wrong("statement", tag, "{% for row in … %}")
        elif keyword == "for":
            self._opens(tag, self._for(tag))
        elif keyword == "if":
            self._condition(tag)
            self._opens(tag, None)
        elif keyword in CLOSERS:
            self._closes(tag)
        elif not self.open:
            self._wrong("no-start", tag, "{% if … %}")
        elif keyword == "elif":
            self._condition(tag)

    def _as_meant(self, tag: Tag) -> None:
        """What was told already opens and closes as it was meant to, and nothing more is said of it."""
        told = len(self.found)
        self._statement(tag)
        del self.found[told:]

    def _for(self, tag: Tag) -> tuple[str, ...] | None:
        """The columns that its rows have; None: it is told wrong."""
        held = _FOR.match(tag.inner)
        mode = f"{tag.mode} " if tag.mode in {"tr", "tc"} else " "
        if not held:
            near = next((name for name in _WORD.findall(tag.inner) if name in self.names.rows), "")
            call = "(" in tag.inner
            if call:
                self._say(KelompokError("template.forbidden", **self._facts(tag.line, tag.told)))
            else:
                self._wrong("for", tag, f"{{%{mode}for row in {near or self._table('')} %}}")
            return None
        variable, name = held.groups()
        if name not in self.names.rows:
            near = self._table(name)
            self.loops[variable] = self.names.rows[near]
            word = "no-table" if name in self.names else "unknown"
            self._wrong(word, tag, f"{{%{mode}for {variable} in {near} %}}")
            return None
        if sum(one.keyword == "for" for one, _ in self.open) >= DEEPEST:
            self._say(KelompokError("template.forbidden", **self._facts(tag.line, tag.told)))
        self.loops[variable] = self.names.rows[name]
        return self.names.rows[name]

    def _table(self, name: str) -> str:
        rows = [known for known, columns in self.names.rows.items() if columns] or list(self.names.rows)
        return next(iter(difflib.get_close_matches(name, rows, 1, 0.4)), rows[0])

    def _condition(self, tag: Tag) -> None:
        expression = tag.inner.partition(" ")[2]
        if not expression:
            self._wrong("condition", tag, f"{{% {tag.keyword} {next(iter(self.names.texts), '')} %}}")
            return
        for root, rest in self._read(tag, f"{{% if {expression} %}}{{% endif %}}"):
            self._name(tag, root, rest)

    def _opens(self, tag: Tag, columns: tuple[str, ...] | None) -> None:
        self.open.append((tag, columns))

    def _closes(self, tag: Tag) -> None:
        wanted = CLOSERS[tag.keyword]
        at = next((n for n in reversed(range(len(self.open))) if self.open[n][0].keyword == wanted), None)
        if at is None:
            self._wrong("no-start", tag, f"{{% {wanted} … %}}")
            return
        for opener, _ in self.open[at + 1 :]:
            self._left_open(opener)
        opener, _ = self.open[at]
        del self.open[at:]
        if (row := _FOR.match(opener.inner)) and opener.keyword == "for":
            self.loops.pop(row[1], None)
        if (opener.mode, opener.inside) != (tag.mode, tag.inside):
            table = opener.line.above("w:tbl")
            if table is not None and table is tag.line.above("w:tbl") and opener.mode != "tr":
                near = f"{{%tr {opener.inner} %}} … {{%tr {tag.inner} %}}"
                self._say(KelompokError("template.row", **self._facts(opener.line, opener.told, near)))
            else:
                near = f"{opener.says} … {{%{opener.mode} {tag.inner} %}}"
                facts = self._facts(tag.line, tag.told, near)
                self._say(KelompokError("template.crossed", opener=opener.told, **facts))

    def unclosed(self) -> list[KelompokError]:
        """What was opened and never closed."""
        before = len(self.found)
        for opener, _ in self.open:
            self._left_open(opener)
        told = self.found[before:]
        del self.found[before:]
        return told

    def _left_open(self, opener: Tag) -> None:
        mode = opener.mode if opener.mode in {"tr", "tc"} else ""
        self._wrong("no-end", opener, f"{{%{mode} end{opener.keyword} %}}")

    # ── where it stands ──

    def _stands(self, tag: Tag) -> None:
        """A tag for a paragraph has it for itself, one for a row the row."""
        if tag.mode in {"tr", "tc"} and tag.line.above("w:tr") is None and tag.keyword not in CLOSERS:
            near = tag.told.replace(f"{{%{tag.mode} ", "{% ").replace(f"{{{{{tag.mode} ", "{{ ")
            self._wrong("no-row", tag, near)
        elif tag.mode == "p" and plain(tag.line.text).strip() != plain(tag.told).strip():
            self._wrong("alone", tag, tag.told)
        elif tag.mode == "tr" and (row := tag.line.above("w:tr")) is not None:
            told = "".join(element.text or "" for element in row.iter(qn("w:t")))
            if plain(told).strip() != plain(tag.told).strip():
                self._wrong("row-alone", tag, tag.told)

    # ── the words ──

    def _read(self, tag: Tag, text: str) -> list[tuple[str, list[str]]]:
        """The names in the expression of a tag; nothing where it cannot be read, or may not be."""
        try:
            return list(_names(Environment(autoescape=True).parse(text)))
        except _ForbiddenError:
            self._say(KelompokError("template.forbidden", **self._facts(tag.line, tag.told)))
        except TemplateSyntaxError:
            near = self._near(tag.inner)
            self._wrong("braces" if not tag.keyword else "condition", tag, _tag(near or slug(tag.inner)))
        return []

    def _near(self, name: str) -> str:
        """The tag that is nearest to `name`, by its own name or by what it gives."""
        names = self.names
        labels: dict[str, str] = {}
        for known, label in (*names.texts.items(), *names.blocks.items()):
            labels.setdefault(slug(label), known)
        scoped = [f"{row}.{column}" for row, columns in self.loops.items() for column in columns]
        if "." in name and (near := difflib.get_close_matches(name.lower(), scoped, 1, 0.6)):
            return near[0]
        near = difflib.get_close_matches(slug(name), [*names.all, *labels, *self.loops], 1, 0.6)
        if not near:
            near = self._alike({word for word in slug(name).split("_") if len(word) >= WORD})
        return labels.get(near[0], near[0]) if near and near[0] not in names else "".join(near)

    def _alike(self, words: set[str]) -> list[str]:
        """The tag that has the most of `words` in its name or in what it gives; none where no tag has one."""
        every = {**self.names.texts, **self.names.blocks}
        alike = {tag: len(words & {*tag.split("_"), *slug(label).split("_")}) for tag, label in every.items()}
        best = max(alike, key=lambda tag: alike[tag])
        return [best] if alike[best] else []

    def _wrong(self, word: str, tag: Tag, near: str, **facts: object) -> None:
        self._say(KelompokError(f"template.{word}", **self._facts(tag.line, tag.told, near), **facts))

    def _facts(self, line: Line, tag: str, near: str = "") -> dict[str, object]:
        text = " ".join(line.text.split())
        at = max(0, text.find(tag) - SHOWN // 2) if len(text) > SHOWN else 0
        shown = ("…" if at else "") + text[at : at + SHOWN] + ("…" if len(text) > at + SHOWN else "")
        told = " ".join(tag.split())
        told = told if len(told) <= SHOWN else told[: SHOWN - 1] + "…"
        return {"file": self.file, "where": line.where, "text": shown, "tag": told, "near": near}

    def _say(self, trouble: KelompokError) -> None:
        self.found.append(trouble)


class _ForbiddenError(Exception):
    pass


_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.If,
    nodes.CondExpr,
)


def _names(node: nodes.Node) -> Iterator[tuple[str, list[str]]]:
    """Each name in `node` with its parts; _ForbiddenError where more is asked for than names and comparing."""
    rest: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr | nodes.Getitem):
        part = inner.arg.value if isinstance(inner, nodes.Getitem) and isinstance(inner.arg, nodes.Const) else None
        rest.insert(0, inner.attr if isinstance(inner, nodes.Getattr) else str(part))
        if rest[0].startswith("_") or (isinstance(inner, nodes.Getitem) and part is None):
            raise _ForbiddenError
        inner = inner.node
    if isinstance(inner, nodes.Name):
        yield inner.name, rest
        return
    if isinstance(node, nodes.Filter) and node.name in FILTERS and not node.args and node.node is not None:
        yield from _names(node.node)
        return
    if rest or not isinstance(node, _ALLOWED):
        raise _ForbiddenError
    for child in node.iter_child_nodes():
        yield from _names(child)


def _path(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_]\w*(?:\.\w+)*", text, re.ASCII))


def _index(part: str, columns: tuple[str, ...]) -> bool:
    return part.isdigit() and int(part) < len(columns) // 2


def _listed(root: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{root}.{column}" for column in columns[: len(columns) // 2] or columns)


def _tag(name: str) -> str:
    return f"{{{{ {name} }}}}"
