//! Every fact of the page that the first walkthrough is based on, and its place in the scenario.
//!
//! Left out: page decoration (icons, the line "Bird / Raised Fist0" above the title). Apostrophes
//! are straight. "Bar Raiser ThinksSounds" lacks a space on the page; here it is heading and
//! text. Numbers have the unit of their field: targets are in milliseconds.

use super::*;

/// JSON pointer into the scenario, and what the page says there.
#[rustfmt::skip]
pub(in crate::scenario) const FACTS: &[(&str, &str)] = &[
    ("/title", "Caught a Critical Issue Others Had Missed"),
    ("/question", "Describe a time you caught a critical issue others had missed."),
    ("/principle", "Insist on the Highest Standards"),
    ("/takeaways/0", "Explicit ownership proof"),
    ("/takeaways/1", "Quantified impact"),
    ("/takeaways/2", "Systemic reflection"),
    ("/levels/sde1/length", "120000"),
    ("/levels/sde2/length", "175000"),
    ("/levels/senior/length", "180000"),
    ("/series", "Amazon Leadership Principles"),
    ("/heading", "Describe a Time You Caught a Critical Issue Others Had Missed - Amazon LP STAR Walkthrough"),
    ("/overview", "While working as an SDE2 at Amazon, I noticed a persistent 0.3% webhook drop rate in the Platform team's payment notification service. This service was not my team's responsibility, no ticket existed, and nobody had asked me to investigate. The drop caused delayed payment confirmations, impacting customer trust and causing $8K weekly revenue loss. I took initiative to diagnose and fix the issue despite it being outside my sprint and team boundaries."),
    ("/summary", "In this scenario, the candidate noticed a 0.3% webhook drop rate outside their team with no ticket or ask, demonstrating ownership by investigating and fixing the issue independently. They traced the failure, wrote a retry fix, and added alerts, reducing errors to zero and recovering $8K weekly revenue. The Platform team adopted their alert pattern, showing second-order impact. Reflection highlighted the need for shared SLOs to improve cross-team visibility."),
    ("/sections/0/target", "30000"),
    ("/sections/0/strong", "While reviewing cross-service metrics, I noticed the Platform team's payment notification service had a 0.3% webhook drop rate causing delayed payment confirmations and customer complaints. This was outside my team's scope but impacted our shared business goals."),
    ("/sections/0/signals/0/phrase", "I noticed"),
    ("/sections/0/signals/1/phrase", "outside my team's scope"),
    ("/sections/0/signals/2/phrase", "customer complaints"),
    ("/sections/0/coaching", "Keep the situation concise and focused on the problem and its business impact. Avoid deep system architecture details that lose interviewer interest."),
    ("/sections/0/common_mistake", "Spending 90 seconds on system architecture before reaching the problem - interviewer loses interest."),
    ("/sections/1/target", "20000"),
    ("/sections/1/strong", "This service belonged to the Platform team - not my team. No ticket existed, and nobody asked me to investigate. I decided to own the fix proactively."),
    ("/sections/1/signals/0/phrase", "not my team"),
    ("/sections/1/signals/1/phrase", "no ticket"),
    ("/sections/1/signals/2/phrase", "nobody asked"),
    ("/sections/1/signals/3/phrase", "own the fix"),
    ("/sections/1/coaching", "Explicitly state the scope boundary and lack of assignment to prove ownership. This distinguishes self-initiated work from assigned tasks."),
    ("/sections/1/common_mistake", "Jumping to investigation without stating scope boundary; ownership proof is absent."),
    ("/sections/2/target", "90000"),
    ("/sections/2/strong", "I pulled webhook delivery logs from the Platform service. I traced the failure to intermittent network timeouts causing silent drops. I reproduced the issue locally by simulating network delays. I wrote a retry mechanism with exponential backoff to handle transient failures. I added a dead letter queue alert to catch future drops proactively. I submitted a ready-to-merge PR to the Platform team and coordinated the rollout."),
    ("/sections/2/signals/0/phrase", "I pulled"),
    ("/sections/2/signals/1/phrase", "I traced"),
    ("/sections/2/signals/2/phrase", "I reproduced"),
    ("/sections/2/signals/3/phrase", "I wrote"),
    ("/sections/2/signals/4/phrase", "I added"),
    ("/sections/2/signals/5/phrase", "I submitted"),
    ("/sections/2/coaching", "Use 'I' for every action sentence to clearly show individual contribution. Avoid 'we' to prevent ambiguity about ownership."),
    ("/sections/2/common_mistake", "Using 'we' language such as 'we figured out the root cause together' which hides individual contribution."),
    ("/sections/3/target", "20000"),
    ("/sections/3/strong", "The webhook drop rate dropped from 0.3% to zero. The post-mortem estimated $8K weekly revenue recovered due to timely payment notifications. The Platform team adopted my dead letter queue alert pattern as a standard in their webhook template, improving overall system reliability."),
    ("/sections/3/signals/0/phrase", "0.3% to zero"),
    ("/sections/3/signals/1/phrase", "$8K weekly revenue recovered"),
    ("/sections/3/signals/2/phrase", "adopted my alert pattern"),
    ("/sections/3/signals/3/phrase", "improving system reliability"),
    ("/sections/3/coaching", "Quantify the impact with metrics, translate to business value, and mention second-order effects like process adoption."),
    ("/sections/3/common_mistake", "Ending with vague statements like 'team was happy' without quantification or business translation."),
    ("/sections/4/target", "15000"),
    ("/sections/4/signals/0/phrase", "proactively monitoring"),
    ("/sections/4/signals/1/phrase", "shared alerting dashboard"),
    ("/sections/4/signals/2/phrase", "lack of shared SLO"),
    ("/sections/4/signals/3/phrase", "organizational gap"),
    ("/sections/4/coaching", "Provide specific, story-related insights rather than generic lessons. Senior candidates should name systemic root causes beyond code."),
    ("/sections/4/common_mistake", "Generic reflection like 'communication is important' which tells nothing specific about the story."),
    ("/sections/4/strong_by_level/sde2", "In retrospect, I realized that proactively monitoring cross-team webhook metrics can prevent such issues. I proposed a shared alerting dashboard to improve visibility across teams."),
    ("/sections/4/strong_by_level/senior", "The real root cause was the lack of a shared webhook reliability SLO across teams, causing zero shared visibility into payment health. Addressing this organizational gap is critical for scalable reliability."),
    ("/follow_ups/0/question", "How did you ensure the Platform team accepted and deployed your fix?"),
    ("/follow_ups/0/probes", "Ownership beyond coding; cross-team collaboration and influence"),
    ("/follow_ups/0/weak", "I did escalate it - I sent them a Slack message and they handled it."),
    ("/follow_ups/0/weak_because", "Sending Slack = routing responsibility, not ownership. Confirms handoff without ownership."),
    ("/follow_ups/0/strong", "I flagged the issue to their tech lead for visibility but brought a complete, ready-to-merge fix. I coordinated the rollout and verified deployment success. Escalating without a solution adds weeks at their sprint velocity."),
    ("/follow_ups/0/key_line", "I brought a solution, not just a problem."),
    ("/follow_ups/1/question", "Why did you decide to investigate an issue outside your team's scope?"),
    ("/follow_ups/1/probes", "Motivation for ownership and high standards"),
    ("/follow_ups/1/weak", "Because I had some free time and wanted to help."),
    ("/follow_ups/1/weak_because", "Shows opportunistic rather than principled ownership; lacks business impact focus."),
    ("/follow_ups/1/strong", "I noticed the drop rate was causing customer complaints and revenue loss, which impacted our shared business goals. I insisted on the highest standards by proactively fixing it despite no assignment."),
    ("/follow_ups/1/key_line", "I insisted on the highest standards despite no assignment."),
    ("/follow_ups/2/question", "How did you verify your fix actually resolved the problem?"),
    ("/follow_ups/2/probes", "Technical rigor and validation"),
    ("/follow_ups/2/weak", "I deployed the fix and assumed it worked because errors stopped."),
    ("/follow_ups/2/weak_because", "No validation or monitoring; assumes success without evidence."),
    ("/follow_ups/2/strong", "I reproduced the failure locally to confirm root cause, then added dead letter queue alerts to monitor post-deployment. I tracked metrics to confirm the drop rate went to zero after rollout."),
    ("/follow_ups/2/key_line", "I validated locally and monitored metrics post-deployment."),
    ("/follow_ups/3/question", "What would you do differently if faced with a similar issue again?"),
    ("/follow_ups/3/probes", "Continuous improvement and systemic thinking"),
    ("/follow_ups/3/weak", "I would communicate more with the Platform team."),
    ("/follow_ups/3/weak_because", "Generic and vague; no specific systemic insight."),
    ("/follow_ups/3/strong", "I would propose a shared webhook reliability SLO and cross-team alerting dashboard earlier to prevent blind spots and improve proactive detection."),
    ("/follow_ups/3/key_line", "I would propose shared SLOs and cross-team alerting."),
    ("/weak_answer/text", "I noticed the webhook was dropping sometimes, so I told the Platform team about it. They fixed it after some time. I think the problem was network issues. The drop rate improved and the team was happy. However, I did not track the exact impact or follow up to ensure the fix was fully effective."),
    ("/weak_answer/faults/0", "We figured it out together - individual contribution invisible"),
    ("/weak_answer/faults/1", "No explicit scope boundary stated"),
    ("/weak_answer/faults/2", "No quantification of impact"),
    ("/weak_answer/faults/3", "Ends with vague 'team was happy' instead of business value"),
    ("/weak_answer/faults/4", "Uses 'we' and passive language"),
    ("/weak_answer/bar_raiser", "Sounds competent but fails on content. Uses 'we' throughout Action. Zero quantification. Leaning No Hire for this LP."),
    ("/quiz/0/question", "Which phrase best demonstrates ownership in the Action step?"),
    ("/quiz/0/because", "The phrase 'I pulled the webhook delivery logs and traced the failure' clearly shows individual ownership and initiative, which is critical for Amazon's 'Insist on the Highest Standards' principle. Using 'we' or relying on manager suggestion dilutes ownership."),
    ("/quiz/1/question", "What is the most critical element missing if a candidate says, 'I started investigating the webhook failures' without further context?"),
    ("/quiz/1/because", "Without stating the scope boundary (e.g., 'not my team', 'no ticket'), the interviewer cannot confirm if the candidate took ownership or was assigned the task. This is a common disqualifier."),
    ("/quiz/2/question", "Which result statement best meets Amazon's bar for 'Insist on the Highest Standards'?"),
    ("/quiz/2/because", "This statement includes metric delta, business translation, and second-order effect, which are all required to demonstrate high standards and impact at Amazon."),
    ("/lenses/deliver-results/opening", "Lead with the outcome: $8K recovered weekly, zero drop rate, pattern adopted. Then trace back: here is what I did to get there."),
    ("/lenses/deliver-results/emphasise", "Quantified impact and business value; how the fix directly improved customer experience and revenue."),
    ("/lenses/deliver-results/downplay", "Technical details of the retry mechanism and alert implementation."),
    ("/lenses/ownership/opening", "Highlight that this was outside my team's scope with no ticket or ask. Emphasize I owned the fix end-to-end and coordinated cross-team rollout."),
    ("/lenses/ownership/emphasise", "Self-initiation, scope boundary, and full ownership from diagnosis to deployment."),
    ("/lenses/ownership/downplay", "Business metrics in favor of ownership signals."),
    ("/lenses/dive-deep/opening", "Focus on the technical investigation steps: log analysis, reproducing failure, root cause identification, and building a robust fix."),
    ("/lenses/dive-deep/emphasise", "Technical rigor and validation steps."),
    ("/lenses/dive-deep/downplay", "Cross-team coordination and business impact."),
    ("/levels/sde1/focus", "Focus on the technical fix within your own team or a closely related service. Mention basic ownership but avoid complex cross-team coordination."),
    ("/levels/sde1/reflection", "Technical learning such as understanding retry logic or debugging network timeouts."),
    ("/levels/sde1/bar", "Basic ownership and technical problem-solving with limited scope."),
    ("/levels/sde1/length_text", "Keep to 2 minutes."),
    ("/levels/senior/focus", "Add organizational thinking and trade-off articulation. Explain why the fix was designed that way and how it balanced reliability and performance."),
    ("/levels/senior/reflection", "Systemic insight naming root cause beyond code, e.g., organizational gaps in shared SLOs and visibility."),
    ("/levels/senior/bar", "Clear articulation of trade-offs, systemic thinking, and leadership in cross-team influence."),
    ("/levels/senior/length_text", "2.5-3 minutes"),
];

