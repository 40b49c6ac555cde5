"""Set every line of text once a document: what was broken into lines or drawn before is not shaped again.

WeasyPrint 70 lays out the same text many times: columns until they are equally high, a grid to measure it and again to
fill it, pages that name other pages until their numbers stand still; and a table says the same few words in hundreds
of cells. Shaping is most of what that costs. What it gives depends on the words, on the properties listed here and on
the width alone, so it is kept for as long as the document is drawn.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

_SHAPING = (
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
    *("font_variation_settings", "letter_spacing", "word_spacing", "tab_size", "white_space", "overflow_wrap"),
    *("word_break", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""Every property that the functions below ask for; all of them are inherited."""
_SHAPING_NAMES = frozenset(_SHAPING)


@dataclass
class _Kept:
    """What a document has set so far."""

    lines: dict[tuple[Any, ...], tuple[Any, ...]] = field(default_factory=dict)
    drawn: dict[tuple[Any, ...], tuple[list[Any], Any]] = field(default_factory=dict)


def _kind(style: Any) -> str:  # noqa: ANN401  untyped package
    """Return what lines of this style are set by; equal for styles that set them equally."""
    kind: str | None = getattr(style, "kept_kind", None)
    if kind is None:
        above = _of_its_parent(style)
        kind = style.kept_kind = repr([style[name] for name in _SHAPING]) if above is None else _kind(above)
    return kind


def _of_its_parent(style: Any) -> Any | None:  # noqa: ANN401  untyped package
    """Return the style above from which all of `_SHAPING` is inherited, or nothing."""
    above = getattr(style, "parent_style", None)
    if above is None:
        return None
    given = getattr(style, "cascaded", None)
    if given is None:  # of an anonymous box: WeasyPrint itself sets no other for one
        return above if style["white_space"] == above["white_space"] else None
    return None if _SHAPING_NAMES & given.keys() else above


def register(weasyprint: ModuleType) -> None:
    """Have WeasyPrint break and draw lines by what it has done of the same before."""
    layout, draw = weasyprint.layout, weasyprint.draw
    if not hasattr(draw.text.draw_first_line, "__wrapped__"):
        layout.inline.split_first_line = layout.preferred.split_first_line = _once(layout.inline.split_first_line)
        draw.text.draw_first_line = _drawn_once(draw.text.draw_first_line)
        draw.draw_text = _without_setting(draw.draw_text)


def _kept(style: Any) -> _Kept:  # noqa: ANN401  untyped package
    """Return what is kept with the document's fonts, and goes with them: a line refers to its fonts itself."""
    fonts = style.font_config
    kept: _Kept | None = getattr(fonts, "kept_lines", None)
    if kept is None:
        kept = fonts.kept_lines = _Kept()
    return kept


def _once(split_first_line: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Return the function that takes as much of a text as fits a line, for any text and width called once."""

    def split_known_line(
        text: str,
        style: Any,  # noqa: ANN401  untyped package
        context: Any,  # noqa: ANN401
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002  as WeasyPrint calls it
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> tuple[Any, ...]:
        kept, decorated = _kept(style), style["text_decoration_line"] != "none"
        key = (text, _kind(style), decorated, max_width, justification_spacing, is_line_start, minimum)
        if key not in kept.lines:
            kept.lines[key] = split_first_line(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
        layout, *rest = kept.lines[key]
        return copy.copy(layout), *rest  # each box has its own, to be set anew if it is justified or cut

    return split_known_line


def _key_drawn(textbox: Any, text_overflow: str, block_ellipsis: str) -> tuple[Any, ...] | None:  # noqa: ANN401
    """Return by what a drawn line is known, or nothing where more than its letters is drawn."""
    style, layout = textbox.style, textbox.pango_layout
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not hasattr(style, "font_config"):
        return None
    return layout.text, _kind(style), layout.justification_spacing


def _drawn_once(draw_first_line: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Return the function that draws a line and keeps what draws it."""

    @functools.wraps(draw_first_line)  # by whose mark `register` knows its work
    def draw_and_keep(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:  # noqa: ANN401
        key = _key_drawn(textbox, text_overflow, block_ellipsis)
        stream._current_font = None  # noqa: SLF001  so that the line names its font, wherever it is drawn again
        before = len(stream.stream)
        emojis = draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        if key is not None and not emojis and len(stream.stream) > before:
            # without the first, which says where
            _kept(textbox.style).drawn[key] = (stream.stream[before + 1 :], stream._current_font)  # noqa: SLF001
        return emojis

    return draw_and_keep


def _without_setting(draw_text: Callable[..., None]) -> Callable[..., None]:
    """Return the function that draws a line of a page, and does not set it again to draw it again."""

    def draw_known_text(
        stream: Any,  # noqa: ANN401  untyped package
        textbox: Any,  # noqa: ANN401
        offset_x: float,
        text_overflow: str,
        block_ellipsis: str = "none",
    ) -> None:
        style = textbox.style
        plain = style["visibility"] == "visible" and style["text_decoration_line"] == "none"
        key = _key_drawn(textbox, text_overflow, block_ellipsis) if plain else None
        known = None if key is None else _kept(style).drawn.get(key)
        if known is None:
            draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
            return
        operators, font = known
        stream.set_color(style["color"])
        stream.begin_text()
        stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
        stream.stream.extend(operators)
        stream._current_font = font  # noqa: SLF001
        stream.end_text()

    return draw_known_text
