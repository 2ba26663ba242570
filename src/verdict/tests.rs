//! The verdict follows from what was said, and from nothing else.

use crate::analysis::judge;
use crate::judgement::{Bar, Judgement, Leaning, Overall, SectionInput, Severity};
use crate::scenario::{Level, Scenario, builtin, follow_up, parse};
use crate::time::Millis;
use crate::transcript::Transcript;

const SITUATION: &str = "I noticed that the Platform team's webhooks had a 0.3% drop rate. Customers complained about delayed payment confirmations. It was outside my team's scope.";
const ACTION: &str = "I pulled webhook delivery logs from the Platform service. I traced the failure to intermittent network timeouts. I reproduced it locally by simulating network delays. I wrote a retry mechanism with exponential backoff. I added a dead letter queue alert. I submitted a ready-to-merge PR and coordinated the rollout.";
const RESULT: &str = "The drop rate went from 0.3% to zero, and $8,000 weekly revenue was recovered. The Platform team adopted my alert pattern.";

/// The verdict on these texts; an empty one is a section in which nothing was said.
fn overall(story: &str, sections: &[(&str, &str)]) -> Overall {
    overall_at(Level::Sde2, story, sections)
}

fn overall_at(level: Level, story: &str, sections: &[(&str, &str)]) -> Overall {
    judged(&builtin(story).expect("it is built in"), level, sections).overall
}

/// The judgement of these answers, of 15 s each.
fn judged(scenario: &Scenario, level: Level, sections: &[(&str, &str)]) -> Judgement {
    let texts: Vec<(&str, Transcript)> = sections
        .iter()
        .map(|(id, text)| (*id, Transcript::from_text(text)))
        .collect();
    let spoken: Vec<SectionInput<'_>> = texts
        .iter()
        .map(|(id, transcript)| SectionInput::typed(id, Millis(15_000), transcript))
        .collect();
    judge(Bar::of(scenario, level), &spoken)
}

const SHARED: &str = "We got the drop rate from 0.3% to zero, and $8,000 weekly revenue was recovered. The Platform \
    team adopted my alert pattern.";

fn caught(told: &[(&str, &str)]) -> Overall {
    overall("caught-critical-issue", told)
}

/// "The taped one" is a thing, and taping it was no act of somebody else.
#[test]
fn a_participle_before_a_noun_is_no_act_of_others() {
    let told = caught(&[
        ("situation", SITUATION),
        (
            "action",
            "I slept in the vestry and wrote down every note that moaned. I sealed a single valve. The neighbour \
             moaned and the taped one was silent. The driver of the boiler helped and the sealed one held.",
        ),
        ("result", RESULT),
    ]);
    assert!(
        !told.verdict.contains("others did most"),
        "{}",
        told.verdict
    );
    let others = caught(&[
        ("situation", SITUATION),
        (
            "action",
            "I wrote a list. He sealed a valve, she sanded the door, and they replaced the seal.",
        ),
        ("result", RESULT),
    ]);
    assert!(others.verdict.contains("to others"), "{}", others.verdict);
}

/// One "we" among many acts is a slip and casts no doubt on whose work it was.
#[test]
fn one_hidden_place_in_a_clear_answer_is_a_slip() {
    let told = |task: &'static str| {
        caught(&[
            ("situation", SITUATION),
            ("task", task),
            ("action", ACTION),
            ("result", RESULT),
            (
                "reflection",
                "I realised that proactively monitoring cross-team webhooks prevents this.",
            ),
        ])
    };
    let once = told("Nobody asked me, and we decided to own the fix.");
    let hidden = &once.because;
    assert!(
        once.verdict.contains("clear, but for one place"),
        "{once:?}"
    );
    assert!(once.verdict.contains("Leaning hire"), "{once:?}");
    assert!(
        hidden
            .iter()
            .any(|one| one.contains("hides your part once"))
    );
    let twice = told("Nobody asked me. We decided to own the fix. We took it on.");
    assert!(!twice.verdict.contains("one place"), "{twice:?}");
    // "We" in the Result of an Action that is the candidate's shares what came of it.
    let shared = caught(&[
        ("situation", SITUATION),
        ("task", "Nobody asked me, and I decided to own the fix."),
        ("action", ACTION),
        ("result", SHARED),
        ("reflection", ""),
    ]);
    assert!(
        shared.verdict.contains("Ownership is clear: "),
        "{shared:?}"
    );
    // Little of one's own was done besides it.
    let thin = caught(&[
        ("situation", SITUATION),
        ("task", "Nobody asked me, and I decided to own the fix."),
        (
            "action",
            "I looked at the logs. I traced the failure to network timeouts.",
        ),
        ("result", SHARED),
        ("reflection", ""),
    ]);
    assert!(!thin.verdict.contains("one place"), "{thin:?}");
}

