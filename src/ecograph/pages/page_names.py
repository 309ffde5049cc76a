"""What the pages of entities are called."""

import hashlib
import re

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")  # names that Windows keeps for itself


def page_name(key: str) -> str:
    """The file name, without ending, of the page of an entity: its id wherever that is safe."""
    if _PLAIN.fullmatch(key) and not _RESERVED.fullmatch(key):
        return key
    slug = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:40]
    return f"{slug or 'x'}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"
