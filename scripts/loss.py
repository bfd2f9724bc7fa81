#!/usr/bin/env python3
"""Writes the golden values of risk quantification: crates/simulate/tests/golden/loss.json.

Everything is computed from definitions with the standard library alone and shares no code with the product: probabilities of counts
by factorials, moments of costs by Simpson's rule over densities, laws of a year by powers of convolution (not by the recursion that the
product uses), common causes by trying out every way in which each link passes on or not. Run it in the root of the repository.
"""
import itertools
import json
import math
import pathlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "crates" / "simulate" / "tests" / "golden" / "loss.json"


# --- counts, by their definitions ---

def poisson(mean):
    return lambda k: math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))


def negative_binomial(mean, variance):
    size = mean * mean / (variance - mean)
    p = size / (size + mean)
    return lambda k: math.exp(math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1) + size * math.log(p) + k * math.log(1 - p))


def binomial(n, p):
    return lambda k: math.comb(n, k) * p**k * (1 - p) ** (n - k) if k <= n else 0.


def log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_binomial(n, wrong, right):
    return lambda k: math.comb(n, k) * math.exp(log_beta(k + wrong, n - k + right) - log_beta(wrong, right)) if k <= n else 0.


COUNTS = [
    ({"law": "poisson", "mean": 0.3}, poisson(0.3), 60),
    ({"law": "poisson", "mean": 4.5}, poisson(4.5), 120),
    ({"law": "poisson", "mean": 900.0}, poisson(900.), 2000),
    ({"law": "negative_binomial", "mean": 2.0, "variance": 6.0}, negative_binomial(2., 6.), 400),
    ({"law": "negative_binomial", "mean": 3.0, "variance": 3.5}, negative_binomial(3., 3.5), 200),
    ({"law": "bernoulli", "probability": 0.2}, binomial(1, .2), 1),
    ({"law": "binomial", "occasions": 40, "probability": 0.1}, binomial(40, .1), 40),
    ({"law": "beta_binomial", "occasions": 30, "wrong": 0.5, "right": 0.7}, beta_binomial(30, .5, .7), 30),
    ({"law": "beta_binomial", "occasions": 200, "wrong": 3.0, "right": 60.0}, beta_binomial(200, 3., 60.), 200),
]


def counts():
    rows = []
    for law, mass, most in COUNTS:
        masses = [mass(k) for k in range(most + 1)]
        mean = math.fsum(k * it for k, it in enumerate(masses))
        variance = math.fsum((k - mean) ** 2 * it for k, it in enumerate(masses))
        some = sorted({0, 1, 2, int(mean), int(mean + 2 * math.sqrt(variance))} & set(range(most + 1)))
        rows.append({"law": law, "mean": mean, "variance": variance, "masses": [[k, masses[k]] for k in some]})
    return rows


# --- costs: each law as a way from an even grid to amounts with a density, so that Simpson's rule is quick to converge ---

def simpson(f, low, high, panels=4000):
    step = (high - low) / (2 * panels)
    inner = math.fsum((4 if it % 2 else 2) * f(low + it * step) for it in range(1, 2 * panels))
    return step / 3 * (f(low) + inner + f(high))


def normal_density(z):
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


class Law:
    """An amount as a rising function of t with a weight, over a range of t."""

    def __init__(self, amount, weight, low, high, back):
        self.amount, self.weight, self.low, self.high, self.back = amount, weight, low, high, back

    def mean(self, f, breaks=()):
        """E f(X), in pieces between amounts at which f bends."""
        points = [self.low] + [t for t in (self.back(it) for it in breaks) if self.low < t < self.high] + [self.high]
        points.sort()
        return math.fsum(simpson(lambda t: f(self.amount(t)) * self.weight(t), a, b) for a, b in zip(points, points[1:]) if b > a)


def lognormal(mu, sigma):
    return Law(lambda z: math.exp(mu + sigma * z), normal_density, -12., 12. + 2 * sigma, lambda x: (math.log(x) - mu) / sigma if x > 0 else -99.)


def exponential_based(amount, back, most=60.):
    return Law(amount, lambda e: math.exp(-e), 0., most, back)


def pareto(least, index, most):
    return exponential_based(lambda e: least * math.exp(e / index), lambda x: index * math.log(x / least) if x > least else -1., most)


def generalised(threshold, scale, shape, most=60.):
    def amount(e):
        return threshold + (scale * e if shape == 0 else scale * math.expm1(shape * e) / shape)

    def back(x):
        if x <= threshold:
            return -1.
        y = (x - threshold) / scale
        if shape == 0:
            return y
        return math.log1p(shape * y) / shape if shape * y > -1 else 1e9
    return exponential_based(amount, back, most)


