//! Builds a session word by word: the test decides what the report shows, not the current
//! rules.

use rehearse::audio::{Activity, Loudness};
use rehearse::judgement::{
    Certainty, Evidence, Finding, Judgement, Measures, MetricCheck, Misheard, Overall, Quantity,
    Role, SectionJudgement, Severity, SignalCheck,
};
use rehearse::scenario::{Level, Scenario};
use rehearse::session::{Borders, FORMAT, Mark, Mode, SectionFacts, Session, Take};
use rehearse::time::{Millis, Span, words_per_minute};
use rehearse::transcript::{Dropped, Transcript, Word, WordSpan};

/// Samples a second of every take that a [`Draft`] makes.
pub const RATE: u32 = 48_000;
/// How long a word takes, and the gap after it.
const WORD: u64 = 360;
const BREATH: u64 = 100;

/// The measured values of the story that were said.
fn quantities(heard: &Transcript) -> Vec<Quantity> {
    [
        ("0.3%", 0.3, "percent"),
        ("$8K", 8000.0, "usd"),
        ("zero", 0.0, "percent"),
    ]
    .into_iter()
    .filter_map(|(said, value, unit)| {
        let start = heard.text.find(said)?;
        Some(Quantity {
            quote: said.into(),
            start,
            end: start + said.len(),
            value,
            unit: unit.into(),
            role: Role::Amount,
        })
    })
    .collect()
}

/// A session under construction.
pub struct Draft {
    pub session: Session,
    scenario: Scenario,
    /// End of the take so far.
    at: Millis,
}

impl Draft {
    pub fn new(id: &str, scenario: &Scenario) -> Self {
        let session = Session {
            whole: None,
            told_before: Default::default(),
            heard_before: Vec::new(),
            chosen: Default::default(),
            estimate: None,
            format: FORMAT,
            id: format!("20261123T091200Z-{id}"),
            started: "2026-11-23T09:12:00Z".into(),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            mode: Mode::Guided,
            level: Level::Sde2,
            lens: None,
            length: None,
            take: Take {
                source: "USB microphone".into(),
                rate: RATE,
                frames: 0,
                lost_frames: 0,
                gaps: Vec::new(),
                drift_ppm: Some(-12),
                synthetic: false,
            },
            marks: Vec::<Mark>::new(),
            sections: Vec::new(),
            model: Some("small.en-q8_0".into()),
            judgement: Some(Judgement {
                analyzer: "1".into(),
                short: None,
                sections: Vec::new(),
                overall: Overall {
                    length: Millis::ZERO,
                    target: Millis::ZERO,
                    verdict: String::new(),
                    because: Vec::new(),
                    next: String::new(),
                    next_section: None,
                    leaning: None,
                    another_story: false,
                    questions: Vec::new(),
                },
            }),
            meanings: Default::default(),
        };
        Self {
            session,
            scenario: scenario.clone(),
            at: Millis::ZERO,
        }
    }

    /// Speaks a section in `seconds`, evenly: `{2.5}` in the text is a silence of that many
    /// seconds; the rest of the time is silence at the end. Signals named in `covered` are covered.
    pub fn say(mut self, id: &str, seconds: f64, text: &str, covered: &[&str]) -> Self {
        let length = Millis::from_secs_f64(seconds);
        let mut at = 400;
        let mut words = Vec::new();
        let mut voiced: Vec<Span> = Vec::new();
        for piece in text.split_whitespace() {
            if let Some(pause) = piece
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            {
                at += Millis::from_secs_f64(pause.parse().unwrap()).0;
                continue;
            }
            let span = Span::new(Millis(at), Millis((at + WORD).min(length.0)));
            match voiced.last_mut() {
                Some(last) if span.start - last.end <= Millis(BREATH) => last.end = span.end,
                _ => voiced.push(span),
            }
            words.push(Word::timed(piece, span));
            at += WORD + BREATH;
        }
        let transcript = Transcript::from_words(words);
        let start = self.at + Millis(300);
        let spans = vec![Span::new(start, start + length)];
        self.at = start + length;
        self.session.take.frames = self.at.frames(RATE);
        let judged = self.judge(id, length, &transcript, &voiced, covered);
        self.session.sections.push(SectionFacts {
            id: id.into(),
            spans,
            others: Vec::new(),
            borders: Borders::Marked,
            activity: Activity::new(voiced, length),
            loudness: Some(Loudness {
                peak_decibels_x10: -62,
                speech_decibels_x10: -215,
                floor_decibels_x10: -580,
                clipped_frames: 0,
                all_zero: false,
            }),
            transcript: Some(transcript),
        });
        self.judgement().sections.push(judged);
        self
    }

