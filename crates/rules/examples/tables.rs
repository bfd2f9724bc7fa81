//! How long decision tables take on this machine: one evaluation, and verification of hard tables of 2,000 rows and 8 inputs.

use std::time::Instant;

use rules::{Case, Findings, Table, Value, Vocabulary, verify};

const ROWS: usize = 2_000;
const INPUTS: usize = 8;
/// Whole numbers from 0 up to here.
const MOST: i64 = 999;

/// Chance with a seed: SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as i64
    }
}

/// Both ends of each input.
type Bounds = [(i64, i64); INPUTS];

/// Seconds that this program was on a core, where the system tells them; a shared machine lets it wait.
fn cpu() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|it| it.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut chance = Chance(7);
    evaluation(&mut chance)?;
    unknown()?;
    println!("| {ROWS} rows × {INPUTS} inputs | seconds | of CPU | faults told | not settled |\n|---|--:|--:|--:|--:|");
    let whole = [(0, MOST); INPUTS];
    let split = partition(whole, ROWS, &mut chance);
    told("a partition: no gap, no overlap", "unique", &split, &mut chance)?;
    let mut holed = split.clone();
    holed.retain(|it| it[0].0 % 97 != 3);
    told("the same with holes", "unique", &holed, &mut chance)?;
    let boxes: Vec<Bounds> = (0..ROWS).map(|_| boxed(&mut chance, 3)).collect();
    told("random boxes, up to three inputs bound", "unique", &boxes, &mut chance)?;
    told("random boxes, up to three inputs bound", "any", &boxes, &mut chance)?;
    let mut first = boxes.clone();
    first.push(whole);
    told("random boxes and a last row for the rest", "first", &first, &mut chance)?;
    let narrow: Vec<Bounds> = (0..ROWS).map(|_| boxed(&mut chance, INPUTS)).collect();
    told("random boxes, up to all inputs bound", "first", &narrow, &mut chance)?;
    told("random boxes, up to all inputs bound", "priority", &narrow, &mut chance)?;
    told("stairs: more harm, stricter outcome", "first", &stairs(), &mut Chance(0))?;
    let wide: Vec<Bounds> = (0..ROWS).map(|_| edge(&mut chance)).collect();
    told("wide boxes that leave one end of every input", "first", &wide, &mut chance)?;
    Ok(())
}

/// A score of 65 flags of which nothing is known: what it depends on follows from how its rows hang together.
fn unknown() -> Result<(), Box<dyn std::error::Error>> {
    let flag = |at: i64| format!("[[input]]\nname = \"f{at}\"\ntype = \"flag\"\n");
    let row = |at: i64| format!("[[row]]\nid = \"{at}\"\nwhen.f{at} = true\nthen.o = {}\n", at % 4);
    let flags: String = (0..65).map(flag).collect();
    let rows: String = (0..65).map(row).collect();
    let text =
        format!("table = \"t\"\npolicy = \"collect sum\"\n{flags}[[output]]\nname = \"o\"\ntype = \"number\"\n{rows}");
    let table = Table::parse_toml(&text)?;
    let before = cpu();
    let outcome = table.evaluate(&Case::default())?;
    println!("a score of 65 flags of which none is known: {:.3} s of CPU, {:?}\n", cpu() - before, outcome.verdict);
    Ok(())
}

/// Boxes that bind so many inputs at random.
fn boxed(chance: &mut Chance, bound: usize) -> Bounds {
    let mut bounds = [(0, MOST); INPUTS];
    for _ in 0..bound {
        let (a, b) = (chance.below(MOST + 1), chance.below(MOST + 1));
        bounds[chance.below(INPUTS as i64) as usize] = (a.min(b), a.max(b));
    }
    bounds
}

/// Boxes that reach to one end of every input: many together cover nearly everything.
fn edge(chance: &mut Chance) -> Bounds {
    let mut bounds = [(0, MOST); INPUTS];
    for bound in &mut bounds {
        let cut = 200 + chance.below(600);
        *bound = if chance.below(2) == 0 { (0, cut) } else { (cut, MOST) };
    }
    bounds
}

