use super::interviews::InterviewQuestion;
use super::*;
use crate::judgement::Severity::{Fix, Improve, Note};

const TODAY: Day = Day(20_780);

fn spoken(id: &str, seconds: u64, findings: &[(&str, Severity)]) -> TakeSection {
    let target = match id {
        "situation" => 30,
        "action" => 90,
        "reflection" => 15,
        _ => 20,
    };
    TakeSection {
        id: id.into(),
        title: id[..1].to_uppercase() + &id[1..],
        length: Millis::from_secs(seconds),
        target: Millis::from_secs(target),
        findings: findings
            .iter()
            .map(|(rule, severity)| ((*rule).to_owned(), *severity))
            .collect(),
        ..TakeSection::default()
    }
}

/// A take of five sections; `weak` replaces the sections it names.
fn take(number: usize, days_ago: u32, weak: &[TakeSection]) -> Take {
    let ids = ["situation", "task", "action", "result", "reflection"];
    let section = |id: &&str| {
        let named = weak.iter().find(|one| one.id == **id);
        named.cloned().unwrap_or_else(|| spoken(id, 15, &[]))
    };
    Take {
        number,
        day: Day(TODAY.0 - days_ago),
        story: "alarm".into(),
        mode: Mode::Guided,
        level: Level::Sde2,
        length: None,
        sections: ids.iter().map(section).collect(),
        leaning: None,
    }
}

fn drill(number: usize, days_ago: u32, section: TakeSection) -> Take {
    Take {
        sections: vec![section],
        ..take(number, days_ago, &[])
    }
}

/// An own story; without one, writing it is proposed first.
fn story(id: &str) -> Story {
    Story {
        id: id.into(),
        title: format!("The {id}"),
        own: true,
        sections: 5,
        follow_ups: 0,
        quiz_due: 0,
    }
}

fn planned(takes: &[Take], stories: &[Story]) -> Plan {
    plan(&History {
        today: TODAY,
        takes,
        stories,
        unheard: 0,
        questions: Questions::default(),
        asked: &[],
        gaps: &[],
    })
}

fn kinds(plan: &Plan) -> Vec<Kind> {
    plan.proposals.iter().map(|one| one.kind).collect()
}

#[test]
fn without_history_the_first_take_is_proposed_and_nothing_is_claimed() {
    let plan = planned(&[], &[story("alarm")]);
    assert_eq!(kinds(&plan), [Kind::First]);
    assert!(plan.note.starts_with("No take"), "{}", plan.note);
    let first = &plan.proposals[0];
    assert_eq!(first.command, "rehearse practice alarm --mode study");
    assert!(first.evidence.is_empty());
}

#[test]
fn without_own_stories_writing_one_is_proposed_first() {
    let built_in = Story {
        own: false,
        ..story("alarm")
    };
    let weak = spoken("result", 15, &[("missing-quantification", Fix)]);
    for (takes, second) in [
        (vec![], Kind::First),
        (vec![take(1, 1, &[weak])], Kind::Drill),
    ] {
        let plan = planned(&takes, std::slice::from_ref(&built_in));
        assert_eq!(kinds(&plan)[..2], [Kind::Own, second]);
        assert_eq!(plan.proposals[0].command, "rehearse scenario new");
    }
    let both = planned(&[], &[story("mine"), built_in]);
    assert_eq!(kinds(&both), [Kind::First]);
    assert_eq!(both.proposals[0].scenario, "mine");
}

#[test]
fn a_plan_from_one_take_says_so() {
    let weak = spoken("result", 15, &[("missing-quantification", Fix)]);
    let plan = planned(&[take(1, 1, &[weak])], &[story("alarm")]);
    assert_eq!(
        plan.note,
        "One take so far (yesterday): what follows rests on it alone."
    );
    let first = &plan.proposals[0];
    assert_eq!(first.what, "Drill Result of “The alarm”, 20 s, twice.");
    assert_eq!(
        first.because,
        ["Result had no number in its last take (session 1)."]
    );
    assert_eq!(first.command, "rehearse practice alarm --section result");
    assert_eq!(first.evidence[0].session, 1);
    assert_eq!(
        first.evidence[0].rule.as_deref(),
        Some("missing-quantification")
    );
}

