"""Critical values for what is far more than usual: the limits of `[bulk]` in data/tables/access_alerts.toml.

For n normal values, the largest distance from their median in units of 1.4826 times their median absolute deviation exceeds the
value of n with the stated chance. Drawn 200,000 times each with numpy; nothing is shared with the product.
Usage: python3 scripts/access_bulk.py
"""

import numpy

CHANCE = 0.01
DRAWS = 200_000
random = numpy.random.default_rng(20261126)
for n in [20, 30, 50, 75, 100, 200, 500, 1000]:
    largest = []
    left = DRAWS if n <= 200 else DRAWS // 10
    while left > 0:
        draws = min(left, max(1, 2_000_000 // n))
        values = random.standard_normal((draws, n))
        median = numpy.median(values, axis=1, keepdims=True)
        spread = 1.4826 * numpy.median(numpy.abs(values - median), axis=1)
        largest.append((values.max(axis=1) - median[:, 0]) / spread)
        left -= draws
    print(f"    {{ n = {n}, z = {numpy.quantile(numpy.concatenate(largest), 1 - CHANCE):.2f} }},")
