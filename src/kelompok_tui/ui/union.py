"""A copy that a sync tool laid beside a file: told, and made one with the file only if she says so."""

from kelompok_tui.store import Conflict, Row, Side
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.words import Words


def told(words: Words, one: Conflict, row: Row) -> str:
    """What it is a copy of: `sesi 2 (Berani bicara)`."""
    if one.number is None:
        return words("conflict.plan", group=row.name)
    return words("conflict.session", number=one.number, group=row.name)


def offer_union(page: Page, one: Conflict, row: Row) -> None:
    """Has it asked above `page`, with what each of the two holds; where the copy cannot be read, that is told."""
    if one.trouble:
        page.tell(one.trouble)
        return
    store, words, what = page.desk.store, page.words, told(page.words, one, row)

    def ask(sides: tuple[Side | None, Side]) -> None:
        ours, theirs = sides
        here = words("conflict.here", told=ours.told(words)) if ours else words("conflict.gone")
        page.app.push_screen(
            QuestionScreen(
                page.desk,
                words("conflict.title", what=what),
                [
                    here,
                    words("conflict.there", told=theirs.told(words)),
                    words("conflict.both" if ours else "conflict.alone"),
                ],
                words("conflict.go"),
                lambda: store.unite(one, page.desk.now()),
                lambda clashes: page.say("conflict.clashed" if clashes else "conflict.done", what=what, n=clashes),
            )
        )

    page.fetch(lambda: store.sides(one), ask)