#[test]
fn every_fact_of_the_page_is_in_the_scenario() {
    let scenario = serde_json::to_value(builtin("caught-critical-issue").unwrap()).unwrap();
    let mut absent = Vec::new();
    for (pointer, fact) in FACTS {
        let held = match scenario.pointer(pointer) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => "nothing".into(),
        };
        if held != *fact {
            absent.push(format!("{pointer}\n  page: {fact}\n  here: {held}"));
        }
    }
    assert!(absent.is_empty(), "{}", absent.join("\n"));
    // "3 modes available", unnamed on the page.
    assert_eq!(scenario["modes"].as_array().unwrap().len(), 3);
}

#[test]
fn nothing_on_the_page_has_more_parts_than_the_list_above() {
    let scenario = builtin("caught-critical-issue").unwrap();
    // Two ideas are ours: what the page asks of one level without printing a key phrase for it.
    let of_page = |signal: &&Signal| !["trade-off", "technical-learning"].contains(&&*signal.id);
    let sections = scenario.sections.iter();
    let signals: Vec<_> = sections
        .map(|section| section.signals.iter().filter(of_page).count())
        .collect();
    assert_eq!(signals, [3, 4, 6, 4, 4]);
    assert_eq!(scenario.follow_ups.len(), 4);
    assert_eq!(scenario.quiz.len(), 3);
    assert_eq!(scenario.lenses.len(), 3);
    assert_eq!(scenario.weak_answer.unwrap().faults.len(), 5);
}