#[test]
fn being_present_is_no_work() {
    let busy = caught(&[
        ("situation", SITUATION),
        ("task", "Nobody asked me."),
        (
            "action",
            "I listened to the merchants, I supported the process, I kept everybody informed and I made myself available for questions.",
        ),
        ("result", RESULT),
        ("reflection", ""),
    ]);
    assert!(!busy.verdict.contains("Ownership is clear"), "{busy:?}");
}

#[test]
fn without_action_or_result_there_is_no_leaning() {
    let silent = |spoken: &[&str]| -> Vec<(&'static str, &'static str)> {
        [
            ("situation", SITUATION),
            ("task", ""),
            ("action", ACTION),
            ("result", RESULT),
            ("reflection", ""),
        ]
        .into_iter()
        .map(|(id, text)| (id, if spoken.contains(&id) { text } else { "" }))
        .collect()
    };
    for (spoken, missing) in [
        (
            &["situation"][..],
            "No leaning: Action and Result were not spoken.",
        ),
        (
            &["situation", "result"],
            "No leaning: Action was not spoken.",
        ),
        (
            &["situation", "action"],
            "No leaning: Result was not spoken.",
        ),
    ] {
        let verdict = caught(&silent(spoken)).verdict;
        assert!(verdict.ends_with(missing), "{verdict}");
        assert!(!verdict.contains("Leaning"), "{verdict}");
    }
    let verdict = caught(&silent(&["situation", "action", "result"])).verdict;
    assert!(verdict.contains(", on what was spoken"), "{verdict}");
}

#[test]
fn a_drill_is_judged_for_its_own_part_alone() {
    let one = caught(&[("situation", SITUATION)]).verdict;
    assert_eq!(
        one,
        "What was said is specific. One part alone gives no leaning."
    );
    let two = caught(&[("action", ACTION), ("result", RESULT)]).verdict;
    assert!(two.ends_with("Two parts alone give no leaning."), "{two}");
}

#[test]
fn another_story_is_reported_before_anything_else() {
    let other = overall("helped-someone-grow", &[("action", ACTION)]);
    assert!(
        other
            .verdict
            .starts_with("This does not sound like this story: none of its ideas came up."),
        "{}",
        other.verdict
    );
    assert!(!other.verdict.contains("eaning"), "{}", other.verdict);
    // A whole answer may also be this story in very general words.
    let whole = overall(
        "helped-someone-grow",
        &[
            ("situation", SITUATION),
            ("action", ACTION),
            ("result", "It went well."),
        ],
    );
    assert!(
        whole
            .verdict
            .starts_with("This does not sound like this story")
            && whole
                .verdict
                .contains(" If it was meant to be: leaning no hire"),
        "{}",
        whole.verdict
    );
}

#[test]
fn i_think_is_not_counted_as_work() {
    let thought = "I think I think I think I think, and I think that it was better.";
    for action in ["", thought] {
        let verdict = caught(&[
            ("situation", SITUATION),
            ("task", "We were to look at the webhooks."),
            ("action", action),
            ("result", RESULT),
        ])
        .verdict;
        assert!(!verdict.contains("Your own work is visible"), "{verdict}");
        assert!(!verdict.contains("Ownership is clear"), "{verdict}");
    }
}

