//! A year of cards, as couples of every pace would get them: the domain alone, day by day, with people who sometimes
//! tap *Another one* or *Not today*, and doors that are open to some. It prints its figures; `prompts/README.md` has them
//! with the command.
//!
//! A thousand couples at each pace take a release build. Without one there are fewer, and the rules are the same.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::thread;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use nearer::couple::{
    Action, CardAction, ChatId, DayOfYear, Door, Effect, Event, FIRST_DAYS, MessageId, OccasionDays, Outgoing, Pace,
    Tag, TimerKind, UserId,
};
use nearer::prompts::{
    Card, CardId, DayPart, Depth, Family, Gate, LifeStage, MeantFor, Named, Reveal, Season, Sensitivity,
};
use nearer::zones::Hemisphere;
use rand::Rng;

use crate::kit::{ANA, BEN, Two, World, library, lisbon, seeded, tap, utc};

const COUPLES: u64 = if cfg!(debug_assertions) { 12 } else { 1_000 };
const YEAR: TimeDelta = TimeDelta::days(365);
const PEOPLE: [UserId; 2] = [ANA, BEN];
/// One card in so many is exchanged, and one in so many put aside.
const EXCHANGED: f64 = 0.08;
const PUT_ASIDE: f64 = 0.08;

fn begin() -> DateTime<Utc> {
    utc("2026-11-23T12:00:00Z")
}

/// The days of a couple that has given all kinds of them.
fn their_days() -> OccasionDays {
    let day = |text: &str| DayOfYear::of(text.parse().expect("a day"));
    OccasionDays {
        anniversary: Some(day("1999-02-14")),
        birthdays: [(ANA, day("1980-03-03")), (BEN, day("1984-02-29"))].into(),
        feasts: ["2000-12-25", "2000-01-06", "2000-06-24"].map(day).into(),
    }
}

/// One couple through its year.
struct Life {
    two: Two,
    /// The doors that both opened, from the first day on.
    open: Vec<Gate>,
    /// The cards that were laid and not put aside, each with its time.
    cards: Vec<(DateTime<Utc>, &'static Card)>,
    /// Days on which a card was put aside.
    put_aside: Vec<NaiveDate>,
}

impl Life {
    fn new(nth: u64, pace: Pace) -> Self {
        let open: &[Gate] = match nth % 4 {
            0 => &[],
            1 => &[Gate::Heavy],
            2 => &[Gate::Intimate],
            _ => &[Gate::Heavy, Gate::Intimate],
        };
        let two = Two::paired(ChatId(-10 - nth.cast_signed()), lisbon(), begin(), seeded(nth));
        let mut life = Self { two, open: open.to_vec(), cards: Vec::new(), put_aside: Vec::new() };
        life.two.couple.settings.pace = pace;
        // Every third couple has given its days, and every other one has said what its life is like.
        if nth.is_multiple_of(3) {
            life.two.couple.settings.days = their_days();
        }
        let stages = LifeStage::ALL.iter().copied().skip(1);
        life.two.couple.settings.stages = stages.take(usize::try_from(nth % 4).expect("a few") / 2 * 2).collect();
        life.two.want_cards_alone();
        for gate in [Gate::Heavy, Gate::Intimate] {
            // A door that one opened alone opens nothing.
            let by = if open.contains(&gate) { &PEOPLE[..] } else { &PEOPLE[..1] };
            for user in by {
                life.happens(Event::Opened { user: *user, gate, door: Door::Open });
            }
        }
        life
    }

    fn year(mut self) -> Self {
        while let Some((kind, _)) = self.rings(begin() + YEAR) {
            self.two.are_about();
            if kind == TimerKind::Card {
                self.answers();
            }
        }
        self
    }

    fn answers(&mut self) {
        self.two.now += TimeDelta::minutes(3);
        let Some(serial) = self.two.couple.deck.current.as_ref().map(|card| card.serial) else { return };
        if self.two.rng.random_bool(EXCHANGED) {
            self.happens(tap(PEOPLE[1], Action::Card(CardAction::Another(serial)), 1));
        } else if self.two.rng.random_bool(PUT_ASIDE) {
            self.happens(tap(PEOPLE[0], Action::Card(CardAction::NotToday(serial)), 1));
            let put_aside = self.cards.pop();
            self.put_aside.extend(put_aside.map(|(at, _)| at.with_timezone(&lisbon()).date_naive()));
        }
    }

