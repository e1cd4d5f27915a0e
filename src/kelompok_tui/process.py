"""What the process itself gives away when it crashes, or when its environment asks it to tell: nothing."""

import contextlib
import faulthandler
import os
import sys

_DUMPABLE = 4  # PR_SET_DUMPABLE, from linux/prctl.h
# of Textual's own variables those that only change the look; the rest write logs and pictures, or open a socket
_LOOKS = {"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FPS", "TEXTUAL_SMOOTH_SCROLL", "TEXTUAL_DIM_FACTOR"}


def harden() -> None:
    """No core dump, no look into the memory by others of the same user (Linux), no trace of C, no log of Textual.

    To be called before Textual is imported: it reads its environment then.
    """
    if faulthandler.is_enabled():
        faulthandler.disable()
    for name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in _LOOKS]:
        del os.environ[name]
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)
