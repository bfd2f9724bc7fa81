#!/usr/bin/env python3
"""Writes the cases of duties: AI systems in several places, thirty cards with what the law says of each on a day, planted faults, and deadlines.

What the cards say was written by hand from the sources that stand beside each; it is data of this script. Deadlines are counted here day by day.
Nothing is shared with the product. Run it in the root of the repository.
"""
import datetime as dt
import json
import pathlib
import random
import tomllib
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parent.parent
DAY = "2026-11-26"
ACT, OMNIBUS = "Regulation (EU) 2024/1689", "Regulation (EU) 2026/1744, OJ L, 24.7.2026"
# The three days: before the amending regulation, after it, after Colorado's start.
BEFORE, AFTER, COLORADO = "2026-07-01", "2026-12-15", "2027-01-15"

# Who must do what, by article, written from the act.
REQUIREMENTS = [f"EU AI Act:Art. {it}" for it in "8 9 10 11 12 13 14 15 16 17 18 19(1) 20 21 25(4)".split()]
CONFORMITY = [f"EU AI Act:Art. {it}" for it in "43 47 48 72 73(2) 73(3) 73(4) 73(6)".split()]
PROVIDER = REQUIREMENTS + CONFORMITY
REGISTERED = ["EU AI Act:Art. 49(1)"]
DEPLOYER = [f"EU AI Act:Art. 26({it})" for it in "1 2 4 5 6 9 12".split()]
DECIDES = ["EU AI Act:Art. 26(11)", "EU AI Act:Art. 86"]
WORK = ["EU AI Act:Art. 26(7)"]
PUBLIC = ["EU AI Act:Art. 26(8)", "EU AI Act:Art. 49(3)"]
RIGHTS = [f"EU AI Act:Art. 27({it})" for it in "1 3 4".split()]
LITERACY = ["EU AI Act:Art. 4"]
DATA = ["GDPR:Art. 5(1)(e)", "GDPR:Art. 33(1)"]
PROFILED = ["GDPR:Art. 35(1)"]
ALONE = ["GDPR:Art. 22(1)", "GDPR:Art. 22(3)"]
BANK_EU = [f"DORA:Art. 19(4)({it})" for it in "abc"]
CREDIT = [f"CCD:Art. 18(8)({it})" for it in "abc"]
CO_DEVELOPER = [f"Colorado SB 26-189:6-1-1702({it})" for it in "124"]
CO_DEPLOYER = ["Colorado SB 26-189:6-1-1704(1)"] + [f"Colorado SB 26-189:{it}" for it in ["Adverse outcome", "Correction", "Human review", "Deployer records"]]
CO_OLD = ["Colorado SB 24-205:6-1-1702", "Colorado SB 24-205:6-1-1703"]
NYC = [f"NYC LL 144:20-871({it})" for it in ["a)(1", "a)(2", "b)(1", "b)(3"]]
MODEL = [f"EU AI Act:Art. 53(1)({it})" for it in "abcd"] + [f"EU AI Act:Art. 55(1)({it})" for it in "abcd"]
GONE = {("repealed", None): ["EU AI Act:Art. 10(5)"]}
# Guidance of the United States reaches its states and cities.
GUIDANCE = ["SR 11-7:V"]

NOTHING = dict(is_ai=True, law_exclusion="none", prohibited_practice="none", safety_component=False, third_party_assessment=False, law_area="none",
               law_exception="none", profiling=False, talks_to_people=False, generative=False, reads_people=False, law_point="none", role_change="none",
               public_body=False, affects_workers=False, deep_fakes=False, bias_data=False, provider_outside_union=False, general_purpose_model=False,
               personal_data=False, adverse_decisions=False, agentic=False, consequential_decision="none", decision_weight="none", regulated_as="none",
               decision_effect="no_decision", autonomy="direct_human_oversight")


def system(state, parts, countries, **facts):
    fields = {**NOTHING, **facts, "our_parts": parts, "countries": [{"country": it} for it in countries]}
    return state, fields


HIRING = dict(law_area="employment", law_point="recruitment", profiling=True, personal_data=True, adverse_decisions=True, decision_effect="triage",
              consequential_decision="employment")