    fn judge(
        &self,
        id: &str,
        length: Millis,
        heard: &Transcript,
        voiced: &[Span],
        covered: &[&str],
    ) -> SectionJudgement {
        let plan = self.scenario.section(id).unwrap();
        let bare = |word: &Word| {
            word.text
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        };
        let count = |kin: &[&str]| {
            heard
                .words
                .iter()
                .filter(|word| kin.contains(&bare(word).as_str()))
                .count()
        };
        let speaking = match (voiced.first(), voiced.last()) {
            (Some(first), Some(last)) => last.end - first.start,
            _ => Millis::ZERO,
        };
        let fillers = count(&["um", "uh", "er"]);
        SectionJudgement {
            id: id.into(),
            point: None,
            measures: Measures {
                length,
                target: plan.target,
                words: heard.words.len() - fillers,
                words_per_minute: words_per_minute(heard.words.len() - fillers, speaking),
                articulation_per_minute: None,
                voiced: Some(voiced.iter().map(|span| span.length()).sum()),
                first_word_after: voiced.first().map(|span| span.start),
                longest_pause: voiced
                    .windows(2)
                    .map(|pair| pair[1].start - pair[0].end)
                    .max(),
                fillers,
                possible_fillers: 0,
                i_count: count(&["i"]),
                we_count: count(&["we", "us", "our"]),
                share: None,
                planned_share: None,
            },
            quantities: quantities(heard),
            metrics: plan
                .metrics
                .iter()
                .map(|metric| {
                    let said = heard.text.contains("0.3%") || heard.text.contains("$8K");
                    MetricCheck {
                        id: metric.id.clone(),
                        name: metric.name.clone(),
                        said,
                        quote: said.then(|| "0.3%".into()),
                    }
                })
                .collect(),
            signals: plan
                .signals
                .iter()
                .map(|signal| SignalCheck {
                    id: signal.id.clone(),
                    phrase: signal.phrase.clone(),
                    covered: covered.contains(&signal.id.as_str()),
                    heard: Certainty::default(),
                    quote: covered
                        .contains(&signal.id.as_str())
                        .then(|| signal.phrase.clone()),
                    said_in: None,
                })
                .collect(),
            misheard: Vec::new(),
            findings: Vec::new(),
        }
    }

    pub fn judgement(&mut self) -> &mut Judgement {
        self.session.judgement.as_mut().unwrap()
    }

