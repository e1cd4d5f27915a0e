"""`python -m kelompok_tui` is the command `kelompok`."""

from kelompok_tui.cli import entry

entry()