USED = dict(in_service_on="2025-03-01", redesigned_on="2025-03-01")
SYSTEMS = {
    "cv-screening": system("development", ["provider"], ["DE", "Colorado"], **HIRING, decision_weight="material"),
    "hiring-tool": system("operation", ["deployer"], ["France", "New York City", "Colorado"], **HIRING, **USED, decision_weight="most", affects_workers=True),
    "hiring-tool-changed": system("operation", ["deployer"], ["FR"], **HIRING, in_service_on="2025-03-01", redesigned_on="2028-01-01", decision_weight="most", affects_workers=True),
    "benefits": system("operation", ["deployer"], ["Austria"], law_area="essential_services", law_point="public_assistance", profiling=True, public_body=True,
                       personal_data=True, adverse_decisions=True, decision_effect="advice", consequential_decision="government_services",
                       decision_weight="little", in_service_on="2024-06-01", redesigned_on="2024-06-01"),
    "chatbot": system("operation", ["provider", "deployer"], ["Italy", "South Korea"], talks_to_people=True, generative=True, in_service_on="2026-05-01", redesigned_on="2026-05-01"),
    "image-maker": system("development", ["provider"], ["NL"], prohibited_practice="intimate_imagery", generative=True),
    "sorter": system("development", ["provider"], ["PL"], law_area="employment", law_point="recruitment", law_exception="narrow_procedure"),
    "profiler": system("development", ["provider"], ["PL"], law_area="employment", law_point="recruitment", law_exception="narrow_procedure", profiling=True),
    "scanner": system("development", ["provider"], ["SE"], safety_component=True, third_party_assessment=True),
    "scoring": system("operation", ["deployer"], ["Spain", "United States"], law_area="essential_services", law_point="creditworthiness", profiling=True,
                      personal_data=True, adverse_decisions=True, decision_effect="decision", autonomy="fully_automated", consequential_decision="lending",
                      decision_weight="alone", regulated_as="bank", **USED),
    "blank": ("operation", {}),
    "model": system("operation", ["provider"], ["IE"], general_purpose_model=True, training_compute=26, in_service_on="2025-05-01", redesigned_on="2025-05-01"),
    "assistant": system("operation", ["deployer"], ["US"], regulated_as="bank", generative=True, **USED),
}


def listed(day, *groups):
    return {("not_yet", day): sum(groups, [])}