def pert(least, likely, most, weight):
    width = most - least
    a, b = 1 + weight * (likely - least) / width, 1 + weight * (most - likely) / width
    log = log_beta(a, b)

    def density(x):
        return 0. if x in (0., 1.) else math.exp((a - 1) * math.log(x) + (b - 1) * math.log(1 - x) - log)
    # x = t^2 (3 - 2 t) takes the sharp ends of the density away.
    def x(t):
        return t * t * (3 - 2 * t)

    def back(amount):
        low, high = 0., 1.
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (low, middle) if least + width * x(middle) >= amount else (middle, high)
        return high if amount < most else 2.
    return Law(lambda t: least + width * x(t), lambda t: density(x(t)) * 6 * t * (1 - t), 0., 1., back)


def triangular(least, likely, most):
    def density(x):
        side = (x - least) / (likely - least) if x < likely else (most - x) / (most - likely)
        return max(0., 2 * side / (most - least))
    law = Law(lambda x: x, density, least, most, lambda x: x)
    inner = law.mean
    law.mean = lambda f, breaks=(): inner(f, (*breaks, likely))
    return law


def uniform(least, most):
    return Law(lambda x: x, lambda _: 1 / (most - least), least, most, lambda x: x)


Z90, Z95 = 1.2815515655446004, 1.6448536269514722
SIZES = [
    ({"law": "uniform", "least": 10.0, "most": 50.0}, uniform(10., 50.), math.inf),
    ({"law": "triangular", "least": 0.0, "likely": 20.0, "most": 100.0}, triangular(0., 20., 100.), math.inf),
    ({"law": "pert", "least": 5.0, "likely": 20.0, "most": 100.0}, pert(5., 20., 100., 4.), math.inf),
    ({"law": "pert", "least": 0.0, "likely": 70.0, "most": 80.0, "weight": 9.0}, pert(0., 70., 80., 9.), math.inf),
    ({"law": "lognormal", "mean": 30.0, "deviation": 45.0},
     lognormal(math.log(30) - math.log(1 + 2.25) / 2, math.sqrt(math.log(1 + 2.25))), math.inf),
    ({"law": "lognormal", "median": 20.0, "p90": 90.0}, lognormal(math.log(20), math.log(4.5) / Z90), math.inf),
    ({"law": "lognormal", "p5": 4.0, "p95": 100.0}, lognormal(math.log(20), math.log(25) / (2 * Z95)), math.inf),
    ({"law": "pareto", "least": 10.0, "index": 3.5}, pareto(10., 3.5, 110.), math.inf),
    ({"law": "pareto", "least": 10.0, "index": 1.0, "cap": 500.0}, pareto(10., 1., 60.), 500.),
    ({"law": "pareto", "least": 10.0, "index": 2.0, "cap": 90.0}, pareto(10., 2., 60.), 90.),
    ({"law": "generalised_pareto", "threshold": 10.0, "scale": 20.0, "shape": 0.2}, generalised(10., 20., .2, 90.), math.inf),
    ({"law": "generalised_pareto", "threshold": 0.0, "scale": 20.0, "shape": 0.9, "cap": 300.0}, generalised(0., 20., .9), 300.),
    ({"law": "generalised_pareto", "threshold": 5.0, "scale": 20.0, "shape": -0.4}, generalised(5., 20., -.4), math.inf),
    ({"law": "generalised_pareto", "threshold": 0.0, "scale": 25.0, "shape": 0.0}, generalised(0., 25., 0.), math.inf),
]

TERMS = [
    {"deductible": 8.0},
    {"cap": 40.0, "deductible": 3.0},
    {"deductible": 5.0, "layers": [{"retention": 10.0, "limit": 25.0, "share": 0.8}]},
    {"cap": 70.0, "layers": [{"retention": 5.0, "limit": 10.0, "share": 0.5}, {"retention": 15.0, "limit": 30.0}]},
    {"deductible": 2.0, "layers": [{"retention": 20.0, "share": 1.0}]},
]


def kept(terms, cost):
    counted = max(0., min(cost, terms.get("cap", math.inf)) - terms.get("deductible", 0.))
    paid = 0.
    for it in terms.get("layers", []):
        paid += it.get("share", 1.) * min(max(0., counted - it["retention"]), it.get("limit", math.inf))
    return counted - paid


def bends(terms):
    base = terms.get("deductible", 0.)
    found = [base, terms.get("cap", math.inf)]
    for it in terms.get("layers", []):
        found += [base + it["retention"], base + it["retention"] + it.get("limit", math.inf)]
    return [it for it in found if 0 < it < math.inf]


