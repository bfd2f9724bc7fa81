"""Data of others: contracts, promises and deliveries with planted faults, and their twin without them.

Days on which deliveries are due are counted here from the days that are planted; money is subtracted by `decimal`.
"""

import os
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standing import Case

ORIGIN = "make.py plants each delivery on its day, counts when the next one is due, and subtracts money by decimal arithmetic"
TOPICS = {"low": ["permitted_use", "quality"]}
TOPICS["medium"] = TOPICS["low"] + ["notice", "update", "liability", "exit"]
TOPICS["high"] = TOPICS["medium"] + ["audit_right", "records"]
SAME = [("site", "text"), ("reading", "number")]


class Supplied(Case):
    """A case whose folders lie beside the script."""

    def __init__(self, name):
        super().__init__(__file__, name, ORIGIN, below="")

    def contract(self, ref, party, tier, without=(), **fields):
        """A contract with every topic of its tier but these, signed by legal where nothing is missing."""
        self.record(ref, "contract", "maren", -400, title=ref, party=f"@{party}", owner="@maren", **{"form": "data", "from": {"days": -390}, **fields})
        for topic in TOPICS[tier]:
            if topic not in without:
                self.owed(f"{ref}-{topic}", ref, topic)
        if not without:
            self.sign(ref)

    def sign(self, ref):
        for at, text in enumerate(self.setup):
            if f'ref = "{ref}"\n' in text:
                self.setup[at] = text + '[[record.move]]\nname = "sign"\nby = "leila"\nat = -390\n'

    def owed(self, ref, contract, topic, moves=None, **fields):
        """A duty towards the organisation that applies."""
        moves = [("apply", "leila", -394, "")] if moves is None else moves
        self.record(ref, "obligation", "maren", -395, moves, title=ref, contract=f"@{contract}", topic=topic, direction="owed_to_us",
                    source="contract", text="planted", owner="@maren", **fields)

    def party(self, ref):
        self.record(ref, "external_party", "maren", -480, title=ref, parts_played=["supplier"])

    def came(self, ref, dataset, day, columns=SAME):
        """A delivery on a day, with its columns."""
        name = f"{ref}.csv"
        self.file(name, ",".join(it[0] for it in columns) + f"\n{ref},1\n")
        self.version(ref, dataset, name, at=day, schema=[{"column": name, "type": ty} for name, ty in columns])

    def money(self, ref, loss, cap, **fields):
        """A contract with a customer, of whom no topic is asked, and what its liability leaves open."""
        euros = {name: {"amount": amount, "currency": "EUR"} for name, amount in [("expected_loss", loss), ("liability_cap", cap)]}
        self.record(ref, "contract", "maren", -400, title=ref, party="@feeds", form="customer", owner="@maren", **euros)
        left = max(Decimal(loss) - Decimal(cap), Decimal(0))
        self.follows(ref, "uncovered_liability", f'{{\\"amount\\":\\"{left}\\",\\"currency\\":\\"EUR\\"}}', loss, cap)


def deliveries(case, ref, days, every, start, clause, odd=None):
    """Deliveries on these days, one of them with other columns, and the breaches that must follow."""
    broken, due = [], start + every
    for at, day in enumerate(days):
        name = f"{ref}-{at}"
        case.came(name, ref, day, SAME + [("extra", "text")] if at == odd else SAME)
        if day > due:
            broken += [f"@{name}", f"{day - due} day{'s' if day - due > 1 else ''} late"]
        due = day + every
    return broken + [clause] if broken else []


faulty = Supplied("faulty")
faulty.system("grade", "tier 1")
faulty.party("feeds")
faulty.dataset("feed", "CC-BY-4.0", supplied_by="@feeds", systems=["@grade"])
faulty.contract("deal", "feeds", "high")
# Three late deliveries of ten, and one with other columns.
faulty.owed("every-ten-days", "deal", "update", provision="annex 2, no. 4", promise=[{"metric": "delivery", "limit": "1", "period": "P10D"}],
            **{"from": {"days": -100}})
