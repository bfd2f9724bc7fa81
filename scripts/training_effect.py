#!/usr/bin/env python3
"""Writes the case of capability 8.7 on the effect of training: people who were trained or not, took a quiz or not, with findings and measurements that
name them; on the faulty side training does nothing, overriding rises with it and the quiz is passed by those who err, on the clean side training and
quiz go with fewer errors. Beside it: who knows what everybody is to know.

The key is counted here day by day and person by person, with Student's distribution integrated term by term; it shares no code with the product. Run
it in the root of the repository.
"""
import datetime as dt
import json
import math
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "selftest" / "8.7" / "effect"
DAY = dt.date(2026, 10, 1)
BACK = DAY - dt.timedelta(days=730)
LEVEL, LEAST_DAYS, LEAST_PEOPLE, LEAST_COUNTED = .95, 60, 8, 10
ORIGIN = "counted by scripts/training_effect.py, day by day and person by person, by the definitions of the guide"
SIGNS = {"findings": None, "breaches": None, "causes": None, "errors": ["error_rate", "missed_errors"], "overrides": ["override_rate"],
         "caught": ["planted_errors_caught"]}


def entry(name, kind, state, **fields):
    return {"id": name, "kind": kind, "state": state, "fields": {key: it for key, it in fields.items() if it is not None}}


# --- Student's distribution ---

def density(x, n):
    return math.exp(math.lgamma((n + 1) / 2) - math.lgamma(n / 2)) / math.sqrt(n * math.pi) * (1 + x * x / n) ** (-(n + 1) / 2)


def two_sided(t, n, steps=20000):
    """The chance of more than |t| on both sides, by Simpson's rule from 0 to |t|."""
    t = abs(t)
    if t > 400:
        return 0.
    h = t / steps
    inner = sum((4 if it % 2 else 2) * density(it * h, n) for it in range(1, steps))
    return max(0., 1 - 2 * h / 3 * (density(0, n) + inner + density(t, n)))


def quantile(level, n):
    low, high = 0., 400.
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if two_sided(middle, n, 4000) < 1 - level else (middle, high)
    return (low + high) / 2


def normal(level):
    low, high = 0., 20.
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if math.erfc(middle / math.sqrt(2)) < 1 - level else (middle, high)
    return (low + high) / 2


# --- the people and what they did ---

def people(name, draw):
    """Who: since when in the role, when trained, by which state of proof, the first score."""
    rows = {}
    for at in range(26):
        who = f"person-{at:02}"
        trained = DAY - dt.timedelta(days=draw.randrange(250, 480)) if at < 12 else None
        rows[who] = {
            "from": DAY - dt.timedelta(days=draw.randrange(650, 1100)), "until": None, "trained": trained, "state": "evidenced",
            "score": draw.choice([20, 40, 60, 80, 100]) if at % 7 else None, "skill": draw.random(), "by": "training",
        }
    # Somebody only claims a course, somebody's was revoked, somebody taught on the job; somebody came late, somebody left.
    rows["person-12"].update(trained=DAY - dt.timedelta(days=300), state="claimed")
    rows["person-13"].update(trained=DAY - dt.timedelta(days=300), state="revoked")
    rows["person-14"].update(trained=DAY - dt.timedelta(days=300), by="observation")
    rows["person-15"]["from"] = DAY - dt.timedelta(days=40)
    rows["person-16"]["until"] = DAY - dt.timedelta(days=200)
    rows["person-00"]["trained"] = DAY - dt.timedelta(days=30)
    return rows


def works(it):
    return it["trained"] if it["state"] == "evidenced" and it["by"] == "training" else None


