//! Word lists that classify a "we", as stems unless said otherwise.

/// Verbs for what a company or team is, has, loses or depends on: nobody's work.
pub(super) const STATE: &[&str] = &[
    "be",
    "have",
    "own",
    "lose",
    "receiv",
    "need",
    "share",
    "reli",
    "depend",
    "know",
    "call",
    "sell",
    "serv",
    "want",
    "miss",
    "lack",
    "care",
    "live",
    "sit",
    "belong",
    "charg",
    "owe",
    "pay",
    "offer",
    "hope",
    "consum",
    "cost",
    "mean",
    "suffer",
    "leak",
    "bleed",
    "risk",
    "stop",
    "operat",
    "support",
    "hear",
    "like",
    "expect",
    "disappoint",
    "face",
    "experi",
    "process",
    "ship",
    "refund",
    "use",
    "promis",
    "exist",
    "compet",
    "stand",
    "measur",
    "top",
    "peak",
    "hurt",
    "harm",
];

/// States that become work in the Action: "we used a retry", "we measured it".
pub(super) const WORK_IN_ACTION: &[&str] = &[
    "use", "measur", "process", "ship", "support", "offer", "stop", "operat", "hear", "need",
    "want", "know", "share", "call", "like", "expect", "face", "miss",
];

/// Verbs of thinking and feeling.
pub(super) const THOUGHT: &[&str] = &[
    "think", "feel", "guess", "believ", "suppos", "wish", "seem", "wonder", "assum", "rememb",
    "hope", "like", "want", "know",
];

/// Verbs of coming, going and waiting: acts, but no work on a problem.
pub(super) const IDLE: &[&str] = &[
    "go", "come", "drive", "leav", "arriv", "return", "wait", "sit", "stand", "sleep", "wake",
    "eat", "drink", "celebr", "smile", "laugh", "live", "stay", "happen", "get", "see", "hear",
];

/// Verbs of being present while others act: they sound like work and contribute nothing.
pub(super) const BESIDE: &[&str] = &[
    "listen",
    "support",
    "attend",
    "accompani",
    "sympath",
    "appreci",
];

/// Verbs of finishing, not doing, work.
pub(super) const FINISHING: &[&str] = &[
    "finish", "deliv", "deliver", "complet", "launch", "releas", "ship", "close", "reach", "make",
    "meet", "succeed", "get", "go", "win", "present", "be", "end",
];

/// Verbs of rewards after the work: a party, a prize, praise. They hide nobody.
pub(super) const REWARD: &[&str] = &[
    "celebr", "toast", "cheer", "parti", "rejoic", "win", "receiv", "earn", "enjoy", "relax",
    "laugh", "thank",
];

/// Verbs of eating and resting: time spent together, in which no work is hidden.
pub(super) const REST: &[&str] = &["eat", "drink", "sleep", "rest", "dine"];

/// What people have or go for together in a break, as words. "We went for the second supplier" is a choice.
pub(super) const REFRESHMENT: &[&str] = &[
    "breakfast",
    "lunch",
    "dinner",
    "supper",
    "meal",
    "coffee",
    "tea",
    "beer",
    "beers",
    "pint",
    "drink",
    "drinks",
    "pizza",
    "chips",
    "cake",
    "curry",
    "ice-cream",
    "sandwich",
    "sandwiches",
];

/// Verbs of groups or figures only: "we went from forty to one" cannot become "I went from forty to one".
pub(super) const NOT_ONE: &[&str] = &[
    "go", "grow", "fall", "drop", "rise", "becom", "reach", "hit", "climb", "jump", "shrink",
    "win", "lose", "agre", "meet", "split", "divid", "be", "have", "own", "gather", "merg",
    "outnumb", "disagre", "celebr", "stay", "remain", "finish", "end", "land",
];

/// Verbs of noticing and taking on: the candidate's own even in Situation and Task.
pub(super) const NOTICING: &[&str] = &[
    "notic",
    "remark",
    "spot",
    "discov",
    "observ",
    "detect",
    "catch",
    "realiz",
    "realis",
    "find",
    "identifi",
    "figur",
    "uncov",
    "investig",
    "trace",
    "dig",
    "debug",
    "fix",
    "decid",
    "pick",
    "step",
    "volunt",
    "take",
    "start",
    "pull",
    "look",
    "reproduc",
    "implement",
    "write",
    "build",
    "solv",
    "check",
    "analyz",
    "see",
];

/// Nouns for things made: "our fix" hides who made it.
pub(super) const PRODUCT: &[&str] = &[
    "pr",
    "diff",
    "cr",
    "mr",
    "fix",
    "patch",
    "chang",
    "solut",
    "retri",
    "code",
    "implement",
    "approach",
    "plan",
    "investig",
    "analysi",
    "root",
    "caus",
    "find",
    "work",
    "effort",
    "idea",
    "test",
    "repro",
    "script",
    "logic",
    "rollout",
    "deploy",
    "pattern",
    "mechan",
    "propos",
    "tool",
    "improv",
    "contribut",
    "achiev",
    "success",
    "branch",
    "commit",
    "doc",
    "document",
    "job",
    "lesson",
    "takeaway",
    "learn",
    "mistak",
    "hypothesi",
    "theori",
    "suspicion",
    "assumpt",
    "discoveri",
    "proof",
    "comparison",
    "pull",
    "design",
    "decis",
    "suggest",
    "simul",
    "simulator",
    "part",
    "merg",
    "backoff",
    "reproduct",
    "diagnosi",
    "conclus",
    "deliver",
    "attempt",
    "handler",
    "prototyp",
    "experi",
    "recommend",
    "initi",
    "trace",
    "insight",
    "reflect",
    "dlq",
];

/// Nouns of effort.
pub(super) const EFFORT: &[&str] = &[
    "effort", "persist", "patienc", "persever", "dedic", "determin", "dilig", "teamwork", "cooper",
    "collabor", "initi", "commit",
];

/// Things made in the Action and Result, but standing equipment elsewhere.
pub(super) const EQUIPMENT: &[&str] = &["alert", "alarm", "dead", "dashboard", "monitor", "metric"];

pub(super) const TEAM: &[&str] = &[
    "team", "group", "squad", "crew", "peopl", "guy", "engin", "develop", "staff",
];

/// Verbs of talking things over, which is shared by nature.
pub(super) const TALK: &[&str] = &[
    "talk",
    "speak",
    "meet",
    "discuss",
    "chat",
    "sync",
    "agre",
    "brainstorm",
    "pair",
    "sit",
    "huddl",
    "call",
    "exchang",
    "align",
];

/// Capitalised words that do not name people.
pub(super) const NO_PEOPLE: &[&str] = &[
    "platform",
    "platform's",
    "slack",
    "amazon",
    "kibana",
    "kubernetes",
    "python",
    "java",
    "aws",
    "monday",
    "mondays",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "january",
    "finance",
    "dlq",
    "slo",
    "pr",
    "cr",
    "github",
    "jira",
];