#[test]
fn a_metric_counts_wherever_it_is_said_and_is_missed_once() {
    let verdict = |situation, result| {
        let sections = [
            ("situation", situation),
            ("action", ACTION),
            ("result", result),
        ];
        caught(&sections)
    };
    let late = verdict("I noticed that some webhooks were dropped.", RESULT);
    assert!(
        late.verdict.contains("The impact is proven with numbers."),
        "{}",
        late.verdict
    );
    assert!(
        !late.because.join(" ").contains("Not measured"),
        "{:?}",
        late.because
    );
    let vague = verdict(
        "I noticed that some webhooks were dropped.",
        "It got much better.",
    );
    assert!(
        vague.verdict.contains("asserted rather than measured"),
        "{}",
        vague.verdict
    );
    let line = vague
        .because
        .iter()
        .find(|line| line.starts_with("Not measured"))
        .expect("it is said");
    let names: Vec<&str> = line
        .trim_start_matches("Not measured: ")
        .trim_end_matches('.')
        .split(", ")
        .collect();
    let mut once = names.clone();
    once.dedup();
    assert_eq!(names, once);
}

#[test]
fn a_silent_section_is_next_and_is_named() {
    let next = caught(&[("situation", SITUATION), ("action", ""), ("result", "")]);
    assert_eq!(next.next, "Say Action aloud, in any words.");
    assert_eq!(next.next_section.as_deref(), Some("action"));
    let nothing = caught(&[("follow-up-how-verified", "")]);
    assert!(nothing.next.starts_with("Answer “"), "{}", nothing.next);
}

#[test]
fn figures_other_than_the_storys_are_quoted() {
    let because = |result| caught(&[("result", result)]).because.join("\n");
    let other = because("The drop rate went from 3% to zero. I got $80K a week back.");
    assert!(
        other.contains("Measured: “from 3% to zero”, “$80K a week”."),
        "{other}"
    );
    assert!(
        other.contains("You said “from 3% to zero” and “$80K a week”; the story has the drop rate from 0.3% to zero and $8K a week."),
        "{other}"
    );
    for same in [
        RESULT,
        "The drop rate went from three in a thousand to zero. I got $32K a month back.",
        "Delivery went from 99.7% to 100%. That is 416,000 dollars a year.",
        "The drop rate is zero now. Eight and a half thousand dollars a week came back.",
    ] {
        let same = because(same);
        assert!(!same.contains("You said"), "{same}");
        let own = "Measured: the drop rate from 0.3% to zero, $8K a week.";
        assert!(same.contains(own), "{same}");
    }
}

#[test]
fn ownership_is_clear_only_with_enough_acts_of_the_candidate() {
    let clear = "Ownership is clear";
    for (action, wanted) in [
        (ACTION, clear),
        ("I pulled the delivery logs.", clear),
        (
            "I called the family, I wrote down what they said, and I changed the plan.",
            clear,
        ),
        ("I went home.", "I do not hear what you did yourself."),
        (
            "I did not pull the logs. My colleague Ana reproduced it.",
            "I do not hear what you did yourself.",
        ),
        ("I painted the door.", "Too little is said of what you did"),
        (
            "I watched it. The intern checked the old cables and my neighbour painted the door.",
            "Little of the action is your own",
        ),
    ] {
        let verdict = caught(&[("action", action)]).verdict;
        assert!(verdict.starts_with(wanted), "{action}: {verdict}");
    }
}

#[test]
fn figures_of_a_setback_are_no_proof() {
    let setback = caught(&[(
        "result",
        "The drop rate went from zero to 0.3%. We lost $8K a week.",
    )]);
    assert!(!setback.verdict.contains("proven"), "{}", setback.verdict);
    let because = setback.because.join("\n");
    assert!(because.contains("Not measured: the drop rate from 0.3% to zero, $8K a week."));
}

#[test]
fn summary_and_findings_agree_on_what_is_missing() {
    let scenario = builtin("caught-critical-issue").expect("it is built in");
    let judged = |situation: &str, result: &str| {
        let texts = [("situation", situation), ("result", result)]
            .map(|(id, text)| (id, Transcript::from_text(text)));
        let spoken: Vec<SectionInput<'_>> = texts
            .iter()
            .map(|(id, transcript)| SectionInput::typed(id, Millis(15_000), transcript))
            .collect();
        let bar = Bar::of(&scenario, Level::Sde2);
        judge(bar, &spoken)
    };
    for (situation, result) in [
        ("31 of 94 webhooks were failing.", "It got better."),
        ("I noticed some drops.", RESULT),
        ("0.3% of the webhooks were dropped.", "It went to zero."),
    ] {
        let judgement = judged(situation, result);
        let findings = judgement.sections.iter().flat_map(|one| &one.findings);
        let missing = findings.filter(|finding| {
            finding.rule == "missing-quantification"
                && finding.severity != crate::judgement::Severity::Note
        });
        let line = judgement.overall.because.join("\n");
        let count = missing.count();
        let listed = line
            .lines()
            .find_map(|line| line.strip_prefix("Not measured: "))
            .map_or(0, |names| names.split(", ").count());
        assert_eq!(count, listed, "{situation} {result}: {line}");
    }
}

