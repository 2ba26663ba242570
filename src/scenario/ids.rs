//! Identifiers of the file format: ids, units, rule names.

macro_rules! ids {
    ($($id:literal = $module:ident,)*) => {
        /// Ids of the rules, as a scenario's `without_rules` and `fails` may name them.
        pub const RULES: &[&str] = &[$($id),*];
    };
}
crate::rule_list::rule_list!(ids);

/// Units of a measured value other than currencies; the empty unit is a bare number.
pub(super) const UNITS: &[&str] = &[
    "", "percent", "count", "ratio", "seconds", "minutes", "hours", "days", "weeks", "months",
    "years", "bytes",
];

/// Active ISO 4217 currency codes, in lower case.
const CURRENCIES: &str = "aed afn all amd aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob \
    brl bsd btn bwp byn bzd cad cdf chf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur \
    fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes \
    kgs khr kmf kpw krw kwd kyd kzt lak lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr \
    mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar \
    sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl thb tjs tmt tnd top try ttd twd tzs uah \
    ugx usd uyu uzs ved ves vnd vuv wst xaf xcd xof xpf yer zar zmw zwg";

/// Whether a metric may have this unit.
pub fn is_unit(unit: &str) -> bool {
    UNITS.contains(&unit) || CURRENCIES.split_whitespace().any(|code| code == unit)
}

/// Whether `id` is valid for a scenario, section, signal and so on: lower-case letters, digits and
/// single hyphens, a letter first, 64 characters at most.
pub fn is_id(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// An id made from any text: `"$8K a week"` gives `says-8k-a-week`. Always satisfies [`is_id`].
pub fn slug(text: &str) -> String {
    /// The longest id, apart from a `says-` in front of a digit.
    const LONG: usize = 48;
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '’')
        .map(|word| word.replace(['\'', '’'], "").to_ascii_lowercase())
        .filter(|word| !word.is_empty())
        .map(|mut word| {
            word.truncate(LONG);
            word
        });
    let id = joined(words, LONG);
    match id.chars().next() {
        None => "unnamed".into(),
        Some(first) if first.is_ascii_digit() => format!("says-{id}"),
        Some(_) => id,
    }
}

/// The first words with hyphens between them, as many as `most` characters hold.
fn joined<S: AsRef<str>>(words: impl Iterator<Item = S>, most: usize) -> String {
    let mut id = String::new();
    for word in words {
        let word = word.as_ref();
        if !id.is_empty() {
            if id.len() + 1 + word.len() > most {
                break;
            }
            id.push('-');
        }
        id.push_str(word);
    }
    id
}

/// A short id from a title: [`slug`] of a short title; of a longer one the
/// first content words. Always satisfies [`is_id`].
pub fn short_slug(title: &str) -> String {
    /// The longest id that is convenient to type.
    const LONG: usize = 24;
    /// Words without content in a title.
    const EMPTY: &[&str] = &[
        "a", "an", "and", "as", "at", "but", "by", "for", "from", "had", "have", "how", "i", "in",
        "into", "is", "it", "its", "me", "my", "of", "on", "or", "our", "so", "that", "the",
        "their", "they", "this", "to", "up", "us", "was", "we", "were", "when", "where", "which",
        "while", "who", "with", "you",
    ];
    let whole = slug(title);
    if whole.len() <= LONG {
        return whole;
    }
    let id = joined(whole.split('-').filter(|word| !EMPTY.contains(word)), LONG);
    // The slug of the whole title begins with a letter.
    if is_id(&id) { id } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_are_those_of_the_contract() {
        for unit in ["", "percent", "usd", "eur", "minutes", "bytes"] {
            assert!(is_unit(unit), "{unit:?}");
        }
        for unit in ["%", "USD", "dollars", "minute", "xyz", " "] {
            assert!(!is_unit(unit), "{unit:?}");
        }
    }

    #[test]
    fn ids_are_plain_words_with_hyphens() {
        for id in ["a", "situation", "caught-critical-issue", "p99-latency"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "-a", "a-", "a--b", "A", "a b", "../a", "ü", "9-to-5"] {
            assert!(!is_id(id), "{id}");
        }
        assert!(!is_id(&"a".repeat(65)));
    }

    #[test]
    fn slugs_read_like_the_phrase() {
        assert_eq!(slug("outside my team’s scope"), "outside-my-teams-scope");
        assert_eq!(slug("$8K a week"), "says-8k-a-week");
        assert_eq!(slug("…"), "unnamed");
    }

    #[test]
    fn a_long_title_gives_a_short_id() {
        for (title, id) in [
            ("The slow build", "the-slow-build"),
            (
                "The night the payment queue backed up and nobody noticed",
                "night-payment-queue",
            ),
            (
                "How I talked my team out of a rewrite",
                "talked-team-out-rewrite",
            ),
            (
                "A migration of twenty million customer records",
                "migration-twenty-million",
            ),
        ] {
            assert_eq!(short_slug(title), id);
        }
    }

    proptest! {
        #[test]
        fn every_slug_is_an_id(text in ".*") {
            prop_assert!(is_id(&slug(&text)), "{}", slug(&text));
            prop_assert!(is_id(&short_slug(&text)), "{}", short_slug(&text));
        }
    }
}
