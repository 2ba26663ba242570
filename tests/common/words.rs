//! Words for comparison, and the word error rate.

/// The words of a text: lower case, no punctuation at their edges.
pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '$')
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Insertions, deletions and substitutions: over the words spoken, this is the word error rate. A compound that
/// is written apart ("web hook") counts as right.
pub fn errors(spoken: &[String], heard: &[String]) -> usize {
    let mut joined: Vec<String> = Vec::new();
    for word in heard {
        let compound = joined.last().map(|last| format!("{last}{word}"));
        match compound.filter(|compound| spoken.contains(compound)) {
            Some(compound) => *joined.last_mut().expect("it was there") = compound,
            None => joined.push(word.clone()),
        }
    }
    strsim::generic_levenshtein(&Vec::from(spoken), &joined)
}
