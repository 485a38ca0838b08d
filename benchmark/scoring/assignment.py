"""One-to-one assignment in integers, exact: best by several objectives in turn, then first in order.

The optimum is unique in value, not in pairs. Ties are broken by position, never by the way of solving: else
all that is counted over the pairs would depend on the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Pair: TypeAlias = tuple[int, int]
"""Row and column."""

_PLAIN_STEPS: Final = 1 << 17
"""Tables that need no more inner steps than this, at worst, are solved without numpy: some 20 ms."""
_MACHINE_WEIGHT: Final = 1 << 58
"""Below it, distances, at most four weights, fit in 64 bits."""


def match_most(edges: Sequence[Sequence[int]], order: Iterable[int]) -> tuple[Pair, ...]:
    """Return a maximum matching of rows to columns, sorted; ``edges`` holds the columns of each row.

    Rows are added in the given order and none loses its partner to a later one, so of any first rows of the
    order as many are matched as can be.
    """
    order = list(order)
    columns = [column for row in order for column in edges[row]]
    if len(set(columns)) == len(columns):
        return tuple(sorted([(row, edges[row][0]) for row in order if edges[row]]))
    partner: dict[int, int] = {}
    owner: dict[int, int] = {}
    for start in order:
        came: dict[int, int] = {}
        free = _free_column(start, edges, owner, came)
        while free is not None:
            row = came[free]
            owner[free] = row
            previous = partner.get(row)
            partner[row] = free
            free = previous
    return tuple(sorted(partner.items()))


def _free_column(
    start: int, edges: Sequence[Sequence[int]], owner: Mapping[int, int], came: dict[int, int]
) -> int | None:
    """Return the free column nearest to a row by alternating paths, None if there is none.

    ``came`` is given the row from which each column on the way was reached.
    """
    rows = [start]
    for row in rows:
        for column in edges[row]:
            if column not in came:
                came[column] = row
                if column not in owner:
                    return column
                rows.append(owner[column])
    return None


def assign(worth: Mapping[Pair, tuple[int, ...]]) -> list[Pair]:
    """Return the best one-to-one choice among pairs, sorted.

    ``worth`` gives each pair that may be chosen its objectives, as many for all, each at least 0 and not all
    0. The sum of the first objective is the greatest, among such choices that of the second, and so on. Then
    each row in turn has the least column that it can have, and stays alone only if it must: where all such
    choices have equally many pairs, this is the lexicographically least list.
    """
    if len({row for row, _ in worth}) == len({column for _, column in worth}) == len(worth):
        return sorted(worth)
    return sorted(pair for component in _components(worth) for pair in _solve(sorted(component), worth))


def _components(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Yield the pairs of each connected component."""
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    for row, column in pairs:
        rows.setdefault(row, []).append(column)
        columns.setdefault(column, []).append(row)
    while rows:
        component = []
        queue = [next(iter(rows))]
        for row in queue:
            for column in rows.pop(row, ()):
                component.append((row, column))
                queue += columns.pop(column, ())
        yield component


def _solve(pairs: list[Pair], worth: Mapping[Pair, tuple[int, ...]]) -> Iterable[Pair]:
    """Return the best choice in one component, its pairs given in order."""
    if len(pairs) == 1:
        return pairs
    rows = sorted({row for row, _ in pairs})
    columns = sorted({column for _, column in pairs})
    if len(rows) == 1 or len(columns) == 1:
        return (max(pairs, key=worth.__getitem__),)
    favourites = _favourites(pairs, worth, int(len(rows) > len(columns)))
    if favourites is not None:
        return favourites
    shorter, longer = sorted((len(rows), len(columns)))
    weights = _pack([worth[pair] for pair in pairs], shorter)
    row_places = {row: place for place, row in enumerate(rows)}
    column_places = {column: place for place, column in enumerate(columns)}
    places = [(row_places[row], column_places[column]) for row, column in pairs]
    plain = shorter * shorter * longer <= _PLAIN_STEPS
    solve = _plain if plain else _dense
    chosen = solve(len(rows), len(columns), dict(zip(places, weights, strict=True)))
    return [(rows[row], columns[column]) for row, column in chosen]


def _favourites(pairs: list[Pair], worth: Mapping[Pair, tuple[int, ...]], side: int) -> list[Pair] | None:
    """Return the first best pair of each row, or column if ``side`` is 1; None where two of them collide.

    No choice is better: each row then has the most that it can have. Nor is one as good and earlier in order:
    a row has just the column that it is the first to be best for.
    """
    best: dict[int, Pair] = {}
    for pair in pairs:
        rival = best.setdefault(pair[side], pair)
        if worth[rival] < worth[pair]:
            best[pair[side]] = pair
    favourites = sorted(best.values())
    others = {pair[1 - side] for pair in favourites}
    return favourites if len(others) == len(favourites) else None


def _pack(worth: Sequence[tuple[int, ...]], pairs: int) -> list[int]:
    """Return one weight for each tuple; sums of at most ``pairs`` of them compare as the tuples do."""
    weights = [0] * len(worth)
    for objective in zip(*worth, strict=True):
        base = pairs * max(objective) + 1
        weights = [weight * base + value for weight, value in zip(weights, objective, strict=True)]
    return weights


def _plain(rows: int, columns: int, weights: Mapping[Pair, int]) -> list[Pair]:
    """Solve a small table: the place of a pair in the order is packed below its weight."""
    base = columns + 1
    table = [[0] * columns for _ in range(rows)]
    for (row, column), weight in weights.items():
        table[row][column] = weight * base**rows + (columns - column) * base ** (rows - 1 - row)
    if rows <= columns:
        return [pair for pair in _best(table) if pair in weights]
    turned = _best(list(zip(*table, strict=True)))
    return [(row, column) for column, row in turned if (row, column) in weights]


