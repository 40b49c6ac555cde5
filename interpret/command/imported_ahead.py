"""Importing this imports most of what the processes are asked for: once, before they are made, for all of them.

What cannot be imported here, an extra or a library of the system that is missing, is told of where it is asked for.
"""

from contextlib import suppress
from importlib import import_module

from interpret.runtime.garbage import keep_all, look_seldom

_NAMES = (
    "interpret.models.kinds",
    "interpret.validation.judgement",
    "interpret.explain.left_out",
    "interpret.explain.shap_explainers",
    "interpret.report.render.documents",
    "xgboost",
    "weasyprint",
)

look_seldom()
for _name in _NAMES:
    with suppress(Exception):
        import_module(_name)

# what numba knows of other libraries: each process would gather it when it first calls a compiled function
with suppress(Exception):
    _target = import_module("numba.core.registry").cpu_target
    _target.typing_context.refresh()
    _target.target_context.refresh()

keep_all()
