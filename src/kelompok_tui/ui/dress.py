"""Classes of a whole screen that only a few of its parts care for."""

from textual.widget import Widget


def dress(screen: Widget, name: str, on: bool, hang: str) -> None:
    """`screen` has the class `name`, or not; only the parts `hang` (a selector) are styled anew.

    Textual would style every widget of the screen, at each key that moves the focus or opens the line.
    """
    if screen.has_class(name) != on:
        screen.set_class(on, name, update=False)
        for part in screen.query(hang):
            part.update_node_styles()
