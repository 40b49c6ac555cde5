"""Public data sets that can be fetched: one entry each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DataSet:
    """A data set on Kaggle.

    Attributes
    ----------
    handle
        `owner/name` on Kaggle.
    files
        The sha256 of each file that is wanted, its line ends as LF.
    """

    handle: str
    files: Mapping[str, str]

    @property
    def page(self) -> str:
        """The page from which it can be downloaded by hand."""
        return f"https://www.kaggle.com/datasets/{self.handle}"


DATA_SETS: Mapping[str, DataSet] = {
    "golub": DataSet(
        "crawford/gene-expression",
        {
            "data_set_ALL_AML_train.csv": "7c8b432b4af99e68f923c53e289c73f1834986b05d80c2c43502053d8fca9f2c",
            "data_set_ALL_AML_independent.csv": "38bd56674360e5765840c579622fc0be2650780c0d6ef46f8601074e96677bd3",
            "actual.csv": "af291eced4116e257af0b73043e83b55d9b42f0d815440a4c5bc72424d2f44e1",
        },
    ),
}