def seen(name, rows, draw):
    """What was seen: findings, and measurements with their shares."""
    found = []
    for who, it in rows.items():
        day = BACK - dt.timedelta(days=60)
        while day <= DAY:
            since = works(it) is not None and day >= works(it)
            score = (it["score"] or 50) / 100
            error = .12 * (.4 if since else 1) * (1.6 - score) if name == "clean" else .04 + .14 * score
            error *= .8 + .4 * it["skill"]
            override = .10 if name == "clean" or not since else .30
            for metric, share, n in (("error_rate", error, 60), ("override_rate", override, 200), ("planted_errors_caught", .7 + .2 * it["skill"], 20)):
                n += draw.randrange(20)
                k = sum(draw.random() < share for _ in range(n))
                found.append({"who": who, "sign": {"error_rate": "errors", "override_rate": "overrides", "planted_errors_caught": "caught"}[metric],
                              "day": day, "counted": k, "of": n, "metric": metric})
            if draw.random() < (.06 if since and name == "clean" else .3):
                found.append({"who": who, "sign": "findings", "day": day + dt.timedelta(days=3), "counted": 1, "of": 0})
            day += dt.timedelta(days=draw.randrange(100, 140))
    return [it for it in found if it["day"] <= DAY]


# --- the key ---

def days_in(it, first, last):
    """Every day in the role, counted one by one."""
    day, all_of = max(BACK, first), []
    while day <= min(DAY, last):
        if it["from"] <= day and (it["until"] is None or day <= it["until"]):
            all_of.append(day)
        day += dt.timedelta(days=1)
    return all_of


def amount(sign, who, it, found, first, last):
    own = days_in(it, first, last)
    held = set(own)
    rows = [row for row in found if row["who"] == who and row["sign"] == sign and row["day"] in held]
    counted = sum(row["counted"] for row in rows)
    if SIGNS[sign]:
        of = sum(row["of"] for row in rows)
        return (counted, of) if of else None
    return (counted, len(own) / 365.25) if len(own) >= LEAST_DAYS else None


def figure(side):
    return sum(it[0] for it in side.values()) / sum(it[1] for it in side.values())


def spread(values):
    n = len(values)
    return n / (n - 1) * sum(it * it for it in values)


def residuals(side):
    whole = sum(it[1] for it in side.values())
    return {who: (it[0] - figure(side) * it[1]) / whole for who, it in side.items()}


def student(value, variance, degrees):
    error = math.sqrt(variance)
    t = quantile(LEVEL, degrees)
    return value, value - t * error, value + t * error, two_sided(value / error, degrees)


def ranks(values):
    return [sum(it < of for it in values) + (sum(it == of for it in values) + 1) / 2 for of in values]


def spearman(pairs):
    a, b = ranks([it[0] for it in pairs]), ranks([it[1] for it in pairs])
    n = len(pairs)
    ma, mb = sum(a) / n, sum(b) / n
    both = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    r = both / math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))
    half = normal(LEVEL) * math.sqrt((1 + r * r / 2) / (n - 3))
    z = .5 * math.log((1 + r) / (1 - r))
    back = lambda it: (math.exp(2 * it) - 1) / (math.exp(2 * it) + 1)
    return r, back(z - half), back(z + half), two_sided(r * math.sqrt((n - 2) / (1 - r * r)), n - 2)


def compared(rows, found, trained, scores):
    """Every comparison of one competence."""
    key = {}
    for sign in SIGNS:
        after, before, never = {}, {}, {}
        with_it = {}
        for who, it in rows.items():
            day = trained.get(who)
            if day is None:
                if (own := amount(sign, who, it, found, BACK, DAY)) is not None:
                    never[who] = own
                continue
            since = amount(sign, who, it, found, day, DAY)
            until = amount(sign, who, it, found, BACK, day - dt.timedelta(days=1))
            if since is not None:
                with_it[who] = since
            if since is not None and until is not None:
                after[who], before[who] = since, until
        for look, one, other in (("before_and_after", after, before), ("trained_and_not", with_it, never)):
            cell = {"people": [len(one), len(other)], "counted": [sum(it[0] for it in one.values()), sum(it[0] for it in other.values())]}
            if min(len(one), len(other)) >= LEAST_PEOPLE and sum(cell["counted"]) >= LEAST_COUNTED:
                a, b = residuals(one), residuals(other)
                if look == "before_and_after":
                    cell["says"] = student(figure(one) - figure(other), spread([a[who] - b[who] for who in a]), len(a) - 1)
                else:
                    va, vb = spread(list(a.values())), spread(list(b.values()))
                    degrees = (va + vb) ** 2 / (va ** 2 / (len(a) - 1) + vb ** 2 / (len(b) - 1))
                    cell["says"] = student(figure(one) - figure(other), va + vb, degrees)
            if trained:
                key[f"{sign} {look}"] = cell
        pairs = [(score, own[0] / own[1], own[0]) for who, score in scores.items() if (own := amount(sign, who, rows[who], found, BACK, DAY)) is not None]
        cell = {"people": [len(pairs)] * 2, "counted": [sum(it[2] for it in pairs)] * 2}
        if len(pairs) >= LEAST_PEOPLE and cell["counted"][0] >= LEAST_COUNTED:
            cell["says"] = spearman(pairs)
        if scores:
            key[f"{sign} quiz_score"] = cell
    return key


