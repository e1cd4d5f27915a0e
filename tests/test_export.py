"""The formats, by what a reader of theirs gets back."""

import json

from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kelompok_tui.documents.report import Block, Bullets, Fact, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.export import FORMATS
from kelompok_tui.model import line

# what people write, and what Markdown, HTML and terminals would make something else of
NASTY = "[b]Ayu[/b] | # <x> *y* _z_ ~w~ `v` \\ \n1. dua\t😀 &lt;u&gt; &#124; ![i](j) --- === + - > \x1b[31m \u202e"
PIECES = some.sampled_from(
    [*NASTY, "&amp;", "\\|", "**", "```", "| --- |", "<!--", "1) ", "# ", "    ", "\r\n", "é", "b"]
)
texts = some.lists(PIECES, min_size=1, max_size=12).map("".join).filter(lambda text: line(text) != "")
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _shown(tokens: list[Token]) -> list[tuple[str, str]]:
    """Where each text stands, and how a reader sees it; a token that only marks up what users wrote fails."""
    shown, place = [], ""
    for token in tokens:
        if token.type == "inline":
            assert {child.type for child in token.children or []} <= {
                "text",
                "text_special",
                "strong_open",
                "strong_close",
            }
            shown.append((place, "".join(child.content for child in token.children or [])))
        elif token.nesting == 1 and not token.hidden:  # the paragraph in a tight list is hidden
            place = token.tag
    return shown


@given(title=texts, one=texts, two=texts, three=texts, four=texts)
def test_a_reader_of_markdown_gets_back_what_was_written(title: str, one: str, two: str, three: str, four: str) -> None:
    blocks: tuple[Block, ...] = (
        Heading(one),
        Facts((Fact(two, three),)),
        Heading(two, 2),
        Paragraph(three),
        Bullets((four, one)),
        Heading(four),
        Table((one, two), ((three, four), (two, ""))),
    )
    text = FORMATS["md"].render(Report("log", title, "id", blocks)).decode()
    t, a, b, c, d = (line(said) for said in (title, one, two, three, four))
    assert _shown(READER.parse(text)) == [
        *(("h1", t), ("h2", a), ("li", f"{b}: {c}"), ("h3", b), ("p", c), ("li", d), ("li", a), ("h2", d)),
        *(("th", a), ("th", b), ("td", c), ("td", d), ("td", b), ("td", "")),
    ]


def test_no_sign_of_a_file_steers_the_terminal() -> None:
    text = FORMATS["md"].render(Report("log", NASTY, "id", (Table((NASTY,), ((NASTY,),)),))).decode()
    assert all(sign.isprintable() or sign == "\n" for sign in text)


@given(texts)
def test_json_holds_every_block_as_it_is(text: str) -> None:
    blocks = (Heading(text), Facts((Fact(text, text),)), Paragraph(text), Bullets((text,)), Table((text,), ((text,),)))
    held = json.loads(FORMATS["json"].render(Report("log", text, "en", blocks)))
    assert (held["schema"], held["document"], held["title"], held["language"]) == (2, "log", text, "en")
    assert held["blocks"] == [
        {"kind": "heading", "text": text, "level": 1},
        {"kind": "facts", "rows": [{"label": text, "value": text, "id": "", "fill": ""}]},
        {"kind": "paragraph", "text": text},
        {"kind": "bullets", "items": [text], "numbered": False},
        {"kind": "table", "columns": [text], "rows": [[text]], "id": "", "widths": [], "high": False},
    ]


def test_each_format_names_the_ending_of_its_files() -> None:
    assert all(format.ending == f".{name}" for name, format in FORMATS.items())