    /// A finding in the section spoken last. `quote` is looked up in its words; empty means that
    /// the whole section is the evidence; `silence` means its longest pause.
    pub fn find(
        mut self,
        rule: &str,
        severity: Severity,
        quote: &str,
        message: &str,
        suggestion: &str,
    ) -> Self {
        let facts = self.session.sections.last().unwrap();
        let heard = facts.transcript.clone().unwrap_or_default();
        let (evidence, bytes, time) = match quote {
            "" => (Evidence::Section, None, None),
            "silence" => {
                let pause = facts
                    .activity
                    .silences()
                    .into_iter()
                    .filter(|silence| silence.end < facts.activity.length)
                    .max_by_key(|silence| silence.length())
                    .unwrap();
                (Evidence::Gap(pause), None, Some(pause))
            }
            quote => {
                let wanted: Vec<&str> = quote.split_whitespace().collect();
                let start = heard
                    .words
                    .windows(wanted.len())
                    .position(|words| {
                        words
                            .iter()
                            .zip(&wanted)
                            .all(|(word, wanted)| word.text == *wanted)
                    })
                    .unwrap_or_else(|| panic!("{quote:?} is not in {:?}", heard.text));
                let span = WordSpan::new(start, start + wanted.len());
                let ranges = heard.byte_ranges();
                (
                    Evidence::Words(span),
                    Some((ranges[start].start, ranges[start + wanted.len() - 1].end)),
                    heard.time_of(span),
                )
            }
        };
        let (measured, threshold) = match rule {
            "overrun" => (
                format!("{:.1} s", facts.length().as_secs_f64()),
                "more than 2 s or a tenth over the target, whichever is longer",
            ),
            "long-pause" => ("3.2 s of silence".to_owned(), "2 s or more in mid-section"),
            _ => (String::new(), ""),
        };
        let judged = self.judgement().sections.last_mut().unwrap();
        judged.findings.push(Finding {
            rule: rule.into(),
            severity,
            evidence,
            about: None,
            quote: bytes.map(|_| quote.to_owned()),
            bytes,
            time,
            message: message.into(),
            suggestion: suggestion.into(),
            measured,
            threshold: threshold.into(),
            source: match rule {
                "we-language" => {
                    "Amazon interview guidance: use “I”, not “we”, when describing actions"
                }
                "long-pause" => "clinical speech research calls silences over 2 s long",
                _ => "the scenario's strong example",
            }
            .into(),
        });
        judged
            .findings
            .sort_by_key(|finding| (finding.time.is_none(), finding.time, finding.rule.clone()));
        self
    }

    /// Every `heard` of the last section was meant as `taken_as`.
    pub fn misheard(mut self, heard: &str, taken_as: &str) -> Self {
        let facts = self.session.sections.last().unwrap();
        let transcript = facts.transcript.clone().unwrap();
        let wanted: Vec<&str> = heard.split_whitespace().collect();
        let ranges = transcript.byte_ranges();
        let judged = self.judgement().sections.last_mut().unwrap();
        for (at, words) in transcript.words.windows(wanted.len()).enumerate() {
            let bare = words.iter().map(|word| word.text.trim_matches(['.', ',']));
            if bare.eq(wanted.iter().copied()) {
                let start = ranges[at].start;
                judged.misheard.push(Misheard {
                    heard: heard.into(),
                    taken_as: taken_as.into(),
                    start,
                    end: start + heard.len(),
                    time: transcript.time_of(WordSpan::new(at, at + wanted.len())),
                });
            }
        }
        assert!(!judged.misheard.is_empty());
        self
    }

    /// Text of the recogniser without speech, in the last section.
    pub fn dropped(mut self, text: &str, start: f64, end: f64) -> Self {
        let facts = self.session.sections.last_mut().unwrap();
        facts.transcript.as_mut().unwrap().dropped.push(Dropped {
            text: text.into(),
            time: Span::new(Millis::from_secs_f64(start), Millis::from_secs_f64(end)),
            reason: "Nobody spoke here: the sound is silent.".into(),
        });
        self
    }

    /// Changes the last section.
    pub fn with(mut self, change: impl FnOnce(&mut SectionFacts, &mut Take)) -> Self {
        change(
            self.session.sections.last_mut().unwrap(),
            &mut self.session.take,
        );
        self
    }

    pub fn verdict(
        mut self,
        verdict: &str,
        because: &[&str],
        next: &str,
        section: Option<&str>,
    ) -> Session {
        let overall = &mut self.judgement().overall;
        overall.verdict = verdict.into();
        overall.because = because.iter().map(|line| (*line).into()).collect();
        overall.next = next.into();
        overall.next_section = section.map(Into::into);
        let judged = &self.session.judgement.as_ref().unwrap().sections;
        let length: Millis = judged.iter().map(|section| section.measures.length).sum();
        let target: Millis = judged.iter().map(|section| section.measures.target).sum();
        if judged.len() == self.scenario.sections.len() {
            for section in &mut self.judgement().sections {
                let percent = |part: Millis, all: Millis| Some((part.0 * 100 / all.0) as u32);
                section.measures.share = percent(section.measures.length, length);
                section.measures.planned_share = percent(section.measures.target, target);
            }
        }
        let overall = &mut self.judgement().overall;
        overall.length = length;
        overall.target = target;
        self.session
    }
}
