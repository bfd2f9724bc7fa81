"""Writes exercises with the files that tools write about them, one side with planted faults and one without, and the answers: `faulty/`, `clean/` and `bad/`
beside this file.

Only the standard library is used, and nothing is shared with the product. Counts are those by which the files are made; exact intervals are found by halving
sums of binomial terms, McNemar's test is such a sum, and levels follow from the bands of the scale of likelihood, which are written out below. Files follow
what the tools write: garak 0.14 and 0.17 (reports), promptfoo 0.123 (results version 3), PyRIT 1.1 (results of attacks, memory), inspect_ai 0.3 (logs
version 2). Run: python3 make.py
"""

import io
import json
import os
import zipfile
from math import comb

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2026-06-15"
# From which chance in a year each level of the shipped scale fits.
BANDS = [0.0, 0.05, 0.2, 0.5, 0.9]


def at_most(k, n, p):
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def halved(holds):
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return low


def exact(k, n):
    """The interval of Clopper and Pearson at 95 %."""
    low = 0.0 if k == 0 else halved(lambda p: 1 - at_most(k - 1, n, p) >= 0.025)
    high = 1.0 if k == n else halved(lambda p: at_most(k, n, p) <= 0.025)
    return low, high


def mcnemar(one, other):
    n = one + other
    return min(1.0, 2 * sum(comb(n, i) for i in range(min(one, other) + 1)) / 2**n)


def level(chance):
    return max(at + 1 for at, least in enumerate(BANDS) if chance >= least)


def rate(k, n):
    low, high = exact(k, n) if n else (0.0, 1.0)
    return {"k": k, "n": n, "low": low, "high": high}


def beside(k, n, assessed, a_year=1):
    low, high = exact(k, n)
    return stands(1 - (1 - low) ** a_year, 1 - (1 - high) ** a_year, assessed)


def stands(low, high, assessed):
    least, most = level(low), level(high)
    verdict = "understated" if assessed < least else "overstated" if assessed > most else "fits"
    return {"verdict": verdict, "least": least, "most": most}


class Side:
    def __init__(self, faulty):
        self.faulty, self.records, self.files = faulty, [], {}
        self.key = {
            "origin": "computed anew by selftest/3.7/make.py: counts as files are made, exact intervals by halving, McNemar as a sum, levels by written bands",
            "day": DAY, "refused_starts": {}, "files": [], "besides": {}, "gaps": [],
        }

    def add(self, name, kind, state, **fields):
        self.records.append({"id": name, "kind": kind, "state": state, "fields": {"title": f"{kind} {name}", **fields}})

    def exercise(self, name, state, challengers, hypotheses, systems=("S1",), form="red_team", **fields):
        fields.setdefault("owner", "P5")
        self.add(name, "exercise", state, form=form, systems=list(systems), scope="The staging copy.", rules="No data of customers.",
                 hypotheses=hypotheses, challengers=list(challengers), **{"from": "2026-06-01", "until": "2026-06-30"}, **fields)

    def bring(self, exercise, name, text, attempts, attacks, succeeded, undecided=0, told=0, seen=0, moved=None, success=None, tool="table", version=None):
        self.files[name] = text
        decided = attacks - undecided
        it = {"exercise": exercise, "file": name, "tool": tool, "version": version, "attempts": attempts, "attacks": attacks,
              "success": rate(succeeded, decided), "detection": rate(seen, told), "moved": moved, "success_is": success}
        self.key["files"].append(it)

    def write(self, side):
        folder = os.path.join(HERE, side)
        os.makedirs(folder, exist_ok=True)
        self.key["gaps"].sort()
        for name, what in (("organisation", self.records), ("key", self.key)):
            with open(os.path.join(folder, f"{name}.json"), "w") as out:
                json.dump(what, out, indent=1, ensure_ascii=False)
                out.write("\n")
        for name, text in self.files.items():
            with open(os.path.join(folder, name), "wb") as out:
                out.write(text if isinstance(text, bytes) else text.encode())


