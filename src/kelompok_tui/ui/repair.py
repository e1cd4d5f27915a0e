"""A file that cannot be read: its last good version is offered, and taken only if she says so."""

from kelompok_tui.errors import KelompokError
from kelompok_tui.store import Generation
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.question_screen import QuestionScreen


def offer_repair(page: Page, trouble: KelompokError) -> None:
    """Has it asked above `page`; where there is nothing to take, only the trouble is told."""
    store, words = page.desk.store, page.words

    def ask(one: Generation | None) -> None:
        if one is None:
            if store.damaged(trouble):
                page.warn(f"{words.error(trouble)} {words('repair.none')}")
            else:
                page.tell(trouble)
            return
        told, gone = one.told(words), trouble.facts.get("why") == "ENOENT"
        page.app.push_screen(
            QuestionScreen(
                page.desk,
                words("repair.title"),
                [
                    f"! {words.error(trouble)}",
                    words("repair.good", told=told),
                    words("repair.missing" if gone else "repair.aside", name=one.file.name),
                ],
                words("repair.go"),
                lambda: store.take(one, page.desk.now()),
                lambda _: page.say("repair.taken", file=one.file.name, told=told),
            )
        )

    page.fetch(lambda: store.good(trouble), ask)
