//! Reads a parsed TOML file, records every fault with its position and continues.
//!
//! Serde stops at the first fault, while authors need all of them at once. So the
//! tree with its positions ([`DeTable`]) is read here: every getter returns something usable
//! (an empty text, nothing) and records a [`Fault`] where the file is wrong.

use super::fault::{Fault, Weight, clip};
use super::ids::{is_id, slug};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use toml::de::{DeTable, DeValue};

/// The most faults that are reported; a malicious file could contain millions.
const MOST_FAULTS: usize = 200;
/// Longest single text, in characters: ten minutes of speech are about 8,000.
const LONGEST_TEXT: usize = 20_000;

/// The file and what was found in it so far.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    label: &'a str,
    text: &'a str,
    found: RefCell<Found>,
}

#[derive(Debug, Default)]
struct Found {
    faults: Vec<Fault>,
    /// The position of every text, by path.
    places: BTreeMap<String, Range<usize>>,
    /// Lines that are not valid TOML: what seems to be missing may only be unreadable.
    broken_lines: Vec<usize>,
}

impl<'a> Walk<'a> {
    pub fn new(label: &'a str, text: &'a str) -> Self {
        let found = RefCell::default();
        Self { label, text, found }
    }

    /// The faults by position, errors and advice mixed, and the positions of all texts.
    pub fn finish(self) -> (Vec<Fault>, BTreeMap<String, Range<usize>>) {
        let mut found = self.found.into_inner();
        found.faults.sort_by_key(|fault| (fault.line, fault.column));
        (found.faults, found.places)
    }

    /// A place that belongs to no key.
    pub fn place(&self, span: Range<usize>) -> Place<'_> {
        let path = String::new();
        Place {
            walk: self,
            path,
            span,
        }
    }

    /// The whole file.
    pub fn root<'t>(&'t self, entries: &'t DeTable<'t>) -> Table<'t> {
        let place = self.place(0..0);
        Table { place, entries }
    }

    /// Records that the file is not TOML at `span`.
    pub fn syntax(&self, span: Range<usize>, message: &str) {
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
        let place = self.place(span);
        place.error(&format!("this is not valid TOML: {message}"), remedy);
        self.found.borrow_mut().broken_lines.push(place.line());
    }
}

/// A place in the file at which faults are reported.
#[derive(Debug, Clone)]
pub(super) struct Place<'t> {
    walk: &'t Walk<'t>,
    /// The path of its key from the top of the file: `section[2].target`.
    path: String,
    span: Range<usize>,
}

impl Place<'_> {
    fn fault(&self) -> Fault {
        Fault::at(self.walk.text, self.walk.label, self.span.clone())
    }

    fn line(&self) -> usize {
        self.fault().line
    }

    fn report(&self, weight: Weight, what: &str, remedy: &str) {
        let found = &mut *self.walk.found.borrow_mut();
        // Finding the line of a fault reads the whole file.
        if found.faults.len() >= MOST_FAULTS {
            return;
        }
        let fault = Fault {
            weight,
            path: self.path.clone(),
            message: what.into(),
            remedy: remedy.into(),
            ..self.fault()
        };
        if !found.broken_lines.contains(&fault.line) {
            found.faults.push(fault);
        }
    }

    /// Records an error here.
    pub fn error(&self, what: &str, remedy: &str) {
        self.report(Weight::Error, what, remedy);
    }

    /// Records advice here.
    pub fn advice(&self, what: &str, remedy: &str) {
        self.report(Weight::Advice, what, remedy);
    }

    /// Checks that `found` is one of `allowed`.
    pub fn one_of(&self, found: &str, allowed: &[&str]) -> bool {
        let known = allowed.contains(&found);
        if !known {
            let what = format!("there is no `{}` here", clip(found));
            self.error(&what, &did_you_mean(found, allowed));
        }
        known
    }

    /// The path of `key` in the table at this place.
    fn key(&self, key: &str) -> Self {
        let path = match self.path.as_str() {
            "" => key.to_owned(),
            table => format!("{table}.{key}"),
        };
        Self {
            path,
            ..self.clone()
        }
    }

    /// The path of an item of the list at this place; `index` counts from 0.
    pub fn item(&self, index: usize) -> Self {
        Self {
            path: format!("{}[{}]", self.path, index + 1),
            ..self.clone()
        }
    }

    fn with(self, span: Range<usize>) -> Self {
        Self { span, ..self }
    }
}

/// A value with its place.
#[derive(Debug)]
pub(super) struct Item<'t> {
    place: Place<'t>,
    value: &'t DeValue<'t>,
}

impl<'t> Item<'t> {
    fn wrong_type(&self, wanted: &str, example: &str) {
        let found = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.place.error(
            &format!("this must be {wanted}, but it is {found}"),
            &format!("Write it like {example}."),
        );
    }