def sizes():
    rows = []
    for law, of, cap in SIZES:
        ends = () if math.isinf(cap) else (cap,)
        mean = of.mean(lambda x: min(x, cap), ends)
        square = of.mean(lambda x: min(x, cap) ** 2, ends)
        row = {"law": law, "mean": mean, "variance": square - mean * mean, "cumulated": [], "kept": []}
        for amount in (12., 30., 75.):
            t = of.back(amount)
            below = simpson(of.weight, of.low, min(t, of.high)) if t > of.low else 0.
            row["cumulated"].append([amount, 1. if amount >= cap else below])
        for terms in TERMS:
            breaks = (*bends(terms), *ends)
            first = of.mean(lambda x: kept(terms, min(x, cap)), breaks)
            second = of.mean(lambda x: kept(terms, min(x, cap)) ** 2, breaks)
            row["kept"].append({"terms": terms, "mean": first, "square": second})
        rows.append(row)
    return rows


# --- a year on a lattice, by powers of convolution ---

def convolved(a, b, most):
    out = [0.] * (most + 1)
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b[: most + 1 - i]):
                out[i + j] += x * y
    return out


def lattice():
    masses, most = [0.1, 0.4, 0.2, 0., 0.2, 0.1], 40
    rows = []
    for law, mass, top in COUNTS:
        if law["law"] in ("beta_binomial",) or law.get("mean", 0) > 100:
            continue
        power, year = [1.] + [0.] * most, [0.] * (most + 1)
        for k in range(min(top, 200) + 1):
            year = [x + mass(k) * y for x, y in zip(year, power)]
            power = convolved(power, masses, most)
        rows.append({"law": law, "masses": masses, "year": year})
    return rows


# --- Poisson number of exponential costs: the law of a year term by term ---

def gamma_upper(n, x):
    """P(sum of n exponential costs of mean 1 > x): fewer than n events of a Poisson process up to x."""
    return math.fsum(math.exp(k * math.log(x) - x - math.lgamma(k + 1)) for k in range(n)) if x > 0 else float(n > 0)


def exponential_years():
    rows = []
    for mean, scale in ((0.7, 25.), (3., 10.), (12., 4.)):
        mass, top = poisson(mean), int(mean + 12 * math.sqrt(mean) + 30)

        def above(x):
            return math.fsum(mass(n) * gamma_upper(n, x / scale) for n in range(1, top))

        def quantile(p):
            low, high = 0., scale * (mean + 40 * math.sqrt(mean) + 60)
            for _ in range(100):
                middle = (low + high) / 2
                low, high = (low, middle) if above(middle) <= 1 - p else (middle, high)
            return high

        def shortfall(p):
            q = quantile(p)
            beyond = math.fsum(mass(n) * n * scale * gamma_upper(n + 1, q / scale) for n in range(1, top))
            return (beyond + q * (1 - p - above(q))) / (1 - p)
        rows.append({
            "mean": mean, "scale": scale,
            "above": [[x, above(x)] for x in (scale, 3 * scale, 8 * scale)],
            "tail": [[p, quantile(p), shortfall(p)] for p in (.9, .95, .99)],
        })
    return rows


# --- common causes: every way in which each link passes on or not ---

MODEL = {
    "causes": {"power": (0.8, {}), "cloud": (0.5, {"power": 0.6}), "model": (None, {"cloud": 0.5, "power": 0.25})},
    "risks": {
        "R1": (1.5, {"model": 0.7}, 10.),
        "R2": (None, {"model": 0.4, "cloud": 0.3}, 25.),
        "R3": (0.4, {"power": 0.2}, 5.),
    },
}


def causes():
    links = [(above, below, p) for below, (_, of) in MODEL["causes"].items() for above, p in of.items()]
    links += [(above, below, p) for below, (_, of, _) in MODEL["risks"].items() for above, p in of.items()]
    events = {name: own or 0. for name, (own, _, _) in MODEL["risks"].items()}
    # Costs are exponential: mean square is twice the square of the mean.
    mean = sum((own or 0.) * cost for own, _, cost in MODEL["risks"].values())
    variance = sum((own or 0.) * 2 * cost * cost for own, _, cost in MODEL["risks"].values())
    alone = {name: (own or 0.) * 2 * cost * cost for name, (own, _, cost) in MODEL["risks"].items()}
    for root, (rate, _) in MODEL["causes"].items():
        if rate is None:
            continue
        for passes in itertools.product((False, True), repeat=len(links)):
            weight, reached = 1., {root}
            for (_, _, p), it in zip(links, passes):
                weight *= p if it else 1 - p
            for _ in links:
                reached |= {below for (above, below, _), it in zip(links, passes) if it and above in reached}
            struck = [it for it in MODEL["risks"] if it in reached]
            costs = [MODEL["risks"][it][2] for it in struck]
            for it in struck:
                events[it] += rate * weight
                alone[it] += rate * weight * 2 * MODEL["risks"][it][2] ** 2
            mean += rate * weight * sum(costs)
            # Poisson: the variance of the sum is the rate times the mean square of what one event costs.
            variance += rate * weight * (sum(it * it for it in costs) + sum(costs) ** 2)
    return {"events": events, "mean": mean, "deviation": math.sqrt(variance), "apart": math.sqrt(sum(alone.values()))}


