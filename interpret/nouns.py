"""What a sample was taken from, in words: a patient, or what the author of the study calls it (a mouse, a cell line).

The setting `[study] unit` is the one place where the noun is chosen. A text that counts somebody's data with it is
written as `f"the {one}s"`, whatever the noun: where it is not the default, `Noun.run` is a word between marks that no
text from a data file can hold, with its plural behind it, and `resolved` makes words of it, with the article before
and the ending behind (`a patient's`, `an animal's`, `the patients`, `the mice`); behind the name of a class, which
may be `A`, one is resolved at once. Texts of the package that name nobody's data (how a method works, how a figure is
read) say `patient` and `person`, and `Noun.said` says them anew. What a lower room writes with names from the data in
it is `told`: its value are the words about patients, and what it would be for another noun goes with it. So words
from a data file are never changed, whatever they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_SMALL, _CAPITAL, _MANY, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"  # of no meaning: `visible` writes them as codes
_NAMES = frozenset({"Brier"})  # persons whose names begin a title
_OPEN = f"[{_SMALL}{_CAPITAL}]"
_RUN = re.compile(
    rf"(?P<article>\b[Aa] )?(?P<open>{_OPEN})(?P<one>[^{_MANY}]*){_MANY}(?P<many>[^{_END}]*){_END}"
    r"(?P<plural>s(?![a-z]))?(?P<own>'s?(?![a-z]))?"
)
# in words of the package: not the name of a file, a column, an option or a command
_WORD = re.compile(
    r"(?P<article>\b[Aa] )?(?<![\w.'/-])(?<!interpret )(?P<word>[Pp]atient|[Pp]erson|[Pp]eople)(?P<plural>s)?"
    r"(?P<own>'s?(?![a-z]))?(?![\w/-]|\.(?:csv|pdf)|'[a-z])"
)
# what is said of patients, and of nothing else that a sample is taken from
_OF_OTHERS = {"diagnosis": "class", "diagnoses": "classes", "who": "that"}
_OF_PATIENTS = re.compile(r"\bdiagnos[ei]s\b|\bwho(?= (?:are|were|was|fit|gave|judged)\b)")
_IRREGULAR = {
    "mouse": "mice",
    "child": "children",
    "man": "men",
    "woman": "women",
    "person": "persons",
    "calf": "calves",
    "larva": "larvae",
    "ox": "oxen",
    "goose": "geese",
    "sheep": "sheep",
    "fish": "fish",
    "zebrafish": "zebrafish",
    "series": "series",
    "species": "species",
    "leaf": "leaves",
    "wolf": "wolves",
    "biopsy": "biopsies",
}
_VOWELS = frozenset("aeiou")
_SAID_WITH_A = ("uni", "use", "usu", "eu", "ewe", "one", "once")  # written with a vowel, spoken with a consonant
_SAID_WITH_AN = ("hour", "heir", "honest", "honour")
_LETTERS_WITH_AN = frozenset("AEFHILMNORSX")  # of a word that is spelt out: an RNA, an iPSC
_SPELT = re.compile(r"[a-z]?[A-Z]{2}|[A-Z](?![a-z])")


def plural_of(one: str) -> str:
    """Return the plural by the few rules that are sure; any other is the author's to give (`[study] units`)."""
    before, _, last = one.rpartition(" ")
    lead = f"{before} " if before else ""
    known = _IRREGULAR.get(last.lower())
    if known is not None:
        return lead + (known if last.islower() else last[0] + known[1:])
    if re.search(r"[^aeiou]y$", last):
        return f"{lead}{last[:-1]}ies"
    return f"{one}es" if re.search(r"(?:s|x|z|ch|sh)$", last) else f"{one}s"


def _article(word: str) -> str:
    """Return `a` or `an`: a mouse, an animal, an RNA pool, a unit."""
    if _SPELT.match(word):
        first = word[0].upper()
        return "an" if first in _LETTERS_WITH_AN else "a"
    low = word.lower()
    if low.startswith(_SAID_WITH_AN) or (low[:1] in _VOWELS and not low.startswith(_SAID_WITH_A)):
        return "an"
    return "a"


