"""The walk from a study to its findings."""

from interpret.pipeline.walk import analyse

__all__ = ["analyse"]
