"""Where a step that is taken again and again comes to rest."""

import numpy as np

__all__ = ["steady"]

MEMORY = 3  # steps that are mixed; more gain little


def steady(step, at, close, rounds, within=None):
    """Fixed point of a step, by Anderson mixing.

    Each next point is mixed of the last few so that their moves cancel, which takes a half to a quarter of the rounds
    of plain repetition (Walker and Ni 2011, "Anderson acceleration for fixed-point iterations"). Where a mixed point
    moves more than the best one before, the next is what the plain step gives.

    Parameters
    ----------
    step : callable
        From a point to the next, both a float array.
    at : array
        Where to begin.
    close : float
        Rest is where no figure moves by as much.
    rounds : int
        At most.
    within : callable, optional
        What puts a mixed point back where points have to lie.

    Returns
    -------
    array
        What the last step gave.

    Examples
    --------
    >>> steady(np.cos, np.array([1.0]), 1e-9, 20).round(6).tolist()
    [0.739085]
    """
    points, moves, products, least, last = [], [], np.zeros((0, 0)), np.inf, None
    for _ in range(rounds):
        new = step(at)
        move = new - at
        if max(move.max(initial=0), -move.min(initial=0)) < close:
            break
        size = _product(move, move)
        if last is not None and size <= least:
            points, moves = [*points, new - last[0]][-MEMORY:], [*moves, move - last[1]][-MEMORY:]
            newest = np.array([_product(m, moves[-1]) for m in moves])
            products = np.pad(products, ((0, 1), (0, 1)))[-len(moves) :, -len(moves) :]
            products[-1], products[:, -1] = newest, newest
            shares = np.linalg.lstsq(products, np.array([_product(m, move) for m in moves]), rcond=1e-12)[0]
            at, part = new.copy(), np.empty_like(new)
            for share, point in zip(shares, points, strict=True):
                at -= np.multiply(share, point, out=part)
            at = at if within is None else within(at)
        else:
            points, moves, products, at = [], [], np.zeros((0, 0)), new
        last, least = (new, move), min(least, size)
    return new


def _product(a, b):
    """In one thread and one order, so that a run can be repeated to the last digit."""
    return float(np.einsum("i,i", a, b))
