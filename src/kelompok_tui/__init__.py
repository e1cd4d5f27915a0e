"""kelompok: the quiet co-pilot of a school counselor who leads a group-counseling session."""

__version__ = "0.1.0"