/// Everything cut in two again and again, each part once.
fn partition(whole: Bounds, parts: usize, chance: &mut Chance) -> Vec<Bounds> {
    let mut boxes = vec![whole];
    while boxes.len() < parts {
        let at = chance.below(boxes.len() as i64) as usize;
        let axis = chance.below(INPUTS as i64) as usize;
        let (low, high) = boxes[at][axis];
        if low == high {
            continue;
        }
        let cut = low + chance.below(high - low);
        let mut other = boxes[at];
        (boxes[at][axis], other[axis]) = ((low, cut), (cut + 1, high));
        boxes.push(other);
    }
    boxes
}

/// Rows from the most harm down, each asking a little less of two inputs.
fn stairs() -> Vec<Bounds> {
    let step = |row: i64| {
        let mut bounds = [(0, MOST); INPUTS];
        bounds[(row % 2) as usize].0 = MOST - row / 2;
        bounds
    };
    (0..ROWS as i64).map(step).collect()
}

fn toml(policy: &str, boxes: &[Bounds], chance: &mut Chance) -> String {
    let stairs = chance.0 == 0;
    let mut text = format!("table = \"t\"\npolicy = \"{policy}\"\n");
    for axis in 0..INPUTS {
        let harm = if stairs { "harm = \"more\"\n" } else { "" };
        text.push_str(&format!(
            "[[input]]\nname = \"i{axis}\"\ntype = \"number\"\nwhole = true\nleast = 0\nmost = {MOST}\n{harm}"
        ));
    }
    let harm = if stairs { "harm = \"less\"\n" } else { "" };
    text.push_str(&format!(
        "[[output]]\nname = \"o\"\ntype = \"choice\"\nvalues = [\"a\", \"b\", \"c\", \"d\"]\n{harm}"
    ));
    for (row, bounds) in boxes.iter().enumerate() {
        let outcome = if stairs { row * 4 / boxes.len() } else { chance.below(4) as usize };
        text.push_str(&format!("[[row]]\nid = \"{row}\"\nthen.o = \"{}\"\n", ["a", "b", "c", "d"][outcome]));
        for (axis, (low, high)) in bounds.iter().enumerate().filter(|it| *it.1 != (0, MOST)) {
            text.push_str(&format!("when.i{axis} = \"[{low}..{high}]\"\n"));
        }
    }
    text
}

fn told(what: &str, policy: &str, boxes: &[Bounds], chance: &mut Chance) -> Result<(), Box<dyn std::error::Error>> {
    let table = Table::parse_toml(&toml(policy, boxes, chance))?;
    let (start, before) = (Instant::now(), cpu());
    let found: Findings = verify(&[&table], &Vocabulary::default());
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu() - before);
    println!("| {what}, {policy} | {seconds:.2} | {cpu:.2} | {} | {} |", found.faults.len(), found.unsettled.len());
    for sort in rules::FAULTS {
        let count = found.faults.iter().filter(|it| it.fault == sort.name).count();
        if count > 0 {
            eprintln!("    {}: {count}", sort.name);
        }
    }
    for it in &found.unsettled {
        eprintln!("    {}: {}", it.fault, it.says);
    }
    Ok(())
}

fn evaluation(chance: &mut Chance) -> Result<(), Box<dyn std::error::Error>> {
    let boxes = partition([(0, MOST); INPUTS], 100, chance);
    let table = Table::parse_toml(&toml("unique", &boxes, chance))?;
    let mut case = || {
        (0..INPUTS)
            .fold(Case::default(), |case, axis| case.with(&format!("i{axis}"), Value::whole(chance.below(MOST + 1))))
    };
    let cases: Vec<Case> = (0..1_000).map(|_| case()).collect();
    let start = cpu();
    let mut decided = 0;
    for _ in 0..200 {
        for case in &cases {
            decided += usize::from(table.evaluate(case)?.value("o").is_some());
        }
    }
    let each = (cpu() - start) / 200_000.0 * 1e6;
    println!("evaluation of 100 rows × {INPUTS} inputs: {each:.2} µs of CPU ({decided} decided)\n");
    Ok(())
}