SINCE = {("applies", "2025-02-02"): LITERACY}
GDPR = ("applies", "2018-05-25")
# System, place, day, day whose knowledge counts, what is said of which provisions (all others: never), source.
CARDS = [
    ("cv-screening", "EU", BEFORE, BEFORE, {**SINCE, **listed("2026-08-02", PROVIDER, REGISTERED), GDPR: DATA}, f"{ACT}, Art. 113: general date 2 August 2026; Chapters I and II since 2 February 2025; the amending regulation was adopted and unpublished"),
    ("cv-screening", "EU", AFTER, AFTER, {**SINCE, **GONE, **listed("2027-12-02", PROVIDER, REGISTERED), GDPR: DATA}, f"{OMNIBUS}: Annex III from 2 December 2027; Arts 43-49 and 72-73 presuppose a high-risk system"),
    ("cv-screening", "EU", "2028-01-15", COLORADO, {**SINCE, **GONE, ("applies", "2027-12-02"): PROVIDER + REGISTERED, GDPR: DATA}, f"{OMNIBUS}: Annex III from 2 December 2027"),
    ("cv-screening", "US-CO", BEFORE, BEFORE, {("not_yet", "2027-01-01"): CO_DEVELOPER, ("repealed", None): CO_OLD + GUIDANCE}, "SB 26-189, signed 14 May 2026, in force 1 January 2027; it repeals SB 24-205"),
    ("cv-screening", "US-CO", COLORADO, COLORADO, {("applies", "2027-01-01"): CO_DEVELOPER, ("repealed", None): CO_OLD + GUIDANCE}, "SB 26-189, in force 1 January 2027"),
    ("hiring-tool", "EU", BEFORE, BEFORE, {**SINCE, ("excepted", None): DEPLOYER + DECIDES + WORK, GDPR: DATA + PROFILED}, f"{ACT}, Art. 111(2): in service before the day that was known, 2 August 2026, and not changed since"),
    ("hiring-tool", "EU", AFTER, AFTER, {**SINCE, **GONE, ("excepted", None): DEPLOYER + DECIDES + WORK, GDPR: DATA + PROFILED}, f"{OMNIBUS}: Annex III from 2 December 2027; {ACT}, Art. 111(2): in service before, no significant change of design since"),
    ("hiring-tool", "EU", "2028-01-15", COLORADO, {**SINCE, **GONE, ("excepted", None): DEPLOYER + DECIDES + WORK, GDPR: DATA + PROFILED}, f"{ACT}, Art. 111(2): in service before, no significant change of design since"),
    ("hiring-tool", "US-NY-NYC", BEFORE, BEFORE, {("applies", "2023-01-01"): NYC, ("repealed", None): GUIDANCE}, "NYC Administrative Code 20-871; 6 RCNY 5-300: its output weighs more than any other criterion"),
    ("hiring-tool", "US-CO", COLORADO, COLORADO, {("applies", "2027-01-01"): CO_DEPLOYER, ("repealed", None): CO_OLD + GUIDANCE}, "SB 26-189, in force 1 January 2027"),
    ("hiring-tool", "US-CO", "2026-07-15", "2026-05-01", {("applies", "2026-06-30"): CO_OLD[1:], ("not_yet", None): CO_DEPLOYER, ("repealed", None): GUIDANCE}, "SB 25B-004: SB 24-205 was to begin on 30 June 2026, as the law was known before 14 May 2026"),
    ("hiring-tool-changed", "EU", "2028-01-15", COLORADO, {**SINCE, **GONE, ("applies", "2028-01-01"): DEPLOYER + DECIDES + WORK, GDPR: DATA + PROFILED}, f"{ACT}, Art. 111(2): caught from the significant change of design"),
    ("benefits", "EU", AFTER, AFTER, {**SINCE, **GONE, **listed("2030-08-02", DEPLOYER, DECIDES, PUBLIC, RIGHTS), GDPR: DATA + PROFILED}, f"{ACT}, Arts 26(8), 27(1), 49(3), 111(2): in service before, used by public authorities, by 2 August 2030; {OMNIBUS}"),
    ("benefits", "EU", "2030-09-01", COLORADO, {**SINCE, **GONE, ("applies", "2030-08-02"): DEPLOYER + DECIDES + PUBLIC + RIGHTS, GDPR: DATA + PROFILED}, f"{ACT}, Art. 111(2): used by public authorities, in any case by 2 August 2030"),
    ("chatbot", "EU", BEFORE, BEFORE, {**SINCE, ("not_yet", "2026-08-02"): [f"EU AI Act:Art. 50({it})" for it in "125"]}, f"{ACT}, Arts 50 and 113"),
    ("chatbot", "EU", "2026-09-01", "2026-09-01", {**SINCE, **GONE, ("applies", "2026-08-02"): [f"EU AI Act:Art. 50({it})" for it in "15"], ("not_yet", "2026-12-02"): ["EU AI Act:Art. 50(2)"]}, f"{OMNIBUS}: Art. 50(2) from 2 December 2026 for systems on the market before"),
    ("chatbot", "EU", AFTER, AFTER, {**SINCE, **GONE, ("applies", "2026-08-02"): [f"EU AI Act:Art. 50({it})" for it in "15"], ("applies", "2026-12-02"): ["EU AI Act:Art. 50(2)"]}, f"{OMNIBUS}: Art. 50(2) from 2 December 2026 for systems on the market before"),
    ("chatbot", "KR", BEFORE, BEFORE, {("applies", "2026-01-22"): ["KR AI Basic Act:Art. 31 notice", "KR AI Basic Act:Art. 31 label"]}, "Basic Act on AI, in force 22 January 2026"),
    ("image-maker", "EU", BEFORE, BEFORE, {**SINCE, ("not_yet", None): ["EU AI Act:Art. 5(1)(ba)"], ("not_yet", "2026-08-02"): [f"EU AI Act:Art. 50({it})" for it in "25"]}, "the new prohibition was adopted and unpublished on 1 July 2026"),
    ("image-maker", "EU", "2026-11-01", "2026-11-01", {**SINCE, **GONE, ("not_yet", "2026-12-02"): ["EU AI Act:Art. 5(1)(ba)"], ("applies", "2026-08-02"): [f"EU AI Act:Art. 50({it})" for it in "25"]}, f"{OMNIBUS}: Art. 5(1)(ba) from 2 December 2026"),
    ("image-maker", "EU", AFTER, AFTER, {**SINCE, **GONE, ("applies", "2026-12-02"): ["EU AI Act:Art. 5(1)(ba)"], ("applies", "2026-08-02"): [f"EU AI Act:Art. 50({it})" for it in "25"]}, f"{OMNIBUS}: Art. 5(1)(ba) from 2 December 2026"),
    ("sorter", "EU", BEFORE, BEFORE, {**SINCE, ("excepted", None): PROVIDER + REGISTERED, ("not_yet", "2026-08-02"): ["EU AI Act:Art. 6(4)", "EU AI Act:Art. 49(2)"]}, f"{ACT}, Arts 6(3), 6(4), 49(2), 113"),
    ("sorter", "EU", AFTER, AFTER, {**SINCE, **GONE, ("excepted", None): PROVIDER + REGISTERED, ("not_yet", "2027-12-02"): ["EU AI Act:Art. 6(4)"], ("cannot_decide", None): ["EU AI Act:Art. 49(2)"]}, f"{OMNIBUS}: Art. 49(2) has two readings, 2 August 2026 and 2 December 2027"),
    ("profiler", "EU", AFTER, AFTER, {**SINCE, **GONE, **listed("2027-12-02", PROVIDER, REGISTERED)}, f"{ACT}, Art. 6(3), last subparagraph: never where people are profiled"),
    ("scanner", "EU", BEFORE, BEFORE, {**SINCE, **listed("2027-08-02", PROVIDER)}, f"{ACT}, Art. 113, point (c)"),
    ("scanner", "EU", AFTER, AFTER, {**SINCE, **GONE, **listed("2028-08-02", PROVIDER)}, f"{OMNIBUS}: Annex I from 2 August 2028"),
    ("scoring", "EU", BEFORE, BEFORE, {**SINCE, ("excepted", None): DEPLOYER + DECIDES + RIGHTS, GDPR: DATA + PROFILED + ALONE, ("applies", "2025-03-12"): BANK_EU, ("not_yet", "2026-11-20"): CREDIT}, "Art. 111(2): in service before; Annex III.5(b), Art. 27(1); GDPR Art. 22; DORA Art. 19(4); Directive (EU) 2023/2225, Art. 48"),
    ("scoring", "EU", AFTER, AFTER, {**SINCE, **GONE, ("excepted", None): DEPLOYER + DECIDES + RIGHTS, GDPR: DATA + PROFILED + ALONE, ("applies", "2025-03-12"): BANK_EU, ("applies", "2026-11-20"): CREDIT}, "Art. 111(2); Directive (EU) 2023/2225 applies from 20 November 2026"),
    ("scoring", "US", AFTER, AFTER, {("applies", "2026-04-17"): [f"SR 26-2:{it}" for it in ["Materiality", "Validation", "Inventory"]], ("repealed", None): CO_OLD + GUIDANCE, ("cannot_decide", None): CO_DEPLOYER}, "SR 26-2 in place of SR 11-7 since 17 April 2026; in which state it is used is not said"),
    ("model", "EU", AFTER, AFTER, {**SINCE, **GONE, ("applies", "2025-08-02"): ["EU AI Act:Art. 52(1)"], ("not_yet", "2027-08-02"): MODEL}, f"{ACT}, Arts 51(2), 111(3): on the market before 2 August 2025"),
    ("assistant", "US", AFTER, AFTER, {("excepted", None): [f"SR 26-2:{it}" for it in ["Materiality", "Validation", "Inventory"]], ("repealed", None): CO_OLD + GUIDANCE}, "SR 26-2: generative AI lies outside"),
    ("blank", "EU", AFTER, AFTER, "cannot_decide", "nothing is known of it, so nothing is decided but what was repealed"),
    ("hiring-tool-changed", "EU", AFTER, AFTER, {**SINCE, **GONE, **listed("2028-01-01", DEPLOYER, DECIDES, WORK), GDPR: DATA + PROFILED}, f"{ACT}, Art. 111(2): in service before, and its design changes significantly on 1 January 2028"),
]

