"""The lock files: pins with hashes, no addresses, and they fit what pyproject.toml declares."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# "name==version", perhaps "; marker", then its hashes, one a line.
_PIN = re.compile(r"([a-z0-9-]+)==(\S+)( ; [^\n\\]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")
_COMMENT = re.compile(r" *#[^\n]*\n")


def pins(name: str) -> set[tuple[str, str]]:
    """The packages of a lock file with their versions; two where Pythons need two."""
    return {(m[1], m[2]) for m in _PIN.finditer((ROOT / name).read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(pins(name)) > 50
    assert not re.search(r"://|--\w*index|--find-links|\w/\w", text)
    assert not _COMMENT.sub("", _PIN.sub("", text)), "something that is no pin"


def test_the_locks_fit_what_is_declared() -> None:
    """A package is pinned within its bounds; `make lock` mends what this finds."""
    made = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = made["project"], made["dependency-groups"]
    shipped = [*project["dependencies"], *made["build-system"]["requires"], *groups["build"]]
    others = chain(*project["optional-dependencies"].values(), groups["check"], groups["test"])
    for name, wanted in zip(LOCKS, (shipped, [*shipped, *others]), strict=True):
        for requirement in map(Requirement, wanted):
            versions = [v for n, v in pins(name) if n == canonicalize_name(requirement.name)]
            assert versions, f"{requirement} is not in {name}"
            assert all(v in requirement.specifier for v in versions), (name, requirement, versions)


def test_one_version_in_both_locks() -> None:
    assert pins("requirements.lock") < pins("requirements-dev.lock")


def test_every_dependency_has_an_upper_bound() -> None:
    made = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = made["project"]
    extras = chain(*project["optional-dependencies"].values())
    for requirement in map(Requirement, [*project["dependencies"], *extras]):
        assert {"<", "=="} & {s.operator for s in requirement.specifier}, str(requirement)
