"""How a network was made, in words: its parameters as pages tell them."""

from collections.abc import Mapping
from typing import Any

from ecograph.base.results import Both, Method
from ecograph.base.words import definition_text, word, words
from ecograph.graph.labels import Labels
from ecograph.networks.specs import read_spec, spec_names

_UNTOLD = frozenset({"engine", "version"})  # of the program, not of the network


def method_rows(method: Method, labels: Labels) -> list[tuple[Both, Both]]:
    """The definition, the place and each parameter of a method with its value, in zh and en."""
    told: dict[str, Any] = {"definition": method.definition, "place": method.place}
    told |= {**method.parameters, "evidence": method.evidence, "seed": method.seed}
    return [
        (word(f"method.{key}") if f"method.{key}" in words() else (key, key), value)
        for key, held in told.items()
        if held is not None and held != "" and key not in _UNTOLD
        for value in [_value(key, held, labels)]
    ]


def _value(key: str, held: Any, labels: Labels) -> Both:
    if isinstance(held, bool):
        return word("verdict.true" if held else "verdict.false")
    if isinstance(held, float):
        return (f"{held:.3g}",) * 2
    text = str(held)
    if key == "definition":
        zh, en = (definition_text(text, language)[0] for language in ("zh", "en"))
        return (zh, en) if zh != text else word("method.view")
    if key in ("place", "chain", "around"):
        return labels.both(text)
    if key in ("evidence", "sources", "projection_rule", "projection_weight"):
        return word(f"method.{key}_{text}")
    if key == "unit":
        return labels.code_both("unit", text)
    if key in ("class", "projected_through"):
        return labels.term_both(text)
    if key == "modality":
        found = [labels.code_both("modality", part) for part in text.split(", ")]
        return "、".join(zh for zh, _ in found), ", ".join(en for _, en in found)
    if key == "left_out":
        return _left_out(text)
    if key == "network":
        return _network(text)
    return (text.capitalize(),) * 2 if key == "algorithm" else (text, text)


def _network(name: str) -> Both:
    """What a network of ours is called; another by its own name."""
    if name not in spec_names():
        return (name, name)
    spec = read_spec(name)
    return spec.label_zh, spec.label_en


def _left_out(text: str) -> Both:
    """Reasons with how many edges each, as `modality 168, place unknown 3`."""
    pairs = [part.rpartition(" ") for part in text.split(", ")]
    known: Mapping[str, Both] = words()
    told = []
    for reason, _, count in pairs:
        name = known.get(f"left_out.{reason.replace(' ', '_')}", (reason, reason))
        told.append((f"{name[0]} {count}", f"{name[1]} {count}"))
    return "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)
