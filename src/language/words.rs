//! Data about single words, from `content/lexicon`: the closed classes of English, irregular forms, stems, and sets of
//! synonyms.

use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The closed word classes, as bits, so that one look-up per word is enough.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Class(u32);

macro_rules! classes {
    ($($name:ident = $bit:literal $key:literal),* $(,)?) => {
        impl Class {
            $(#[doc = concat!("The class `", $key, "` of grammar.toml.")] pub const $name: Self = Self(1 << $bit);)*
            const KEYS: &'static [(&'static str, Self)] = &[$(($key, Self::$name)),*];
        }
    };
}

classes! {
    FIRST = 0 "first", MINE = 1 "mine", WE = 2 "we", WE_SUBJECT = 3 "we_subject", OTHER = 4 "other",
    NOBODY = 5 "nobody", OBJECT = 6 "object", BE = 7 "be", AUXILIARY = 8 "auxiliary",
    MODAL = 9 "modal", NEGATIVE = 10 "negative", HEDGING = 11 "hedging", CONTROL = 12 "control",
    TRYING = 13 "trying", ADVERB = 14 "adverb", DETERMINER = 15 "determiner",
    PREPOSITION = 16 "preposition", COORDINATOR = 17 "coordinator", SUBORDINATOR = 18 "subordinator",
    NOUN = 19 "noun", PAST = 20 "past", PARTICIPLE = 21 "participle",
}

impl Class {
    /// Whether the word belongs to `class` (to any of its bits).
    pub fn is(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }

    /// Whether the word has no other class than `class`.
    pub fn holds(self, word: Self) -> bool {
        word.0 & !self.0 == 0
    }

    /// Both classes.
    pub const fn or(self, class: Self) -> Self {
        Self(self.0 | class.0)
    }
}

/// The grammar data that the judge needs.
#[derive(Debug)]
pub struct Grammar {
    classes: BTreeMap<String, Class>,
    /// Irregular form to its base form.
    pub irregular: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct GrammarFile {
    classes: BTreeMap<String, Vec<String>>,
    irregular: BTreeMap<String, [String; 2]>,
    present: BTreeMap<String, Vec<String>>,
}

impl Grammar {
    /// The classes of a lower-case word. Regular verbs are recognised by their ending: "traced" may be a past tense or
    /// a participle; the grammar decides from the words around it.
    pub fn class(&self, lower: &str) -> Class {
        let regular = Class::PAST.or(Class::PARTICIPLE);
        let verbs = Class::TRYING.or(Class::CONTROL).or(Class::HEDGING);
        match self.classes.get(lower) {
            None if regular_past(lower) => regular,
            None if lower.len() > 4 && lower.ends_with("ly") => Class::ADVERB,
            Some(known) if known.is(verbs) && regular_past(lower) => known.or(regular),
            known => known.copied().unwrap_or_default(),
        }
    }
}

fn regular_past(lower: &str) -> bool {
    const NOUNS: &[&str] = &[
        "hundred", "indeed", "speed", "need", "feed", "seed", "embed", "exceed", "proceed",
        "succeed", "shed", "bed", "red", "breed",
    ];
    lower.len() > 3 && lower.ends_with("ed") && !NOUNS.contains(&lower)
}

/// The built-in grammar.
pub fn grammar() -> &'static Grammar {
    static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
        let file: GrammarFile = toml::from_str(include_str!("../../content/lexicon/grammar.toml"))
            .expect("grammar.toml is built in and tested");
        let mut grammar = Grammar {
            classes: BTreeMap::new(),
            irregular: BTreeMap::new(),
        };
        for (key, class) in Class::KEYS {
            for word in file.classes.get(*key).into_iter().flatten() {
                let known = grammar.classes.entry(word.clone()).or_default();
                *known = known.or(*class);
            }
        }
        for (base, [past, participle]) in file.irregular {
            for (form, class) in [(past, Class::PAST), (participle, Class::PARTICIPLE)] {
                let known = grammar.classes.entry(form.clone()).or_default();
                *known = known.or(class);
                // "lay" and "found" are also verbs of their own; the past of the commoner verb wins.
                grammar
                    .irregular
                    .entry(form)
                    .or_insert_with(|| base.clone());
            }
        }
        for (base, forms) in file.present {
            for form in forms {
                grammar.irregular.insert(form, base.clone());
            }
        }
        grammar
    });
    &GRAMMAR
}

/// Sets of synonymous words and phrases, by name.
pub fn synonyms() -> &'static BTreeMap<String, Vec<String>> {
    static SYNONYMS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
        toml::from_str(include_str!("../../content/lexicon/synonyms.toml"))
            .expect("synonyms.toml is built in and tested")
    });
    &SYNONYMS
}

/// A synonym as stems in order; "write_down" may have a few words in between.
pub type Way = Vec<String>;

/// The everyday synonyms of the word with this stem.
pub fn everyday(stem: &str) -> impl Iterator<Item = &'static Way> {
    #[derive(Deserialize)]
    struct File {
        sets: Vec<String>,
    }
    static EVERYDAY: LazyLock<BTreeMap<String, BTreeSet<Way>>> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../../content/lexicon/everyday.toml"))
            .expect("everyday.toml is built in and tested");
        let mut same: BTreeMap<String, BTreeSet<Way>> = BTreeMap::new();
        for set in file.sets {
            let ways: Vec<Way> = set
                .split_whitespace()
                .map(|way| way.split('_').map(stem_of).collect())
                .collect();
            for way in &ways {
                if let [stem] = way.as_slice() {
                    let others = ways.iter().filter(|other| *other != way).cloned();
                    same.entry(stem.clone()).or_default().extend(others);
                }
            }
        }
        same
    });
    EVERYDAY.get(stem).into_iter().flatten()
}

/// Whether the judge's word lists contain this word, which is then common to all stories.
pub fn knows(lower: &str) -> bool {
    static SAID: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let sets = synonyms().values().flatten();
        sets.filter(|word| word.chars().all(char::is_alphabetic))
            .cloned()
            .collect()
    });
    grammar().class(lower) != Class::default()
        || SAID.contains(lower)
        || everyday(&stem_of(lower)).next().is_some()
}

/// The stem that patterns and tokens share.
pub fn stem_of(word: &str) -> String {
    stem(&Stemmer::create(Algorithm::English), &word.to_lowercase())
}

pub(crate) fn stem(stemmer: &Stemmer, lower: &str) -> String {
    let bare = lower.strip_suffix("'s").unwrap_or(lower);
    match grammar().irregular.get(bare) {
        Some(base) => stemmer.stem(base).into_owned(),
        None => stemmer.stem(bare).into_owned(),
    }
}
