//! Killed between the booking of an evening, its reminders and the morning after: each comes exactly once.

use chrono::{DateTime, Utc};
use nearer::clock::Clock;
use nearer::couple::{ChatId, Hold, TimerKind};
use nearer::rehearsal::{Group, Person, SeenMessage, SimulatedTelegram};
use nearer::store::{Options, SledStore, Store};

use crate::bot::Home;
use crate::couples::Couple;

/// What they call their evening: the one word of theirs that is stored, and that no log may hold.
const CALLED: &str = "Tidewrack";

/// What is counted, each by words that stand in nothing else.
const SET: &str = "Your evening is set";
/// A reminder says when it is.
const REMINDERS: [&str; 2] = ["Your evening is tomorrow", "Your evening is in "];
const AFTER: &str = "How was your evening?";
const FILE: &str = "Open this file";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

struct Night {
    telegram: SimulatedTelegram,
    clock: Clock,
    home: Home,
    group: Group,
    people: [Person; 2],
    runs: u64,
}

impl Night {
    async fn begins() -> Self {
        let clock = Clock::frozen(at("2026-11-23T12:00:00Z"));
        let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
        telegram.limits(false);
        let home = Home::new();
        let mut bot = home.start(&telegram, 0);
        let couple = Couple::pairs(&mut bot, &telegram).await;
        bot.has_read_all().await;
        bot.kill();
        Self { telegram, clock, home, group: couple.group.clone(), people: couple.people(), runs: 0 }
    }

    fn count(&self, words: &str) -> usize {
        self.group.from_bot().iter().filter(|message| message.text.contains(words)).count()
    }

    fn reminders(&self) -> usize {
        REMINDERS.iter().map(|words| self.count(words)).sum()
    }

    /// One run of the bot: it does what is to be done, and is killed. Then another in which there is nothing to do.
    async fn lives(&mut self, until: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..2 {
            self.runs += 1;
            self.telegram.forget_report();
            let mut bot = self.home.start(&self.telegram, self.runs);
            bot.until(until, |_| holds(self)).await;
            // Killed between two things: what was on its way at a kill may come twice, and that is tried elsewhere.
            bot.settles().await;
            bot.kill();
        }
    }

    fn newest_button(&self, label: &str) -> (i64, String) {
        let button = |message: &SeenMessage| Some((message.id, message.button(label)?.data.clone()?));
        self.group.from_bot().iter().rev().find_map(button).expect("a button")
    }

    fn taps(&self, who: usize, label: &str) {
        let (message, data) = self.newest_button(label);
        self.people[who].presses_data(self.group.id(), message, &data);
    }
}

#[tokio::test]
async fn killed_between_booking_reminder_and_morning_after_each_comes_exactly_once() {
    let mut night = Night::begins().await;
    // Said and tapped while nobody is there; done after the next start.
    night.people[0].says(&night.group, &format!("/date tomorrow 19:30 {CALLED}"));
    night.lives("the evening is set", |night| night.count(SET) > 0).await;
    assert_eq!(night.count(SET), 1);
    night.taps(1, "I'm in");
    night.taps(0, "Calendar file");
    night.lives("the file is there", |night| night.count(FILE) > 0).await;
    // The reminders fall due while nobody is there: one on the minute, one so that it comes late.
    night.clock.advance_to(at("2026-11-23T20:00:00Z"));
    night.lives("the first reminder", |night| night.reminders() == 1).await;
    night.clock.advance_to(at("2026-11-24T18:00:00Z"));
    night.lives("the second reminder", |night| night.reminders() == 2).await;
    // The evening itself passes.
    night.clock.advance_to(at("2026-11-24T23:00:00Z"));
    night.lives("nothing", |_| true).await;
    night.clock.advance_to(at("2026-11-25T10:00:00Z"));
    night.lives("the morning after", |night| night.count(AFTER) == 1).await;
    night.taps(1, "Loved it");
    night.clock.advance_to(at("2026-11-26T10:00:00Z"));
    night.lives("nothing more", |night| night.telegram.updates_pending() == 0).await;

    // The message that set the evening became the one that says that it is firm.
    let firm = |message: &&SeenMessage| message.text.contains(CALLED) && message.text.contains("You are both in.");
    let firm = night.group.from_bot().iter().filter(firm).count();
    let counted = [firm, night.count(FILE), night.reminders(), night.count(AFTER)];
    assert_eq!(counted, [1, 1, 2, 1]);
    let late = night.group.from_bot().into_iter().filter(|message| message.text.contains("later than you asked"));
    assert_eq!(late.count(), 1);
    let store = SledStore::open(&night.home.data_dir(), &Options::default()).expect("the store opens");
    let couple = store.couple(ChatId(night.group.id())).expect("a readable store").expect("the couple");
    assert_eq!(couple.dates.evenings.len(), 1);
    assert_eq!(couple.dates.evenings[0].hold, Hold::Firm);
    assert!(couple.dates.evenings[0].to_come.is_empty());
    assert!(couple.timers.contains_key(&TimerKind::Dates));
    drop(store);
    assert!(night.telegram.violations().is_empty(), "{:#?}", night.telegram.violations());
    night.home.log_is_clean(&night.telegram);
    assert!(!night.home.log().contains(CALLED), "what they call it in the log");
}
