"""PageRank, Katz and eigenvector centrality by iterating; numpy."""

from dataclasses import replace

import numpy as np

from ecograph.base.errors import CannotDo, UsageError
from ecograph.networks.engines.simple_graph import SimpleGraph
from ecograph.networks.engines.structure import components
from ecograph.networks.network import Floats

TOLERANCE = 1e-12  # of the sum of changes
DENSE = 300  # nodes up to which the eigenvalues of the whole matrix are taken
BASIS = 24  # vectors of a round of Arnoldi's iteration
ROUNDS = 1000


def pagerank(simple: SimpleGraph, damping: float) -> Floats:
    """PageRank with uniform restart, nodes without out-edges spread evenly, as in networkx."""
    n = simple.n
    if not n:
        return np.zeros(0)
    s, t, w = simple.both_ways()
    out = np.bincount(s, weights=w, minlength=n)
    share = w * (damping / out[s])
    sinks = np.flatnonzero(out == 0)  # summed, not multiplied: BLAS would start threads
    rank = np.full(n, 1.0 / n)
    for _ in range(10_000):
        base = (1 - damping + damping * rank[sinks].sum()) / n
        new = np.bincount(t, weights=share * rank[s], minlength=n) + base
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
    s, t, w = simple.both_ways()
    share = alpha * w
    x: Floats = np.zeros(n)
    for _ in range(20_000):
        if not x.max(initial=0) < 1e100:
            break
        came = np.bincount(t, weights=share * x[s], minlength=n)
        new: Floats = came.astype(np.float64) + 1.0
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
    if not simple.m:
        return 0.0
    label = components(simple, strong=True)
    same = label[simple.source] == label[simple.target]
    if not same.any():
        return 0.0
    cyclic = replace(
        simple,
        source=simple.source[same],
        target=simple.target[same],
        strength=simple.strength[same],
    )
    if simple.n <= DENSE:
        return float(np.abs(np.linalg.eigvals(_dense(cyclic))).max())
    try:
        return _perron(cyclic, shift=1.0, tolerance=1e-9)[0]
    except CannotDo:  # an upper bound serves as well
        s, t, w = cyclic.both_ways()
        return float(np.sqrt(np.bincount(s, weights=w).max() * np.bincount(t, weights=w).max()))


def _dense(simple: SimpleGraph) -> Floats:
    """The matrix with [target, source] = strength."""
    matrix = np.zeros((simple.n, simple.n))
    s, t, w = simple.both_ways()
    matrix[t, s] = w
    return matrix


def eigenvector(simple: SimpleGraph) -> Floats:
    """Eigenvector centrality by in-edges, of length 1; the edges must be (strongly) connected."""
    if simple.n <= DENSE:
        values, vectors = np.linalg.eig(_dense(simple))
        x = np.real(vectors[:, np.argmax(values.real)])
    else:
        x = _perron(simple, shift=0.1 * float(simple.strength.max()), tolerance=1e-12)[1]
    return np.asarray(np.abs(x) / np.linalg.norm(x))


def _perron(simple: SimpleGraph, *, shift: float, tolerance: float) -> tuple[float, Floats]:
    """The largest eigenvalue and its vector, by Arnoldi's iteration, begun anew from what it found.

    Saad (2011), Numerical Methods for Large Eigenvalue Problems, 6.4. A periodic matrix has several
    eigenvalues of one size; with `shift` on its diagonal the positive one is the largest.
    Raises CannotDo where it does not settle.
    """
    n = simple.n
    s, t, w = simple.both_ways()
    x = np.full(n, 1.0 / np.sqrt(n))
    for _ in range(ROUNDS):
        basis, inner = np.zeros((BASIS + 1, n)), np.zeros((BASIS + 1, BASIS))
        basis[0] = x
        for j in range(BASIS):
            new = np.bincount(t, weights=w * basis[j][s], minlength=n) + shift * basis[j]
            size = float(np.linalg.norm(new))
            for _ in range(2):  # twice is enough to be at right angles
                along = np.einsum("ij,j->i", basis[: j + 1], new)  # BLAS would start threads
                new -= np.einsum("i,ij->j", along, basis[: j + 1])
                inner[: j + 1, j] += along
            inner[j + 1, j] = np.linalg.norm(new)
            if inner[j + 1, j] <= 1e-14 * size:
                break
            basis[j + 1] = new / inner[j + 1, j]
        values, vectors = np.linalg.eig(inner[: j + 1, : j + 1])
        best = int(np.argmax(values.real))
        y = np.real(vectors[:, best])
        y = y / np.linalg.norm(y)
        x = np.einsum("i,ij->j", y, basis[: j + 1])
        x /= np.linalg.norm(x)
        if abs(inner[j + 1, j] * y[-1]) <= tolerance * float(values[best].real):
            return float(values[best].real) - shift, x
    raise CannotDo(
        "eigenvector: the iteration does not settle on this network; take pagerank or katz"
    )