# Planted faults: what is changed, and the card whose answer must be another, exactly so.
FAULTS = [
    ("a date is moved", {"overlay": ["frameworks/eu-ai-act.toml", 'from = "2027-12-02"', 'from = "2027-06-01"']}, 1,
     {**SINCE, **GONE, **listed("2027-06-01", PROVIDER, REGISTERED), GDPR: DATA}),
    ("a fact is blanked", {"system": "scoring", "blank": ["personal_data"]}, 27,
     {**SINCE, **GONE, ("excepted", None): DEPLOYER + DECIDES + RIGHTS, ("cannot_decide", None): DATA + PROFILED + ALONE + CREDIT, ("applies", "2025-03-12"): BANK_EU}),
    ("an exception is claimed with profiling", {"system": "sorter", "set": {"profiling": True}}, 22,
     {**SINCE, **GONE, **listed("2027-12-02", PROVIDER, REGISTERED)}),
    ("the day of the last change of design is blanked", {"system": "hiring-tool", "blank": ["redesigned_on"]}, 7,
     {**SINCE, **GONE, ("cannot_decide", None): DEPLOYER + DECIDES + WORK, GDPR: DATA + PROFILED}),
    ("a repealed law stands as in force", {"overlay": ["frameworks/colorado-sb-24-205.toml", 'standing = "repealed"', 'standing = "in_force"\n  from = "2026-06-30"']}, 9,
     {("applies", "2027-01-01"): CO_DEPLOYER, ("applies", "2026-06-30"): CO_OLD[1:], ("repealed", None): GUIDANCE}),
]


