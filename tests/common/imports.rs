//! Which file of `src` names which other: `use` trees and paths, without tests, following re-exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module's path below the crate: `["report", "terminal"]`.
pub type Module = Vec<String>;

/// What each module names, by module.
pub struct Imports {
    pub named: BTreeMap<Module, BTreeSet<Module>>,
}

/// One path that a file names, and whether it re-exports it.
struct Named {
    segments: Vec<String>,
    public: bool,
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// Every path in a file, `use` trees expanded. The text has no comments and no tests.
fn paths_of(code: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let (before, after) = rest.split_at(at);
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        found.extend(inline(before));
        let statement = line.is_empty() || line.starts_with("pub");
        let end = after.find(';').filter(|_| statement && !line.contains(' '));
        let Some(end) = end else {
            rest = &after["use ".len()..];
            continue;
        };
        let mut leaves = Vec::new();
        unfold(&after["use ".len()..end], &[], &mut leaves);
        let public = line.starts_with("pub");
        found.extend(
            leaves
                .into_iter()
                .map(|segments| Named { segments, public }),
        );
        rest = &after[end..];
    }
    found.extend(inline(rest));
    found
}

/// Paths with `::` outside of `use`.
fn inline(code: &str) -> impl Iterator<Item = Named> {
    let words = code.split(|sign: char| !is_word(sign) && sign != ':');
    words.filter(|word| word.contains("::")).map(|word| Named {
        segments: word.split("::").map(str::to_owned).collect(),
        public: false,
    })
}

/// The leaves of `a::{b, c::{self, d}}`.
fn unfold(tree: &str, before: &[String], out: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (head, group) = tree.split_once('{').unwrap_or((tree, ""));
    let mut path = before.to_vec();
    path.extend(
        head.split("::")
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned),
    );
    if !tree.contains('{') {
        let renamed = path
            .last()
            .and_then(|last| last.split_once(" as "))
            .map(|(name, _)| name.to_owned());
        if let (Some(name), Some(last)) = (renamed, path.last_mut()) {
            *last = name;
        }
        path.retain(|part| part != "*" && (part != "self" || before.is_empty()));
        out.push(path);
        return;
    }
    let group = group.trim_end().strip_suffix('}').unwrap_or(group);
    let (mut depth, mut from) = (0, 0);
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                unfold(&group[from..at], &path, out);
                from = at + 1;
            }
            _ => {}
        }
    }
    if !group[from..].trim().is_empty() {
        unfold(&group[from..], &path, out);
    }
}

impl Imports {
    /// Of the files below `src`, as pairs of their path there and their text.
    pub fn of(files: &[(String, String)]) -> Self {
        let modules: BTreeMap<Module, &str> = files
            .iter()
            .filter(|(file, _)| file != "main.rs" && !file.ends_with("tests.rs"))
            .map(|(file, text)| (module(file), text.as_str()))
            .collect();
        let known: BTreeSet<Module> = modules.keys().cloned().collect();
        let mut paths: BTreeMap<Module, Vec<(Module, bool)>> = BTreeMap::new();
        for (at, text) in &modules {
            let whole = paths_of(text)
                .into_iter()
                .filter_map(|path| Some((absolute(at, &path.segments, &known)?, path.public)));
            paths.insert(at.clone(), whole.collect());
        }
        let handed_on = handed_on(&paths, &known);
        let mut named: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (at, paths) in &paths {
            // Re-exporting an item of a child module is not a dependency.
            let own = |path: &Module, public: bool| public && path.starts_with(at);
            let used = paths.iter().filter(|(path, public)| !own(path, *public));
            let of = used.filter_map(|(path, _)| resolved(path, &known, &handed_on));
            named.insert(at.clone(), of.filter(|other| other != at).collect());
        }
        Self { named }
    }

    /// Modules that name each other, directly or through others.
    pub fn circles(&self) -> Vec<BTreeSet<Module>> {
        let reach: BTreeMap<&Module, BTreeSet<&Module>> = self
            .named
            .keys()
            .map(|module| (module, self.reach(module)))
            .collect();
        let mut circles: Vec<BTreeSet<Module>> = Vec::new();
        for (module, reached) in &reach {
            let with = reached
                .iter()
                .filter(|other| reach[**other].contains(*module));
            let circle: BTreeSet<Module> = with.map(|one| (*one).clone()).collect();
            if circle.len() > 1 && !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles
    }

    fn reach(&self, from: &Module) -> BTreeSet<&Module> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(module) = open.pop() {
            for (next, _) in self
                .named
                .get(module)
                .into_iter()
                .flatten()
                .filter_map(|one| self.named.get_key_value(one))
            {
                if reached.insert(next) {
                    open.push(next);
                }
            }
        }
        reached
    }
}

fn module(file: &str) -> Module {
    let path = Path::new(file).with_extension("");
    let mut parts: Module = path
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if parts
        .last()
        .is_some_and(|last| last == "mod" || parts.len() == 1 && last == "lib")
    {
        parts.pop();
    }
    parts
}

/// A path from the crate's root; `None` for items of other crates and of the file itself.
fn absolute(at: &Module, path: &[String], known: &BTreeSet<Module>) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([at.as_slice(), rest].concat()),
        "super" => {
            let ups = path.iter().take_while(|one| *one == "super").count();
            let base = at.get(..at.len().checked_sub(ups)?)?;
            Some([base, &path[ups..]].concat())
        }
        _ => {
            let child = [at.as_slice(), &path[..1]].concat();
            known
                .contains(&child)
                .then(|| [at.as_slice(), path].concat())
        }
    }
}

/// The longest prefix of a path that is a module, and the item named in it.
fn split<'p>(path: &'p [String], known: &BTreeSet<Module>) -> Option<(&'p [String], &'p [String])> {
    let lengths = (1..=path.len()).rev();
    lengths
        .map(|length| path.split_at(length))
        .find(|(module, _)| known.contains(*module))
}

/// By module and name, the module from which a name is re-exported.
fn handed_on(
    paths: &BTreeMap<Module, Vec<(Module, bool)>>,
    known: &BTreeSet<Module>,
) -> BTreeMap<(Module, String), Module> {
    let mut handed = BTreeMap::new();
    for (at, paths) in paths {
        for (path, _) in paths.iter().filter(|(_, public)| *public) {
            if let Some((module, [.., name])) = split(path, known) {
                handed.insert((at.clone(), name.clone()), module.to_vec());
            }
        }
    }
    handed
}

fn resolved(
    path: &[String],
    known: &BTreeSet<Module>,
    handed_on: &BTreeMap<(Module, String), Module>,
) -> Option<Module> {
    let (module, rest) = split(path, known)?;
    let handed = rest
        .first()
        .and_then(|name| handed_on.get(&(module.to_vec(), name.clone())));
    Some(handed.cloned().unwrap_or_else(|| module.to_vec()))
}
