//! Long runs of cards, as a couple would get them, one a day.

mod occasions;

use std::collections::HashSet;
use std::sync::LazyLock;

use chrono::TimeZone;
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::prompts::names::{Mode, Named};
use crate::prompts::times::When;

const DAYS: usize = 400;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::embedded().unwrap());

struct Run<'l> {
    library: &'l Library,
    cards: Vec<&'l Card>,
    /// The pool and the cards shown before, for each day.
    pools: Vec<Vec<&'l Card>>,
}

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 3, 1, 19, 0, 0).unwrap()
}

fn run<'l>(library: &'l Library, seed: u64, stood: u32, open: &[Gate], light_only: bool) -> Run<'l> {
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut shown, mut cards, mut pools) = (Vec::new(), Vec::new(), Vec::new());
    for day in 0..DAYS {
        let now = start() + Duration::days(i64::try_from(day).unwrap());
        let history = History { stood, open, light_only, ..fresh(&shown) };
        let card = choose(library, &history, now, &mut rng).expect("there is a card for every day");
        pools.push(eligible(library, &history, now));
        cards.push(card);
        shown.push(card.id.clone());
    }
    Run { library, cards, pools }
}

fn eligible<'l>(library: &'l Library, history: &History, now: DateTime<Utc>) -> Vec<&'l Card> {
    pool(library, &Past::of(library, history.shown), history, now).into_iter().map(|candidate| candidate.card).collect()
}

/// Of a couple that knows no door, whose cards come in the evening.
fn fresh(shown: &[CardId]) -> History<'_> {
    let (stood, light_only, hour) = (0, false, Hour::Other);
    History {
        shown,
        occasions: &[],
        on_occasions: &[],
        paired_at: start(),
        stood,
        open: &[],
        light_only,
        hour,
        season: Season::Spring,
        part: DayPart::Evening,
        day_left: TimeDelta::hours(5),
        left_out: &[],
        living: Apart::Together,
        corners: Corners::NotBoth,
        packs: &[],
        stages: &[],
        leading: &[],
        weights: None,
        kept_back: &[],
    }
}

/// Any of the ways in which the two doors can stand.
fn doors() -> impl Strategy<Value = Vec<Gate>> {
    prop::sample::subsequence(vec![Gate::Heavy, Gate::Intimate], 0..=2)
}

