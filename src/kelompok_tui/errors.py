"""What went wrong, as a key of words and the facts to fill in; the words themselves live in `content`."""


class KelompokError(Exception):
    """A trouble that can be told: `word` names its sentence under `error.` in words.toml, `facts` fill it in.

    The sentence says what happened (file, line or key) and the next step to take.
    """

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word, facts)
        self.word = word
        self.facts = facts
