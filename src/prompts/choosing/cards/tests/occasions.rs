//! Cards of a day of the year, of a stage of life, of a season and of an hour: among all others, day by day.

use chrono::{Datelike, NaiveDate};

use super::*;
use crate::zones::Hemisphere;

/// Cards of each kind that are added to the library.
const OF_EACH: usize = 6;
/// When the days of these couples begin: they have settled in, so all cards of the added kinds may come.
const SETTLED: i64 = 30;

/// The library with cards of every kind beside it.
static WITH_ALL: LazyLock<Library> = LazyLock::new(|| {
    let like = LIBRARY.cards().iter().find(|card| card.is_light() && card.is_usual()).expect("a light card");
    let kinds = MeantFor::all().filter(|meant| *meant != MeantFor::Everyone).map(|meant| (meant, None, None));
    let seasons = Season::ALL.iter().map(|season| (MeantFor::Everyone, Some(*season), None));
    let parts = DayPart::ALL.iter().map(|part| (MeantFor::Everyone, None, Some(*part)));
    let added = kinds.chain(seasons).chain(parts).enumerate().flat_map(|(kind, (meant_for, season, part))| {
        (0..OF_EACH).map(move |nth| Card {
            id: CardId::read(&format!("zz-{:03}", kind * OF_EACH + nth)).expect("an id"),
            family: Family::ALL[nth % 5],
            mode: Mode::ALL[nth % 5],
            depth: if nth < 4 { Depth::Easy } else { Depth::Personal },
            meant_for,
            seasons: season.into_iter().collect(),
            hours: part.into_iter().collect(),
            ..like.clone()
        })
    });
    Library::of_cards(LIBRARY.cards().iter().filter(|card| card.is_for_any_day()).cloned().chain(added).collect())
});

/// What a couple lives by.
#[derive(Clone, Debug)]
struct Ways {
    seed: u64,
    stages: Vec<LifeStage>,
    part: DayPart,
    light_only: bool,
    /// The days of these occasions are each so many days apart.
    every: [usize; 4],
}

fn ways() -> impl Strategy<Value = Ways> {
    let stages = prop::sample::subsequence(LifeStage::ALL.to_vec(), 0..=4);
    let part = prop::sample::select(DayPart::ALL.to_vec());
    (any::<u64>(), stages, part, prop::bool::weighted(0.2), prop::array::uniform4(3_usize..60))
        .prop_map(|(seed, stages, part, light_only, every)| Ways { seed, stages, part, light_only, every })
}

/// A day with its card.
struct Day {
    date: NaiveDate,
    occasions: Vec<Occasion>,
    card: &'static Card,
}

impl Ways {
    fn occasions(&self, day: usize) -> Vec<Occasion> {
        let every = Occasion::ALL.iter().zip(self.every);
        every.filter(|(_, every)| day.is_multiple_of(*every)).map(|(occasion, _)| *occasion).collect()
    }

    fn live(&self) -> Vec<Day> {
        let mut rng = StdRng::seed_from_u64(self.seed);
        let (mut shown, mut on_occasions) = (Vec::new(), Vec::new());
        let days = (0..DAYS).map(|day| {
            let now = start() + Duration::days(SETTLED + i64::try_from(day).expect("few days"));
            let (date, occasions) = (now.date_naive(), self.occasions(day));
            let history = History {
                stood: 9,
                light_only: self.light_only,
                stages: &self.stages,
                part: self.part,
                season: Season::of(date, Hemisphere::North),
                occasions: &occasions,
                on_occasions: &on_occasions,
                ..fresh(&shown)
            };
            let card = choose(&WITH_ALL, &history, now, &mut rng).expect("there is a card for every day");
            shown.push(card.id.clone());
            if card.meant_for.occasion().is_some() {
                on_occasions.push(card.id.clone());
            }
            Day { date, occasions, card }
        });
        days.collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_card_of_a_day_comes_on_that_day_and_on_no_other(ways in ways()) {
        for Day { date, occasions, card } in ways.live() {
            // The nearest to the two comes first.
            let expected = occasions.first().copied().filter(|_| !ways.light_only);
            prop_assert!(expected.is_none() || card.meant_for.occasion() == expected, "{} on {date}", card.id);
            prop_assert!(card.meant_for.occasion().is_none_or(|occasion| occasions.contains(&occasion)), "{} on {date}", card.id);
        }
    }

    #[test]
    fn none_comes_again_before_all_of_its_kind_have_come(ways in ways()) {
        let days = ways.live();
        for occasion in Occasion::ALL {
            let came: Vec<&CardId> = days
                .iter()
                .filter(|day| day.card.meant_for == MeantFor::Occasion(*occasion))
                .map(|day| &day.card.id)
                .collect();
            for round in came.chunks(OF_EACH) {
                prop_assert_eq!(round.iter().collect::<HashSet<_>>().len(), round.len(), "{:?}", came);
            }
        }
    }

    #[test]
    fn in_light_days_the_card_of_a_day_is_light_too(ways in ways()) {
        let ways = Ways { light_only: true, ..ways };
        prop_assert!(ways.live().iter().all(|day| day.card.is_light()));
    }

    #[test]
    fn a_card_of_a_stage_comes_to_those_who_are_there_one_in_six(ways in ways()) {
        let days = ways.live();
        prop_assert!(days.iter().filter_map(|day| day.card.meant_for.stage()).all(|stage| ways.stages.contains(&stage)));
        let ways = Ways { light_only: false, every: [1000; 4], ..ways };
        let unseen = OF_EACH * ways.stages.len();
        // The first day of all is one of every occasion.
        let days = ways.live();
        let of_stage = |day: &&Day| day.card.meant_for.stage().is_some();
        let came = days[1..=6 * unseen].iter().filter(of_stage).count();
        prop_assert!((unseen * 4 / 5..=unseen).contains(&came), "{came} of {unseen}");
        let together = days.windows(6).filter(|six| six.iter().filter(of_stage).count() > 1).count();
        prop_assert_eq!(together, 0);
    }

    #[test]
    fn a_card_of_a_season_or_an_hour_comes_in_its_time(ways in ways()) {
        let days = Ways { light_only: false, ..ways.clone() }.live();
        for Day { date, card, .. } in &days {
            prop_assert!(card.is_in_time(Season::of(*date, Hemisphere::North), ways.part), "{} on {date}", card.id);
        }
        prop_assert!(days.iter().map(|day| day.date.month()).collect::<HashSet<_>>().len() == 12);
    }
}

#[test]
fn each_season_and_each_part_of_the_day_has_its_cards() {
    for (season, part) in Season::ALL.iter().flat_map(|season| DayPart::ALL.iter().map(move |part| (*season, *part))) {
        let history = History { stood: 9, season, part, ..fresh(&[]) };
        let eligible = eligible(&WITH_ALL, &history, start() + Duration::days(SETTLED));
        let of_season = eligible.iter().filter(|card| card.seasons == [season]).count();
        let of_part = eligible.iter().filter(|card| card.hours == [part]).count();
        assert_eq!((of_season, of_part), (OF_EACH, OF_EACH));
        assert!(eligible.iter().all(|card| card.is_in_time(season, part)));
    }
}

#[test]
fn on_a_day_for_which_there_is_no_card_another_comes() {
    let history = History { stood: 9, occasions: &[Occasion::Feast], ..fresh(&[]) };
    let library = Library::of_cards(LIBRARY.cards().iter().filter(|card| card.is_usual()).cloned().collect());
    let card = choose(&library, &history, start() + Duration::days(SETTLED), &mut StdRng::seed_from_u64(1));
    assert!(card.is_some_and(Card::is_usual));
}