#[test]
fn a_repeated_finding_comes_first_with_both_sessions() {
    let weak = || spoken("result", 15, &[("missing-quantification", Fix)]);
    let fresh = spoken("action", 60, &[("handoff", Fix)]);
    let takes = [take(3, 4, &[weak()]), take(5, 1, &[weak(), fresh])];
    let plan = planned(&takes, &[story("alarm")]);
    assert_eq!(
        plan.proposals[0].because,
        ["Result had no number in the last two takes of it (sessions 3 and 5)."]
    );
    assert_eq!(plan.proposals[0].evidence.len(), 2);
}

#[test]
fn an_overrun_is_reported_with_its_figures() {
    let long = |seconds| spoken("action", seconds, &[("overrun", Improve)]);
    let takes = [take(1, 3, &[long(102)]), take(2, 1, &[long(114)])];
    let plan = planned(&takes, &[story("alarm")]);
    assert_eq!(
        plan.proposals[0].because,
        [
            "Action ran 12 s over its 90 s, then ran 24 s over its 90 s, in the last two takes of \
             it (sessions 1 and 2)."
        ]
    );
    // A single overrun may be an accident and is not drilled.
    let plan = planned(&takes[1..], &[story("alarm")]);
    assert!(!kinds(&plan).contains(&Kind::Drill), "{plan:?}");
}

#[test]
fn a_corrected_section_is_not_drilled_again() {
    let weak = spoken("result", 15, &[("missing-quantification", Fix)]);
    let takes = [take(1, 3, &[weak]), drill(2, 1, spoken("result", 16, &[]))];
    let plan = planned(&takes, &[story("alarm")]);
    assert_eq!(kinds(&plan), [Kind::Whole]);
    assert_eq!(
        plan.proposals[0].because,
        [
            "The last drill left nothing that would cost the bar (session 2); the whole was last told in session 1."
        ]
    );
}

#[test]
fn a_flawless_take_leads_to_the_mock_and_then_to_a_higher_bar() {
    let notes = spoken("task", 15, &[("filler", Note)]);
    let guided = take(1, 1, &[notes]);
    let plan = planned(std::slice::from_ref(&guided), &[story("alarm")]);
    assert_eq!(kinds(&plan), [Kind::Harder]);
    assert_eq!(
        plan.proposals[0].command,
        "rehearse practice alarm --mode mock"
    );
    let mock = Take {
        number: 2,
        mode: Mode::Mock,
        ..guided
    };
    let plan = planned(std::slice::from_ref(&mock), &[story("alarm")]);
    assert!(plan.proposals[0].command.ends_with("--level senior"));
    // What stands is told short once.
    assert_eq!(kinds(&plan), [Kind::Harder, Kind::Shorter]);
    let short = "rehearse practice alarm --mode mock --length 90";
    assert_eq!(plan.proposals[1].command, short);
    let told_short = Take {
        number: 3,
        length: Some(Millis::from_secs(90)),
        ..mock.clone()
    };
    let plan = planned(&[mock.clone(), told_short], &[story("alarm")]);
    assert!(!kinds(&plan).contains(&Kind::Shorter), "{plan:#?}");
    let senior = Take {
        level: Level::Senior,
        ..mock
    };
    // Two own stories can be chosen from as well.
    let plan = planned(&[senior], &[story("alarm"), story("second")]);
    assert_eq!(
        kinds(&plan),
        [Kind::Shorter, Kind::Another, Kind::Questions]
    );
}

/// A mock in which one section was not found is a whole telling, and what followed it is no drill before the first.
#[test]
fn a_mock_with_a_leaning_was_told_whole() {
    let mut mock = take(1, 1, &[]);
    (mock.mode, mock.leaning) = (Mode::Mock, Some(Leaning::Undecided));
    mock.sections.pop();
    let plan = planned(&[mock], &[story("alarm")]);
    assert_eq!(kinds(&plan), [Kind::Harder, Kind::Shorter]);
}

#[test]
fn a_weakness_of_a_retelling_is_drilled_in_the_time_of_the_section() {
    let short = |number| {
        let weak = TakeSection {
            target: Millis::from_secs(10),
            ..spoken("action", 9, &[("we-language", Fix)])
        };
        let mut retold = take(number, 0, &[weak]);
        retold.length = Some(Millis::from_secs(30));
        retold
    };
    let drilled = |takes: &[Take]| planned(takes, &[story("alarm")]).proposals[0].what.clone();
    let what = drilled(&[take(1, 1, &[]), short(2)]);
    assert_eq!(what, "Drill Action of “The alarm”, 90 s, twice.");
    assert_eq!(drilled(&[short(1)]), "Drill Action of “The alarm”, twice.");
}

