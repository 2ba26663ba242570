//! The texts by which an idea is compared.

use super::windows::sentences;
use std::collections::BTreeSet;

/// The texts of an idea: the sentence of the strong example that has its phrase, and its meaning in
/// the scenario's words.
///
/// A phrase alone ("I noticed") has too little meaning of its own. Of 37 ideas in three paraphrases
/// that were written before any score was seen, its sentence finds 24 at [`super::UNSURE`], sentence and
/// meaning together 32.
pub fn idea(phrase: &str, meaning: &str, strong: &str) -> Vec<String> {
    let sentence = sentence_with(phrase, strong).unwrap_or(phrase);
    let texts = [sentence, meaning].map(str::trim);
    texts
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The sentence with most of the phrase's words, the first of several, if it has at least three fifths of them.
fn sentence_with<'t>(phrase: &str, text: &'t str) -> Option<&'t str> {
    let wanted = words(phrase);
    let held = |sentence: &str| words(sentence).intersection(&wanted).count();
    let best = sentences(text)
        .into_iter()
        .map(|sentence| (held(sentence), sentence))
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|(held, _)| *held > 0 && held * 5 >= wanted.len() * 3)
        .map(|(_, sentence)| sentence)
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRONG: &str =
        "No ticket existed, and nobody asked me to\ninvestigate. I decided to own the fix.";

    #[test]
    fn an_idea_is_its_sentence_and_its_meaning() {
        assert_eq!(
            idea("nobody asked", "Nobody asked you to look into it.", STRONG),
            [
                "No ticket existed, and nobody asked me to investigate.",
                "Nobody asked you to look into it."
            ]
        );
        assert_eq!(
            idea("own the fix", "", STRONG),
            ["I decided to own the fix."]
        );
    }

    #[test]
    fn a_phrase_that_is_in_no_sentence_is_its_own_text() {
        assert_eq!(idea("shared dashboard", "", STRONG), ["shared dashboard"]);
        assert_eq!(idea("nobody", "", ""), ["nobody"]);
        assert_eq!(idea("", "", ""), Vec::<String>::new());
    }
}