    fn opened(&self, gate: Gate) -> bool {
        self.open.contains(&gate)
    }

    /// Whether a card may come to these two at all.
    fn is_theirs(&self, card: &Card) -> bool {
        card.reveal != Reveal::PrivateOnly
            && card.meant_for.occasion().is_none()
            && card.meant_for.stage().is_none_or(|stage| self.two.couple.settings.stages.contains(&stage))
            && (card.depth < Depth::Tender || self.opened(Gate::Heavy))
            && (card.sensitivity == Sensitivity::Open
                || (card.sensitivity == Sensitivity::Intimate && self.opened(Gate::Intimate)))
    }

    /// The rules, read once more and in another way than the choosing does.
    fn keeps_the_rules(&self) {
        let settled = begin() + TimeDelta::days(14);
        let behind = |card: &Card| card.depth == Depth::Tender || card.sensitivity != Sensitivity::Open;
        for (at, card) in &self.cards {
            let (settings, wall) = (&self.two.couple.settings, at.with_timezone(&lisbon()).naive_local());
            let today = settings.occasions_on(wall.date());
            let is_for_today = card.meant_for.occasion().is_some_and(|occasion| today.contains(&occasion));
            assert!(is_for_today || self.is_theirs(card), "{} came on {at} to a couple with {:?}", card.id, self.open);
            let season = Season::of(wall.date(), Hemisphere::North);
            assert!(card.is_in_time(season, DayPart::of(wall.time())), "{} on {at}", card.id);
            assert!(*at >= settled || (card.depth == Depth::Easy && !behind(card)), "{} on {at}", card.id);
        }
        self.has_cards_of_its_days();
        for six in self.cards.windows(6) {
            assert!(six.iter().filter(|(_, card)| card.family.is_antidote()).count() <= 1, "antidotes in a heap");
        }
        for eight in self.cards.windows(8) {
            assert!(eight.iter().filter(|(_, card)| behind(card)).count() <= 1, "deep cards in a heap");
        }
        let mut seen: HashSet<&CardId> = HashSet::new();
        for (nth, (at, card)) in self.cards.iter().enumerate() {
            let after_behind = nth > 0 && behind(self.cards[nth - 1].1);
            if *at > settled && nth > 8 && !seen.insert(&card.id) {
                let waits = library().cards().iter().find(|other| {
                    self.is_theirs(other)
                        && other.is_for_any_day()
                        && !behind(other)
                        && !seen.contains(&other.id)
                        && other.family.is_antidote() == card.family.is_antidote()
                        && (!after_behind || other.depth == Depth::Easy)
                });
                assert!(behind(card) || waits.is_none(), "card {nth}: {} again, {waits:?} waits", card.id);
            }
            seen.insert(&card.id);
        }
    }

    /// On a day that they gave, the card that came first is for it, unless they put it aside. The first cards of all are
    /// left out here: they have an order of their own.
    fn has_cards_of_its_days(&self) {
        let day = |at: DateTime<Utc>| at.with_timezone(&lisbon()).date_naive();
        for given in begin().date_naive().iter_days().take(365) {
            let theirs = self.two.couple.settings.days.on(given);
            let first = self.cards.iter().position(|(at, _)| day(*at) == given).filter(|nth| *nth >= FIRST_DAYS);
            let was_put_aside = self.put_aside.contains(&given);
            if let (Some(occasion), Some(nth)) = (theirs.first(), first.filter(|_| !was_put_aside)) {
                let card = self.cards[nth].1;
                assert_eq!(card.meant_for, MeantFor::Occasion(*occasion), "{} on {given}", card.id);
            }
        }
    }

    fn sees_a_card_twice(&self) -> bool {
        let mut seen = HashSet::new();
        !self.cards.iter().all(|(_, card)| seen.insert(&card.id))
    }