    fn text(&self) -> Option<String> {
        let DeValue::String(raw) = self.value else {
            self.wrong_type("a text", "`\"some words\"`");
            return None;
        };
        let Place { walk, path, span } = &self.place;
        let place = (path.clone(), span.clone());
        walk.found.borrow_mut().places.extend([place]);
        // A text may be wrapped over lines in the file; it is one paragraph when shown.
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        let unprintable = text.chars().find(|&c| is_unprintable(c));
        let (what, remedy) = if text.is_empty() {
            let what = "this text is empty".to_owned();
            (what, "Fill it in, or remove the whole line.")
        } else if text.chars().count() > LONGEST_TEXT {
            let what = format!("this text is longer than {LONGEST_TEXT} characters");
            let remedy = "Nobody can say that much in one section; shorten it.";
            (what, remedy)
        } else if let Some(c) = unprintable {
            let c = c.escape_unicode();
            let what = format!("this text holds the control character {c}");
            (what, "Remove it: it can garble a terminal.")
        } else {
            return Some(text);
        };
        self.place.error(&what, remedy);
        None
    }

    fn number(&self, range: RangeInclusive<f64>, remedy: &str) -> Option<f64> {
        let number = match self.value {
            DeValue::Integer(whole) => {
                i64::from_str_radix(whole.as_str(), whole.radix()).map_or(f64::NAN, |n| n as f64)
            }
            DeValue::Float(float) => float.as_str().parse().unwrap_or(f64::NAN),
            _ => {
                self.wrong_type("a number", "`30` or `7.5`, without quotes");
                return None;
            }
        };
        if range.contains(&number) {
            return Some(number);
        }
        let what = format!("this must be from {} to {}", range.start(), range.end());
        self.place.error(&what, remedy);
        None
    }

    fn table(self, example: &str) -> Option<Table<'t>> {
        let DeValue::Table(entries) = self.value else {
            self.wrong_type("a table", example);
            return None;
        };
        let place = self.place;
        Some(Table { place, entries })
    }

    /// The tables of a list, at most `most` of them, with no other keys than `known`.
    pub fn tables(&self, most: usize, known: &[&str]) -> Vec<Table<'t>> {
        let example = "`[{ … }, { … }]` or a header in [[double brackets]]";
        self.items(most, "a list", example)
            .filter_map(|item| item.table("`{ key = value }`"))
            .inspect(|table| table.check_keys(known))
            .collect()
    }

    /// The items of a list, of any type.
    fn items(
        &self,
        most: usize,
        wanted: &str,
        example: &str,
    ) -> impl Iterator<Item = Self> + use<'t> {
        let items = match self.value {
            DeValue::Array(items) => items.as_ref(),
            _ => {
                self.wrong_type(wanted, example);
                &[]
            }
        };
        if let Some(item) = items.get(most) {
            let what = format!("there are {} of these, and {most} is the most", items.len());
            let remedy = "Remove some, or split the file in two.";
            self.place.clone().with(item.span()).error(&what, remedy);
        }
        let place = self.place.clone();
        let numbered = items.iter().take(most).enumerate();
        numbered.map(move |(index, item)| Self {
            place: place.item(index).with(item.span()),
            value: item.get_ref(),
        })
    }
}

/// A table of the file.
#[derive(Debug, Clone)]
pub(super) struct Table<'t> {
    /// Where a missing key is reported: the table's header.
    place: Place<'t>,
    entries: &'t DeTable<'t>,
}

