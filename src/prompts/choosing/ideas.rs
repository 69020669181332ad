//! Which three ideas are offered for an evening: one that takes little, one that is new, one that costs little.
//!
//! What the two wish for just now is a filter; it gives way step by step where it leaves fewer than three. Within it,
//! ideas that were not shown yet come first, then those of longest ago; and what is liked comes sooner.

use std::collections::{BTreeMap, HashMap};

use rand::Rng;
use rand::seq::IndexedRandom;

use crate::prompts::card_id::CardId;
use crate::prompts::date::DateIdea;
use crate::prompts::library::Library;
use crate::prompts::names::{Apart, Cost, DatePlace, Energy, Gate, Novelty, Skip};
use crate::prompts::times::{DayPart, Season};

/// Ideas in one offer.
const OFFERED: usize = 3;
/// So many ideas are shown before the new one is really new: novelty rises slowly.
const SHOWN_BEFORE_NEW: usize = 9;
/// Once all have been shown, one in so many (those of longest ago) is up for choice.
const STALEST: usize = 2;
/// The farthest that liking moves, to either side. Each step doubles or halves the chance.
pub const MOST_LIKED: i8 = 2;

/// What the two wish for, and what is known of their ideas so far.
#[derive(Clone, Copy, Debug)]
pub struct IdeasWanted<'a> {
    /// At most.
    pub energy: Energy,
    /// At most.
    pub cost: Cost,
    /// At most.
    pub minutes: u64,
    pub apart: Apart,
    /// The season in which it would be.
    pub season: Season,
    /// The part of the day, where the evening is set already.
    pub part: Option<DayPart>,
    /// The doors that both have opened, each in private: an intimate idea lies behind that to closeness. One of the three
    /// at most is such a one.
    pub open: &'a [Gate],
    /// Topics that one of them, or both, asked to be left out.
    pub left_out: &'a [Skip],
    /// Ideas that were shown, oldest first.
    pub shown: &'a [CardId],
    /// How much an idea is liked, from minus to plus [`MOST_LIKED`]; 0 where nothing is known.
    pub liking: &'a BTreeMap<CardId, i8>,
}

/// Why an idea is among the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    Easy,
    New,
    Cheap,
    /// Nothing of the kind was left.
    Other,
}

/// Three ideas, or as many as there are.
pub fn offer<'l>(library: &'l Library, wanted: &IdeasWanted, rng: &mut impl Rng) -> Vec<(Kind, &'l DateIdea)> {
    let pool = pool(library, wanted);
    let aim = if wanted.shown.len() < SHOWN_BEFORE_NEW { Novelty::Fresh } else { Novelty::New };
    let seen: HashMap<&CardId, usize> = wanted.shown.iter().enumerate().map(|(place, id)| (id, place)).collect();
    let mut three: Vec<(Kind, &DateIdea)> = Vec::new();
    for kind in [Kind::Easy, Kind::New, Kind::Cheap] {
        let has_intimate = three.iter().any(|(_, taken)| taken.is_behind_a_door());
        let is_left = |idea: &&DateIdea| {
            three.iter().all(|(_, taken)| taken.id != idea.id) && !(has_intimate && idea.is_behind_a_door())
        };
        let left: Vec<_> = pool.iter().copied().filter(is_left).collect();
        let fits = |idea: &DateIdea| match kind {
            Kind::Easy => idea.energy == Energy::Low,
            Kind::New => idea.novelty == aim,
            Kind::Cheap => idea.cost == Cost::Free,
            Kind::Other => true,
        };
        let gentle = prefer(rested(left, &seen), |idea| idea.novelty <= aim);
        let chance = |idea: &&DateIdea| {
            let liked = wanted.liking.get(&idea.id).copied().unwrap_or(0).clamp(-MOST_LIKED, MOST_LIKED);
            1_u32 << (liked + MOST_LIKED)
        };
        let Ok(one) = prefer(gentle, fits).choose_weighted(rng, chance).copied() else { break };
        three.push((if fits(one) { kind } else { Kind::Other }, one));
    }
    three
}

