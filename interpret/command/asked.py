"""From what was given on the command line to checked settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from interpret.command.signature import SOURCE, given_options
from interpret.errors import InterpretError, SettingsError
from interpret.settings import Settings, make_settings, read_settings

DEMOS = ("intensities", "counts")


def settings_asked(given: Mapping[str, Any]) -> Settings:
    """Return the settings of the study file with what the command line says on top of them.

    Raises
    ------
    SettingsError
        An option without a word, no input, or settings that cannot be used.
    """
    source: Path | None = given[SOURCE]
    config: Path | None = given["config"]
    _refuse_empty(given)
    if not given.get("demo") and source is None and config is None:
        raise SettingsError(
            "no INPUT was given",
            wanted="an input folder or file, a study.toml, or --demo",
            remedy="for example: interpret report --demo",
        )
    if source is not None and source.suffix == ".toml":
        if config is not None:
            raise SettingsError(
                "two study files were named",
                where=f"{source} and {config}",
                wanted="one of them",
                remedy="leave out --config, or name the expression file as INPUT",
            )
        config, source = source, None
    content = {} if config is None else read_settings(config)
    if source is not None:
        _put(content, "input.expression", source)
    for option, word in given_options(given):
        if option.key and (value := option.to_setting(word)) is not None:
            _put(content, option.key, value)
    return make_settings(content, where="the command line" + ("" if config is None else f" or {config}"))


@contextmanager
def in_the_words_of(settings: Settings) -> Iterator[None]:
    """Let what is refused within call what the samples were taken from as the study does."""
    try:
        yield
    except InterpretError as error:
        error.speak_of(settings.study.noun)
        raise


def demo_asked(given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return which simulated study is asked for (empty: none), and what was given without the word that names it.

    The word after `--demo` stands where an input would: `counts` names the twin of counts, anything else is an input.
    """
    if not given["demo"]:
        return "", dict(given)
    source: Path | None = given[SOURCE]
    if source is not None and str(source) in DEMOS:
        given = {**given, SOURCE: None}
        refuse_data_beside_demo(given)
        return str(source), given
    refuse_data_beside_demo(given)
    return DEMOS[0], dict(given)


def refuse_data_beside_demo(given: Mapping[str, Any]) -> None:
    """Refuse an input beside `--demo`.

    Raises
    ------
    SettingsError
        Both were given.
    """
    data = [
        option
        for option, _ in given_options(given)
        if option.key.startswith("input.") and option.key != "input.gene_sets"  # which go with any study
    ]
    if given["demo"] and (data or given[SOURCE] is not None):
        raise SettingsError(
            "--demo was given together with data",
            wanted=f"one of them; or --demo {DEMOS[1]}",
            remedy="leave out --demo or the data options",
        )


def _refuse_empty(given: Mapping[str, Any]) -> None:
    empty = [option.names[0] for option, word in given_options(given) if isinstance(word, str) and not word.strip()]
    if empty:
        raise SettingsError(
            f"{' and '.join(empty)} given without a word",
            wanted="text that is not empty",
            remedy="leave the option out",
        )


def _put(content: dict[str, Any], key: str, value: object) -> None:
    """Put a value at a key such as `models.beside`; what stands in place of a group is left for the check."""
    *groups, name = key.split(".")
    for group in groups:
        within = content.setdefault(group, {})
        if not isinstance(within, dict):
            return
        content = within
    before = content.get(name)
    content[name] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
