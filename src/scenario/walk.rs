//! Reads a parsed TOML file, records every fault with its position and continues.
//!
//! Serde stops at the first fault, while authors need all of them at once. So the
//! tree with its positions ([`DeTable`]) is read here: every getter returns something usable
//! (an empty text, nothing) and records a [`Fault`] where the file is wrong.

use super::fault::{Fault, Weight, clip};
use super::ids::is_id;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most faults that are reported; a malicious file could contain millions.
const MOST_FAULTS: usize = 200;
/// Longest single text, in characters: ten minutes of speech are about 8,000.
const LONGEST_TEXT: usize = 20_000;

/// A value with its position.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A table of the file with its position.
#[derive(Debug, Clone)]
pub(super) struct Table<'t> {
    /// The path to this table, ending in a dot unless empty: `section[2].`.
    path: String,
    /// Where a missing key is reported: the table's header.
    span: Range<usize>,
    entries: &'t DeTable<'t>,
}

impl<'t> Table<'t> {
    /// The whole file.
    pub fn root(entries: &'t DeTable<'t>) -> Self {
        Self {
            path: String::new(),
            span: 0..0,
            entries,
        }
    }

    fn get(&self, key: &str) -> Option<&'t Value<'t>> {
        self.entries.get(key)
    }

    /// Whether `key` exists, valid or not.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Path of `key` in this table.
    pub fn path_of(&self, key: &str) -> String {
        format!("{}{key}", self.path)
    }

    /// Position of the value of `key`; the table's own position where it is missing.
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.get(key)
            .map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Keys in the order of the file, with their positions.
    pub fn keys(&self) -> Vec<(&'t str, Range<usize>)> {
        let mut keys: Vec<_> = self
            .entries
            .keys()
            .map(|key| (key.get_ref().as_ref(), key.span()))
            .collect();
        keys.sort_by_key(|(_, span)| span.start);
        keys
    }
}

/// The reader: the file's text and the faults found so far.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    label: &'a str,
    text: &'a str,
    faults: Vec<Fault>,
    /// The position of every text, by path.
    places: BTreeMap<String, Range<usize>>,
    /// Lines that are not valid TOML: what seems to be missing may only be unreadable.
    broken_lines: Vec<usize>,
}

impl<'a> Walk<'a> {
    pub fn new(label: &'a str, text: &'a str) -> Self {
        Self {
            label,
            text,
            faults: Vec::new(),
            places: BTreeMap::new(),
            broken_lines: Vec::new(),
        }
    }

    /// The faults by position, errors and advice mixed, and the positions of all texts.
    pub fn finish(mut self) -> (Vec<Fault>, BTreeMap<String, Range<usize>>) {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        (self.faults, self.places)
    }

    fn push(&mut self, weight: Weight, span: Range<usize>, path: &str, what: &str, remedy: &str) {
        if self.faults.len() >= MOST_FAULTS {
            return;
        }
        let mut fault = Fault::at(self.text, self.label, span);
        if self.broken_lines.contains(&fault.line) {
            return;
        }
        fault.weight = weight;
        fault.path = path.into();
        fault.message = what.into();
        fault.remedy = remedy.into();
        self.faults.push(fault);
    }

    /// Records that the file is not TOML at `span`.
    pub fn syntax(&mut self, span: Range<usize>, message: &str) {
        let remedy = match message {
            "duplicate key" => "Remove one of the two, or give them different names.",
            _ if message.contains("string") || message.contains("quot") => {
                "Texts stand in \"quotes\"; a text over several lines in \"\"\"three\"\"\"; write \
                 \\\" for a quote inside."
            }
            _ => {
                "A line is `key = value`; texts stand in \"quotes\", headers in [brackets]. \
                 https://toml.io shows the form on one page."
            }
        };
        let line = Fault::at(self.text, self.label, span.clone()).line;
        if !self.broken_lines.contains(&line) {
            self.push(
                Weight::Error,
                span,
                "",
                &format!("this is not valid TOML: {message}"),
                remedy,
            );
            self.broken_lines.push(line);
        }
    }

    /// Records an error at `span`.
    pub fn error(&mut self, span: Range<usize>, path: &str, what: &str, remedy: &str) {
        self.push(Weight::Error, span, path, what, remedy);
    }

    /// Records advice at `span`.
    pub fn advice(&mut self, span: Range<usize>, path: &str, what: &str, remedy: &str) {
        self.push(Weight::Advice, span, path, what, remedy);
    }

    /// Records that `key` is missing in `table`.
    pub fn missing(&mut self, table: &Table<'_>, key: &str, remedy: &str) {
        if self.broken_lines.is_empty() {
            let path = table.path_of(key);
            self.error(
                table.span.clone(),
                &path,
                &format!("`{key}` is missing"),
                remedy,
            );
        }
    }