/// The ideas that fit, the wishes given up one by one where they leave too few: the time first, the money last.
fn pool<'l>(library: &'l Library, wanted: &IdeasWanted) -> Vec<&'l DateIdea> {
    let possible: Vec<&DateIdea> = library
        .dates()
        .iter()
        .filter(|idea| idea.is_let_through(wanted.open) && idea.can_be_done(wanted.season, wanted.part))
        .filter(|idea| !idea.skip_if.iter().any(|topic| wanted.left_out.contains(topic)))
        .filter(|idea| match wanted.apart {
            Apart::Together => idea.place != DatePlace::Call,
            Apart::Apart => idea.apart.is_some(),
        })
        .collect();
    let within = |wishes: usize| -> Vec<&DateIdea> {
        let wished = |idea: &&DateIdea| {
            (wishes < 1 || idea.cost <= wanted.cost)
                && (wishes < 2 || idea.energy <= wanted.energy)
                && (wishes < 3 || idea.minutes <= wanted.minutes)
        };
        possible.iter().copied().filter(wished).collect()
    };
    // Of those behind a door one can be among the three.
    let are_three = |ideas: &Vec<&DateIdea>| {
        let behind = ideas.iter().filter(|idea| idea.is_behind_a_door()).count();
        ideas.len() - behind + behind.min(1) >= OFFERED
    };
    [3, 2, 1].map(within).into_iter().find(are_three).unwrap_or(possible)
}

/// Those not shown yet; once there are none, those of longest ago.
fn rested<'l>(ideas: Vec<&'l DateIdea>, seen: &HashMap<&CardId, usize>) -> Vec<&'l DateIdea> {
    let (mut shown, fresh): (Vec<_>, Vec<_>) = ideas.into_iter().partition(|idea| seen.contains_key(&idea.id));
    if !fresh.is_empty() {
        return fresh;
    }
    shown.sort_by_key(|idea| seen.get(&idea.id));
    shown.truncate(shown.len().div_ceil(STALEST));
    shown
}

