"""Local content through the command against the tables of Miller & Blair, Input-Output Analysis.

The share of an industry's output that is value added in a region is the sum over the region's
industries of their own value added times the published Leontief inverse.
"""

from pathlib import Path

import numpy as np
import pytest

from surface_help import rows_of, write_region

# chapter 2: two sectors
TWO = {
    "sales": [[150, 500], [200, 100]],
    "output": [1000, 2000],
    "inverse": [[1.2541, 0.3300], [0.2640, 1.1221]],
    "here": 1,
}
# chapter 3: region r with three sectors and region s with two, interregional
INTERREGIONAL = {
    "sales": [
        [150, 500, 50, 25, 75], [200, 100, 400, 200, 100], [300, 500, 50, 60, 40],
        [75, 100, 60, 200, 250], [50, 25, 25, 150, 100],
    ],
    "output": [1000, 2000, 1000, 1200, 800],
    "inverse": [
        [1.423, 0.465, 0.291, 0.192, 0.304],
        [0.635, 1.424, 0.671, 0.409, 0.456],
        [0.638, 0.537, 1.336, 0.250, 0.311],
        [0.267, 0.200, 0.197, 1.341, 0.547],
        [0.147, 0.091, 0.093, 0.215, 1.254],
    ],
    "here": 3,
}  # fmt: skip


@pytest.mark.parametrize(("table", "within"), [(TWO, 1e-4), (INTERREGIONAL, 1e-3)])
def test_local_content_is_the_value_added_here(table: dict, within: float, tmp_path: Path) -> None:
    sales, output = np.array(table["sales"], float), np.array(table["output"], float)
    inverse, here = np.array(table["inverse"]), table["here"]
    shares = sales / output
    sectors = [f"sector-{i}" for i in range(len(output))]
    pairs = [(i, j) for i in range(len(sectors)) for j in range(len(sectors))]
    region = write_region(
        tmp_path / "r",
        product=[{"id": s} for s in sectors],
        firm=[{"id": f"firm-{s}"} for s in sectors],
        location=[
            {"located": f"firm-{s}", "place": "rivermouth" if i < here else "hillside"}
            for i, s in enumerate(sectors)
        ],
        production=[{"maker": f"firm-{s}", "product": s} for s in sectors],
        requirement=[
            {"requirer": sectors[j], "input": sectors[i], "share": round(shares[i, j], 12)}
            for i, j in pairs
        ],
        supply=[
            {"supplier": f"firm-{sectors[i]}", "buyer": f"firm-{sectors[j]}",
             "product": sectors[i], "value": sales[i, j], "unit": "cny"}
            for i, j in pairs if i != j
        ],
    )  # fmt: skip
    added = 1 - shares.sum(axis=0)
    for place, inside in (("rivermouth", slice(0, here)), ("hillside", slice(here, None))):
        for sector, expected in zip(
            sectors[inside], (added[inside] @ inverse[inside])[inside], strict=True
        ):
            rows = rows_of("needs", "-g", region, "--place", place, "--product", sector)
            (row,) = (r for r in rows if r["measure"] == "local-content")
            assert row["low"] == row["high"] == pytest.approx(expected, abs=within)
