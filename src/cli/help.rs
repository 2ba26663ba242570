//! The page of `rehearse --help`: what a new user types first, then every verb by purpose,
//! in 24 rows of 80 columns.

/// The page.
pub(super) const TEXT: &str = "\
rehearse: practise interview stories aloud, timed, transcribed here and judged

Usage: rehearse [VERB] [--json] [--plain]      rehearse VERB --help has examples

First
  rehearse demo   see what it does: no microphone, no download
  rehearse        asks what to practise; the first time it walks you there
  rehearse next   what to drill today, and why
Practise
  practice    tell a story, timed             ask       which story answers it
  followups   what is asked next              loop      a mock loop, one debrief
  study       read the walkthrough            quiz      the knowledge check
Prepare
  scenario    your own stories, from notes    stories   stories by principle
  card        one sheet for the day           rules     what is judged, and why
Review
  sessions    show, hear, compare, export     review    everything as one page
  trend       how the numbers move            confirm   what the judge asks you
  analyze     judge again, or typed text      transcribe   a recording as text
  log         what real interviews asked
Set up
  doctor      does everything work            model     what listens
  devices     microphones                     completions, man   for your shell
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_verb_is_on_one_screen() {
        let rows = TEXT.lines().count();
        assert!(
            rows <= 24,
            "TEXT has {rows} rows, 24 are allowed: put two verbs into one row"
        );
        for line in TEXT.lines() {
            let columns = line.len();
            assert!(columns <= 80, "{columns} columns, 80 are allowed: {line}");
        }
        let words: Vec<&str> = TEXT
            .split(|c: char| c.is_whitespace() || c == ',')
            .collect();
        for verb in Cli::command().get_subcommands() {
            assert!(
                words.contains(&verb.get_name()),
                "`{}` is missing from TEXT in src/cli/help.rs (24 rows of 80 columns)",
                verb.get_name()
            );
        }
        for row in TEXT.lines().filter(|line| line.starts_with("  ")) {
            let words: Vec<&str> = row.split_whitespace().collect();
            let (lead, verb) = (words[0], words[1]);
            let known = |name: &str| Cli::command().find_subcommand(name).is_some();
            assert!(
                known(lead) || (lead == "rehearse" && (known(verb) || verb == "asks")),
                "this row of TEXT begins with no verb: {row}"
            );
        }
    }
}