def organisation(it):
    it.add("U0", "organization_unit", "active")
    it.add("U1", "organization_unit", "active", parent="U0")
    it.add("U2", "organization_unit", "active", parent="U0")
    # P0 directs; P1 answers for what U1 builds, P2 builds it, P3 reports to P1; P5 and P8 stand in the line of P4.
    for name, manager, unit in (("P0", None, "U0"), ("P1", "P0", "U1"), ("P2", "P1", "U1"), ("P3", "P1", "U2"), ("P4", "P0", "U2"), ("P5", "P4", "U2"),
                                ("P7", "P4", "U1"), ("P8", "P4", "U2")):
        it.add(name, "person", "active", engagement="employee", unit=unit, **({"manager": manager} if manager else {}))
    it.add("X1", "external_party", "approved")
    it.add("X2", "external_party", "approved")
    it.add("P6", "person", "active", engagement="external", works_for="X1")
    it.add("P9", "person", "active", engagement="external", works_for="X2")
    it.add("R1", "role", "active", key="engineer")
    it.add("A1", "role_assignment", "accepted", person="P2", role="R1", covers="U1", **{"from": "2026-01-01"})
    it.add("R2", "role", "active", key="risk_officer")
    it.add("A2", "role_assignment", "accepted", person="P5", role="R2", **{"from": "2026-01-01"})
    it.add("S1", "ai_system", "operation", purpose="Answers letters.", owner="P1", unit="U1", supplier="X1")


def risk(it, name, likelihood, consequence=5, owner="P1"):
    it.add(name, "risk", "analysed", systems=["S1"], direction="threat", likelihood=likelihood, consequence=consequence, owner=owner,
           assessed_on="2026-05-01", source="A prompt.", event="It is misled.", effect="Wrong letters.", affected="Customers.")


def table(rows, head="attack,technique,prompt,outcome,severity,seen,seen by,date"):
    return "\n".join([head, *rows]) + "\n"


def garak(version, prompts, threshold=0.5):
    """Each prompt is (text, scores by detector, whether it was judged)."""
    setup = {"entry_type": "start_run setup", "plugins.target_type": "test", "run.generations": 2, "run.eval_threshold": threshold}
    init = {"entry_type": "init", "garak_version": version, "start_time": "2026-06-05T10:00:00.000000", "run": "r1"}
    lines, judged = [setup, init], {}
    for at, (text, scores, done) in enumerate(prompts):
        content = {"text": text, "lang": "en", "data_path": None, "data_type": None, "data_checksum": None, "notes": {}}
        attempt = {"entry_type": "attempt", "uuid": f"u{at}", "seq": at, "status": 1, "probe_classname": "promptinject.HijackHateHumans", "probe_params": {},
                   "targets": [], "prompt": {"turns": [{"role": "user", "content": content}], "notes": {}}, "outputs": [], "detector_results": {}, "notes": {},
                   "goal": "hijack", "conversations": [], "reverse_translation_outputs": []}
        lines.append(dict(attempt))
        if done:
            lines.append({**attempt, "status": 2, "detector_results": scores})
            for name, all_of in scores.items():
                judged.setdefault(name, []).extend(it for it in all_of if it is not None)
    for name, scores in judged.items():
        passed = sum(it < threshold for it in scores)
        lines.append({"entry_type": "eval", "probe": "promptinject.HijackHateHumans", "detector": name, "passed": passed, "fails": len(scores) - passed,
                      "nones": 0, "total_evaluated": len(scores), "total_processed": len(scores)})
    lines.append({"entry_type": "completion", "end_time": "2026-06-05T10:09:00.000000", "run": "r1"})
    return "".join(json.dumps(it) + "\n" for it in lines)


def promptfoo(rows):
    """Each row is (prompt, passed, reason, severity)."""
    results = [{"promptIdx": 0, "testIdx": at, "promptId": "p", "provider": {"id": "http"}, "prompt": {"raw": "{{prompt}}", "label": "p"},
                "vars": {"prompt": text}, "testCase": {"vars": {"prompt": text}, "metadata": {"pluginId": "harmful:hate", "strategyId": "jailbreak", "severity": grave}},
                "success": passed, "failureReason": reason, "score": float(passed), "latencyMs": 9, "namedScores": {}} for at, (text, passed, reason, grave) in enumerate(rows)]
    stats = {"successes": sum(it[1] for it in rows), "failures": sum(it[2] == 1 for it in rows), "errors": sum(it[2] == 2 for it in rows), "tokenUsage": {}}
    return json.dumps({"evalId": "eval-1", "results": {"version": 3, "timestamp": "2026-06-06T10:00:00.000Z", "prompts": [], "results": results, "stats": stats},
                       "config": {}, "shareableUrl": None, "metadata": {"promptfooVersion": "0.123.1"}}, indent=1) + "\n"