#[test]
fn a_story_is_repeated_after_a_break_with_the_days() {
    let plan = planned(&[take(4, 12, &[])], &[story("alarm")]);
    assert_eq!(kinds(&plan), [Kind::Whole]);
    assert_eq!(
        plan.proposals[0].because,
        ["It was not practised for 12 days (last in session 4)."]
    );
    assert_eq!(plan.proposals[0].command, "rehearse practice alarm");
}

#[test]
fn due_questions_and_unasked_follow_ups_are_proposed() {
    let asked = Story {
        follow_ups: 4,
        quiz_due: 3,
        ..story("alarm")
    };
    let weak = spoken("result", 15, &[("vague-ending", Fix)]);
    let plan = planned(&[take(1, 0, &[weak])], std::slice::from_ref(&asked));
    assert_eq!(kinds(&plan), [Kind::Drill, Kind::FollowUps, Kind::Quiz]);
    assert_eq!(
        plan.proposals[1].because,
        [
            "None of its 4 follow-up questions was ever answered; the story itself was told in session 1."
        ]
    );
    assert_eq!(
        plan.proposals[1].command,
        "rehearse followups alarm --count 2"
    );
    assert_eq!(plan.proposals[2].because, ["3 questions are due again."]);
    // Only the unanswered ones are counted, and nothing is proposed when all were answered.
    let answered = |id| drill(2, 0, spoken(id, 20, &[]));
    let takes = [take(1, 0, &[]), answered("follow-up-why")];
    let plan = planned(&takes, std::slice::from_ref(&asked));
    assert!(
        plan.proposals
            .iter()
            .any(|one| one.because[0].starts_with("3 of its 4 follow-up questions were never")),
        "{plan:?}"
    );
    let only = Story {
        follow_ups: 1,
        ..asked
    };
    assert!(!kinds(&planned(&takes, &[only])).contains(&Kind::FollowUps));
}

#[test]
fn a_weak_answer_to_a_question_is_asked_for_again() {
    let asked = Story {
        follow_ups: 1,
        ..story("alarm")
    };
    let weak = drill(2, 1, spoken("follow-up-why", 20, &[("weak-pattern", Fix)]));
    let takes = [take(1, 2, &[]), weak];
    let plan = planned(&takes, std::slice::from_ref(&asked));
    let again = &plan.proposals[0];
    assert_eq!(again.command, "rehearse followups alarm --ask why");
    assert_eq!(
        again.because,
        ["The last answer to it sounded like the weak answer (session 2)."]
    );
    // Answered well since: not again.
    let well = drill(3, 0, spoken("follow-up-why", 20, &[]));
    let plan = planned(&[takes[0].clone(), takes[1].clone(), well], &[asked]);
    assert!(!kinds(&plan).contains(&Kind::FollowUps), "{plan:?}");
}

#[test]
fn an_untold_own_story_precedes_a_built_in_one() {
    let built_in = |id| Story {
        own: false,
        ..story(id)
    };
    let stories = [story("mine"), built_in("alarm"), built_in("other")];
    let plan = planned(&[take(1, 0, &[])], &stories);
    assert_eq!(kinds(&plan), [Kind::Harder, Kind::Another]);
    assert_eq!(
        plan.proposals[1].command,
        "rehearse practice mine --mode study"
    );
}

#[test]
fn many_takes_of_many_stories_give_three_proposals_and_the_same_ones_every_time() {
    let mut takes = Vec::new();
    for number in 1..=40 {
        let weak = spoken("task", 15, &[("missing-scope-boundary", Fix)]);
        let mut one = take(number, 40 - number as u32, &[weak]);
        one.story = ["alarm", "second", "third"][number % 3].into();
        takes.push(one);
    }
    let mut second = story("second");
    second.quiz_due = 1;
    let stories = [story("alarm"), second, story("third"), story("fourth")];
    let plan = planned(&takes, &stories);
    assert_eq!(plan.proposals.len(), 3);
    assert_eq!(plan, planned(&takes, &stories));
    assert_eq!(plan.note, "40 takes so far, the last today.");
}