def together(key):
    """Holm, by its definition."""
    made = sorted((it["says"][3], name) for name, it in key.items() if "says" in it)
    highest = 0.
    for at, (p, name) in enumerate(made):
        highest = max(highest, min(1., p * (len(made) - at)))
        key[name]["adjusted_p"] = highest
    for it in key.values():
        it["told"] = "not_assessable" if "says" not in it else "nothing_shown" if it["adjusted_p"] >= 1 - LEVEL else "less" if it["says"][0] < 0 else "more"


def aware(rows, draw, organisation):
    """Documents in force, who was asked and confirmed, who passed the quiz about the policy."""
    organisation += [
        entry("doc-policy", "document", "in_force", title="AI policy", form="policy", body="What we do with AI."),
        entry("doc-draft", "document", "draft", title="Next policy", form="policy", body="Not yet."),
        entry("doc-measures", "document", "in_force", title="Measures", form="procedure", body="What follows.", clauses=[{"clause": "ISO/IEC 42001:7.3"}]),
        entry("quiz-policy", "quiz", "in_use", title="The policy", competence="competence-law", level="aware", access="restricted", about=["doc-policy", "doc-draft"],
              questions=[{"question": "What?", "a": "This", "b": "That", "right": "a"}]),
    ]
    key = {it: {"people": len(rows), "confirmed": 0, "open": 0, "overdue": 0, "not_asked": 0, "tried": 0, "passed": 0, "know": 0} for it in ("policy", "consequences")}
    for at, who in enumerate(rows):
        passed = None
        if at % 3:
            passed = at % 4 != 1
            organisation.append(entry(f"attempt-policy-{at}", "quiz_attempt", "taken", title="The policy", quiz="quiz-policy", person=who, taken_on=str(DAY),
                                      answers=[{"question": 1, "answer": "a" if passed else "b"}], score=100 if passed else 0, passed=passed))
        for topic, document in (("policy", "doc-policy"), ("consequences", "doc-measures")):
            state = draw.choice(["given", "given", "asked", "late", None])
            own = key[topic]
            own["confirmed"] += state == "given"
            own["open"] += state in ("asked", "late")
            own["overdue"] += state == "late"
            own["not_asked"] += state is None
            if topic == "policy":
                own["tried"] += passed is not None
                own["passed"] += bool(passed)
            own["know"] += state == "given" and (topic != "policy" or bool(passed))
            if state:
                due = DAY - dt.timedelta(days=5) if state == "late" else DAY + dt.timedelta(days=9)
                organisation.append(entry(f"ack-{topic}-{at}", "acknowledgement", "given" if state == "given" else "asked", title="Read", person=who, of=document,
                                          due=str(due)))
    return key


