//! Sessions for the report's golden files, one for each way in which a rehearsal succeeds, fails or
//! is disturbed.

use super::draft::{Draft, RATE};
use super::story;
use rehearse::analysis::judge_by_meaning;
use rehearse::judgement::{Bar, RuleSettings, SectionInput, Severity};
use rehearse::meaning::{Known, Meanings, minilm::Bundled};
use rehearse::scenario::{Scenario, builtin};
use rehearse::session::Session;
use rehearse::time::{Millis, Span};
use rehearse::transcript::Dropped;
use std::sync::OnceLock;

/// The sessions of the golden files, by folder name.
pub fn golden(scenario: &Scenario) -> Vec<(&'static str, Session)> {
    vec![
        ("flawless", flawless(scenario)),
        ("weak", weak(scenario)),
        ("overrun", overrun(scenario)),
        ("empty-section", empty_section(scenario)),
        ("redo-and-pause", redo_and_pause(scenario)),
        ("dropped-text", dropped_text(scenario)),
        ("microphone-lost", microphone_lost(scenario)),
        ("script", script(scenario)),
        ("emoji-and-rtl", emoji_and_rtl(scenario)),
        ("not-transcribed", not_transcribed(scenario)),
        ("misheard", misheard(scenario)),
    ]
}

/// The demo's takes as the bundled model once transcribed them, judged by the current rules against
/// the built-in story, as the README shows. They change with the rules and
/// with the content.
pub fn judged() -> Vec<(&'static str, Session, Scenario)> {
    static ONCE: OnceLock<Vec<(&'static str, Session, Scenario)>> = OnceLock::new();
    ONCE.get_or_init(|| {
        [
            ("demo-strong", include_str!("demo/strong.json")),
            ("demo-weak", include_str!("demo/weak.json")),
            ("demo-typical", include_str!("demo/typical.json")),
        ]
        .map(|(name, facts)| {
            let scenario = builtin("caught-critical-issue").unwrap();
            let mut session: Session = serde_json::from_str(facts).unwrap();
            judge_anew(&mut session, &scenario);
            (name, session, scenario)
        })
        .into()
    })
    .clone()
}

/// Judges the facts of a session by the current rules, as `rehearse analyze` does.
pub fn judge_anew(session: &mut Session, scenario: &Scenario) {
    let spoken: Vec<SectionInput<'_>> = session
        .sections
        .iter()
        .map(|facts| SectionInput {
            id: &facts.id,
            length: facts.length(),
            transcript: facts.transcript.as_ref().unwrap(),
            activity: Some(&facts.activity),
            loudness: facts.loudness.as_ref(),
            told_before: None,
        })
        .collect();
    let bar = Bar {
        scenario,
        level: session.level,
        lens: session.lens,
    };
    let meanings = Meanings::new(&Bundled, Known::new());
    let settings = RuleSettings::default();
    session.judgement = Some(judge_by_meaning(bar, &spoken, &settings, Some(&meanings)));
}

const ALL_SITUATION: &[&str] = &["noticed-it-myself", "outside-my-team", "customer-impact"];
const ALL_TASK: &[&str] = &["not-my-team", "no-ticket", "nobody-asked", "own-the-fix"];
const ALL_ACTION: &[&str] = &[
    "pulled-logs",
    "traced",
    "reproduced",
    "wrote-retry",
    "added-alert",
    "submitted-pr",
];
const ALL_RESULT: &[&str] = &[
    "to-zero",
    "revenue-recovered",
    "pattern-adopted",
    "reliability-improved",
];
const ALL_REFLECTION: &[&str] = &["proactive-monitoring", "shared-dashboard"];

fn misheard(scenario: &Scenario) -> Session {
    Draft::new("misheard", scenario)
        .say(
            "action",
            31.0,
            "I pulled the web hook logs and traced the drops. I wrote a retry for the web hook sender. I added an alert to the dead letter cue.",
            &["pulled-logs", "traced", "wrote-retry", "added-alert"],
        )
        .misheard("web hook", "webhook")
        .misheard("dead letter cue", "dead letter queue")
        .verdict(
            "Ownership is clear: you say what you did yourself.",
            &["4 of 6 ideas were heard."],
            "Drill Action, 90 s, twice.",
            Some("action"),
        )
}

fn flawless(scenario: &Scenario) -> Session {
    Draft::new("flawless", scenario)
        .say(
            "situation",
            19.6,
            story::strong(scenario, "situation"),
            ALL_SITUATION,
        )
        .say("task", 14.1, story::strong(scenario, "task"), ALL_TASK)
        .say(
            "action",
            33.9,
            story::strong(scenario, "action"),
            ALL_ACTION,
        )
        .say(
            "result",
            19.8,
            story::strong(scenario, "result"),
            ALL_RESULT,
        )
        .say(
            "reflection",
            12.4,
            story::strong(scenario, "reflection"),
            ALL_REFLECTION,
        )
        .verdict(
            "Clear ownership from the first sentence to the rollout, and the impact is measured.",
            &[
                "Every action starts with “I”.",
                "0.3% to zero and $8K a week are both said.",
            ],
            "Answer a follow-up question: how did you verify the fix?",
            None,
        )
}

fn weak(scenario: &Scenario) -> Session {
    Draft::new("weak", scenario)
        .say("situation", 9.0, "I noticed the webhook was dropping sometimes, so I told the Platform team about it.", &["noticed-it-myself"])
        .find("handoff", Severity::Fix, "I told the Platform team about it.", "You passed the problem on; from here on it is theirs.", "Say what you did next yourself: “I pulled the delivery logs the same day”.")
        .find("missing-quantification", Severity::Fix, "", "No number says how bad it was.", "Say the 0.3% drop rate.")
        .say("task", 10.5, "Um, it was kind of broken, {3.2} you know, uh, for a while.", &[])
        .find("missing-scope-boundary", Severity::Fix, "", "Nothing says whose service it was, or that nobody asked you.", "Say it plainly: “not my team, no ticket, nobody asked”.")
        .find("hedge", Severity::Improve, "kind of", "“kind of” makes the problem sound smaller than it was.", "Leave it out.")
        .find("filler", Severity::Note, "Um,", "A filler at the very start.", "Breathe instead.")
        .find("filler", Severity::Note, "uh,", "A filler in mid-sentence.", "Breathe instead.")
        .find("long-pause", Severity::Note, "silence", "A long silence in mid-sentence.", "Finish the thought, then pause.")
        .say("action", 21.0, "They fixed it after some time. I think we figured out the root cause together and the logs were pulled. Then we wrote a fix, and we shipped it. I think the problem was network issues.", &[])
        .find("we-language", Severity::Fix, "we figured out the root cause together", "Who figured it out? “we” hides your part.", "Say what you did: “I traced the failures to network timeouts”.")
        .find("we-language", Severity::Fix, "we wrote a fix,", "Who wrote it?", "“I wrote a retry with backoff”.")
        .find("we-language", Severity::Fix, "we shipped it.", "Who shipped it?", "“I coordinated the rollout”.")
        .find("passive-voice", Severity::Improve, "the logs were pulled.", "The sentence has no doer.", "“I pulled the logs”.")
        .find("underrun", Severity::Improve, "", "You used 21 s of 90; there is room for every step you took.", "Add what you reproduced, wrote and added.")
        .say("result", 5.0, "The drop rate improved and the team was happy.", &[])
        .find("vague-ending", Severity::Fix, "the team was happy.", "The ending says nothing about value.", "End on money or customers: “$8K a week recovered”.")
        .find("missing-quantification", Severity::Fix, "", "No number at all.", "Say 0.3% to zero, and $8K a week.")
        .say("reflection", 10.0, "However, I did not track the exact impact or follow up to ensure the fix was fully effective.", &[])
        .find("generic-reflection", Severity::Improve, "", "This lesson fits every story.", "Name what this one taught: “a shared dashboard would have shown it”.")
        .verdict(
            "Sounds competent and fails on content: the problem is handed on, and nothing is measured. Leaning no hire for Insist on the Highest Standards.",
            &["No scope boundary in Task.", "“we” three times in Action.", "No number in Result."],
            "Drill Result, 20 s, twice: the change in numbers, then money, then what others adopted.",
            Some("result"),
        )
}

fn overrun(scenario: &Scenario) -> Session {
    let task = format!(
        "{} The service had a queue in front of it, and the queue had a worker pool, and each worker had a timeout that came from a configuration file which nobody had looked at since the migration two years ago.",
        story::strong(scenario, "task")
    );
    Draft::new("overrun", scenario)
        .say(
            "situation",
            31.5,
            story::strong(scenario, "situation"),
            ALL_SITUATION,
        )
        .say("task", 33.1, &task, ALL_TASK)
        .find(
            "overrun",
            Severity::Fix,
            "The service had a queue in front of it,",
            "You ran 13.1 s over while explaining the architecture.",
            "Stop after “I decided to own the fix”.",
        )
        .say(
            "result",
            20.4,
            story::strong(scenario, "result"),
            ALL_RESULT,
        )
        .verdict(
            "The story is there; the architecture crowds it out.",
            &["Task took 33.1 s of 20."],
            "Drill Task, 20 s.",
            Some("task"),
        )
}

fn empty_section(scenario: &Scenario) -> Session {
    Draft::new("empty-section", scenario)
        .say(
            "situation",
            19.6,
            story::strong(scenario, "situation"),
            ALL_SITUATION,
        )
        .say("task", 3.0, "", &[])
        .find(
            "missing-scope-boundary",
            Severity::Fix,
            "",
            "Nothing says whose service it was.",
            "Say it plainly.",
        )
        .say(
            "action",
            33.9,
            story::strong(scenario, "action"),
            ALL_ACTION,
        )
        .verdict(
            "Without a Task, ownership is a guess.",
            &[],
            "Drill Task, 20 s.",
            Some("task"),
        )
}

fn redo_and_pause(scenario: &Scenario) -> Session {
    Draft::new("redo-and-pause", scenario)
        .say(
            "result",
            19.8,
            story::strong(scenario, "result"),
            ALL_RESULT,
        )
        .with(|facts, take| {
            // An earlier try of nine seconds, then the section in two stretches around a pause.
            let early = Span::new(Millis(300), Millis(9_300));
            facts.others = vec![early];
            facts.spans = vec![
                Span::new(Millis(10_000), Millis(18_000)),
                Span::new(Millis(30_500), Millis(42_300)),
            ];
            take.frames = Millis(43_000).frames(RATE);
        })
        .find(
            "long-pause",
            Severity::Note,
            "improving overall",
            "A breath.",
            "Fine.",
        )
        .verdict(
            "Measured and clear.",
            &[],
            "Say the whole answer once, without stopping.",
            None,
        )
}

fn dropped_text(scenario: &Scenario) -> Session {
    Draft::new("dropped-text", scenario)
        .say(
            "situation",
            30.0,
            story::strong(scenario, "situation"),
            ALL_SITUATION,
        )
        .dropped("Thank you for watching.", 21.0, 29.0)
        .find(
            "phantom-text",
            Severity::Note,
            "",
            "The recogniser wrote words where nobody spoke.",
            "Nothing to do: they are not counted.",
        )
        .verdict("Clear.", &[], "Go on to Task.", Some("task"))
}

fn microphone_lost(scenario: &Scenario) -> Session {
    Draft::new("microphone-lost", scenario)
        .say(
            "situation",
            19.6,
            story::strong(scenario, "situation"),
            ALL_SITUATION,
        )
        .say("task", 14.1, story::strong(scenario, "task"), ALL_TASK)
        .with(|facts, take| {
            let start = facts.spans[0].start;
            facts.spans = vec![
                Span::new(start, start + Millis(6_000)),
                Span::new(start + Millis(9_400), start + Millis(17_500)),
            ];
            take.gaps = vec![Span::new(start + Millis(6_000), start + Millis(9_400))];
            facts.activity.muted = vec![Span::new(Millis(8_000), Millis(13_000))];
            take.lost_frames = 4_800;
            take.frames += Millis(3_400).frames(RATE);
        })
        .verdict(
            "What was heard is clear.",
            &[],
            "Say Task again with the microphone plugged in.",
            Some("task"),
        )
}

fn script(scenario: &Scenario) -> Session {
    let attack = "<script>alert(1)</script> I noticed <img src=x onerror=alert(2)> & \"quotes\" | pipes | `ticks` _under_ *stars* [link](javascript:alert(3)) </textarea> \u{1b}[31mred\u{7}";
    let mut session = Draft::new("script", scenario)
        .say("situation", 12.0, attack, &["noticed-it-myself"])
        .find(
            "we-language",
            Severity::Fix,
            "<img src=x",
            "Markup <b>in</b> a message.",
            "Say | it *plainly* & \"well\".",
        )
        .verdict(
            "<script>alert(4)</script>",
            &["=1+1 in a cell"],
            "</script><script>alert(5)</script>",
            Some("situation"),
        );
    session.title = "<script>alert(6)</script> A title".into();
    session.take.source = "=cmd|' /C calc'!A0 <b>".into();
    session.sections[0]
        .transcript
        .as_mut()
        .unwrap()
        .dropped
        .push(Dropped {
            text: "--> 00:00 <script>".into(),
            time: Span::new(Millis(10_000), Millis(11_000)),
            reason: "<i>Nobody</i> spoke.".into(),
        });
    session
}

fn emoji_and_rtl(scenario: &Scenario) -> Session {
    Draft::new("emoji-and-rtl", scenario)
        .say("situation", 14.0, "I noticed 👩‍💻 שלום עולם וגם مرحبا بالعالم 日本語のテキスト e\u{301}t\u{e9} \u{202e}reversed\u{202c} 0.3% done 🎉🎉", &["noticed-it-myself"])
        .find("filler", Severity::Improve, "日本語のテキスト", "幅の広い文字 are as wide as they are.", "Say it: “שלום”.")
        .verdict("明確。 Clear 🎯", &[], "Go on.", None)
}

fn not_transcribed(scenario: &Scenario) -> Session {
    let mut session = Draft::new("not-transcribed", scenario)
        .say("situation", 19.6, story::strong(scenario, "situation"), &[])
        .say("task", 24.0, story::strong(scenario, "task"), &[])
        .verdict("", &[], "", None);
    session.judgement = None;
    session.model = None;
    for facts in &mut session.sections {
        facts.transcript = None;
    }
    session
}
