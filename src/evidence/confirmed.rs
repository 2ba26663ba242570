//! Words that the candidate confirmed or rejected as an idea, in answers to earlier questions.

use crate::scenario::Signal;

/// The words of this text that the candidate confirmed as the idea.
pub fn said<'s>(signal: &'s Signal, text: &str) -> Option<&'s str> {
    let text = plain(text);
    let mut confirmed = signal.confirmed.iter();
    let said = confirmed.find(|words| text.contains(&plain(words)))?;
    Some(said)
}

/// Whether this text has words that the candidate rejected as the idea. Other words in it that are similar to the idea
/// are then ignored.
pub fn rejected(signal: &Signal, text: &str) -> bool {
    let text = plain(text);
    let mut rejected = signal.rejected.iter();
    rejected.any(|words| text.contains(&plain(words)))
}

/// The words of a text in lower case, each between spaces.
pub(crate) fn plain(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let mut plain = String::from(" ");
    for word in words {
        plain.push_str(&word.to_lowercase());
        plain.push(' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_is_ignored_and_only_whole_words_match() {
        let signal = Signal {
            confirmed: vec!["I argued, for it".into()],
            rejected: vec!["we looked at the logs".into()],
            ..Signal::default()
        };
        assert_eq!(
            said(&signal, "In the end i argued for it."),
            Some("I argued, for it")
        );
        assert_eq!(said(&signal, "I argued for items."), None);
        assert!(rejected(&signal, "Then we looked at the logs, all of them"));
        assert!(!rejected(&signal, "We looked at them"));
        assert!(!rejected(&signal, "I looked at the logs"));
    }
}