#[test]
fn acts_of_others_cover_no_idea_of_the_candidate() {
    let others =
        "My colleague Ana reproduced it locally. She wrote the retry and my lead added the alert.";
    let because = caught(&[("action", others)]).because.join(" ");
    assert!(because.contains("None of 6 ideas was heard"), "{because}");
}

#[test]
fn the_next_step_names_an_idea_of_the_judged_level() {
    let reflection =
        "The real root cause was the lack of a shared webhook reliability SLO across teams.";
    let sections = [("reflection", reflection)];
    let next = overall_at(Level::Senior, "caught-critical-issue", &sections).next;
    assert!(next.contains("“organizational gap”"), "{next}");
}

/// It has every sentence of the strong example, but none of its ideas is known.
#[test]
fn few_recognised_ideas_do_not_count_against_an_answer_without_a_fault() {
    let mut scenario = builtin("caught-critical-issue").expect("it is built in");
    let sections: Vec<(String, Transcript)> = scenario
        .sections
        .iter()
        .filter_map(|one| Some((one.id.clone(), one.strong_for(Level::Sde2)?)))
        .map(|(id, strong)| (id, Transcript::from_text(strong)))
        .collect();
    for signal in scenario
        .sections
        .iter_mut()
        .flat_map(|one| &mut one.signals)
    {
        signal.phrase = "I painted zebras".into();
        signal.meaning.clear();
        signal.accept.clear();
    }
    let spoken: Vec<SectionInput<'_>> = sections
        .iter()
        .map(|(id, transcript)| SectionInput::typed(id, Millis(15_000), transcript))
        .collect();
    let verdict = judge(Bar::of(&scenario, Level::Sde2), &spoken)
        .overall
        .verdict;
    assert!(
        verdict.contains("Undecided") && verdict.contains("few of this story's ideas were heard"),
        "{verdict}"
    );
}

/// A story of one section, with questions that have a strong answer and some that have none.
fn answered(answers: &[(&str, &str)]) -> Overall {
    let strong = "[[follow_up]]\nid = \"why\"\nquestion = \"Why?\"\n\
                  strong = \"I traced the failing backups to one full disk.\"\n";
    let toml = format!(
        "title = \"Mine\"\n[[section]]\nid = \"action\"\nstrong = \"I did it.\"\n{strong}{}",
        follow_up::STANDARD
    );
    let scenario = parse("mine.toml", &toml).expect("it is sound");
    judged(&scenario, Level::Sde2, answers).overall
}

#[test]
fn an_answer_without_a_strong_one_is_not_compared_and_leans_nowhere() {
    let any = "I moved the ramp and I timed the loading of the ferry.";
    let alone = answered(&[("follow-up-how-measured", any)]);
    assert_eq!(
        alone.verdict,
        "The rules find nothing against the answer; there is no strong answer to compare it with. \
         The rules alone give no leaning."
    );
    assert_eq!(alone.leaning, None);
    let why = "I traced the failing backups to one full disk.";
    let both = answered(&[("follow-up-why", why), ("follow-up-how-measured", any)]);
    assert!(
        both.verdict.starts_with(
            "The answer to the follow-up holds. The rules find nothing against the other answer;"
        ),
        "{both:?}"
    );
    assert_eq!(both.leaning, Some(Leaning::Hire), "{both:?}");
}