def _best(table: Sequence[Sequence[int]]) -> Iterator[Pair]:
    """Yield the cells, one a row, of greatest sum in a table of weights of at least 0, no taller than wide.

    Hungarian method by shortest augmenting paths (Jonker & Volgenant 1987, in the form of Crouse 2016), at
    worst rows squared times columns steps. Prices are at least 0 and those of free columns 0; value plus
    price is at least the weight of a cell, and equal to it where the cell is tight, as chosen ones are.
    """
    width = len(table[0])
    value = [0] * len(table)
    price = [0] * width
    owner = [-1] * width
    partner = [-1] * len(table)
    for start in range(len(table)):
        distance = [cost - weight for cost, weight in zip(price, table[start], strict=True)]
        came = [start] * width
        ahead = list(range(width))
        behind = []
        nearest = min(ahead, key=distance.__getitem__)
        while (row := owner[nearest]) >= 0:
            behind.append(nearest)
            ahead.remove(nearest)
            base = distance[nearest] + value[row]
            weights = table[row]
            for column in ahead:
                through = base + price[column] - weights[column]
                if through < distance[column]:
                    distance[column] = through
                    came[column] = row
            nearest = min(ahead, key=distance.__getitem__)
        value[start] = -distance[nearest]
        for column in behind:
            value[owner[column]] -= distance[nearest] - distance[column]
            price[column] += distance[nearest] - distance[column]
        _augment(nearest, came, owner, partner)
    return enumerate(partner)


def _augment(column: int, came: Any, owner: Any, partner: Any) -> None:
    """Give a free column to the row that reached it, that row's column to the one before, and so on."""
    while column >= 0:
        row = came[column]
        owner[column] = row
        column, partner[row] = partner[row], column


def _dense(rows: int, columns: int, weights: Mapping[Pair, int]) -> list[Pair]:
    """Solve a large table with numpy: by weight alone, then along tight cells to the first choice in order.

    The optima are the perfect matchings on the tight cells of the table filled up to a square.
    """
    import numpy as np

    fits = max(weights.values()) < _MACHINE_WEIGHT
    table: np.ndarray[Any, Any] = np.zeros((rows, columns), np.int64 if fits else object)
    places = np.array(list(weights)).T
    table[places[0], places[1]] = list(weights.values())
    real = np.zeros((rows, columns), bool)
    real[places[0], places[1]] = True
    turned = rows > columns
    partner, tight = _square(table.T if turned else table)
    if turned:
        partner, tight = np.argsort(partner), tight.T
    return list(_first(partner.tolist(), tight, real))


def _square(table: Any) -> tuple[Any, Any]:
    """Return a perfect matching (column of each row) and the tight cells of a table filled up to a square.

    As ``_best``, a row of the table at a time; then each free column is given to an empty row, whose cells
    are tight where the price is 0.
    """
    import numpy as np

    height, width = table.shape
    value = np.zeros(height, table.dtype)
    price = np.zeros(width, table.dtype)
    owner = np.full(width, -1)
    partner = np.full(width, -1)
    for start in range(height):
        distance = price - table[start]
        came = np.full(width, start)
        ahead = np.ones(width, bool)
        far = distance.max() + 1
        nearest = int(distance.argmin())
        while (row := owner[nearest]) >= 0:
            ahead[nearest] = False
            through = (distance[nearest] + value[row]) + price - table[row]
            # Nothing is nearer through a column that lies further off, so columns behind stay as they are.
            nearer = through < distance
            distance[nearer] = through[nearer]
            came[nearer] = row
            nearest = int(np.where(ahead, distance, far).argmin())
        behind = np.flatnonzero(~ahead)
        value[start] = -distance[nearest]
        gain = distance[nearest] - distance[behind]
        value[owner[behind]] -= gain
        price[behind] += gain
        _augment(nearest, came, owner, partner)
    partner[height:] = np.flatnonzero(owner < 0)
    tight = np.tile(price == 0, (width, 1))
    tight[:height] = value[:, None] + price == table
    return partner, tight


def _first(partner: list[int], tight: Any, real: Any) -> Iterator[Pair]:
    """Yield the pairs of the first perfect matching in order, reached from another along tight cells.

    A row can have a column just if an alternating path over tight cells leads from that column's owner back
    to the row's own column. Sets of rows are the bits of integers.
    """
    import numpy as np

    bits = np.packbits(tight, axis=0, bitorder="little").T
    takers = [int.from_bytes(column.tobytes(), "little") for column in bits]
    owner = np.argsort(partner).tolist()
    movable = (1 << len(partner)) - 1
    height, width = real.shape
    for row, cells in enumerate(real & tight[:height, :width]):
        columns = [column for column in np.flatnonzero(cells).tolist() if movable >> owner[column] & 1]
        own = partner[row]
        ways = {row: own} if columns[:1] == [own] else _ways(own, takers, movable & ~(1 << row), partner)
        column = next((column for column in columns if column == own or owner[column] in ways), None)
        if column is None:
            continue
        movable &= ~(1 << row)
        yield row, column
        mover = row
        while column != own:
            displaced = owner[column]
            partner[mover], owner[column] = column, mover
            mover, column = displaced, ways[displaced]
        partner[mover], owner[own] = own, mover


def _ways(goal: int, takers: Sequence[int], movable: int, partner: Sequence[int]) -> dict[int, int]:
    """Return the next column of each movable row on its way to a column."""
    ways = {}
    columns = [goal]
    for column in columns:
        fresh = takers[column] & movable
        movable ^= fresh
        while fresh:
            last = fresh.bit_length() - 1
            fresh ^= 1 << last
            ways[last] = column
            columns.append(partner[last])
    return ways
