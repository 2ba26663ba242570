//! Draws follow-up questions at random, each once before any is repeated.

use std::collections::BTreeMap;

/// Draws `count` of `ids`. `asked` says how often each was asked before: those asked least often come
/// first, in random order among equals. The same seed gives the same result.
pub fn draw(ids: &[&str], asked: &BTreeMap<String, usize>, count: usize, seed: u64) -> Vec<String> {
    let mut order = ids.to_vec();
    order.sort_by_cached_key(|id| {
        let before = asked.get(*id).copied().unwrap_or_default();
        (before, lot_of(seed, id), *id)
    });
    order.into_iter().take(count).map(str::to_owned).collect()
}

/// A pseudo-random number from seed and id: FNV-1a with the finaliser of splitmix64.
/// Sufficient for a drill, and unlike a crate's generator it never changes with a version.
pub fn lot_of(seed: u64, id: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(id.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A seed from any text, such as the start time of a session.
pub fn seed(text: &str) -> u64 {
    lot_of(0, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const IDS: [&str; 4] = [
        "how-accepted",
        "why-outside-scope",
        "how-verified",
        "what-differently",
    ];

    proptest! {
        #[test]
        fn none_is_repeated_before_all_were_drawn(seeds in prop::collection::vec(any::<u64>(), 6)) {
            let mut asked = BTreeMap::new();
            for (session, seed) in seeds.into_iter().enumerate() {
                for id in draw(&IDS, &asked, 2, seed) {
                    *asked.entry(id).or_insert(0) += 1;
                }
                let counts: Vec<usize> = IDS.iter().map(|id| asked.get(*id).copied().unwrap_or(0)).collect();
                let (least, most) = (counts.iter().min(), counts.iter().max());
                // After every second session each was asked equally often.
                prop_assert!(most.unwrap() - least.unwrap() <= (session + 1) % 2, "{:?}", counts);
            }
        }

        #[test]
        fn the_same_seed_draws_the_same(seed in any::<u64>()) {
            let asked = BTreeMap::new();
            prop_assert_eq!(draw(&IDS, &asked, 2, seed), draw(&IDS, &asked, 2, seed));
        }
    }

    #[test]
    fn every_question_is_drawn_first_sometimes() {
        let asked = BTreeMap::new();
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for seed in 0..400 {
            *first
                .entry(draw(&IDS, &asked, 1, seed).remove(0))
                .or_default() += 1;
        }
        // The expected value is 100 with a standard deviation of nine, of which three are allowed.
        assert!(
            first.len() == 4 && first.values().all(|count| (70..=130).contains(count)),
            "{first:?}"
        );
    }

    #[test]
    fn no_more_are_drawn_than_exist() {
        assert_eq!(draw(&["a"], &BTreeMap::new(), 2, 1), ["a"]);
        assert!(draw(&[], &BTreeMap::new(), 2, 1).is_empty());
    }
}
