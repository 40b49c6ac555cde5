from __future__ import annotations

import datetime as dt

import pytest

from interpret.errors import SettingsError
from interpret.runtime.provenance import OPTIONAL, PACKAGES, report_date, versions


def test_every_package_has_a_version() -> None:
    found = versions()
    assert set(found) - set(OPTIONAL) == {"python", *PACKAGES}
    assert {"skops", "xgboost-cpu"} <= set(found)
    assert all(version[0].isdigit() for version in found.values())


def test_the_date_asked_for_comes_first_then_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert report_date(dt.date(2020, 2, 29)) == dt.date(2020, 2, 29)
    assert report_date(None) == dt.date(1970, 1, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SettingsError, match="yesterday"):
        report_date(None)