    fn share(&self, counts: impl Fn(&Card) -> bool) -> f64 {
        percent(self.cards.iter().filter(|(_, card)| counts(card)).count(), self.cards.len())
    }
}

impl World for Life {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    /// Each card reaches the chat at once, and is taken down.
    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let before = self.two.couple.deck.serial;
        let effects = self.two.happens(event);
        for row in &effects {
            if let (Some(Tag::Card(serial)), Effect::Say { .. }) = (row.tag, &row.effect) {
                let current = self.two.couple.deck.current.as_mut().filter(|card| card.serial == serial);
                current.expect("it lies there").message = Some(MessageId(1));
            }
        }
        if let Some(card) = self.two.couple.deck.current.as_ref().filter(|card| card.serial != before) {
            self.cards.push((self.two.now, library().card(&card.card).expect("a card of the library")));
        }
        effects
    }
}

#[allow(clippy::cast_precision_loss)] // Some hundred cards.
fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

/// The least, the middle and the most.
fn spread(mut numbers: Vec<f64>) -> String {
    numbers.sort_by(f64::total_cmp);
    let (Some(least), Some(most)) = (numbers.first(), numbers.last()) else { return "none".to_owned() };
    format!("{:.0} ({least:.0} to {most:.0})", numbers[numbers.len() / 2])
}

fn figures(pace: Pace, lives: &[Life]) -> String {
    let mut told = String::new();
    let mut line = |what: &str, value: String| writeln!(told, "  {what:<44} {value}").expect("a text");
    let repeats = lives.iter().filter(|life| life.sees_a_card_twice()).count();
    assert_eq!(repeats, 0, "a year holds no card twice");
    #[allow(clippy::cast_precision_loss)] // Some hundred cards.
    line("cards in the year", spread(lives.iter().map(|life| life.cards.len() as f64).collect()));
    line("couples that saw a card twice, %", format!("{:.0}", percent(repeats, lives.len())));
    line("antidotes, %", spread(lives.iter().map(|life| life.share(|card| card.family.is_antidote())).collect()));
    for family in Family::INGREDIENTS {
        let share = |life: &Life| life.share(|card| card.family == family);
        line(&format!("{}, %", family.name()), spread(lives.iter().map(share).collect()));
    }
    for depth in Depth::ALL {
        let of = |gate: bool| {
            let lives = lives.iter().filter(|life| life.opened(Gate::Heavy) == gate);
            spread(lives.map(|life| life.share(|card| card.depth == depth)).collect())
        };
        line(&format!("{}, %, heavy door shut", depth.name()), of(false));
        line(&format!("{}, %, heavy door open", depth.name()), of(true));
    }
    let intimate = lives.iter().filter(|life| life.opened(Gate::Intimate));
    let share = |life: &Life| life.share(|card| card.sensitivity == Sensitivity::Intimate);
    line("intimate, %, that door open", spread(intimate.map(share).collect()));
    format!("{} couples, {}:\n{told}", lives.len(), pace.name())
}

fn a_year(pace: Pace) -> String {
    let lives: Vec<Life> = (0..COUPLES).map(|nth| Life::new(nth, pace).year()).collect();
    let mut uneven = 0;
    for life in &lives {
        life.keeps_the_rules();
        // A chapter leans to one of the four ingredients; over the year none is left far behind.
        let ingredients = Family::INGREDIENTS.map(|family| life.share(|card| card.family == family));
        let (least, most) =
            (ingredients.iter().copied().fold(100.0, f64::min), ingredients.iter().copied().fold(0.0, f64::max));
        let is_long = life.cards.len() >= 100;
        assert!(!is_long || most - least <= 20.0 && least >= 12.0, "{ingredients:?}");
        uneven += u64::from(is_long && most - least > 16.0);
    }
    assert!(uneven * 100 <= COUPLES, "{uneven} of {COUPLES} couples are farther from the balance than 16 in a hundred");
    figures(pace, &lives)
}

#[test]
fn a_year_at_every_pace_keeps_the_rules() {
    let begun = std::time::Instant::now();
    let halves = [[Pace::Daily, Pace::Weekly], [Pace::Weekdays, Pace::ThreeAWeek]];
    let told: Vec<String> = thread::scope(|scope| {
        let running = halves.map(|half| scope.spawn(move || half.map(a_year)));
        running.into_iter().flat_map(|half| half.join().expect("the rules hold")).collect()
    });
    println!("{} cards in the library\n{}{:.0?}", library().cards().len(), told.join(""), begun.elapsed());
}
