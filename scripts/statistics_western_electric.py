"""The average number of values until one of the four Western Electric rules of one side speaks by chance, by an exact Markov chain.

The chain remembers the zones of the last seven values: below the centre, within one, two or three sigma above it. A value beyond three
sigma speaks at once. Needs numpy and scipy; prints the constant of `crates/measure/src/drift/chart.rs`. Both sides together speak twice as
often: half of it is 91.70, and Champ and Woodall (Technometrics 29, 1987) have 91.75 for both sides.
"""
import itertools
import numpy as np
from scipy.stats import norm
from scipy.sparse import csr_matrix


def chain_of(zones, chances, speaks, memory=7):
    """The chain over the zones of the last values, without those at which `speaks` is true of the last eight."""
    states = {s: i for i, s in enumerate(itertools.product(range(zones), repeat=memory))}
    rows, columns, values = [], [], []
    for state, at in states.items():
        for zone in range(zones):
            last = state + (zone,)
            if not speaks(last):
                rows.append(at), columns.append(states[last[1:]]), values.append(chances[zone])
    size = len(states)
    chain = csr_matrix((values, (rows, columns)), shape=(size, size))
    return chain, states


def expected(chain, start):
    """Sum of the chances of not having spoken after 0, 1, 2, ... values."""
    alive, total = np.zeros(chain.shape[0]), 0.0
    alive[start] = 1.0
    while alive.sum() > 1e-13:
        total += alive.sum()
        alive = chain.T @ alive
    return total


p = norm.cdf
above = [p(0), p(1) - p(0), p(2) - p(1), p(3) - p(2)]
rules = lambda last: (sum(z >= 3 for z in last[-3:]) >= 2 and last[-1] >= 3) or (sum(z >= 2 for z in last[-5:]) >= 4 and last[-1] >= 2) or all(z >= 1 for z in last)
chain, states = chain_of(4, above, rules)
print("one side:", expected(chain, states[(0,) * 7]))
