//! Finds the phrases of a lexicon file in a section.

use crate::language::lexicon::Topic;
use crate::language::pattern::{Match, Words};

/// Every match of a topic, by start, longest first; without matches that overlap an exception, and without matches
/// inside an earlier one.
pub fn find<'t>(words: &Words, topics: &'t [Topic]) -> Vec<(Match, &'t Topic)> {
    let mut found: Vec<(Match, &Topic)> = Vec::new();
    for topic in topics {
        let mut except: Vec<Match> = topic
            .except
            .iter()
            .flat_map(|pattern| pattern.find(words))
            .collect();
        except.sort_by_key(|e| e.tokens.start);
        let longest = except.iter().map(|e| e.tokens.len()).max().unwrap_or(0);
        for hit in topic
            .patterns
            .iter()
            .flat_map(|pattern| pattern.find(words))
        {
            // Only exceptions that begin near the hit can overlap it.
            let from = except.partition_point(|e| e.tokens.start + longest <= hit.tokens.start);
            let excused = except[from..]
                .iter()
                .take_while(|e| e.tokens.start < hit.tokens.end)
                .any(|e| hit.tokens.start < e.tokens.end);
            if !excused {
                found.push((hit, topic));
            }
        }
    }
    found.sort_by_key(|(hit, _)| (hit.tokens.start, std::cmp::Reverse(hit.tokens.end)));
    let mut end = 0;
    found.retain(|(hit, _)| {
        let fresh = hit.tokens.start >= end;
        if fresh {
            end = hit.tokens.end;
        }
        fresh
    });
    found
}

/// Every match of a topic, each topic by itself: matches of two topics may overlap.
pub fn find_all<'t>(words: &Words, topics: &'t [Topic]) -> Vec<(Match, &'t Topic)> {
    topics
        .iter()
        .flat_map(|topic| find(words, std::slice::from_ref(topic)))
        .collect()
}

/// Every match of the topics of this name.
pub fn find_named(words: &Words, topics: &[Topic], name: &str) -> Vec<Match> {
    let named = find_all(words, topics).into_iter();
    named
        .filter(|(_, topic)| topic.name == name)
        .map(|(hit, _)| hit)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::lexicon;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    #[test]
    fn every_topic_matches_its_examples() {
        for (file, topics) in lexicon::all() {
            for topic in topics {
                let one = std::slice::from_ref(topic);
                let hit = |text: &str| {
                    !find(&Words::new(tokens(&Transcript::from_text(text))), one).is_empty()
                };
                for text in &topic.flags {
                    assert!(hit(text), "{file}: {} must match {text:?}", topic.name);
                }
                for text in &topic.allows {
                    assert!(!hit(text), "{file}: {} must not match {text:?}", topic.name);
                }
                assert!(
                    !topic.flags.is_empty() && !topic.allows.is_empty() && !topic.source.is_empty(),
                    "{file}: {} needs `source`, `flags` and `allows`",
                    topic.name
                );
            }
        }
    }
}
