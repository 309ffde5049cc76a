"""Writes golden.json: what econcomplex says of random matrices, to hold our measures against.

It needs pandas, scipy and scikit-learn, so it is run by hand, in an environment of its own:

    python -m venv /path/to/venv && /path/to/venv/bin/pip install econcomplex==1.0.1
    PYTHONPATH=tests /path/to/venv/bin/python tests/measures/make_golden.py
"""

import json
from pathlib import Path

import econcomplex as ec
import numpy as np

from golden_matrices import SEEDS, folded, matrix

GOLDEN = Path(__file__).with_name("golden.json")


def measured(seed: int) -> dict[str, list[float]]:
    """ECI, PCI and the measures of places whole, the matrices folded into one number each."""
    amounts = matrix(seed)
    eci, pci = ec.eci_pci(amounts)
    assert not np.isnan([*eci, *pci]).any()
    # Its PCI falls with ubiquity; ours is what goes with ECI, so only its size is comparable.
    found = {
        "eci": eci,
        "pci": pci,
        "lq": [folded(ec.location_quotient(amounts))],
        "proximity": [folded(ec.proximity(amounts)["product"])],
        "density": [folded(ec.relatedness_density(amounts)) / 100],
        "hhi": ec.herfindahl(amounts, normalize=False),
        "entropy": ec.shannon_entropy(amounts),
        "krugman": ec.krugman_index(amounts),
        "diversity": ec.diversity(amounts),
        "ubiquity": ec.ubiquity(amounts),
    }
    return {name: [round(float(v), 9) for v in values] for name, values in found.items()}


if __name__ == "__main__":
    lines = (f'"{seed}": {json.dumps(measured(seed))}' for seed in SEEDS)
    GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
