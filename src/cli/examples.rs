//! The examples at the top of every `--help`. A test parses each, so that none
//! outlives its options.

use clap::Command;

macro_rules! examples {
    ($([$verb:literal] $($line:literal $(, $what:literal)?);+ ;)+) => {
        const ALL: &[(&str, &str)] = &[
            $(($verb, concat!("Examples:", $("\n  ", $line $(, "\n      ", $what)?),+))),+
        ];
    };
}

/// The examples of a verb, by its name and that of the verb above it: `sessions list`; `""` is the program.
pub(super) fn of(verb: &str) -> Option<&'static str> {
    let found = ALL.iter().find(|(name, _)| *name == verb);
    found.map(|(_, examples)| *examples)
}

/// The verb with its examples at the top of its help, and its own verbs with theirs.
pub(super) fn shown(verb: Command) -> Command {
    below(verb, "")
}

fn below(verb: Command, above: &str) -> Command {
    let name = format!("{above}{}", verb.get_name());
    let verb = verb.before_help(of(&name));
    verb.mut_subcommands(|inner| below(inner, &format!("{name} ")))
}

examples! {
    [""]
        "rehearse", "asks what to practise; the first time it walks you there";
        "rehearse demo", "see what it does: no microphone, no download";
        "rehearse practice --section result", "drill one section";
        "rehearse next", "what to drill today, and why";
    ["practice"]
        "rehearse practice", "with nothing else: asks for story, mode, level and lens";
        "rehearse practice caught-critical-issue --section result --level senior", "drill one section for a higher bar";
        "rehearse practice my-story --mode mock --lens deliver-results", "as in the interview";
        "rehearse practice my-story --mode mock --length 60 --estimate", "in one minute, and guess before the report";
        "rehearse practice --mode mock --from-audio answer.m4a", "one recording; its sections are found";
        "rehearse practice --from-audio s.m4a t.m4a a.m4a r.m4a l.m4a", "judge recordings, one file a section";
        "rehearse practice --section task --from-wav t.wav --fail-on handoff", "exit with 4 on such a finding";
    ["demo"]
        "rehearse demo", "a strong take, a typical one and a weak one";
        "rehearse demo --take typical --json", "the report of the typical one, for scripts";
    ["transcribe"]
        "rehearse transcribe talk.m4a", "the words";
        "rehearse transcribe - < talk.mp3", "of what comes through a pipe";
        "rehearse transcribe talk.wav --format srt > talk.srt", "subtitles";
        "rehearse transcribe talk.wav --model base.en --json", "words with their times, silences, what was left out";
    ["analyze"]
        "rehearse analyze last", "judge the last session again, with today's rules";
        "rehearse analyze --text result=result.txt --scenario my-story --level senior", "judge what you wrote";
        "rehearse analyze --attempt - --json < attempt.json", "for scripts";
    ["confirm"]
        "rehearse confirm", "the open questions of the last session";
        "rehearse confirm 3 --json", "those of an earlier one, for scripts";
    ["rules"]
        "rehearse rules", "every rule: what, why, source, examples";
        "rehearse rules --json", "the same for scripts";
    ["study"]
        "rehearse study", "the first walkthrough, a page at a time";
        "rehearse study changed-my-mind --section action", "one section";
        "rehearse study --level senior --lens dive-deep", "for another bar, told for one principle";
    ["followups"]
        "rehearse followups", "every question of the first walkthrough";
        "rehearse followups --count 2 --aloud", "two by chance, read aloud";
        "rehearse followups --own", "about what you said in the last session";
        "rehearse followups caught-critical-issue --ask how-verified", "one question again";
    ["quiz"]
        "rehearse quiz", "what is due today";
        "rehearse quiz changed-my-mind --all", "everything, also what is not due yet";
    ["next"]
        "rehearse next", "at most three proposals, each with its reason and what to type";
        "rehearse next --json", "with the evidence: session, section, rule, figure";
    ["stories"]
        "rehearse stories", "which story serves which principle, and what is missing";
        "rehearse stories --html bank.html", "the same as a page";
    ["ask"]
        "rehearse ask", "three questions; what was wrong before comes first";
        "rehearse ask --principle frugality --count 5 --aloud", "five about one principle, read aloud";
        "rehearse ask --count 1 --from-wav answer.wav --json", "a recorded answer, for scripts";
    ["loop"]
        "rehearse loop", "four questions; one that was left goes on";
        "rehearse loop --questions 6 --level senior --aloud", "as long as the real one, read aloud";
        "rehearse loop --debrief", "the debrief of the last one again";
    ["log"]
        "rehearse log", "what was asked so far, and what that says about your stories";
        "rehearse log disagreed --story my-story --went well", "notes a question in your own words";
    ["card"]
        "rehearse card", "your own stories and those that you practised";
        "rehearse card changed-my-mind my-story --html card.html", "two of them, to print";
    ["review"]
        "rehearse review", "writes the page and opens it";
        "rehearse review --html week.html", "writes it somewhere else";
    ["scenario"]
        "rehearse scenario list", "everything that can be practised";
        "rehearse scenario new --from notes.md", "a story of your own";
        "rehearse scenario check my-story", "every fault, and a coach's advice";
    ["scenario list"]
        "rehearse scenario list";
        "rehearse scenario list --json", "with questions, lengths and files";
    ["scenario show"]
        "rehearse scenario show my-story", "on one screen";
        "rehearse scenario show caught-critical-issue --toml > my-story.toml", "a file to copy and change";
    ["scenario new"]
        "rehearse scenario new", "answer a few questions";
        "rehearse scenario new --from notes.md --edit", "begin with notes, then open your editor";
    ["scenario check"]
        "rehearse scenario check", "all of your own";
        "rehearse scenario check my-story.toml", "one file";
    ["model"]
        "rehearse model list", "what there is, and what is here";
        "rehearse model get", "the best one that this machine keeps up with";
    ["model list"]
        "rehearse model list";
        "rehearse model list --json", "with sizes, checksums, licences and sources";
    ["model get"]
        "rehearse model get", "times this machine once and fetches what it keeps up with";
        "rehearse model get tiny.en", "that one; an interrupted download goes on";
    ["model verify"]
        "rehearse model verify", "all that are installed";
        "rehearse model verify base.en";
    ["model rm"]
        "rehearse model rm tiny.en", "asks first";
        "rehearse model rm tiny.en --yes";
    ["model bench"]
        "rehearse model bench", "which model this machine keeps up with";
    ["sessions"]
        "rehearse sessions list", "every rehearsal";
        "rehearse sessions open last", "the report in your browser";
        "rehearse sessions compare 3 7", "what got better";
    ["sessions list"]
        "rehearse sessions list";
        "rehearse sessions list --json", "for scripts";
    ["sessions show"]
        "rehearse sessions show", "the last one";
        "rehearse sessions show 3 --all", "transcripts, every finding, how it was measured";
    ["sessions open"]
        "rehearse sessions open", "the last one";
        "rehearse sessions open 3";
    ["sessions play"]
        "rehearse sessions play", "the last one from its beginning";
        "rehearse sessions play 3:action@0:41", "41 seconds into the Action of session 3";
    ["sessions compare"]
        "rehearse sessions compare", "the last one with the one before it of the same story";
        "rehearse sessions compare 3", "session 3 with the last one";
        "rehearse sessions compare 3 7";
    ["sessions mark"]
        "rehearse sessions mark", "where each section of the last mock begins, and how that is known";
        "rehearse sessions mark last action@0:41", "the Action begins 41 seconds into the take";
        "rehearse sessions mark last --not task", "the Task was not told";
    ["sessions export"]
        "rehearse sessions export 3 --format csv", "the numbers, to standard output";
        "rehearse sessions export last --single-file -o report.html", "one page with its sound inside";
    ["sessions recover"]
        "rehearse sessions recover", "everything unfinished";
        "rehearse sessions recover 3 --model base.en";
    ["sessions hear"]
        "rehearse sessions hear last --model base.en", "the last take, by a model that hears more";
    ["sessions use"]
        "rehearse sessions use last", "every section that was spoken more than once";
        "rehearse sessions use last task 1", "the first try of the Task is judged";
    ["sessions rm"]
        "rehearse sessions rm 3 4", "asks first";
        "rehearse sessions rm 3 --audio-only", "keeps transcript and reports";
    ["sessions purge"]
        "rehearse sessions purge --older 90d", "asks first";
        "rehearse sessions purge --older 12w --audio-only";
    ["trend"]
        "rehearse trend", "the story practised last";
        "rehearse trend caught-critical-issue --section action";
        "rehearse trend --html trend.html", "as a page with charts";
    ["devices"]
        "rehearse devices", "every microphone with its formats";
        "rehearse devices --json";
    ["doctor"]
        "rehearse doctor", "microphone, level, model, speed, disk, folders, terminal";
        "rehearse doctor --device USB --model base.en";
    ["completions"]
        "rehearse completions bash > ~/.local/share/bash-completion/completions/rehearse";
        "rehearse completions fish > ~/.config/fish/completions/rehearse.fish";
    ["man"]
        "rehearse man | man -l -", "read it";
        "rehearse man > rehearse.1", "keep it";
}

