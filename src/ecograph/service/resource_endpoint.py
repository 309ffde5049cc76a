"""Resources at their addresses: entities, the ontology, what the graph is as a dataset, pages."""

import mimetypes
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ecograph.base.namespaces import ID_BASE, VOC_BASE
from ecograph.service.bodies import Sent, packed
from ecograph.service.catalogue_endpoint import reply_of_worker
from ecograph.service.entity_replies import FORMATS, HTML
from ecograph.service.negotiation import media_wanted, with_charset
from ecograph.service.problems_told import Problem
from ecograph.service.served import Served

ROOT = "/ecograph/"  # the path of our IRIs
MOST_FILE = 256 * 1024**2  # bytes of a page of the atlas


async def answer_entity(served: Served, request: Request) -> Response:
    """What the graph says of an entity, a code or a statement.  Raises Problem."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    bases = {"id": ID_BASE, "vocab": VOC_BASE}
    if kind not in bases or not key:
        raise Problem(404, "nothing is named by this address; ask /api/find for names")
    raw = request.scope["raw_path"].decode("ascii").partition(f"{ROOT}{kind}/")[2]
    media = _media(request, html=HTML)
    page = _page_of(served, key) if kind == "id" and media == HTML else None
    up = "../" * (request.url.path.count("/") - 1)
    if page is not None:
        return RedirectResponse(f"{up}atlas/{page}", 303, {"Vary": "Accept"})
    asked = _asked(served, media) | {"do": "entity", "iri": bases[kind] + raw, "root": up}
    try:
        return await reply_of_worker(served, request, asked)
    except Problem as problem:
        raise Problem(404 if problem.status == 400 else problem.status, problem.detail) from None


async def answer_ontology(served: Served, request: Request) -> Response:
    """The ontology, at the address of its terms."""
    asked = {"do": "ontology"} | _asked(served, _media(request))
    return await reply_of_worker(served, request, asked)


async def answer_description(served: Served, request: Request) -> Response:
    """The graph as a dataset: VoID and DCAT."""
    asked = {"do": "description"} | _asked(served, _media(request))
    return await reply_of_worker(served, request, asked)


async def answer_query_page(served: Served, request: Request) -> Response:
    """The page on which the graph is asked."""
    return await reply_of_worker(served, request, {"do": "query page"} | _asked(served, HTML))


async def answer_editor_page(served: Served, request: Request) -> Response:
    """The page with an editor of queries.  Raises Problem where there is none."""
    if served.editor is None:
        raise Problem(
            404, "there is no editor here; serve --editor FOLDER gives YASGUI, /query asks"
        )
    return await reply_of_worker(served, request, {"do": "editor page"} | _asked(served, HTML))


async def answer_editor(served: Served, request: Request) -> Response:
    """A file of the editor.  Raises Problem."""
    path = _file_of(served.editor and served.editor / "build", request.path_params["path"])
    if path is None:
        raise Problem(404, "the editor has no such file")
    return _given(served, request, path)


async def answer_start(served: Served, request: Request) -> Response:
    """Where a browser begins: at the atlas, where there is one, else at the page that asks."""
    return RedirectResponse("atlas/index.html" if served.atlas else "query", 303)


async def answer_atlas(served: Served, request: Request) -> Response:
    """A file of the atlas.  Raises Problem."""
    path = _file_of(served.atlas, request.path_params["path"] or "index.html")
    if path is None:
        mend = "ecograph atlas -o FOLDER draws one, serve --atlas FOLDER gives it"
        raise Problem(404, f"the atlas has no such page; {mend}")
    return _given(served, request, path)


def _given(served: Served, request: Request, path: Path) -> Response:
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    body, headers = packed(request, path.read_bytes())
    return Sent(served, body, with_charset(media), headers)


def _file_of(folder: Path | None, name: str) -> Path | None:
    """The file with this name; None where there is none inside of the folder."""
    if folder is None or "\0" in name:
        return None
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root) and path.is_file() and path.stat().st_size <= MOST_FILE
    except OSError:  # longer than names of files are
        return None
    return path if inside else None


def _page_of(served: Served, key: str) -> str | None:
    """The page of an entity in the atlas; None where it has none."""
    from ecograph.pages.page_names import page_name

    name = f"entities/{page_name(key)}.html"
    return name if _file_of(served.atlas, name) else None


def _asked(served: Served, media: str) -> dict[str, Any]:
    has = {"atlas": served.atlas is not None, "editor": served.editor is not None}
    return {"media": media, "root": "", "has": has}


def _media(request: Request, **others: str) -> str:
    """The form that is wanted; `others` are offered besides.  Raises Problem."""
    offered = {media: form.file_extension for media, form in FORMATS.items()}
    offered |= {media: short for short, media in others.items()}
    return media_wanted(
        request.query_params.get("format"), request.headers.get("accept"), offered, "this"
    )