#[test]
fn takes_without_words_are_mentioned() {
    let plan = plan(&History {
        today: TODAY,
        takes: &[],
        stories: &[story("alarm")],
        unheard: 2,
        questions: Questions::default(),
        asked: &[],
        gaps: &[],
    });
    assert!(
        plan.note.contains("2 takes have no words yet"),
        "{}",
        plan.note
    );
}

#[test]
fn the_weakest_spot_of_a_take_is_one_phrase() {
    let one = take(
        1,
        0,
        &[
            spoken("task", 15, &[("filler", Improve)]),
            TakeSection {
                we: 3,
                ..spoken("action", 60, &[("we-language", Fix), ("overrun", Improve)])
            },
        ],
    );
    assert_eq!(
        weakest(&one).unwrap().sentence(),
        "Action said “we” 3 times"
    );
    assert_eq!(weakest(&take(1, 0, &[])), None);
}

#[test]
fn due_questions_and_a_first_drill_are_proposed() {
    let asked = |stories: &[Story], questions| {
        plan(&History {
            today: TODAY,
            takes: &[take(1, 0, &[])],
            stories,
            unheard: 0,
            questions,
            asked: &[],
            gaps: &[],
        })
    };
    let of = |plan: &Plan| {
        let mut all = plan.proposals.iter();
        all.find(|one| one.kind == Kind::Questions).cloned()
    };
    let due = Questions {
        asked: 5,
        due: 3,
        wrong: 2,
    };
    let proposal = of(&asked(&[story("alarm")], due)).unwrap();
    assert_eq!(
        proposal.because,
        ["3 questions are due again, 2 of them answered wrong last."]
    );
    assert_eq!(proposal.command, "rehearse ask --count 3");
    let rested = Questions { due: 0, ..due };
    assert_eq!(of(&asked(&[story("alarm")], rested)), None);
    // Two own stories are a choice; one is not.
    let own = |id| Story {
        own: true,
        ..story(id)
    };
    let never = Questions::default();
    assert_eq!(of(&asked(&[own("alarm")], never)), None);
    let first = of(&asked(&[own("alarm"), own("second")], never)).unwrap();
    assert_eq!(first.command, "rehearse ask");
}

fn noted(story: Option<&str>, principle: Option<&str>, went: &str, day: u32) -> InterviewQuestion {
    InterviewQuestion {
        when: "2026-11-20T10:00:00Z".into(),
        day: Some(Day(day)),
        question: "Why?".into(),
        principle: principle.map(str::to_owned),
        story: story.map(str::to_owned),
        went: Some(went.to_owned()),
    }
}

#[test]
fn a_story_asked_for_in_an_interview_is_proposed_until_it_is_practised() {
    let own = |id| Story {
        own: true,
        ..story(id)
    };
    let stories = [own("alarm"), own("ferry")];
    let gaps = ["frugality".to_owned(), "think-big".to_owned()];
    let takes = [take(1, 0, &[])];
    let practised = &takes[0].story;
    let planned = |asked: &[InterviewQuestion]| {
        let plan = plan(&History {
            today: TODAY,
            takes: &takes,
            stories: &stories,
            unheard: 0,
            questions: Questions::default(),
            asked,
            gaps: &gaps,
        });
        let interviews = plan.proposals.into_iter();
        interviews
            .filter(|one| one.kind == Kind::Interview)
            .collect::<Vec<Proposal>>()
    };
    let other = stories.iter().find(|one| one.id != *practised).unwrap();
    let twice = [
        noted(Some(&other.id), None, "well", 1),
        noted(Some(&other.id), None, "mixed", 2),
    ];
    let found = planned(&twice);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        found[0].because,
        ["It was asked for twice in your interviews, and you never practised it here."]
    );
    assert_eq!(found[0].command, format!("rehearse practice {}", other.id));
    // A story that was practised is proposed if it went badly since.
    let before = noted(
        Some(practised),
        None,
        "badly",
        takes[0].day.0.saturating_sub(3),
    );
    assert!(planned(&[before]).is_empty());
    let since = noted(Some(practised), None, "badly", takes[0].day.0 + 1);
    assert_eq!(
        planned(std::slice::from_ref(&since))[0].scenario,
        *practised
    );
    // A principle without a story needs one.
    let probed = noted(None, Some("frugality"), "badly", 1);
    let found = planned(&[probed]);
    assert!(found[0].what.contains("Frugality"), "{found:#?}");
    assert_eq!(found[0].command, "rehearse scenario new");
}