def pyrit(rows):
    """Each row is (objective, outcome)."""
    strategy = {"class_name": "PromptSendingAttack", "children": {}}
    return json.dumps([{"conversation_id": f"c{at}", "objective": text, "attack_result_id": f"r{at}", "atomic_attack_identifier": {"class_name": "AtomicAttack", "children": {"attack": strategy}},
                        "last_response": None, "last_score": None, "executed_turns": 1, "execution_time_ms": 9, "outcome": outcome, "outcome_reason": None,
                        "timestamp": "2026-06-07T10:00:00+00:00", "related_conversations": [], "metadata": {}, "labels": {}} for at, (text, outcome) in enumerate(rows)], indent=1) + "\n"


def memory(rows):
    """Each row is (prompt, scores as text); None for a score on a scale."""
    found = []
    for at, (text, scores) in enumerate(rows):
        piece = {"original_value_data_type": "text", "converted_value_data_type": "text", "conversation_id": f"m{at}", "labels": {}, "timestamp": "2026-06-07T11:00:00",
                 "attack_identifier": {"__type__": "RedTeamingAttack", "__module__": "pyrit"}}
        score = lambda it: {"score_value": it or "0.4", "score_type": "true_false" if it else "float_scale", "score_category": "jailbreak"}
        found.append({**piece, "id": f"m{at}a", "role": "user", "sequence": 0, "original_value": text, "scores": []})
        found.append({**piece, "id": f"m{at}b", "role": "assistant", "sequence": 1, "original_value": "No.", "scores": [score(it) for it in scores]})
    return json.dumps(found, indent=1) + "\n"


def inspect(rows):
    """Each row is (input, value)."""
    samples = [{"id": at, "epoch": 1, "input": text, "target": "", "scores": {"harm": {"value": value, "answer": "x"}}, "metadata": {}} for at, (text, value) in enumerate(rows)]
    head = {"eval_id": "e", "run_id": "r", "created": "2026-06-08T09:00:00-04:00", "task": "agentharm", "packages": {"inspect_ai": "0.3.95"}, "model": "m", "config": {}}
    return json.dumps({"version": 2, "status": "success", "eval": head, "plan": {}, "results": {"total_samples": len(rows), "completed_samples": len(rows), "scores": []},
                       "stats": {}, "samples": samples}, indent=1) + "\n"


def packed(rows):
    """The same as an archive, as Inspect packs it."""
    whole = json.loads(inspect(rows))
    samples = whole.pop("samples")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        put = lambda name, it: archive.writestr(zipfile.ZipInfo(name), json.dumps(it), zipfile.ZIP_DEFLATED)
        put("_journal/start.json", {"version": 2, "eval": whole["eval"], "plan": {}})
        for it in samples:
            put(f"samples/{it['id']}_epoch_1.json", {**it, "events": [{"event": "sample_init"}] * 9})
        put("summaries.json", [{"id": it["id"]} for it in samples])
        put("header.json", whole)
    return out.getvalue()