impl<'t> Table<'t> {
    fn get(&self, key: &str) -> Option<Item<'t>> {
        let value = self.entries.get(key)?.get_ref();
        let place = self.at(key);
        Some(Item { place, value })
    }

    /// Whether `key` exists, valid or not.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The place of the value of `key`; where it is missing, of the table.
    pub fn at(&self, key: &str) -> Place<'t> {
        let place = self.place.key(key);
        match self.entries.get(key) {
            Some(value) => place.with(value.span()),
            None => place,
        }
    }

    /// Keys in the order of the file, with their places.
    pub fn keys(&self) -> Vec<(&'t str, Place<'t>)> {
        let mut keys: Vec<_> = self.entries.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter()
            .map(|key| {
                let name = key.get_ref().as_ref();
                (name, self.place.key(&clip(name)).with(key.span()))
            })
            .collect()
    }

    /// Records every key that is not in `known`.
    pub fn check_keys(&self, known: &[&str]) {
        for (key, place) in self.keys() {
            if !known.contains(&key) {
                let what = format!("there is no key `{}` here", clip(key));
                place.error(&what, &did_you_mean(key, known));
            }
        }
    }

    /// Records that `key` is missing.
    pub fn missing(&self, key: &str, remedy: &str) {
        let whole = self.place.walk.found.borrow().broken_lines.is_empty();
        if whole {
            let place = self.place.key(key);
            place.error(&format!("`{key}` is missing"), remedy);
        }
    }

    fn require(&self, key: &str, remedy: &str) {
        if !self.has(key) {
            self.missing(key, remedy);
        }
    }

    /// The text at `key`, spaces and line breaks made single spaces; `None` where absent or wrong.
    pub fn given(&self, key: &str) -> Option<String> {
        self.get(key)?.text()
    }

    /// The text at `key`; empty where absent or wrong.
    pub fn text(&self, key: &str) -> String {
        self.given(key).unwrap_or_default()
    }

    /// The text at `key`, which must be there.
    pub fn needed(&self, key: &str, remedy: &str) -> String {
        self.require(key, remedy);
        self.text(key)
    }

    /// The text at `key`, which must be one of `allowed`.
    pub fn name(&self, key: &str, allowed: &[&str]) -> Option<String> {
        let place = self.at(key);
        self.given(key).filter(|name| place.one_of(name, allowed))
    }

    /// The list of texts at `key`; empty where absent or wrong.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let placed = self.placed_texts(key).into_iter();
        placed.map(|(text, _)| text).collect()
    }

    /// The list of texts at `key`, each with its place under the path of the list.
    pub fn placed_texts(&self, key: &str) -> Vec<(String, Place<'t>)> {
        let list = self.get(key).into_iter();
        list.flat_map(|list| list.items(usize::MAX, "a list of texts", "`[\"one\", \"two\"]`"))
            .filter_map(|item| Some((item.text()?, self.at(key).with(item.place.span))))
            .collect()
    }

    /// The list of texts at `key` that are among `allowed`.
    pub fn names(&self, key: &str, allowed: &[&str]) -> Vec<String> {
        let mut names = self.placed_texts(key);
        names.retain(|(name, place)| place.one_of(name, allowed));
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// Whether `key` is true; `usual` where it is absent or neither true nor false.
    pub fn truth(&self, key: &str, usual: bool) -> bool {
        let Some(item) = self.get(key) else {
            return usual;
        };
        let DeValue::Boolean(truth) = item.value else {
            item.wrong_type("true or false", "`true`, without quotes");
            return usual;
        };
        *truth
    }

    /// The number at `key`; `None` where absent, not a number, infinite or out of `range`.
    pub fn number(&self, key: &str, range: RangeInclusive<f64>, remedy: &str) -> Option<f64> {
        self.get(key)?.number(range, remedy)
    }

    /// The number at `key`, which must be there.
    pub fn needed_number(
        &self,
        key: &str,
        range: RangeInclusive<f64>,
        remedy: &str,
    ) -> Option<f64> {
        self.require(key, remedy);
        self.number(key, range, remedy)
    }

    /// The table at `key` with any keys, for instance `[vocabulary]`.
    pub fn any_table(&self, key: &str) -> Option<Table<'t>> {
        self.get(key)?.table(&format!("`[{key}]`"))
    }

    /// The table at `key`, for instance `[weak_answer]`, with no other keys than `known`.
    pub fn table(&self, key: &str, known: &[&str]) -> Option<Table<'t>> {
        let table = self.any_table(key);
        table.inspect(|table| table.check_keys(known))
    }

    /// What `read` makes of every known key of the table at `key`: those that `id` gives of `all`.
    pub fn each<K: Ord + Clone, V>(
        &self,
        key: &str,
        all: &[K],
        id: impl Fn(&K) -> &str,
        read: impl Fn(&Table<'t>, &str) -> Option<V>,
    ) -> BTreeMap<K, V> {
        let ids: Vec<&str> = all.iter().map(id).collect();
        let table = self.table(key, &ids).into_iter();
        let entries = table.flat_map(|table| {
            let read = |(one, id): (&K, &&str)| Some((one.clone(), read(&table, id)?));
            all.iter().zip(&ids).filter_map(read).collect::<Vec<_>>()
        });
        entries.collect()
    }

    /// The tables at `key`, for instance every `[[section]]`, at most `most` of them.
    pub fn tables(&self, key: &str, most: usize, known: &[&str]) -> Vec<Table<'t>> {
        self.get(key)
            .map_or_else(Vec::new, |list| list.tables(most, known))
    }

    /// The items of the list at `key`, of any type.
    pub fn list(&self, key: &str, most: usize) -> Vec<Item<'t>> {
        let list = self.get(key).into_iter();
        list.flat_map(|list| list.items(most, "a list", "`[ … ]`"))
            .collect()
    }

    /// The id of the table, checked for its characters and for uniqueness in `seen`, which holds the line of each.
    /// Where there is none, `fallback` is used with the same checks.
    pub fn id(&self, fallback: Option<String>, seen: &mut BTreeMap<String, usize>) -> String {
        let id = match fallback {
            Some(id) if !self.has("id") => id,
            _ => self.needed("id", "Add a short name such as `id = \"situation\"`."),
        };
        if id.is_empty() {
            return id;
        }
        let place = self.at("id");
        if !is_id(&id) {
            let what = format!("`{}` cannot be an id", clip(&id));
            let remedy = format!(
                "Ids are lower-case letters, digits and single hyphens, a letter first: `{}`.",
                slug(&id)
            );
            place.error(&what, &remedy);
        } else if let Some(first) = seen.get(&id) {
            let what = format!("the id `{id}` is used twice, first on line {first}");
            place.error(&what, "Give one of the two another id.");
        } else {
            seen.insert(id.clone(), place.line());
        }
        id
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
