"""Pages: our template, scripts and style, under a policy that lets nothing else in."""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecograph.base.errors import CannotDo
from ecograph.base.version import __version__
from ecograph.base.words import word as text
from ecograph.base.words import words as texts
from ecograph.pages.scripts import ASSETS


@cache
def environment() -> Environment:
    """The templates, with everything escaped that is not marked as safe."""
    env = Environment(
        loader=PackageLoader("ecograph.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.update(t=in_both, t2=in_each, tx=text, version=__version__, both=both)
    env.globals.update(th=as_head, colon=both(("：", ": ")))
    return env


def both(pair: tuple[str, str] | list[str]) -> Markup:
    """A text in zh and en, of which the page shows one."""
    zh, en = pair[:2]
    return _spans(zh, en)


@lru_cache(100_000)  # a page says "source" at every fact, and a name at every edge
def _spans(zh: str, en: str) -> Markup:
    spans = '<span class="zh" lang="zh">{}</span><span class="en" lang="en">{}</span>'
    return Markup(spans).format(zh, en)


def in_both(key: str, **values: object) -> Markup:
    """A text of texts.toml in both languages."""
    return both(text(key, **values))


def as_head(key: str) -> Markup:
    """A text as a head: in English with a capital."""
    return both(capital(text(key)))


def capital(pair: tuple[str, str]) -> tuple[str, str]:
    """A text whose English begins with a capital."""
    return pair[0], pair[1][:1].upper() + pair[1][1:]


def in_each(key: str, **values: tuple[str, str]) -> Markup:
    """A text in both languages whose values are in both languages too."""
    zh, en = (text(key, **{k: v[i] for k, v in values.items()})[i] for i in (0, 1))
    return both((zh, en))


def asset(name: str) -> str:
    """A style of ours."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def vis_network() -> str:
    """The script of vis-network, from the installed pyvis.

    Raises CannotDo where this pyvis does not hold it.
    """
    import pyvis

    folder = Path(str(pyvis.__file__)).parent
    found = sorted(folder.glob("**/vis-9.1.2/vis-network.min.js"))
    if not found:
        raise CannotDo(f"{folder}: this pyvis has no vis-network 9.1.2; install pyvis==0.3.2")
    lines = found[0].read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")  # not at U+2028
    script = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))
    return script.replace("</script", "<\\/script")


def render(
    template: str,
    *,
    language: str | None,
    style: Iterable[str],
    scripts: Iterable[str],
    data: dict[str, object],
    asks: bool = False,
    beside: bool = False,
    **values: Any,
) -> str:
    """A page in one file: its style and scripts inside it, each allowed by its hash.

    `data` becomes JSON blocks by their id; `texts` is added to them.  See policy for the rest.
    """
    css, code = [*style], [*scripts]
    blocks = {"texts": page_texts(), **data}
    page = environment().get_template(template)
    return page.render(
        language=language,
        policy=policy(
            [digest(s) for s in code], [digest(s) for s in css], asks=asks, beside=beside
        ),
        styles=[Markup(f"<style>{s}</style>") for s in css],
        scripts=[Markup(f"<script>{s}</script>") for s in code],
        blocks={key: Markup(as_json(value)) for key, value in blocks.items()},
        quotes=None,
        **values,
    )


def policy(
    scripts: Iterable[str], styles: Iterable[str], *, asks: bool = False, beside: bool = False
) -> str:
    """A Content-Security-Policy: these scripts, these styles, images of the page, no more.

    A page that `asks` may ask the server that it came from; with `beside` it takes scripts and
    fonts from there too, and styles also from where its scripts write them.
    """
    allowed = {"script-src": [*scripts], "style-src": [*styles]}
    if beside:
        allowed = {"script-src": [*scripts, "self"], "style-src": ["self", "unsafe-inline"]}
    parts = ["default-src 'none'"]
    for key, hashes in allowed.items():
        quoted = [f"'{one}'" for one in hashes or ["none"]]
        parts.append(" ".join([key, *quoted]))
    parts += ["img-src data: blob:", "base-uri 'none'", "form-action 'none'"]
    parts += ["connect-src 'self'"] if asks else []
    parts += ["font-src 'self' data:"] if beside else []
    return "; ".join(parts)


def digest(content: str) -> str:
    """The hash by which a policy allows a script or a style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def as_json(data: object) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for bad in "<>&\u2028\u2029":
        written = written.replace(bad, f"\\u{ord(bad):04x}")
    return written


@cache
def page_texts() -> dict[str, tuple[str, str]]:
    """The texts that scripts of pages show."""
    return {
        key: pair
        for key, pair in texts().items()
        if key.split(".")[0] in ("page", "net", "mark", "ask", "cite")
        or key.startswith("atlas.search")
    }