#[cfg(test)]
mod tests {
    use crate::cli::Cli;
    use clap::{Command, CommandFactory, Parser};

    /// Every command and subcommand with its full name.
    fn walk(command: &Command, name: &str, visit: &mut dyn FnMut(&str, &Command)) {
        visit(name, command);
        for one in command
            .get_subcommands()
            .filter(|one| one.get_name() != "help")
        {
            walk(one, &format!("{name} {}", one.get_name()), visit);
        }
    }

    #[test]
    fn every_help_leads_with_examples_that_can_be_typed() {
        let mut faults = Vec::new();
        walk(&Cli::command(), "rehearse", &mut |name, command| {
            let help = command.get_before_help().map(ToString::to_string);
            let Some(help) = help.filter(|help| help.starts_with("Examples:\n")) else {
                faults.push(format!("{name}: no examples"));
                return;
            };
            let mut count = 0;
            for line in help.lines() {
                let Some(typed) = line
                    .strip_prefix("  ")
                    .filter(|rest| rest.starts_with("rehearse"))
                else {
                    continue;
                };
                count += 1;
                let words = typed
                    .split([' '])
                    .take_while(|word| !["|", ">", "<"].contains(word));
                if let Err(error) = Cli::try_parse_from(words) {
                    faults.push(format!("{name}: {typed}: {error}"));
                }
                if name != "rehearse" && !typed.starts_with(name) {
                    faults.push(format!("{name}: {typed} shows another verb"));
                }
            }
            if count == 0 {
                faults.push(format!("{name}: nothing to type"));
            }
        });
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
