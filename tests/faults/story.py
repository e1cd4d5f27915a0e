"""An hour that happens by chance: the same seed always gives the same one, key by key."""

import os
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from kelompok_tui.errors import KelompokError
from kelompok_tui.keeper import Keeper
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.store import Store

from ..conftest import NINE

CODES = ("AR", "BN", "CD", "DE", "EF", "FA")
STAGES = ("beginning", "transition", "working", "closing")
WORDS = ("pelan", "menunduk", "“ya”", "naïf", "東", "🙂", 'kutip "', "garis\\miring", "x" * 300)


def seed() -> int:
    """The one that FAULTS_SEED names, else a new one; printed, so that what failed can be played again."""
    chosen = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={chosen}", file=sys.stderr)
    return chosen


def a_group() -> Group:
    """Six members, and a plan."""
    group = Group(name="Berani bicara", concern="takut bicara", goal="berani")
    for code in CODES:
        group = group.add_member(code)
    return group


def first(group: Group) -> Session:
    """The session before anything happened in it."""
    return next_session(group, None, 1, NINE).enter("beginning", NINE).change(place="0")


def strike(session: Session, seed: int) -> Session:
    """The next thing that happens; `place` counts them, so that a file tells by itself how far it is."""
    step = int(session.place) + 1
    dice, at = random.Random(f"{seed}.{step}"), NINE + timedelta(seconds=step * 1.7)
    return _happened(session, dice, at).change(place=str(step))


def _happened(session: Session, dice: random.Random, at: datetime) -> Session:
    who, text = dice.choice(CODES), " ".join(dice.choices(WORDS, k=dice.randint(1, 8)))
    tensions, actions = session.tensions, session.actions
    match dice.randrange(18):
        case 0:
            return session.enter(dice.choice(STAGES), at, text)
        case 1:
            return session.go_on(at) if session.paused else session.pause(at)
        case 2:
            return session.attend(who, state=dice.choice(("present", "sick", "absent")))
        case 3:
            return session.note(text, at)
        case 4:
            return session.floor(who, at).turn("conflict", at, tension="conflict")
        case 5 if tensions:
            return session.change_tension(dice.choice(tensions).id, cause=text, strength=dice.randint(1, 4))
        case 6:
            return session.act(who=who, what=text, when="besok")
        case 7 if actions:
            return session.change_action(dice.choice(actions).id, state="done", support=text)
        case 8:
            return session.answer("uca", dice.choice(("comfort", "action")), who, dice.randint(1, 4), at)
        case 9:
            return session.tick(session.stage, f"step-{dice.randint(1, 9)}", at)
        case 10:
            return session.flag(who, at)
        case 11:
            return session.unmark()
        case 12:
            return session.come(who, at) if dice.random() < 0.5 else session.go(who, at)
        case 13:
            return session.see(at)
        case 14:
            return session.turn("summarise", at, row="leader")
        case _:
            return session.floor(who, at).turn(dice.choice(("question", "response", "support")), at)


def live(folder: Path, seed: int, say: int, pause: float = 0.004) -> None:
    """Goes on with the hour in `folder` until somebody ends the process: as the app does, memory first, then disk.

    On `say` it tells each thing that happened ("+") and each that was told to be on the disk ("=").
    """
    store, written = Store(folder), [""]

    def write(session: Session) -> None:
        store.save_session("g", session)
        written[0] = session.place

    def told(trouble: KelompokError | None) -> None:
        os.write(say, f"{'=' if trouble is None else '!'}{written[0]}\n".encode())

    session = store.load_session("g", 1)
    keeper: Keeper[Session] = Keeper(write, told)
    dice = random.Random()
    while True:
        session = strike(session, seed)
        os.write(say, f"+{session.place}\n".encode())
        keeper.keep(session)
        time.sleep(pause * dice.expovariate(1))