def make(faulty):
    it = Side(faulty)
    organisation(it)
    risk(it, "K1", 1 if faulty else 2)
    risk(it, "K5", 1)
    risk(it, "K6", 1)
    risk(it, "K7", 4)
    risk(it, "K8", 3, consequence=1)
    if faulty:
        risk(it, "K9", 3)
        it.key["gaps"].append("top_risk_untested K9")
    it.key["never"], it.key["top"] = ["K9"] * faulty, [4, 4 + faulty]

    # Twenty attacks, of which six succeed; monitors saw thirteen, or all.
    it.exercise("E1", "running", ["P5"], [{"risk": "K1"}])
    graves = ["critical", "high", "medium", "low"]
    came, missed = range(6), (range(3, 10) if faulty else range(0))
    rows = [f"A{at:02},dan,Say it {at},{'succeeded' if at in came else 'blocked'},{graves[at % 4]},{'no' if at in missed else 'yes'},{'' if at in missed else 'guard'},2026-06-02"
            for at in range(20)]
    it.bring("E1", "attacks.csv", table(rows), 20, 20, 6, told=20, seen=20 - len(missed))
    it.key["missed"] = len(missed)
    it.key["besides"]["K1"] = beside(6, 20, 1 if faulty else 2)

    # One of twenty is rare at one attempt a year, and not at a hundred.
    a_year = 100 if faulty else 1
    it.exercise("E5", "running", ["P8"], [{"risk": "K5", "attempts_a_year": a_year}])
    rows = [f"B{at},dan,Say that {at},{'yes' if at == 0 else 'no'},high,yes,guard,2026-06-03" for at in range(20)]
    it.bring("E5", "often.csv", table(rows), 20, 20, 1, told=20, seen=20)
    it.key["besides"]["K5"] = beside(1, 20, 1, a_year)

    # A scenario, of which people hold a chance possible.
    chance = (0.2, 0.4) if faulty else (0.01, 0.04)
    scenario = [{"scenario": "A letter carries a prompt.", "risk": "K6", "chance_least": chance[0], "chance_most": chance[1], "controls": "fail", "because": "Letters are read whole."}]
    it.exercise("E6", "reported", ["P9"], [{"risk": "K6"}], form="scenario_analysis", scenarios=scenario, invited=["X2"], conclusion="Letters are a way in.")
    it.key["besides"]["K6"] = stands(*chance, 1)

    # Nobody challenges what they build, answer for, belong to, or are under; on the other side somebody else does.
    apart = ["P5", "P8", "P9"]
    for at, (person, word) in enumerate((("P1", "answers for"), ("P2", "builds"), ("P3", "reports to"), ("P7", "belongs to"), ("P6", "supplies"))):
        it.exercise(f"D{at}", "planned", [person if faulty else apart[at % 3]], [{"risk": "K8"}])
        it.key["refused_starts"][f"D{at}"] = word if faulty else None

    if faulty:
        it.key["gaps"] += ["not_independent D0 P1 S1", "not_independent D1 P2 S1", "not_independent D2 P1 P3 S1", "not_independent D3 P7 S1 U1",
                           "not_independent D4 P6 S1 X1", "missed_without_action E1", "likelihood_understated E1 K1", "likelihood_understated E5 K5",
                           "likelihood_understated E6 K6"]
    else:
        # They are started, and nothing came of them yet.
        it.key["gaps"] += [f"nothing_brought_in D{at}" for at in range(5)]
    it.key["gaps"] += ["undecided T1", "detection_not_told T1"]

    # Files of tools, each into an exercise of its own.
    it.exercise("T1", "running", ["P5"], [{"risk": "K7", "techniques": "promptinject; harmful"}, {"risk": "K8", "techniques": "promptsending; redteaming; agentharm"}])
    hit = [0.0, 1.0] if faulty else [0.0, 0.2]
    it.bring("T1", "run.report.jsonl", garak("0.17.1", [("Ignore it", {"a.B": hit}, True), ("Forget it", {"a.B": [0.0, 0.49], "c.D": [0.1, None]}, True), ("Leave it", {}, False)]),
             5, 3, int(faulty), 1, tool="garak", version="0.17.1")
    it.bring("T1", "results.json", promptfoo([("one", True, 0, "high"), ("two", not faulty, int(faulty), "critical"), ("three", False, 2, "low"), ("four", True, 0, "informational")]),
             4, 4, int(faulty), 1, tool="promptfoo", version="0.123.1")
    it.bring("T1", "attacks.json", pyrit([("Get the key", "success" if faulty else "failure"), ("Get the lock", "failure"), ("Get the door", "undetermined"), ("Get the lock", "failure")]),
             4, 3, int(faulty), 1, tool="pyrit")
    it.bring("T1", "memory.json", memory([("Sing", ["False", "True" if faulty else "False"]), ("Dance", ["False"]), ("Jump", [None])]), 3, 3, int(faulty), 1, tool="pyrit")
    it.bring("T1", "log.json", inspect([("Sell it", 0.9 if faulty else 0.1), ("Buy it", 0.2), ("Keep it", None)]), 3, 3, int(faulty), 1, success="harm>=0.5", tool="inspect", version="0.3.95")
    it.bring("T1", "log.eval", packed([("Lend it", 0.9 if faulty else 0.1), ("Give it", 0.2), ("Hold it", None)]), 3, 3, int(faulty), 1, success="harm>=0.5", tool="inspect", version="0.3.95")
    ks, ns = {"K7": 2 * int(faulty), "K8": 4 * int(faulty)}, {"K7": 2 + 3, "K8": 2 + 2 + 2 + 2}
    it.key["by_risk"] = {"K1": rate(6, 20), "K5": rate(1, 20), **{name: rate(ks[name], ns[name]) for name in ks}}
    it.key["besides"]["K7"], it.key["besides"]["K8"] = beside(ks["K7"], ns["K7"], 4), beside(ks["K8"], ns["K8"], 3)

    # The fixed attacks are replayed: four of six are fixed, one succeeds still, one is not tried; one that failed comes back.
    again = {0: "no", 1: "no", 2: "no", 3: "no", 4: "yes" if faulty else "no", **({} if faulty else {5: "no"}), **{at: "no" for at in range(6, 20)}, **({10: "yes"} if faulty else {})}
    rows = [f"A{at:02},dan,Say it {at},{said},{graves[at % 4]},yes,guard,2026-06-14" for at, said in sorted(again.items())]
    fixed, regressed, succeeded = (4, 1, 2) if faulty else (6, 0, 0)
    moved = {"new": 0, "fixed": fixed, "still": int(faulty), "regressed": regressed, "not_repeated": int(faulty), "held": 13 if faulty else 14, "p": mcnemar(fixed, regressed)}
    it.key["replay"] = {"exercise": "E1", "file": "replay.csv", "moved": moved, "success": rate(succeeded, len(again))}
    it.files["replay.csv"] = table(rows)
    now = 6 - fixed + regressed
    it.key["after"] = {"now": rate(now, 20), "queue": now, "missed": int(faulty), "K1": beside(now, 20, 2)}

    understated = sorted(name for name, of in it.key["besides"].items() if of["verdict"] == "understated")
    it.key["understated"] = understated
    it.write("faulty" if faulty else "clean")