#[test]
fn ids_are_those_that_scripts_rely_on() {
    let scenario = builtin("caught-critical-issue").unwrap();
    let ids = |ids: Vec<&str>| ids.join(" ");
    let of = |section: &Section| {
        format!(
            "{}: {} | {}",
            section.id,
            ids(section.metrics.iter().map(|m| m.id.as_str()).collect()),
            ids(section.signals.iter().map(|s| s.id.as_str()).collect()),
        )
    };
    let all: Vec<_> = scenario.sections.iter().map(of).collect();
    assert_eq!(
        all,
        [
            "situation: drop-rate | noticed-it-myself outside-my-team customer-impact",
            "task:  | not-my-team no-ticket nobody-asked own-the-fix",
            "action:  | pulled-logs traced reproduced wrote-retry added-alert submitted-pr \
             trade-off",
            "result: drop-rate-change weekly-revenue | to-zero revenue-recovered pattern-adopted \
             reliability-improved",
            "reflection:  | proactive-monitoring shared-dashboard missing-shared-slo \
             organizational-gap technical-learning",
        ]
    );
}

#[test]
fn contradictions_of_the_page_are_noted() {
    let scenario = builtin("caught-critical-issue").unwrap();
    let reflection = scenario.section("reflection").unwrap();
    assert!(reflection.strong.is_none() && !reflection.note.is_empty());
    // What the page asks of a level without printing an example is ours, and says so.
    assert!(reflection.note.contains("The example for SDE 1 is ours"));
    let action = scenario.section("action").unwrap();
    assert!(action.note.contains("the Senior example is ours"));
    let weak = scenario.weak_answer.unwrap();
    assert!(
        !weak
            .text
            .split_whitespace()
            .any(|word| word.eq_ignore_ascii_case("we"))
    );
    assert!(weak.note.contains("no 'we' at all"));
    assert!(!scenario.levels[&Level::Sde2].note.is_empty());
    let parts: Vec<_> = ["situation", "action", "result", "reflection"]
        .iter()
        .map(|id| weak.by_section[*id].as_str())
        .collect();
    assert_eq!(parts.join(" "), weak.text);
}

#[test]
fn every_question_has_four_choices_each_with_a_remark() {
    for quiz in builtin("caught-critical-issue").unwrap().quiz {
        assert_eq!(
            (quiz.choices.len(), quiz.remarks.len()),
            (4, 4),
            "{}",
            quiz.id
        );
    }
}