/// The rules that find more than a note in one section of a story with two changes in its Result.
fn faults(of: &str, sections: &[(&str, &str)]) -> Vec<String> {
    let toml = "title = \"Bread\"\n[[section]]\nid = \"action\"\nstrong = \"I did it.\"\n\
                [[section]]\nid = \"result\"\nstrong = \"Waste fell from 22 percent to 13 percent.\"\n\
                [[section.metric]]\nname = \"from 22 percent to 13 percent\"\n\
                values = [{ value = 22, unit = \"percent\" }, { value = 13, unit = \"percent\" }]\n\
                [[section.metric]]\nname = \"from 60 percent to 15 percent\"\n\
                values = [{ value = 60, unit = \"percent\" }, { value = 15, unit = \"percent\" }]\n";
    let scenario = parse("bread.toml", toml).expect("it is sound");
    let sections = judged(&scenario, Level::Sde2, sections)
        .sections
        .into_iter();
    let findings = sections
        .filter(|one| one.id == of)
        .flat_map(|one| one.findings);
    findings
        .filter(|one| one.severity != Severity::Note && one.rule != "underrun")
        .map(|one| one.rule)
        .collect()
}

const OWNED: &str = "I measured the waste. I removed the old sales. I replaced the model and I built a page. I compared \
    both for a month.";

#[test]
fn a_result_is_shared_where_the_action_shows_whose_the_work_was() {
    let shared = ("result", "We got the waste from 22 percent to 13 percent.");
    assert_eq!(faults("result", &[shared]), ["we-language"]);
    assert_eq!(faults("result", &[("action", OWNED), shared]), [""; 0]);
    let theirs = ("action", "We measured the waste and we replaced the model.");
    assert_eq!(faults("result", &[theirs, shared]), ["we-language"]);
}

#[test]
fn the_figures_of_one_metric_are_not_held_against_another() {
    let told = |result| faults("result", &[("result", result)]);
    assert_eq!(
        told("The waste went from 22 percent to 13 percent."),
        [""; 0]
    );
    assert_eq!(
        told("The waste fell from 60 percent to 13 percent."),
        ["missing-quantification"]
    );
}

#[test]
fn a_manner_of_speaking_beside_a_measured_change_is_no_fault() {
    let told = |result| faults("result", &[("result", result)]);
    let measured = "The waste went from 22 percent to 13 percent. Everybody was really happy.";
    assert_eq!(told(measured), [""; 0]);
    let vague = told("The waste is a lot better. Everybody was really happy.");
    assert!(vague.contains(&"vague-ending".to_owned()), "{vague:?}");
}

#[test]
fn one_passive_among_many_acts_is_a_slip() {
    let told = |action: &str| faults("action", &[("action", action)]);
    let once = format!("{OWNED} The old data was deleted.");
    assert_eq!(told(&once), [""; 0]);
    let thin = told("I measured the waste. The old data was deleted. The model was replaced.");
    assert!(thin.contains(&"passive-voice".to_owned()), "{thin:?}");
}

#[test]
fn acts_that_fit_any_project_give_no_leaning_towards_hire() {
    let told = |action: &str| {
        let toml = format!(
            "title = \"Labels\"\n[[section]]\nid = \"situation\"\nstrong = \"I noticed that 12 labels were wrong.\"\n\
             [[section]]\nid = \"task\"\nstrong = \"Nobody owned them, so I took them on.\"\n\
             [[section]]\nid = \"action\"\nstrong = \"{action}\"\n\
             [[section]]\nid = \"result\"\nstrong = \"The wrong labels fell from 12 to 0.\"\n"
        );
        let scenario = parse("labels.toml", &toml).expect("it is sound");
        let sections = scenario.sections.iter();
        let told: Vec<(&str, &str)> = sections
            .map(|one| {
                (
                    one.id.as_str(),
                    one.strong_for(Level::Sde2).expect("it has one"),
                )
            })
            .collect();
        judged(&scenario, Level::Sde2, &told).overall
    };
    let concrete = told(
        "I read the feed, I found the field that was cut, I wrote a check and I ran it every night.",
    );
    assert_eq!(concrete.leaning, Some(Leaning::Hire), "{concrete:?}");
    let empty = told(
        "I drove synergies across the shop, I leveraged best practices, I delivered 47 improvements, \
         I aligned key stakeholders and I championed a culture of excellence.",
    );
    assert_eq!(empty.leaning, Some(Leaning::Undecided), "{empty:?}");
    assert!(empty.verdict.contains("in phrases that fit any project"));
}