def bad():
    """Files that nothing is taken from, each with what is said about it."""
    whole = garak("0.17.1", [("Ignore it", {"a.B": [1.0]}, True), ("Forget it", {"a.B": [0.0]}, True)])
    lines = whole.splitlines(keepends=True)
    good = table(["A1,dan,Say,yes,high,no,,2026-06-02"])
    foo = json.loads(promptfoo([("one", True, 0, "high"), ("two", False, 1, "low")]))
    foo["results"]["results"].pop()
    files = {
        "empty.csv": ("", "is empty"), "blank.json": (" \n ", "is empty"),
        "cut.report.jsonl": (whole[: len(whole) - len(lines[-1]) - 40], "breaks off"),
        "lost.report.jsonl": ("".join(lines[:3] + lines[5:]), "the attempts hold 1"),
        "hits.jsonl": (json.dumps({"goal": "g", "prompt": "p", "output": "o", "score": 1.0, "run_id": "r", "attempt_id": "a", "attempt_seq": 0, "detector": "d"}) + "\n", "hit log"),
        "cut.json": (promptfoo([("one", True, 0, "high")])[:-60], "breaks off"), "short.json": (json.dumps(foo), "counts 2 rows"),
        "other.json": (json.dumps({"hello": "world"}), "is JSON of none of these"), "head.json": (inspect([]).replace(', "samples": []', "").replace(',\n "samples": []', ""), "samples"),
        "cut.eval": (packed([("x", 1)])[:200], "cannot be unpacked"), "unsaid.json": (inspect([("x", "C")]), "which score"), "word.csv": (good.replace(",yes,", ",pwned,"), "`pwned` is no outcome"),
        "late.csv": (good.replace("2026-06-02", "2026-06-16"), "has not come"), "day.csv": (good.replace("2026-06-02", "soon"), "is no day"),
        "risk.csv": (table(["A1,yes,RSK-999"], "attack,outcome,risk"), "does not challenge"), "number.csv": (table(["A1,yes,risk one"], "attack,outcome,risk"), "no number of a risk"),
        "ragged.csv": (good + "A2,dan\n", "another number of cells"), "nothing.csv": ("a,b\n1,2\n", "neither a column"), "nameless.csv": (table(["yes,no"], "outcome,seen"), "which attack"),
        "strange.csv": (table(["nobody,yes"], "attack,seen"), "never brought into"), "pyrit.json": (pyrit([("x", "won")]), "does not write"), "rows.json": ("[]", "neither a column"),
    }
    folder = os.path.join(HERE, "bad")
    os.makedirs(folder, exist_ok=True)
    for name, (text, _) in files.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
    with open(os.path.join(folder, "key.json"), "w") as out:
        json.dump({name: says for name, (_, says) in files.items()}, out, indent=1)
        out.write("\n")


make(True)
make(False)
bad()
