"""A console that prints names from files as text: nothing in them reaches the terminal as a command."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from interpret.visible import visible


class PlainConsole(Console):
    """Rich's console, for which every text is text: no markup or codes of emoji, no control and direction marks."""

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401  as Rich declares them, one by one
        """Return the text to be drawn; whatever is printed passes here, cells of tables too."""
        return super().render_str(visible(text), **{**options, "markup": False, "emoji": False})