# --- updating: densities integrated on a grid of the logarithm or of the probability ---

def crossing(f, low, high):
    """Where a rising function becomes 0 or more."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if f(middle) >= 0 else (middle, high)
    return (low + high) / 2


def gamma_below(shape, rate, x):
    def weight(log):
        y = math.exp(log) * rate
        return math.exp(shape * (log + math.log(rate)) - y - math.lgamma(shape))
    # e^-40 ^ shape is what is left out.
    return simpson(weight, -60. / shape - math.log(rate) - 2, math.log(x), 2000)


def beta_below(a, b, x):
    log = log_beta(a, b)

    def weight(u):
        p = 1 / (1 + math.exp(-u))
        return math.exp(a * math.log(p) + b * math.log1p(-p) - log) if 0 < p < 1 else 0.
    return simpson(weight, -60. / min(a, 1.), math.log(x / (1 - x)), 4000)


def updating():
    rows = []
    for prior, events, exposure, ahead in (
        ({"stated": "equivalent", "events": 2.0, "exposure": 4.0}, 3, 2., 1.),
        ({"stated": "equivalent", "events": 0.5, "exposure": 1.0}, 0, 5., 2.),
        ({"stated": "interval", "mean": 2.0, "low": 1.0, "high": 4.0, "level": 0.8}, 9, 1.5, 1.),
    ):
        shape, rate = prior.get("events"), prior.get("exposure")
        if shape is None:
            mean, low, high, level = (prior[it] for it in ("mean", "low", "high", "level"))

            def inside(log):
                a = math.exp(log)
                return gamma_below(a, a / mean, high) - gamma_below(a, a / mean, low) - level
            shape = math.exp(crossing(inside, math.log(.2), math.log(1000)))
            rate = shape / mean
        size, p = shape, rate / (rate + exposure)
        mass = [math.exp(math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1) + size * math.log(p) + k * math.log(1 - p)) for k in range(400)]
        conflict = min(1., 2 * min(math.fsum(mass[: events + 1]), math.fsum(mass[events:])))
        a, b = shape + events, rate + exposure
        ends = [crossing(lambda log, q=q: gamma_below(a, b, math.exp(log)) - q, -14., 4.) for q in (.05, .95)]
        rows.append({
            "prior": prior, "events": events, "exposure": exposure, "ahead": ahead, "shape": shape,
            "mean": a / b, "low": math.exp(ends[0]), "high": math.exp(ends[1]), "conflict": conflict,
            "any": 1 - (b / (b + ahead)) ** a, "ahead_mean": a / b * ahead, "ahead_variance": a / b * ahead * (1 + ahead / b),
        })
    return rows


def shares():
    rows = []
    for prior, wrong, occasions, ahead in (
        ({"stated": "equivalent", "events": 1.0, "exposure": 20.0}, 4, 30, 10),
        ({"stated": "interval", "mean": 0.1, "low": 0.04, "high": 0.2, "level": 0.9}, 6, 20, 5),
    ):
        if prior["stated"] == "equivalent":
            a, b = prior["events"], prior["exposure"] - prior["events"]
        else:
            mean, low, high, level = (prior[it] for it in ("mean", "low", "high", "level"))

            def inside(log):
                n = math.exp(log)
                return beta_below(mean * n, (1 - mean) * n, high) - beta_below(mean * n, (1 - mean) * n, low) - level
            n = math.exp(crossing(inside, math.log(3), math.log(3000)))
            a, b = mean * n, (1 - mean) * n
        mass = beta_binomial(occasions, a, b)
        conflict = min(1., 2 * min(math.fsum(mass(k) for k in range(wrong + 1)), math.fsum(mass(k) for k in range(wrong, occasions + 1))))
        c, d = a + wrong, b + occasions - wrong
        ends = [crossing(lambda u, q=q: beta_below(c, d, 1 / (1 + math.exp(-u))) - q, -12., 12.) for q in (.05, .95)]
        low, high = (1 / (1 + math.exp(-it)) for it in ends)
        rows.append({
            "prior": prior, "wrong": wrong, "occasions": occasions, "ahead": ahead, "first": a, "mean": c / (c + d), "low": low, "high": high,
            "conflict": conflict, "any": 1 - beta_binomial(ahead, c, d)(0),
        })
    return rows


def main():
    golden = {
        "origin": "scripts/loss.py: definitions, Simpson's rule, powers of convolution and enumeration with Python's standard library",
        "counts": counts(), "sizes": sizes(), "lattice": lattice(), "exponential_years": exponential_years(), "causes": causes(),
        "updating": updating(), "shares": shares(),
    }
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


main()