    /// Records every key of `table` that is not in `known`.
    pub fn known(&mut self, table: &Table<'_>, known: &[&str]) {
        for (key, span) in table.keys() {
            if !known.contains(&key) {
                let remedy = did_you_mean(key, known);
                let path = table.path_of(&clip(key));
                self.error(
                    span,
                    &path,
                    &format!("there is no key `{}` here", clip(key)),
                    &remedy,
                );
            }
        }
    }

    fn wrong_type(&mut self, value: &Value<'_>, path: &str, wanted: &str, example: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error(
            value.span(),
            path,
            &format!("this must be {wanted}, but it is {found}"),
            &format!("Write it like {example}."),
        );
    }

    fn read_text(&mut self, value: &Value<'_>, path: &str) -> Option<String> {
        let DeValue::String(raw) = value.get_ref() else {
            self.wrong_type(value, path, "a text", "`\"some words\"`");
            return None;
        };
        self.places.insert(path.into(), value.span());
        // A text may be wrapped over lines in the file; it is one paragraph when shown.
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.error(
                value.span(),
                path,
                "this text is empty",
                "Fill it in, or remove the whole line.",
            );
            return None;
        }
        if text.chars().count() > LONGEST_TEXT {
            self.error(
                value.span(),
                path,
                &format!("this text is longer than {LONGEST_TEXT} characters"),
                "Nobody can say that much in one section; shorten it.",
            );
            return None;
        }
        if let Some(c) = text.chars().find(|&c| is_unprintable(c)) {
            self.error(
                value.span(),
                path,
                &format!(
                    "this text holds the control character {}",
                    c.escape_unicode()
                ),
                "Remove it: it can garble a terminal.",
            );
            return None;
        }
        Some(text)
    }

    /// The text at `key`, spaces and line breaks made single spaces; `None` where absent or wrong.
    pub fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        self.read_text(value, &table.path_of(key))
    }

    /// The text at `key`, which must be there.
    pub fn needed(&mut self, table: &Table<'_>, key: &str, remedy: &str) -> String {
        if !table.has(key) {
            self.missing(table, key, remedy);
        }
        self.text(table, key).unwrap_or_default()
    }

    /// The list of texts at `key` with their places; empty where absent or wrong.
    pub fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(
                value,
                &table.path_of(key),
                "a list of texts",
                "`[\"one\", \"two\"]`",
            );
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("{}[{}]", table.path_of(key), index + 1);
            if let Some(text) = self.read_text(item, &path) {
                texts.push((text, item.span()));
            }
        }
        texts
    }

    /// Whether `key` is true; `usual` where it is absent or neither true nor false.
    pub fn truth(&mut self, table: &Table<'_>, key: &str, usual: bool) -> bool {
        match table.get(key).map(|value| (value, value.get_ref())) {
            None => usual,
            Some((_, DeValue::Boolean(truth))) => *truth,
            Some((value, _)) => {
                let path = table.path_of(key);
                self.wrong_type(value, &path, "true or false", "`true`, without quotes");
                usual
            }
        }
    }

    /// The number at `key`; `None` where absent, not a number, infinite or out of `range`.
    pub fn number(
        &mut self,
        table: &Table<'_>,
        key: &str,
        range: RangeInclusive<f64>,
        remedy: &str,
    ) -> Option<f64> {
        let value = table.get(key)?;
        let path = table.path_of(key);
        let number = match value.get_ref() {
            DeValue::Integer(whole) => {
                i64::from_str_radix(whole.as_str(), whole.radix()).map_or(f64::NAN, |n| n as f64)
            }
            DeValue::Float(float) => float.as_str().parse().unwrap_or(f64::NAN),
            _ => {
                self.wrong_type(value, &path, "a number", "`30` or `7.5`, without quotes");
                return None;
            }
        };
        if range.contains(&number) {
            return Some(number);
        }
        let what = format!("this must be from {} to {}", range.start(), range.end());
        self.error(value.span(), &path, &what, remedy);
        None
    }

    /// The table at `key`, for instance `[weak_answer]`.
    pub fn table<'t>(&mut self, table: &Table<'t>, key: &str) -> Option<Table<'t>> {
        let value = table.get(key)?;
        let path = table.path_of(key);
        self.as_table(value, path, &format!("`[{key}]`"))
    }

    fn as_table<'t>(
        &mut self,
        value: &'t Value<'t>,
        path: String,
        example: &str,
    ) -> Option<Table<'t>> {
        let DeValue::Table(entries) = value.get_ref() else {
            self.wrong_type(value, &path, "a table", example);
            return None;
        };
        Some(Table {
            path: path + ".",
            span: value.span(),
            entries,
        })
    }

    /// The tables at `key`, for instance every `[[section]]`, at most `most` of them.
    pub fn tables<'t>(&mut self, table: &Table<'t>, key: &str, most: usize) -> Vec<Table<'t>> {
        match table.get(key) {
            Some(value) => self.tables_in(value, &table.path_of(key), most),
            None => Vec::new(),
        }
    }

    /// The tables of the list `value` at `path`, at most `most` of them.
    pub fn tables_in<'t>(
        &mut self,
        value: &'t Value<'t>,
        path: &str,
        most: usize,
    ) -> Vec<Table<'t>> {
        let example = "`[{ … }, { … }]` or a header in [[double brackets]]";
        self.items(value, path, most, example)
            .into_iter()
            .filter_map(|(item, path)| self.as_table(item, path, "`{ key = value }`"))
            .collect()
    }

    /// The items of the list at `key` with their paths, of any type.
    pub fn list<'t>(
        &mut self,
        table: &Table<'t>,
        key: &str,
        most: usize,
    ) -> Vec<(&'t Value<'t>, String)> {
        match table.get(key) {
            Some(value) => self.items(value, &table.path_of(key), most, "`[ … ]`"),
            None => Vec::new(),
        }
    }

    fn items<'t>(
        &mut self,
        value: &'t Value<'t>,
        path: &str,
        most: usize,
        example: &str,
    ) -> Vec<(&'t Value<'t>, String)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, path, "a list", example);
            return Vec::new();
        };
        if let Some(item) = items.get(most) {
            let what = format!("there are {} of these, and {most} is the most", items.len());
            self.error(
                item.span(),
                path,
                &what,
                "Remove some, or split the file in two.",
            );
        }
        let numbered = items.iter().take(most).enumerate();
        numbered
            .map(|(index, item)| (item, format!("{path}[{}]", index + 1)))
            .collect()
    }

    /// The id at `key`, checked for its characters and for uniqueness in `seen`.
    /// Where there is none, `fallback` is used with the same checks.
    pub fn id(
        &mut self,
        table: &Table<'_>,
        fallback: Option<String>,
        seen: &mut BTreeMap<String, usize>,
    ) -> String {
        let id = match self.text(table, "id") {
            Some(id) => id,
            None if table.has("id") => return String::new(),
            None => match fallback {
                Some(id) => id,
                None => {
                    let remedy = "Add a short name such as `id = \"situation\"`.";
                    self.missing(table, "id", remedy);
                    return String::new();
                }
            },
        };
        let (span, path) = (table.span_of("id"), table.path_of("id"));
        if !is_id(&id) {
            let what = format!("`{}` cannot be an id", clip(&id));
            let remedy = format!(
                "Ids are lower-case letters, digits and single hyphens, a letter first: `{}`.",
                super::ids::slug(&id)
            );
            self.error(span, &path, &what, &remedy);
            return id;
        }
        let line = Fault::at(self.text, self.label, span.clone()).line;
        match seen.get(&id) {
            Some(first) => {
                let what = format!("the id `{id}` is used twice, first on line {first}");
                self.error(span, &path, &what, "Give one of the two another id.");
            }
            None => {
                seen.insert(id.clone(), line);
            }
        }
        id
    }

    /// Checks that `found` is one of `allowed`.
    pub fn one_of(
        &mut self,
        found: &str,
        allowed: &[&str],
        span: Range<usize>,
        path: &str,
    ) -> bool {
        if allowed.contains(&found) {
            return true;
        }
        let what = format!("there is no `{}` here", clip(found));
        self.error(span, path, &what, &did_you_mean(found, allowed));
        false
    }
}

/// Characters that can garble a terminal or reverse the reading direction: no text may contain them.
pub fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A remedy that names the likeliest of `known`, or all of them.
fn did_you_mean(found: &str, known: &[&str]) -> String {
    match nearest(&clip(found), known.iter().copied()) {
        Some(name) => format!("Did you mean `{name}`?"),
        None if known.is_empty() => "There is none here yet that could be named.".to_owned(),
        None => format!("Known here: {}.", known.join(", ")),
    }
}

/// The entry of `known` that was probably meant, if one is similar enough.
pub fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::damerau_levenshtein(found, name), name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_similar_name_is_suggested_and_an_empty_list_is_not_shown() {
        assert_eq!(
            did_you_mean("acton", &["task", "action"]),
            "Did you mean `action`?"
        );
        assert_eq!(
            did_you_mean("x", &["task", "action"]),
            "Known here: task, action."
        );
        assert!(!did_you_mean("x", &[]).contains("Known here"));
    }
}