/// Those that are liked, or all if none is.
fn prefer(ideas: Vec<&DateIdea>, like: impl Fn(&DateIdea) -> bool) -> Vec<&DateIdea> {
    let liked: Vec<_> = ideas.iter().copied().filter(|idea| like(idea)).collect();
    if liked.is_empty() { ideas } else { liked }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::OnceLock;

    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use crate::prompts::Weather;
    use crate::prompts::names::Named;

    use super::*;

    /// Read once: the tests share it.
    fn library() -> &'static Library {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| Library::embedded().expect("a sound library"))
    }

    struct Two {
        shown: Vec<CardId>,
        liking: BTreeMap<CardId, i8>,
        season: Season,
        part: Option<DayPart>,
        open: Vec<Gate>,
        rng: StdRng,
    }

    impl Two {
        fn new(seed: u64) -> Self {
            Self {
                shown: Vec::new(),
                liking: BTreeMap::new(),
                season: Season::Autumn,
                part: None,
                open: vec![Gate::Open],
                rng: StdRng::seed_from_u64(seed),
            }
        }

        fn offer(&mut self, energy: Energy, cost: Cost, minutes: u64, apart: Apart) -> Vec<(Kind, DateIdea)> {
            let wanted = IdeasWanted {
                energy,
                cost,
                minutes,
                apart,
                season: self.season,
                part: self.part,
                open: &self.open,
                left_out: &[],
                shown: &self.shown,
                liking: &self.liking,
            };
            let three = offer(library(), &wanted, &mut self.rng);
            let three: Vec<_> = three.into_iter().map(|(kind, idea)| (kind, idea.clone())).collect();
            self.shown.extend(three.iter().map(|(_, idea)| idea.id.clone()));
            three
        }

        fn any(&mut self) -> Vec<(Kind, DateIdea)> {
            self.offer(Energy::High, Cost::Moderate, 480, Apart::Together)
        }
    }

    #[test]
    fn one_is_easy_one_is_new_one_is_cheap_and_all_differ() {
        for seed in 0..40 {
            let three = Two::new(seed).any();
            let ids: BTreeSet<_> = three.iter().map(|(_, idea)| &idea.id).collect();
            assert_eq!(ids.len(), 3);
            assert_eq!(three.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [Kind::Easy, Kind::New, Kind::Cheap]);
            assert_eq!(three[0].1.energy, Energy::Low);
            assert_eq!(three[1].1.novelty, Novelty::Fresh, "novelty rises slowly");
            assert_eq!(three[2].1.cost, Cost::Free);
        }
    }

    #[test]
    fn one_of_three_at_most_lies_behind_the_door_to_closeness_and_only_where_it_is_open() {
        let most = |open: &[Gate]| {
            let offers = (0..20).flat_map(|seed| {
                let mut two = Two { open: open.to_vec(), ..Two::new(seed) };
                (0..20).map(|_| two.any()).collect::<Vec<_>>()
            });
            offers.map(|three| three.iter().filter(|(_, idea)| idea.is_behind_a_door()).count()).max()
        };
        assert_eq!(most(&[Gate::Open]), Some(0));
        assert_eq!(most(&[Gate::Open, Gate::Heavy]), Some(0));
        assert_eq!(most(&[Gate::Open, Gate::Intimate]), Some(1));
    }

    /// Where the wishes leave little but such ideas, the wishes give way and not the number.
    #[test]
    fn three_come_even_where_little_is_left_but_those_behind_the_door() {
        for seed in 0..40 {
            let mut two = Two { open: Gate::ALL.to_vec(), ..Two::new(seed) };
            assert!((0..30).all(|_| two.offer(Energy::Low, Cost::Free, 10, Apart::Apart).len() == 3));
        }
    }

    #[test]
    fn the_really_new_comes_after_some_evenings() {
        let mut two = Two::new(1);
        let first: Vec<_> = (0..3).flat_map(|_| two.any()).collect();
        assert!(first.iter().all(|(_, idea)| idea.novelty != Novelty::New));
        assert_eq!(two.any()[1].1.novelty, Novelty::New);
    }

    #[test]
    fn nothing_comes_again_until_all_have_come() {
        let mut two = Two::new(2);
        let ideas = library().dates().iter();
        let possible = ideas
            .filter(|idea| !idea.is_behind_a_door() && idea.place != DatePlace::Call)
            .filter(|idea| idea.can_be_done(two.season, None))
            .count();
        let shown: Vec<_> = (0..possible / 3).flat_map(|_| two.any()).map(|(_, idea)| idea.id).collect();
        let different: BTreeSet<_> = shown.iter().collect();
        assert_eq!(different.len(), shown.len());
    }

    #[test]
    fn wishes_are_kept_while_three_are_left_and_apart_is_kept_whatever_happens() {
        for seed in 0..40 {
            let mut two = Two::new(seed);
            let low = two.offer(Energy::Low, Cost::Free, 45, Apart::Together);
            assert!(low.iter().all(|(_, i)| i.energy == Energy::Low && i.cost == Cost::Free && i.minutes <= 45));
            let tight = two.offer(Energy::Low, Cost::Free, 5, Apart::Apart);
            assert_eq!(tight.len(), 3);
            assert!(tight.iter().all(|(_, idea)| idea.apart.is_some() && idea.energy == Energy::Low));
        }
    }

    #[test]
    fn nothing_is_offered_that_cannot_be_done_then() {
        let mut seen = 0;
        for season in Season::ALL {
            for part in DayPart::ALL {
                let mut two = Two { season: *season, part: Some(*part), ..Two::new(7) };
                for (_, idea) in (0..20).flat_map(|_| two.any()) {
                    assert!(idea.seasons.is_empty() || idea.seasons.contains(season), "{} in {season:?}", idea.id);
                    assert!(idea.hours.is_empty() || idea.hours.contains(part), "{} in the {part:?}", idea.id);
                    assert!(
                        !matches!(idea.weather, Some(Weather::Wet | Weather::Snow | Weather::Clear)),
                        "{}",
                        idea.id
                    );
                    seen += usize::from(!idea.seasons.is_empty() || !idea.hours.is_empty());
                }
            }
        }
        assert!(seen > 100, "the library has ideas with a season or an hour of their own: {seen}");
    }

    #[test]
    fn what_is_liked_comes_sooner() {
        let counts = |liked: i8| {
            let mut first = 0;
            for seed in 0..200 {
                let mut two = Two::new(seed);
                two.liking.insert(CardId::read("da-10").unwrap(), liked);
                first += usize::from(two.any().iter().any(|(_, idea)| idea.id.to_string() == "da-10"));
            }
            first
        };
        assert!(counts(2) > counts(0) && counts(0) > counts(-2) && counts(-2) > 0);
    }

    #[test]
    fn a_library_without_ideas_offers_none() {
        let library = Library::of_cards(Vec::new());
        let liking = BTreeMap::new();
        let wanted = IdeasWanted {
            energy: Energy::Low,
            cost: Cost::Free,
            minutes: 60,
            apart: Apart::Together,
            season: Season::Summer,
            part: None,
            open: &[Gate::Open],
            left_out: &[],
            shown: &[],
            liking: &liking,
        };
        assert!(offer(&library, &wanted, &mut StdRng::seed_from_u64(1)).is_empty());
    }
}
