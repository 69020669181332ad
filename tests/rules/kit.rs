//! What all these rules are tried on: two people, their couple, and the time that passes for them.

use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, ChatId, Command, Context, Couple, Event, MessageId, Outgoing, Press, QueryId, Sender, SettingsAction, Step,
    TimerKind, UserId, Wanted, Weekly,
};
use nearer::prompts::Library;
use nearer::zones::Zone;
use rand::SeedableRng;
use rand::rngs::StdRng;

pub const ANA: UserId = UserId(1);
pub const BEN: UserId = UserId(2);
/// Nobody of the two.
pub const CLEO: UserId = UserId(3);
pub const CHAT: ChatId = ChatId(-10);

/// So many timers fall due in one piece of time at the most; more go round in circles.
const MOST_TIMERS: usize = 2_000;

/// Read once: all rules share it.
pub fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::embedded().expect("a sound library"))
}

pub fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone")
}

pub fn lisbon() -> Zone {
    zone("Europe/Lisbon")
}

pub fn seeded(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// A tap on a button under this message.
pub fn tap(user: UserId, action: Action, message: i32) -> Event {
    press(user, Press::Known(action), message)
}

pub fn press(user: UserId, press: Press, message: i32) -> Event {
    Event::Tap { from: Sender::Human(user), query: QueryId("q".into()), message: MessageId(message), press }
}

pub fn command(user: UserId, command: Command) -> Event {
    Event::Command { from: Sender::Human(user), thread: None, command }
}

/// What follows from an event. After it, the timers are those that the couple's state asks for; what a third person does
/// is no occasion to look.
pub fn step(couple: Couple, event: Event, now: DateTime<Utc>, rng: &mut StdRng) -> Step {
    let is_of_the_two = match &event {
        Event::Command { from, .. } | Event::Tap { from, .. } | Event::Spoke { from, .. } => {
            let is = |user: &UserId| *from == Sender::Human(*user);
            couple.people().is_some_and(|people| people.iter().any(is))
        }
        _ => true,
    };
    let step = couple.handle(event, &mut Context { now, library: library(), rng, apart: None });
    if let Some(couple) = step.couple.as_ref().filter(|_| is_of_the_two) {
        assert_eq!(couple.timers, couple.timers_asked(now), "the timers are those that the state asks for");
    }
    step
}

/// Two people and their couple, at a moment.
#[derive(Clone)]
pub struct Two {
    pub couple: Couple,
    pub now: DateTime<Utc>,
    /// What is left to chance.
    pub rng: StdRng,
}

impl Two {
    /// Two who have paired and live in this zone.
    pub fn paired(chat: ChatId, zone: Zone, now: DateTime<Utc>, rng: StdRng) -> Self {
        let mut two = Self { couple: Couple::new(chat, Zone::UTC), now, rng };
        for user in [ANA, BEN] {
            two.happens(tap(user, Action::Join, 1));
        }
        two.happens(tap(ANA, Action::Settings(SettingsAction::Zone(zone)), 1));
        assert!(two.couple.people().is_some());
        two
    }

    /// Nothing comes by itself but cards.
    pub fn want_cards_alone(&mut self) {
        self.couple.tellings.wanted = Wanted::No;
        self.couple.dates.weekly = Weekly::Off;
        self.happens(Event::Counted { alone: true });
    }

    /// As if one of them had just tapped something that changes nothing.
    pub fn are_about(&mut self) {
        self.couple.by_itself.heard_on = None;
    }

    /// The timer that falls due next.
    pub fn next_due(&self) -> Option<(DateTime<Utc>, TimerKind)> {
        self.couple.timers.iter().map(|(kind, due)| (*due, *kind)).min()
    }
}

/// What surrounds the two: what an event comes to there, and how time passes.
pub trait World {
    fn two(&mut self) -> &mut Two;

    /// What follows from an event, and what becomes of it.
    fn happens(&mut self, event: Event) -> Vec<Outgoing>;

    /// The next timer falls due, unless that is after `until`: at its moment, or late where that has passed.
    fn rings(&mut self, until: DateTime<Utc>) -> Option<(TimerKind, Vec<Outgoing>)> {
        let two = self.two();
        let (due, kind) = two.next_due().filter(|(due, _)| *due <= until)?;
        two.now = two.now.max(due);
        two.couple.timers.remove(&kind);
        Some((kind, self.happens(Event::Due { kind, due })))
    }

    /// Time passes while the bot is up: each timer at its moment.
    fn lives_until(&mut self, until: DateTime<Utc>) -> Vec<Outgoing> {
        let mut effects = Vec::new();
        for _ in 0..MOST_TIMERS {
            let Some((_, more)) = self.rings(until) else {
                self.two().now = until;
                return effects;
            };
            effects.extend(more);
        }
        panic!("it goes round in circles: {:?}", self.two().couple.timers);
    }

    fn lives(&mut self, by: TimeDelta) -> Vec<Outgoing> {
        let until = self.two().now + by;
        self.lives_until(until)
    }

    /// Time passes while the bot is down; what fell due meanwhile falls due late, in its order.
    fn sleeps(&mut self, by: TimeDelta) -> Vec<Outgoing> {
        self.two().now += by;
        self.lives(TimeDelta::zero())
    }
}

impl World for Two {
    fn two(&mut self) -> &mut Two {
        self
    }

    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let Step { couple, effects, .. } = step(self.couple.clone(), event, self.now, &mut self.rng);
        self.couple = couple.expect("nobody leaves here");
        effects
    }
}
