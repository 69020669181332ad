//! Which thought comes next.

use std::collections::HashMap;

use rand::Rng;
use rand::seq::IndexedRandom;

use crate::prompts::card_id::CardId;
use crate::prompts::library::Library;
use crate::prompts::names::Family;
use crate::prompts::telling::Telling;

/// So many of the last tellings were about something else.
const CHANGE_SPAN: usize = 3;
/// Once all have been told, one in so many (those of longest ago) is up for choice.
const STALEST: usize = 3;

/// Chooses the next telling: none comes again before all have come, and what it is about changes.
/// `None` only if the library has none. `told` is oldest first.
pub fn next_telling<'l>(library: &'l Library, told: &[CardId], rng: &mut impl Rng) -> Option<&'l Telling> {
    let last_told: HashMap<&CardId, usize> = told.iter().enumerate().map(|(place, id)| (id, place)).collect();
    let (mut heard, fresh): (Vec<_>, Vec<_>) =
        library.tellings().iter().partition(|telling| last_told.contains_key(&telling.id));
    let left = if fresh.is_empty() {
        heard.sort_by_key(|telling| last_told.get(&telling.id));
        heard.truncate(heard.len().div_ceil(STALEST));
        heard
    } else {
        fresh
    };
    let about = |id: &CardId| library.tellings().iter().find(|telling| telling.id == *id).map(|telling| telling.about);
    let lately: Vec<Family> = told.iter().rev().take(CHANGE_SPAN).filter_map(about).collect();
    let changed: Vec<_> = left.iter().copied().filter(|telling| !lately.contains(&telling.about)).collect();
    if changed.is_empty() { left.choose(rng).copied() } else { changed.choose(rng).copied() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::prompts::card::Provenance;
    use crate::prompts::names::Named;

    fn library(count: usize) -> Library {
        let telling = |n: usize| Telling {
            id: CardId::read(&format!("te-{n:02}")).unwrap(),
            about: Family::ALL[n % Family::ALL.len()],
            text: String::new(),
            source: None,
            origin: Provenance::default(),
        };
        Library::of_tellings((0..count).map(telling).collect())
    }

    #[test]
    fn none_is_told_twice_before_all_were_told_and_they_change_what_they_are_about() {
        let library = library(52);
        for seed in 0..20 {
            let mut rng = StdRng::seed_from_u64(seed);
            let mut told: Vec<CardId> = Vec::new();
            for _ in 0..120 {
                let next = next_telling(&library, &told, &mut rng).expect("a telling");
                told.push(next.id.clone());
            }
            assert_eq!(told[..52].iter().collect::<HashSet<_>>().len(), 52);
            let gap = |n: usize| told[..n].iter().rev().position(|id| *id == told[n]);
            assert!((52..120).all(|n| gap(n).is_some_and(|weeks| weeks > 26)), "told again only after half a year");
            let about = |id: &CardId| library.tellings().iter().find(|one| one.id == *id).map(|one| one.about);
            assert!(told[..30].windows(2).all(|pair| about(&pair[0]) != about(&pair[1])));
        }
    }

    #[test]
    fn without_tellings_nothing_is_told() {
        assert_eq!(next_telling(&library(0), &[], &mut StdRng::seed_from_u64(1)), None);
    }
}
