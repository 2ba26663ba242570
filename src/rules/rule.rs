//! What a rule is, and how it reports what it finds.

use crate::evidence::speech::Speech;
use crate::judgement::{About, Evidence, Finding, Severity};
use crate::language::token::{Token, written};
use crate::time::Span;
use crate::transcript::WordSpan;
use std::ops::Range;

/// One rule. Pure and total: it cannot fail.
#[derive(Debug)]
pub struct Rule {
    /// Its documentation.
    pub about: &'static About,
    /// Adds what it finds in one section.
    pub(super) check: fn(&Speech<'_>, &mut Findings<'_>),
}

impl Rule {
    /// What it finds in one section.
    pub fn findings(&self, speech: &Speech<'_>) -> Vec<Finding> {
        let mut findings = Findings {
            about: self.about,
            speech,
            found: Vec::new(),
        };
        (self.check)(speech, &mut findings);
        findings.found
    }
}

/// What one rule has found so far in one section. Every method returns the new finding, so that the rule can fill in
/// `measured`, `threshold` and `about`.
pub(super) struct Findings<'a> {
    about: &'static About,
    speech: &'a Speech<'a>,
    found: Vec<Finding>,
}

impl Findings<'_> {
    /// Adds a finding on words; `range` are indices into [`Speech::words`].
    pub(super) fn at(
        &mut self,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> &mut Finding {
        let tokens = self.speech.tokens();
        self.on(tokens, severity, range, message, suggestion)
    }

    /// Adds a finding on words; `range` are indices into [`Speech::heard`].
    pub(super) fn at_heard(
        &mut self,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> &mut Finding {
        let tokens = &self.speech.heard;
        self.on(tokens, severity, range, message, suggestion)
    }

    fn on(
        &mut self,
        tokens: &[Token],
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> &mut Finding {
        let transcript = self.speech.spoken.transcript;
        let finding = self.whole(severity, message, suggestion);
        if let Some([first, ..]) = tokens.get(range.clone()) {
            let last = &tokens[range.end - 1];
            let words = WordSpan::new(first.words.start, last.words.end);
            finding.evidence = Evidence::Words(words);
            finding.bytes = Some((first.bytes.start, last.bytes.end));
            finding.quote = Some(written(&transcript.text, &tokens[range]).to_owned());
            finding.time = transcript.time_of(words);
        }
        finding
    }

    /// Adds a finding on a silence.
    pub(super) fn gap(
        &mut self,
        severity: Severity,
        gap: Span,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> &mut Finding {
        let finding = self.whole(severity, message, suggestion);
        finding.evidence = Evidence::Gap(gap);
        finding.time = Some(gap);
        finding
    }

    /// Adds a finding about something missing, or about the section as a whole.
    pub(super) fn whole(
        &mut self,
        severity: Severity,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) -> &mut Finding {
        let settings = self.speech.settings;
        let place = self.found.len();
        self.found.push(Finding {
            rule: self.about.id.into(),
            severity: settings.severity(self.about.id).unwrap_or(severity),
            evidence: Evidence::Section,
            quote: None,
            bytes: None,
            time: None,
            about: None,
            message: message.into(),
            suggestion: suggestion.into(),
            measured: String::new(),
            threshold: String::new(),
            source: self.about.source.into(),
        });
        &mut self.found[place]
    }
}
