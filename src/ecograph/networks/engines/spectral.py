"""PageRank, Katz and eigenvector centrality by iterating sparse matrices; scipy."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse import linalg

from ecograph.base.errors import CannotDo, UsageError
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.network import Floats

TOLERANCE = 1e-12  # of the sum of changes


def pagerank(simple: SimpleGraph, damping: float) -> Floats:
    """PageRank with uniform restart, nodes without out-edges spread evenly, as in networkx."""
    n = simple.n
    if not n:
        return np.zeros(0)
    s, _, w = simple.both_ways()
    out = np.bincount(s, weights=w, minlength=n)
    share = np.divide(damping, out, out=np.zeros(n), where=out > 0)
    into = simple.matrix(into=True)
    into.data *= share[into.indices]
    sinks = np.flatnonzero(out == 0)  # summed, not multiplied: BLAS would start threads
    rank = np.full(n, 1.0 / n)
    for _ in range(10_000):
        base = (1 - damping + damping * rank[sinks].sum()) / n
        new = into @ rank
        new += base
        rank -= new
        change = np.abs(rank, out=rank).sum()
        rank = new
        if change < TOLERANCE:
            return np.asarray(rank / rank.sum())
    raise CannotDo(f"pagerank: did not settle with damping {damping}; take a smaller one")


def katz(simple: SimpleGraph, alpha: float) -> Floats:
    """Katz centrality with beta 1, of length 1, as in networkx.

    Raises UsageError where alpha is not below 1 / the largest eigenvalue.
    """
    n = simple.n
    into = simple.matrix(into=True)
    x = np.zeros(n)
    for _ in range(20_000):
        if not x.max(initial=0) < 1e100:
            break
        new = alpha * (into @ x) + 1.0
        change = np.abs(new - x).sum()
        x = new
        if change < TOLERANCE * n * max(1.0, float(x.max(initial=0))):
            return np.asarray(x / np.linalg.norm(x)) if n else x
    raise UsageError(
        f"katz: alpha {alpha:g} is not below 1 / the largest eigenvalue of the network; "
        "take a smaller one, or let it be chosen"
    )


def katz_alpha(simple: SimpleGraph) -> float:
    """0.85 / the largest eigenvalue, to four digits; 0.5 where there is no cycle."""
    radius = spectral_radius(simple)
    return float(f"{0.85 / radius:.4g}") if radius > 0 else 0.5


def spectral_radius(simple: SimpleGraph) -> float:
    """The largest eigenvalue of the matrix of strengths: the largest over strong components."""
    n, matrix = simple.n, simple.matrix()
    if not simple.m:
        return 0.0
    _, label = sp.csgraph.connected_components(matrix, connection="strong")
    s, t, _ = simple.both_ways()
    same = label[s] == label[t]
    if not same.any():
        return 0.0
    cyclic = simple.matrix().tocoo()
    keep = label[cyclic.row] == label[cyclic.col]
    matrix = sp.csr_array((cyclic.data[keep], (cyclic.row[keep], cyclic.col[keep])), shape=(n, n))
    if n <= 300:
        return float(np.abs(np.linalg.eigvals(matrix.toarray())).max())
    shifted = matrix + sp.identity(n, format="csr")  # a periodic matrix has several of this size
    try:
        found = linalg.eigs(shifted, k=1, which="LM", v0=np.ones(n), return_eigenvectors=False)
        return float(np.abs(found[0]) - 1)
    except linalg.ArpackNoConvergence:  # an upper bound serves as well
        return float(np.sqrt(matrix.sum(axis=0).max() * matrix.sum(axis=1).max()))


def eigenvector(simple: SimpleGraph) -> Floats:
    """Eigenvector centrality by in-edges, of length 1; the edges must be (strongly) connected.

    The power iteration of networkx, quickened by ARPACK above 300 nodes.
    """
    n = simple.n
    into = simple.matrix(into=True)
    if n <= 300:
        values, vectors = np.linalg.eig(into.toarray())
        x = np.real(vectors[:, np.argmax(values.real)])
        return np.asarray(np.abs(x) / np.linalg.norm(x))
    shifted = into + sp.identity(n, format="csr") * (0.1 * float(into.data.max()))
    try:
        _, found = linalg.eigs(shifted, k=1, which="LM", v0=np.ones(n), tol=1e-12, maxiter=20_000)
    except linalg.ArpackNoConvergence:
        raise CannotDo(
            "eigenvector: the iteration does not settle on this network; take pagerank or katz"
        ) from None
    x = np.abs(np.real(found[:, 0]))
    return np.asarray(x / np.linalg.norm(x))
