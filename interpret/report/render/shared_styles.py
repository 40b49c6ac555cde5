"""One style for all elements and pages that are styled alike.

WeasyPrint 70 gives elements one computed style where the same rules hold for them and for what they stand in; but each
element with an id or with a style attribute has a style of its own, and so has everything within it. In our pages that
is every section, title and figure. A style is some hundred values, each reckoned when it is first asked for. Here an
anchor is a style's name and no reason for another, equal style attributes are one, and so are the styles of pages that
the same rules hold for.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

_ANCHOR = "-weasy-anchor"
_OF_NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
_MAY_HAVE_NOTES = re.compile(r"footnote|note\s*\(|@import|<link\b", re.IGNORECASE)
"""In a page: what makes a note, or brings styles that are not to be seen here."""


def register(weasyprint: ModuleType) -> None:
    """Have WeasyPrint share the styles of elements and of pages."""
    css, page = weasyprint.css, weasyprint.layout.page
    if not hasattr(css.find_style_attributes, "__wrapped__"):
        css.find_style_attributes = _told_once(css.find_style_attributes)
        css.StyleFor.__init__ = _named_after(css.StyleFor.__init__, _named_style(css.ComputedStyle))
        page.set_page_type_computed_styles = _once_a_kind_of_page(page.set_page_type_computed_styles)


def kind_of_document(weasyprint: ModuleType, markup: str) -> Any:  # noqa: ANN401  untyped package
    """Return WeasyPrint's `HTML`, without the styles of notes where the markup has none."""
    if _MAY_HAVE_NOTES.search(markup):
        return weasyprint.HTML
    base: Any = weasyprint.HTML

    class WithoutNotes(base):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002  as WeasyPrint calls it
            return [_of_no_note(sheet) for sheet in super()._ua_stylesheets(forms)]

    return WithoutNotes


@functools.cache
def _of_no_note(sheet: Any) -> Any:  # noqa: ANN401  untyped package
    sheet = copy.copy(sheet)
    sheet.matcher = copy.copy(sheet.matcher)
    sheet.matcher.other_selectors = [
        selector for selector in sheet.matcher.other_selectors if selector[3] not in _OF_NOTES
    ]
    return sheet


Found = tuple[Any, Any, Iterable[Any], Any]


def _told_once(find_style_attributes: Callable[..., Iterator[Found]]) -> Callable[..., Iterator[Found]]:
    """Return the function that finds style attributes: the same declarations for the same text, and no anchors."""

    @functools.wraps(find_style_attributes)  # by whose mark `register` knows its work
    def find(*args: Any, **kwargs: Any) -> Iterator[Found]:  # noqa: ANN401  untyped package
        told: dict[tuple[str, ...], tuple[Any, ...]] = {}
        for specificity, element, found, base_url in find_style_attributes(*args, **kwargs):
            declarations = tuple(found)
            if not _is_anchor(declarations, element):
                known = told.setdefault(tuple(each.serialize() for each in declarations), declarations)
                yield specificity, element, known, base_url

    return find


def _is_anchor(declarations: tuple[Any, ...], element: Any) -> bool:  # noqa: ANN401  untyped package
    """Whether this says no more than the element's id."""
    if len(declarations) != 1 or getattr(declarations[0], "name", "") != _ANCHOR:
        return False
    values = declarations[0].value
    return len(values) == 1 and values[0].type == "string" and values[0].value == element.get("id")


def _named_after(begin: Callable[..., None], named: Callable[[Any, str], Any]) -> Callable[..., None]:
    """Return what gives all elements their styles, and then those with an id one that bears it."""

    @functools.wraps(begin)
    def begin_and_name(
        style_for: Any,  # noqa: ANN401  untyped package
        html: Any,  # noqa: ANN401
        sheets: Any,  # noqa: ANN401
        presentational_hints: bool,  # noqa: FBT001  as WeasyPrint calls it
        font_config: Any,  # noqa: ANN401
        target_collector: Any,  # noqa: ANN401
    ) -> None:
        begin(style_for, html, sheets, presentational_hints, font_config, target_collector)
        styles = style_for.get_computed_styles()
        for element in html.etree_element.iter():
            anchor = element.get("id")
            if anchor and styles[element, None]["anchor"] is None:
                styles[element, None] = named(styles[element, None], anchor)
                if target_collector:
                    target_collector.collect_anchor(anchor)

    return begin_and_name


def _named_style(computed_style: Any) -> Callable[[Any, str], Any]:  # noqa: ANN401  untyped package
    """Return what makes a style that is another one in everything but its anchor."""

    class NamedStyle(computed_style):  # type: ignore[misc]
        def __init__(self, shared: Any, anchor: str) -> None:  # noqa: ANN401
            self.__dict__.update(vars(shared))  # parent, rules, fonts and the like
            self.anonymous_style = shared.anonymous_style
            self.shared = shared
            self["anchor"] = anchor

        def __missing__(self, key: str) -> Any:  # noqa: ANN401
            value = self[key] = self.shared[key]
            return value

    return NamedStyle


_PAGES: WeakKeyDictionary[Any, dict[Any, dict[str | None, Any]]] = WeakKeyDictionary()
"""By what gives a document its styles: the styles of a page and its margin boxes, by the rules that hold for it."""


def _once_a_kind_of_page(set_styles: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
    """Return the function that gives a page its styles, reckoned once for all pages with the same rules."""

    @functools.wraps(set_styles)
    def set_known_styles(page_type: Any, html: Any, style_for: Any) -> None:  # noqa: ANN401  untyped package
        style_for.add_page_declarations(page_type)
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        rules = {pseudo: cascaded[of, pseudo] for of, pseudo in cascaded if of == page_type}
        # the size of the first page is known only once it is made
        key = (
            style_for.initial_page_sizes["box"] is None,
            tuple(
                (pseudo, tuple((name, id(value), repr(weight)) for name, (value, weight) in given.items()))
                for pseudo, given in rules.items()
            ),
        )
        kinds = _PAGES.setdefault(style_for, {})
        if key not in kinds:
            set_styles(page_type, html, style_for)
            kinds[key] = {pseudo: computed[page_type, pseudo] for pseudo in (None, *rules)}
        for pseudo, style in kinds[key].items():
            computed[page_type, pseudo] = style
        for pseudo in rules:
            del cascaded[page_type, pseudo]

    return set_known_styles