impl Run<'_> {
    /// Whether a card could have come on a day, by a second reading of the rules.
    fn could_come(&self, day: usize, card: &Card) -> bool {
        let before = |span: usize| self.cards[day.saturating_sub(span)..day].iter();
        let last = day.checked_sub(1).map(|last| self.cards[last]);
        let antidote_fits = !card.family.is_antidote() || !before(5).any(|one| one.family.is_antidote());
        let hard = |one: &Card| one.depth == Depth::Tender || one.sensitivity == Sensitivity::Intimate;
        let hard_fits =
            !hard(card) || (!before(7).any(|one| hard(one)) && !last.is_some_and(|one| one.family.is_antidote()));
        let light_after_hard = last.is_none_or(|one| !hard(one)) || card.depth == Depth::Easy;
        antidote_fits && hard_fits && light_after_hard
    }

    fn seen_before(&self, day: usize) -> HashSet<&CardId> {
        self.cards[..day].iter().map(|card| &card.id).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_card_comes_again_while_another_waits(seed: u64, stood in 0u32..8, doors in doors(), light: bool) {
        let run = run(&LIBRARY, seed, stood, &doors, light);
        for day in 0..DAYS {
            let seen = run.seen_before(day);
            if seen.contains(&run.cards[day].id) {
                let waiting = run.pools[day].iter().find(|card| !seen.contains(&card.id) && run.could_come(day, card));
                prop_assert!(waiting.is_none(), "day {day}: {} again, {} waits", run.cards[day].id, waiting.unwrap().id);
            }
        }
    }

    /// A pack comes to those who want it, about one card in six, and to nobody else.
    #[test]
    fn a_pack_comes_where_it_is_wanted(seed: u64, doors in doors()) {
        let of_pack = |packs: &[Pack]| {
            let mut rng = StdRng::seed_from_u64(seed);
            let mut shown = Vec::new();
            let cards: Vec<_> = (0..60).map(|day| {
                let history = History { stood: 9, open: &doors, packs, ..fresh(&shown) };
                let card = choose(&LIBRARY, &history, start() + Duration::days(30 + day), &mut rng).expect("a card");
                shown.push(card.id.clone());
                card
            }).collect();
            cards.iter().filter_map(|card| card.pack).collect::<Vec<_>>()
        };
        prop_assert!(of_pack(&[]).is_empty());
        let came = of_pack(&[Pack::Money]);
        prop_assert!(came.iter().all(|pack| *pack == Pack::Money));
        prop_assert!((7..=12).contains(&came.len()), "{} of 60", came.len());
    }

    #[test]
    fn a_card_rests_before_it_comes_again(seed: u64, doors in doors()) {
        let run = run(&LIBRARY, seed, 4, &doors, false);
        for (day, card) in run.cards.iter().enumerate() {
            let again = run.cards[day + 1..].iter().take(7).any(|later| later.id == card.id);
            prop_assert!(!again, "{} came twice within a week from day {day}", card.id);
        }
    }

    #[test]
    fn antidotes_come_seldom_and_do_come(seed: u64, stood in 0u32..8, doors in doors()) {
        let run = run(&LIBRARY, seed, stood, &doors, false);
        for window in run.cards.windows(6) {
            prop_assert!(window.iter().filter(|card| card.family.is_antidote()).count() <= 1);
        }
        for window in run.cards.windows(60) {
            prop_assert!(window.iter().any(|card| card.family.is_antidote()));
        }
    }

    #[test]
    fn cards_get_deeper_slowly(seed: u64, stood in 0u32..8, doors in doors()) {
        let run = run(&LIBRARY, seed, stood, &doors, false);
        let deepest = match (stood >= 4, doors.contains(&Gate::Heavy)) {
            (false, _) => Depth::Easy,
            (true, false) => Depth::Personal,
            (true, true) => Depth::Tender,
        };
        prop_assert!(run.cards[..14].iter().all(|card| card.depth == Depth::Easy));
        prop_assert_eq!(run.cards.iter().map(|card| card.depth).max(), Some(deepest));
        for window in run.cards.windows(8) {
            prop_assert!(window.iter().filter(|card| card.is_behind_a_door()).count() <= 1);
        }
        for pair in run.cards.windows(2) {
            prop_assert!(!pair[0].is_behind_a_door() || pair[1].depth == Depth::Easy);
        }
    }

    #[test]
    fn intimate_cards_come_when_both_opened_that_door_and_only_then(seed: u64, stood in 0u32..8, doors in doors()) {
        let run = run(&LIBRARY, seed, stood, &doors, false);
        let came = run.cards.iter().any(|card| card.sensitivity == Sensitivity::Intimate);
        prop_assert_eq!(came, doors.contains(&Gate::Intimate) && stood >= 4);
        prop_assert!(run.cards[..14].iter().all(|card| card.sensitivity == Sensitivity::Open));
    }

    /// A rule of depth (method 3.3).
    #[test]
    fn nothing_from_behind_a_door_comes_on_a_work_morning(seed: u64) {
        let open = [Gate::Heavy, Gate::Intimate];
        let history = History { stood: 9, open: &open, hour: Hour::WorkMorning, ..fresh(&[]) };
        let card = choose(&LIBRARY, &history, start() + Duration::days(60), &mut StdRng::seed_from_u64(seed));
        prop_assert!(card.is_some_and(|card| !card.is_behind_a_door()));
    }

    /// Whatever else holds: a deed for today is for a day of which enough is left, and all others are for any hour.
    #[test]
    fn a_deed_for_today_comes_only_while_there_is_time(minutes in 0_i64..1440) {
        let timed = |card: &Card| Card { when: card.when.map(|_| When::Today), ..card.clone() };
        let library = Library::of_cards(LIBRARY.cards().iter().map(timed).collect());
        let at = |day_left| {
            let history = History { stood: 9, day_left, ..fresh(&[]) };
            eligible(&library, &history, start() + Duration::days(60))
        };
        let left = TimeDelta::minutes(minutes);
        let (now, noon) = (at(left), at(TimeDelta::hours(10)));
        let is_for_today = |card: &&Card| card.when == Some(When::Today);
        prop_assert!(noon.iter().any(is_for_today));
        let enough = left >= TimeDelta::hours(3);
        let expected: Vec<_> = noon.into_iter().filter(|card| enough || !is_for_today(card)).collect();
        prop_assert_eq!(now, expected);
    }

    #[test]
    fn what_is_kept_back_does_not_come(seed: u64) {
        let kept_back: Vec<_> = LIBRARY.cards().iter().skip(3).map(|card| card.id.clone()).collect();
        let history = History { stood: 9, kept_back: &kept_back, ..fresh(&[]) };
        let card = choose(&LIBRARY, &history, start() + Duration::days(60), &mut StdRng::seed_from_u64(seed));
        prop_assert!(card.is_none_or(|card| !kept_back.contains(&card.id)));
    }

    #[test]
    fn ingredients_keep_in_balance(seed: u64, stood in 0u32..8, doors in doors()) {
        let run = run(&LIBRARY, seed, stood, &doors, false);
        for day in 24..DAYS {
            // While each ingredient has a choice left: cards of two modes that were not shown, an easy one among them,
            // those behind a door aside. With less than that, a card may have to wait for its turn.
            let seen = run.seen_before(day - 1);
            let lasts = |family: &Family| {
                let ours = run.pools[day - 1].iter().filter(|card| card.family == *family && !card.is_behind_a_door());
                let left: Vec<_> = ours.filter(|card| !seen.contains(&card.id)).collect();
                left.iter().any(|card| card.depth == Depth::Easy)
                    && left.iter().map(|card| card.mode).collect::<HashSet<_>>().len() >= 2
            };
            if Family::INGREDIENTS.iter().all(lasts) {
                let count = |family| run.cards[day - 24..day].iter().filter(|card| card.family == family).count();
                let counts = Family::INGREDIENTS.map(count);
                let share = counts.iter().sum::<usize>();
                // Within two of an even share.
                prop_assert!(counts.iter().all(|count| (count * 4).abs_diff(share) <= 8), "day {day}: {counts:?}");
            }
        }
    }

    #[test]
    fn the_first_days_are_balanced_and_varied(seed: u64) {
        let run = run(&LIBRARY, seed, 4, &[], false);
        let counts = Family::INGREDIENTS.map(|f| run.cards[..14].iter().filter(|card| card.family == f).count());
        prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 2, "{counts:?}");
        for window in run.cards[..14].windows(3) {
            prop_assert!(!window.iter().all(|card| card.mode == window[0].mode));
        }
    }

    #[test]
    fn light_weeks_are_light(seed: u64) {
        let run = run(&LIBRARY, seed, 8, &[Gate::Heavy, Gate::Intimate], true);
        prop_assert!(run.cards.iter().all(|card| card.depth == Depth::Easy && !card.family.is_antidote()));
        prop_assert!(run.library.cards().len() > run.pools[0].len());
    }

    /// Whatever a host's library holds: a card comes if one may, and none that may not.
    #[test]
    fn there_is_a_card_if_there_can_be(
        kinds in prop::collection::vec((0usize..8, 0usize..3, 0usize..3, 0usize..4, 0usize..5), 1..12),
        shown in prop::collection::vec(0usize..14, 0..40),
        seed: u64,
        doors in doors(),
    ) {
        let like = LIBRARY.cards()[0].clone();
        let cards: Vec<_> = kinds.iter().enumerate().map(|(n, kind)| {
            Card {
                id: CardId::read(&format!("xx-{n:02}")).unwrap(),
                family: Family::ALL[kind.0],
                depth: Depth::ALL[kind.1],
                sensitivity: Sensitivity::ALL[kind.2],
                reveal: Reveal::ALL[kind.3],
                mode: Mode::ALL[kind.4],
                pack: None,
                ..like.clone()
            }
        }).collect();
        let library = Library::of_cards(cards);
        let shown: Vec<_> = shown.iter().map(|n| CardId::read(&format!("xx-{n:02}")).unwrap()).collect();
        let history = History { stood: 9, open: &doors, ..fresh(&shown) };
        let now = start() + Duration::days(30);
        let eligible = eligible(&library, &history, now);
        let chosen = choose(&library, &history, now, &mut StdRng::seed_from_u64(seed));
        prop_assert_eq!(chosen.is_some(), !eligible.is_empty());
        if let Some(card) = chosen {
            let intimate = card.sensitivity == Sensitivity::Intimate && doors.contains(&Gate::Intimate);
            prop_assert!(card.sensitivity == Sensitivity::Open || intimate);
            prop_assert!(card.reveal != Reveal::PrivateOnly);
            prop_assert!(doors.contains(&Gate::Heavy) || card.depth < Depth::Tender);
        }
    }
}
