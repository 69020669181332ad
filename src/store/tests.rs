//! How large the record of a couple grows: the one that holds the most of everything, and one after a year.

use chrono::{DateTime, Days, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::codec::{self, MOST};
use super::trees::Tree;
use crate::couple::{
    Action, ByItself, Command, Context, Couple, Event, Press, QueryId, Sender, SettingsAction, TimerKind,
};
use crate::ids::{ChatId, MessageId, UserId};
use crate::prompts::{CardId, Library};
use crate::zones::Zone;

/// A couple whose days are played through the domain.
struct Life {
    couple: Couple,
    library: Library,
    rng: StdRng,
    now: DateTime<Utc>,
}

/// Ids as large as Telegram gives them.
const CHAT: ChatId = ChatId(-1_009_999_999_999);
const ANA: UserId = UserId(9_999_999_998);
const BEN: UserId = UserId(9_999_999_999);

/// The longest name of a zone.
fn zone() -> Zone {
    Zone::named("America/Argentina/ComodRivadavia").expect("a zone")
}

impl Life {
    fn begins() -> Self {
        let mut life = Self {
            couple: Couple::new(CHAT, zone()),
            library: Library::embedded().expect("a sound library"),
            rng: StdRng::seed_from_u64(3),
            now: "2026-11-23T18:00:00Z".parse().expect("an instant"),
        };
        life.taps(ANA, Action::Join);
        life.taps(BEN, Action::Join);
        life.taps(ANA, Action::Settings(SettingsAction::Zone(zone())));
        life
    }

    fn happens(&mut self, event: Event) {
        let mut context = Context { now: self.now, library: &self.library, rng: &mut self.rng, apart: None };
        self.couple = self.couple.clone().handle(event, &mut context).couple.expect("it goes on");
    }

    fn taps(&mut self, user: UserId, action: Action) {
        let query = QueryId("q".into());
        let press = Press::Known(action);
        self.happens(Event::Tap { from: Sender::Human(user), query, message: MessageId(i32::MAX), press });
    }

    fn says(&mut self, command: Command) {
        self.happens(Event::Command { from: Sender::Human(ANA), thread: None, command });
    }

    /// As many evenings as may lie ahead, one a day, each with a title.
    fn sets_evenings(&mut self, count: u64, title: impl Fn(&mut StdRng) -> String) {
        let zone = self.couple.settings.zone;
        for n in 1..=count {
            let day = (self.now + Days::new(n)).with_timezone(&zone).date_naive();
            let title = title(&mut self.rng);
            self.says(Command::Date(format!("{day} 20:00 {title}")));
            // As if they had taken some days for it.
            self.couple.dates.asked = crate::couple::Lately::default();
        }
    }

    /// Time passes, and what is due about evenings happens.
    fn passes(&mut self, days: i64) {
        let until = self.now + TimeDelta::days(days);
        while let Some(due) = self.couple.timers.get(&TimerKind::Dates).copied().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.couple.timers.remove(&TimerKind::Dates);
            self.happens(Event::Due { kind: TimerKind::Dates, due });
        }
        self.now = until;
    }

    fn bytes(&self) -> usize {
        codec::encode(Tree::Couples, &self.couple).expect("it fits").len()
    }
}

/// So many names of cards, each its own, in an order without order.
fn names(prefix: &[&str], count: usize, rng: &mut StdRng) -> Vec<CardId> {
    let name = |rng: &mut StdRng| {
        let prefix = prefix[rng.random_range(0..prefix.len())];
        CardId::read(&format!("{prefix}-{:03}", rng.random_range(0..1_000))).unwrap()
    };
    (0..count).map(|_| name(rng)).collect()
}

/// Sixty signs of four bytes, in which compression finds nothing.
fn longest_title(rng: &mut StdRng) -> String {
    (0..60).filter_map(|_| char::from_u32(rng.random_range(0x1_F300..0x1_F5FF))).collect()
}

const CARDS: [&str; 8] = ["love", "vuln", "trus", "comm", "self", "dish", "enti", "rese"];

#[test]
fn the_couple_that_holds_the_most_of_everything_fits_with_room_to_spare() {
    let mut life = Life::begins();
    for _ in 0..4 {
        life.sets_evenings(20, longest_title);
        life.passes(15);
    }
    life.sets_evenings(20, longest_title);
    assert!(life.couple.dates.evenings.len() >= 45, "{} evenings", life.couple.dates.evenings.len());
    let rng = &mut StdRng::seed_from_u64(4);
    // Far more than are remembered: the next of each kind cuts them to their bound.
    life.couple.deck.shown = names(&CARDS, 5_000, rng);
    life.says(Command::Card);
    assert!(life.couple.deck.shown.len() < 1_000);
    life.couple.tellings.told = names(&["tell"], 5_000, rng);
    let due = life.couple.timers[&TimerKind::Telling];
    life.now = due;
    // Nothing else has that day.
    life.couple.by_itself = ByItself::default();
    let dates = std::mem::take(&mut life.couple.dates);
    life.happens(Event::Due { kind: TimerKind::Telling, due });
    life.couple.dates = dates;
    assert!(life.couple.tellings.told.len() < 1_000);
    // These are as many as the domain lets be.
    life.couple.deck.kept = names(&CARDS, 200, rng);
    life.couple.dates.shown = names(&["date"], 400, rng);
    life.couple.dates.liking = names(&["date"], 400, rng).into_iter().map(|id| (id, -7)).collect();
    let bytes = life.bytes();
    assert!(bytes <= MOST * 4 / 5, "{bytes} bytes of {MOST}");
}

#[test]
fn a_couple_after_a_year_is_far_below() {
    let mut life = Life::begins();
    let rng = &mut StdRng::seed_from_u64(4);
    life.couple.deck.shown = names(&["lf", "vu", "tr", "co", "se", "di", "en", "re"], 365, rng);
    life.couple.deck.kept = names(&["lf", "vu", "tr", "co"], 60, rng);
    life.couple.tellings.told = names(&["te"], 52, rng);
    life.couple.dates.shown = names(&["da"], 156, rng);
    life.couple.dates.liking = names(&["da"], 80, rng).into_iter().map(|id| (id, 2)).collect();
    for _ in 0..4 {
        life.sets_evenings(6, |_| "Dinner by the river".to_owned());
        life.passes(7);
    }
    let bytes = life.bytes();
    assert!(bytes <= 6_000, "{bytes} bytes");
}
