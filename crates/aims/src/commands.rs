//! Every command of the program, and what it leaves in the ledger.

/// What a command leaves in the ledger when it succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// One entry a record that it changes.
    Change,
    /// One entry for something that happened without changing a record.
    Event,
    /// Nothing.
    Nothing,
}

/// A command and what it leaves.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// Name on the command line; with a sub-command where these differ.
    pub name: &'static str,
    /// What it leaves.
    pub leaves: Leaves,
}

const fn leaves(name: &'static str, leaves: Leaves) -> Listed {
    Listed { name, leaves }
}

/// Every command; a test compares this list with the command line and with what really is left.
pub const COMMANDS: &[Listed] = &[
    leaves("init", Leaves::Event),
    leaves("serve", Leaves::Nothing),
    leaves("list", Leaves::Nothing),
    leaves("show", Leaves::Nothing),
    leaves("add", Leaves::Change),
    leaves("set", Leaves::Change),
    leaves("move", Leaves::Change),
    leaves("link", Leaves::Change),
    leaves("import", Leaves::Change),
    leaves("export", Leaves::Event),
    leaves("search", Leaves::Nothing),
    leaves("history", Leaves::Nothing),
    leaves("diff", Leaves::Nothing),
    leaves("retire", Leaves::Change),
    leaves("unretire", Leaves::Change),
    leaves("erase", Leaves::Change),
    leaves("undo", Leaves::Change),
    leaves("authority", Leaves::Nothing),
    leaves("config check", Leaves::Nothing),
    leaves("config apply", Leaves::Event),
    leaves("config show", Leaves::Nothing),
    leaves("account add", Leaves::Event),
    leaves("account password", Leaves::Event),
    leaves("account disable", Leaves::Event),
    leaves("account list", Leaves::Nothing),
    leaves("token add", Leaves::Event),
    leaves("token list", Leaves::Nothing),
    leaves("token revoke", Leaves::Event),
    leaves("backup", Leaves::Event),
    leaves("restore", Leaves::Nothing),
    leaves("measure profile", Leaves::Change),
    leaves("measure quality", Leaves::Change),
    leaves("measure drift", Leaves::Change),
    leaves("measure fairness", Leaves::Change),
    leaves("measure performance", Leaves::Change),
    leaves("measure privacy", Leaves::Change),
    leaves("measure compare", Leaves::Change),
    leaves("measure represent", Leaves::Change),
    leaves("measure agreement", Leaves::Change),
    leaves("measure repeat", Leaves::Event),
    leaves("measure summarise", Leaves::Nothing),
    leaves("measure metrics", Leaves::Nothing),
    leaves("measure plan", Leaves::Nothing),
    leaves("measure schema", Leaves::Nothing),
    leaves("lineage record", Leaves::Change),
    leaves("lineage show", Leaves::Nothing),
    leaves("duties show", Leaves::Nothing),
    leaves("duties check", Leaves::Nothing),
    leaves("duties leaves", Leaves::Nothing),
    leaves("duties letter", Leaves::Nothing),
    leaves("retention show", Leaves::Nothing),
    leaves("retention plan", Leaves::Change),
    leaves("retention search", Leaves::Change),
    leaves("monitor batch", Leaves::Change),
    leaves("monitor show", Leaves::Nothing),
    leaves("privacy budget", Leaves::Nothing),
    leaves("privacy front", Leaves::Nothing),
    leaves("treat generalise", Leaves::Nothing),
    leaves("treat noise", Leaves::Nothing),
    leaves("rules check", Leaves::Nothing),
    leaves("rules explain", Leaves::Nothing),
    leaves("rules test", Leaves::Nothing),
    leaves("rules diff", Leaves::Nothing),
    leaves("rules replay", Leaves::Nothing),
    leaves("access open", Leaves::Event),
    leaves("access matrix", Leaves::Nothing),
    leaves("access who", Leaves::Nothing),
    leaves("access of", Leaves::Nothing),
    leaves("access log", Leaves::Nothing),
    leaves("access import", Leaves::Change),
    leaves("access subject", Leaves::Event),
    leaves("access review-open", Leaves::Change),
    leaves("access review", Leaves::Nothing),
    leaves("access confirm", Leaves::Change),
    leaves("access review-close", Leaves::Change),
    leaves("escalation check", Leaves::Nothing),
    leaves("escalation simulate", Leaves::Nothing),
    leaves("escalation next", Leaves::Nothing),
    leaves("resources", Leaves::Nothing),
    leaves("reviews board", Leaves::Nothing),
    leaves("reviews lane", Leaves::Nothing),
    leaves("reviews settle", Leaves::Change),
    leaves("reviews replay", Leaves::Nothing),
    leaves("tier show", Leaves::Nothing),
    leaves("tier work-out", Leaves::Change),
    leaves("tier replay", Leaves::Nothing),
    leaves("tier portfolio", Leaves::Nothing),
    leaves("verify", Leaves::Nothing),
    leaves("bundle", Leaves::Event),
    leaves("doctor", Leaves::Nothing),
    leaves("selftest", Leaves::Nothing),
    leaves("kinds", Leaves::Nothing),
    leaves("completions", Leaves::Nothing),
];