late = deliveries(faulty, "feed", [-92, -82, -70, -60, -49, -39, -29, -28, -13, -4], 10, -100, "annex 2, no. 4", odd=7)
faulty.owed("same-columns", "deal", "quality", provision="annex 2, no. 5", promise=[{"metric": "schema", "limit": "same"}], **{"from": {"days": -100}})
assert len(late) == 7
faulty.follows("every-ten-days", "kept", "broken", *late)
faulty.follows("same-columns", "kept", "broken", "@feed-7", "`extra` is new", "annex 2, no. 5", "the columns of")
faulty.follows("deal", "breaches", 4, *late, "@feed-7", "annex 2, no. 5")
faulty.follows("deal", "coverage", 100.0)
# What is promised and never comes; notice that no delivery shows.
faulty.party("silent")
faulty.dataset("quiet", "CC-BY-4.0", supplied_by="@silent")
faulty.contract("hush", "silent", "low")
faulty.owed("monthly", "hush", "update", provision="§ 3", promise=[{"metric": "delivery", "limit": "P20D"}], **{"from": {"days": -21}})
faulty.follows("monthly", "kept", "broken", "@quiet", "nothing came", "§ 3")
faulty.follows("hush", "breaches", 1, "@monthly", "nothing came")
faulty.owed("told", "hush", "notice", promise=[{"metric": "notice", "limit": "P30D"}])
faulty.follows("told", "kept", "not_assessable", "no delivery shows")
# A supplier of tier high without the right to audit, and one whose right ran out yesterday.
faulty.party("closed")
faulty.dataset("hidden", "CC-BY-4.0", supplied_by="@closed", systems=["@grade"])
faulty.contract("opaque", "closed", "high", without=["audit_right"])
faulty.follows("opaque", "coverage", 87.5, "missing: right to audit (A.10.3)")
faulty.attempt("a contract without the right to audit is signed", "leila", "opaque", "sign", "required_topics_agreed", ["right to audit (A.10.3)"])
faulty.contract("lapsed", "closed", "high", without=["audit_right"])
faulty.owed("lapsed-audit", "lapsed", "audit_right", until={"days": -1})
faulty.follows("lapsed", "coverage", 87.5, "right to audit")
faulty.contract("over", "closed", "high")
over = next(at for at, text in enumerate(faulty.setup) if 'ref = "over"\n' in text)
faulty.setup[over] += '[[record.move]]\nname = "end"\nby = "leila"\nat = -30\nwhy = "its term is over"\n'
audit = next(at for at, text in enumerate(faulty.setup) if 'ref = "over-audit_right"\n' in text)
faulty.setup[audit] += '[[record.move]]\nname = "end"\nby = "leila"\nat = -20\nwhy = "the right was struck out"\n'
faulty.follows("over", "coverage", 87.5, "right to audit")
faulty.attempt("a contract is renewed without the right to audit", "maren", "over", "renew", "required_topics_agreed", ["right to audit (A.10.3)"])
faulty.key[-1] += '\nwhy = "a new term"'
faulty.money("damage", "750000.00", "500000.00")
# A licence whose last day was yesterday.
faulty.dataset("leased", "CC-BY-4.0", licence_until={"days": -1})
faulty.version("leased-1", "leased", "feed-0.csv")
faulty.model("ranker", ["leased-1"], "grade")
faulty.follows("leased", "licence_standing", "blocked", "the licence ended on")
faulty.attempt("a model is approved the day after the licence of its data", "olu", "ranker-1", "approve", "licence_allows", ["which ended on"])
faulty.write()

clean = Supplied("clean")
clean.system("grade", "tier 1")
clean.system("toy", "tier 3")
clean.party("feeds")
clean.dataset("feed", "CC-BY-4.0", supplied_by="@feeds", systems=["@grade"])
clean.contract("deal", "feeds", "high")
clean.owed("every-ten-days", "deal", "update", provision="annex 2, no. 4", promise=[{"metric": "delivery", "limit": "1", "period": "P10D"}],
           **{"from": {"days": -100}})
assert not deliveries(clean, "feed", [-90, -80, -70, -60, -50, -40, -30, -20, -10], 10, -100, "annex 2, no. 4")
clean.owed("same-columns", "deal", "quality", promise=[{"metric": "schema", "limit": "reading, site:text"}], **{"from": {"days": -100}})
clean.follows("every-ten-days", "kept", "kept")
clean.follows("same-columns", "kept", "kept")
clean.follows("deal", "breaches", 0)
clean.follows("deal", "coverage", 100.0)
# What is due today has until tonight; what begins later is not due.
clean.party("silent")
clean.dataset("quiet", "CC-BY-4.0", supplied_by="@silent", systems=["@toy"])
clean.contract("hush", "silent", "low")
clean.owed("monthly", "hush", "update", promise=[{"metric": "delivery", "limit": "P20D"}], **{"from": {"days": -20}})
clean.follows("monthly", "kept", "not_due")
clean.follows("hush", "breaches", 0)
# The right to audit is not asked of a supplier of tier low, and lasts until today where it ends today.
clean.follows("hush", "coverage", 100.0, "tier low")
clean.party("open")
clean.dataset("shown", "CC-BY-4.0", supplied_by="@open", systems=["@grade"])
clean.contract("last-day", "open", "high", without=["audit_right"])
clean.owed("last-day-audit", "last-day", "audit_right", until={"days": 0})
clean.follows("last-day", "coverage", 100.0)
clean.attempt("a contract with every topic is signed", "leila", "last-day", "sign")
clean.money("damage", "0.30", "0.1")
clean.money("insured", "10", "20")
# A licence on its last day.
clean.dataset("leased", "CC-BY-4.0", licence_until={"days": 0})
clean.version("leased-1", "leased", "feed-0.csv")
clean.model("ranker", ["leased-1"], "grade", exploitation="own_work")
clean.follows("leased", "licence_standing", "allowed")
clean.attempt("a model is approved on the last day of the licence of its data", "olu", "ranker-1", "approve")
clean.write()