def side(name, seed):
    draw = random.Random(seed)
    rows = people(name, draw)
    found = seen(name, rows, draw)
    organisation = [entry("unit-bank", "organization_unit", "active", title="Bank", form="legal_entity")]
    for of, title in (("oversee", "Overseeing"), ("law", "Knowing the duties")):
        organisation.append(entry(f"competence-{of}", "competence", "current", title=title, levels=[{"level": "able", "means": "Is able."}]))
    organisation.append(entry("role-watcher", "role", "active", title="Watcher", key="own_overseer", family="operations"))
    organisation.append(entry("paper", "evidence", "accepted", title="Papers", shows="that the course was held", form="record"))
    organisation.append(entry("quiz-oversee", "quiz", "in_use", title="Overseeing", competence="competence-oversee", level="able", access="restricted",
                              questions=[{"question": "What?", "a": "This", "b": "That", "right": "a"}]))
    for who, it in rows.items():
        organisation.append(entry(who, "person", "active", title=who.title(), unit="unit-bank"))
        organisation.append(entry(f"holds-{who}", "role_assignment", "ended" if it["until"] else "accepted", title=f"{who} watches", person=who,
                                  role="role-watcher", basis="appointment", until=it["until"] and str(it["until"]), **{"from": str(it["from"])}))
        if it["trained"]:
            organisation.append(entry(f"proof-{who}", "competence_record", it["state"], title="Course", person=who, competence="competence-oversee", level="able",
                                      by=it["by"], evidence=["paper"], obtained=str(it["trained"])))
        if it["score"] is not None:
            for at, score in ((0, it["score"]), (1, 100)):  # the first attempt counts, whatever comes later
                organisation.append(entry(f"attempt-{who}-{at}", "quiz_attempt", "taken", title="Overseeing", quiz="quiz-oversee", person=who,
                                          taken_on=str(DAY - dt.timedelta(days=20 - at)), answers=[{"question": 1, "answer": "a"}], score=score, passed=score >= 80))
    # Three people know the duties: too few to say anything.
    few = {f"person-{at:02}": DAY - dt.timedelta(days=300) for at in range(3)}
    for who, day in few.items():
        organisation.append(entry(f"law-{who}", "competence_record", "evidenced", title="Duties", person=who, competence="competence-law", level="able",
                                  by="training", evidence=["paper"], obtained=str(day)))
    measured = {}
    for at, it in enumerate(found):
        if it["sign"] == "findings":
            organisation.append(entry(f"finding-{at}", "finding", "issued", title="Not as asked", criterion="ISO/IEC 42001:7.2", about=[it["who"]],
                                      condition="Seen in a sample.", grade="minor_nonconformity", issued_on=str(it["day"])))
        else:
            measured.setdefault((it["who"], it["day"]), []).append(it)
    for at, ((who, day), all_of) in enumerate(measured.items()):
        values = [{"metric": it["metric"], "value": it["counted"] / it["of"], "n": it["of"]} for it in all_of]
        values.append({"metric": "error_rate", "of": "cards", "value": 1, "n": 5})  # a part of the whole, which is not counted again
        organisation.append(entry(f"measured-{at}", "measurement", "entered", title="Sample of decisions", of=who, family="other", measured_on=str(day), values=values))
    # What shows nothing: a finding that was withdrawn, one that praises, a measurement that was put aside.
    organisation.append(entry("finding-withdrawn", "finding", "withdrawn", title="No", criterion="ISO/IEC 42001:7.2", about=["person-01"], condition="No.",
                              grade="minor_nonconformity", issued_on=str(DAY - dt.timedelta(days=50))))
    organisation.append(entry("finding-praise", "finding", "issued", title="Well done", criterion="ISO/IEC 42001:7.2", about=["person-01"], condition="All as asked.",
                              grade="conformity", issued_on=str(DAY - dt.timedelta(days=50))))
    organisation.append(entry("measured-aside", "measurement", "invalidated", title="Wrong", of="person-01", family="other", measured_on=str(DAY - dt.timedelta(days=50)),
                              values=[{"metric": "error_rate", "value": 1, "n": 500}]))
    known = aware(rows, draw, organisation)
    scores = {who: it["score"] for who, it in rows.items() if it["score"] is not None}
    key = {f"oversee {it}": of for it, of in compared(rows, found, {who: works(it) for who, it in rows.items() if works(it)}, scores).items()}
    tests = {who: (0 if at % 4 == 1 else 100) for at, who in enumerate(rows) if at % 3}
    key.update({f"law {it}": of for it, of in compared(rows, found, few, tests).items()})
    together(key)
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    asks = [{"id": "role-watcher", "competences": [{"competence": "competence-oversee", "level": "able"}, {"competence": "competence-law", "level": "able"}]}]
    whole = {"origin": ORIGIN, "day": str(DAY), "compared": key, "known": known}
    for file, it in (("organisation.json", organisation), ("asks.json", asks), ("key.json", whole)):
        (folder / file).write_text(json.dumps(it, indent=1, ensure_ascii=False) + "\n")
    print(name, len(organisation), {it: of["told"] for it, of in key.items() if of["told"] in ("less", "more")}, known)


side("faulty", 11)
side("clean", 12)
