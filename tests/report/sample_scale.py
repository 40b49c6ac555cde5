"""What the sample report says of the scale of its values."""

from __future__ import annotations

import numpy as np

from interpret.data.scales import understand

_VALUES = np.concatenate([np.linspace(-25.0, 900.0, 300), np.geomspace(1000.0, 27_000.5, 300)]).reshape(6, 100)
SAID = (understand(_VALUES).sentence("data_set_ALL_AML_train.csv"),)