class Told(str):
    """Words about patients that know what they are for another noun (`marked`)."""

    __slots__ = ("marked",)
    marked: str

    def __reduce__(self) -> tuple[Callable[[str], Told], tuple[str]]:
        """Say how it is made anew in another process."""
        return told, (self.marked,)


@dataclass(frozen=True)
class Noun:
    """A noun, one and many."""

    one: str = "patient"
    many: str = "patients"

    @property
    def usual(self) -> bool:
        """Whether it is the noun in which the package is written."""
        return (self.one, self.many) == ("patient", "patients")

    @property
    def run(self) -> str:
        """The noun for a sentence, to be followed by `s` for many and by `'s` for what is theirs."""
        return self.one if self.usual else _run(self.one, self.many)

    @property
    def person(self) -> str:
        """The same of somebody who gave several samples: a `person`, unless the study has a noun of its own."""
        return "person" if self.usual else self.run

    def said(self, text: str) -> str:
        """Return words of the package, in which no word is from a data file, about this noun."""
        if self.usual:
            return text
        if isinstance(text, Told):
            return self.retold(text)
        return _OF_PATIENTS.sub(lambda found: _OF_OTHERS[found[0]], _WORD.sub(self._instead, text))

    def retold(self, text: str) -> str:
        """Return what is `told` about this noun; any other text, which may be somebody's data, as it is."""
        if self.usual or not isinstance(text, Told):
            return text
        return resolved(_TOLD.sub(lambda _: self.run, text.marked))

    def _instead(self, found: re.Match[str]) -> str:
        word = found["word"]
        many = bool(found["plural"]) or word.lower() == "people"
        return _written(
            self.many if many else self.one, found["article"], capital=word[0].isupper(), own=found["own"], many=many
        )


USUAL = Noun()


def _run(one: str, many: str) -> str:
    return f"{_SMALL}{one}{_MANY}{many}{_END}"


PATIENT, PERSON = _run("patient", "patients"), _run("person", "persons")
"""The nouns of a text that is to be `told`: f"{PATIENT}s", f"a {PERSON}'s"."""
_TOLD = re.compile(f"{re.escape(PATIENT)}|{re.escape(PERSON)}")


def told(text: str) -> Told:
    """Return words of a lower room with `PATIENT` and `PERSON` in them; the names in it may be anybody's."""
    made = Told(resolved(text))
    made.marked = text
    return made


def rewritten(text: str, change: Callable[[str], str]) -> str:
    """Return the text with its other words changed; what is `told` stays so."""
    return told(change(text.marked)) if isinstance(text, Told) else change(text)


def resolved(text: str) -> str:
    """Return the text with its nouns as words; a text without any as it is."""
    return _RUN.sub(_resolve, text) if _MANY in text else text


def _resolve(found: re.Match[str]) -> str:
    many = bool(found["plural"])
    capital = found["open"] == _CAPITAL
    return _written(found["many" if many else "one"], found["article"], capital=capital, own=found["own"], many=many)


def _written(word: str, article: str | None, *, capital: bool, own: str | None, many: bool) -> str:
    said = word[:1].upper() + word[1:] if capital else word
    if own is not None and (own == "'s" or many):
        said += "'" if word.endswith("s") and many else "'s"
    elif own is not None:
        said += own  # the end of a quotation
    if article and many:  # no article stands before many: it is the name of a class
        return article + said
    return (f"{article[0]}{_article(word)[1:]} " if article else "") + said


def capital(text: str) -> str:
    """Return `text` with a capital first letter, be it the noun's."""
    return _CAPITAL + text[1:] if text[:1] == _SMALL else text[:1].upper() + text[1:]


def within(text: str) -> str:
    """Return a title as it stands within a sentence: its first letter small, unless the first word is a name."""
    first = text.split(" ", 1)[0]
    return text if first in _NAMES or first[1:] != first[1:].lower() else small(text)


def small(text: str) -> str:
    """Return `text` with a small first letter; the noun's own is as its author wrote it."""
    return _SMALL + text[1:] if text[:1] == _CAPITAL else text[:1].lower() + text[1:]
