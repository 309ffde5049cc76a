"""How entities and edges look: colours that the colour-blind tell apart, and a shape beside each.

A class has a hue of its family and a shape of its own, so that colour is never the only sign.
The hues are Okabe and Ito's (2008), darkened on light ground and lightened on dark ground until
they stand out from the ground by 3:1 (WCAG 2.2, 1.4.11).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """The shape of a class, and its colour on light and on dark ground."""

    shape: str
    light: str
    dark: str


# family -> (on light, on dark)
HUES = {
    "firm": ("#0069a8", "#5cb3e6"),
    "industry": ("#00795a", "#35c29a"),
    "knowledge": ("#a03a7d", "#e290c3"),
    "capital": ("#c04d00", "#f08b45"),
    "policy": ("#8a6500", "#dcb13c"),
    "place": ("#5a6570", "#a9b4bf"),
    "site": ("#20707f", "#63bccb"),
    "person": ("#3f4a9c", "#9ea8f0"),
    "problem": ("#9c2f2f", "#ef8d85"),
    "frame": ("#6b5b4b", "#c5b39f"),
}

_CLASSES = {
    "Firm": ("firm", "dot"),
    "Organization": ("firm", "square"),
    "IndustryChain": ("industry", "hexagon"),
    "ChainSegment": ("industry", "diamond"),
    "Product": ("industry", "square"),
    "Technology": ("knowledge", "diamond"),
    "Lab": ("knowledge", "triangle"),
    "University": ("knowledge", "star"),
    "Consortium": ("knowledge", "hexagon"),
    "Fund": ("capital", "diamond"),
    "Bank": ("capital", "square"),
    "FinancialProduct": ("capital", "triangleDown"),
    "GovernmentBody": ("policy", "square"),
    "Policy": ("policy", "star"),
    "Programme": ("policy", "triangle"),
    "Measure": ("policy", "dot"),
    "Problem": ("problem", "triangleDown"),
    "Event": ("problem", "star"),
    "Country": ("place", "hexagon"),
    "Area": ("place", "dot"),
    "Province": ("place", "diamond"),
    "CityCluster": ("place", "star"),
    "City": ("place", "square"),
    "District": ("place", "triangle"),
    "Platform": ("site", "hexagon"),
    "Park": ("site", "square"),
    "Facility": ("site", "triangle"),
    "AssetType": ("site", "triangleDown"),
    "Person": ("person", "dot"),
    "Framework": ("frame", "hexagon"),
    "FrameworkElement": ("frame", "dot"),
    "Indicator": ("frame", "square"),
}

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon")

# How an edge is drawn by how real it is: the dashes in pixels; () is a solid line.
DASHES: dict[str, tuple[int, ...]] = {
    "exists": (),
    "underway": (12, 4),
    "planned": (7, 5),
    "recommended": (2, 5),
    "past": (9, 3, 2, 3),
    "lacking": (1, 3),
}


def look_of(class_name: str) -> Look:
    """How entities of a class look; a class unknown here gets a look of its own by its name."""
    if class_name in _CLASSES:
        family, shape = _CLASSES[class_name]
    else:
        number = sum(ord(c) * (i + 1) for i, c in enumerate(class_name))
        families = sorted(HUES)
        family = families[number % len(families)]
        shape = SHAPES[number // len(families) % len(SHAPES)]
    light, dark = HUES[family]
    return Look(shape, light, dark)


def class_order(class_name: str) -> tuple[int, str]:
    """Where a class stands in a legend."""
    names = list(_CLASSES)
    return (names.index(class_name) if class_name in _CLASSES else len(names), class_name)