def key(said):
    if isinstance(said, str):
        return {"all": said, "of": [[it, "repealed", None] for it in GONE[("repealed", None)]]}
    return {"all": "never", "of": sorted([provision, verdict, day] for (verdict, day), all in said.items() for provision in all)}


def calendar(name):
    found = next(it for it in tomllib.loads((ROOT / "data/library/calendars.toml").read_text())["calendar"] if it["name"] == name)
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    week, holidays = {days.index(it) for it in found["days"]}, {dt.date.fromisoformat(it) for it in found["holidays"]}
    return zoneinfo.ZoneInfo(found["zone"]), lambda day: day.weekday() in week and day not in holidays


def deadline(event, amount, unit, counted, name):
    """The strict moment and the last day, counted one day after the other."""
    zone, works = calendar(name)
    local = event.astimezone(zone)
    if unit == "H":
        strict = event + dt.timedelta(hours=amount)
        if counted == "eu_period_rule":
            whole = local.replace(minute=0, second=0).astimezone(dt.timezone.utc) + dt.timedelta(hours=1)
            return strict, (whole + dt.timedelta(hours=amount)).astimezone(zone).date()
        return strict, strict.astimezone(zone).date()
    day, left = local.date(), amount
    while left:
        day += dt.timedelta(days=1)
        left -= counted != "working_days" or works(day)
    strict = dt.datetime.combine(day, local.time(), zone).astimezone(dt.timezone.utc)
    if counted == "eu_period_rule":
        def within(last):
            return sum(works(local.date() + dt.timedelta(days=it)) for it in range(1, (last - local.date()).days + 1))
        while not works(day) or (amount >= 2 and within(day) < 2):
            day += dt.timedelta(days=1)
    return strict, day


def clocks():
    chance, cases = random.Random(88), []
    begin = dt.datetime(2026, 1, 2, tzinfo=dt.timezone.utc)
    named = [(15, "D", "eu_period_rule"), (2, "D", "eu_period_rule"), (10, "D", "eu_period_rule"), (14, "D", "eu_period_rule"), (4, "H", "hours"), (24, "H", "hours"), (72, "H", "hours"),
             (72, "H", "eu_period_rule"), (30, "D", "calendar_days"), (10, "D", "working_days"), (1, "D", "eu_period_rule")]
    events = [dt.datetime.fromisoformat(it) for it in ["2027-12-24T16:20:00+00:00", "2028-04-13T09:00:00+00:00", "2026-12-31T23:30:00+00:00", "2027-03-25T08:15:00+00:00"]]
    events += [begin + dt.timedelta(minutes=chance.randrange(2 * 365 * 24 * 60)) for _ in range(36)]
    for event in events:
        amount, unit, counted = chance.choice(named)
        strict, last = deadline(event, amount, unit, counted, "office")
        text = lambda it: it.strftime("%Y-%m-%dT%H:%M:%SZ")
        cases.append({"event": text(event.astimezone(dt.timezone.utc)), "offset": f"P{amount}D" if unit == "D" else f"PT{amount}H", "counted": counted,
                      "calendar": "office", "strict": text(strict), "last_day": last.isoformat()})
    return cases


def organisation():
    return [{"id": name, "kind": "ai_system", "state": state, "fields": {"title": f"The {name}", **fields}} for name, (state, fields) in SYSTEMS.items()]


def written(side, key):
    folder = ROOT / "selftest/8.8" / side
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.json").write_text(json.dumps(organisation(), indent=1, ensure_ascii=False) + "\n")
    (folder / "key.json").write_text(json.dumps(key, indent=1, ensure_ascii=False) + "\n")


def main():
    origin = "cards written by hand from the sources beside each; deadlines counted day by day by scripts/obligations.py"
    cards = [{"system": it[0], "place": it[1], "on": it[2], "known": it[3], "source": it[5], **key(it[4])} for it in CARDS]
    written("clean", {"origin": origin, "day": DAY, "card": cards, "clock": clocks()})
    faults = [{**cards[at], "planted": name, "change": change, **key(said)} for name, change, at, said in FAULTS]
    written("faulty", {"origin": origin, "day": DAY, "card": faults, "clock": []})
    print(len(cards), "cards")


if __name__ == "__main__":
    main()
