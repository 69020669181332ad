//! `kill -9` at any moment: no update lost, none out of order, no card missing, and nothing twice but what was on
//! its way.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::clock::Clock;
use nearer::rehearsal::{Fault, SimulatedTelegram};
use nearer::store::{Options, SledStore};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::bot::{Bot, Home};
use crate::couples::{Counted, Couple};

const COUPLES: usize = 6;
const DAYS: u32 = 5;
const KILLS_A_DAY: u32 = 14;

/// Half a minute before the first card of the day is due.
fn before_cards(day: u32) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2026-11-23T19:59:30Z".parse().expect("an instant");
    first + TimeDelta::days(day.into())
}

/// Where Telegram brings updates.
fn url(telegram: &SimulatedTelegram) -> String {
    telegram.webhook_info()["url"].as_str().unwrap_or_default().to_owned()
}

/// How the bot comes by its updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    AskedFor,
    Brought,
}

struct Siege {
    telegram: SimulatedTelegram,
    way: Way,
    clock: Clock,
    home: Home,
    couples: Vec<Couple>,
    rng: StdRng,
    runs: u64,
}

impl Siege {
    /// The couples pair while there are no faults.
    async fn begins(seed: u64, way: Way) -> Self {
        let clock = Clock::frozen(before_cards(0) - TimeDelta::hours(2));
        let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
        telegram.limits(false);
        let mut siege = Self {
            telegram,
            way,
            clock,
            home: Home::new(),
            couples: Vec::new(),
            rng: StdRng::seed_from_u64(seed),
            runs: 0,
        };
        if way == Way::Brought {
            siege.home.moves_behind_a_proxy(&siege.telegram);
        }
        let mut bot = siege.start();
        for _ in 0..COUPLES {
            let couple = Couple::pairs(&mut bot, &siege.telegram).await;
            siege.couples.push(couple.wants_no_ideas(&mut bot).await);
        }
        bot.has_read_all().await;
        siege.kill(bot);
        siege
    }

    fn start(&mut self) -> Bot {
        self.runs += 1;
        self.home.start(&self.telegram, self.runs)
    }

    fn kill(&mut self, bot: Bot) {
        bot.kill();
        self.couples.iter_mut().for_each(Couple::note_kill);
    }

    fn somebody_acts(&mut self) {
        let one = self.rng.random_range(0..COUPLES);
        self.couples[one].acts(&self.telegram, &mut self.rng);
    }

    /// One run of the bot: cut short while it starts, while it opens its store, or in the middle of its work.
    async fn lives_briefly(&mut self) {
        for _ in 0..self.rng.random_range(0..8) {
            self.somebody_acts();
        }
        let (polls, webhook) = (self.telegram.polls(), url(&self.telegram));
        let mut bot = self.start();
        let span = match self.rng.random_range(0..4) {
            0 => Duration::from_millis(self.rng.random_range(0..50)),
            1 => Duration::from_millis(self.rng.random_range(50..300)),
            _ => {
                let hears = |telegram: &SimulatedTelegram| match self.way {
                    Way::AskedFor => telegram.polls() > polls,
                    Way::Brought => !["", webhook.as_str()].contains(&url(telegram).as_str()),
                };
                bot.until("it hears", hears).await;
                Duration::from_millis(self.rng.random_range(0..250))
            }
        };
        // People go on and time passes, at moments that are not the same in two runs: this is what is tried here.
        let end = tokio::time::Instant::now() + span;
        loop {
            let pause = Duration::from_millis(self.rng.random_range(1..12));
            tokio::time::sleep_until(end.min(tokio::time::Instant::now() + pause)).await;
            if tokio::time::Instant::now() >= end {
                break;
            }
            self.somebody_acts();
            self.clock.advance(TimeDelta::seconds(self.rng.random_range(0..15)));
        }
        self.kill(bot);
    }

    /// A run in which everything is done that was left. The clock goes on meanwhile, as some waits are by the clock.
    async fn catches_up(&mut self, cards: u32) {
        let mut bot = self.start();
        self.clock.advance_to(before_cards(cards - 1) + TimeDelta::minutes(6));
        let clock = self.clock.clone();
        let time_passes = async {
            loop {
                tokio::time::sleep(Duration::from_millis(10)).await;
                clock.advance(TimeDelta::seconds(1));
            }
        };
        let couples = &self.couples;
        let served = bot.until("all are served", |telegram| {
            telegram.updates_pending() == 0 && couples.iter().all(|couple| couple.is_served(cards))
        });
        let meanwhile = async {
            tokio::select! {
                () = served => {}
                () = time_passes => {}
            }
        };
        if tokio::time::timeout(Duration::from_secs(18), meanwhile).await.is_err() {
            let couples: Vec<String> = couples.iter().map(Couple::stands_at).collect();
            let pending = self.telegram.updates_pending();
            panic!("{pending} updates, card {cards} or an answer missing: {couples:#?}\n{}", bot.end_of_log());
        }
        self.kill(bot);
    }

    /// What was promised, counted.
    async fn ends(mut self, what: &str) {
        // Once more without faults or kills. What the last run left in a lane goes out before a new answer.
        self.telegram.clear_faults();
        let mut bot = self.start();
        self.couples.iter_mut().for_each(Couple::says_one_more);
        bot.until("all are served", |_| self.couples.iter().all(|couple| couple.is_served(DAYS))).await;
        bot.terminate();
        assert!(bot.ended().await.success());

        let (days, calls) = (DAYS, self.telegram.calls());
        let store = SledStore::open(&self.home.data_dir(), &Options::default()).expect("the store opens");
        let mut sum = Counted::default();
        for couple in &self.couples {
            let counted = couple.is_whole(days, &calls);
            couple.is_kept(&store, days);
            sum.answers += counted.answers;
            sum.cards += counted.cards;
            sum.kept += counted.kept;
            sum.duplicates += counted.duplicates;
        }
        drop(store);
        let violations = self.telegram.violations();
        assert!(violations.is_empty(), "{violations:#?}");
        self.home.log_is_clean(&self.telegram);
        self.home.store_is_clean();
        let taken = self.telegram.taken();
        match self.way {
            Way::AskedFor => assert_eq!(taken, 0),
            Way::Brought => assert!(taken > 100, "{taken} updates were brought and taken, all others asked for"),
        }
        println!(
            "{what}: {} kills; {} commands answered, {} taps kept, {} cards; {} came twice; {taken} were brought and taken",
            self.runs - 1,
            sum.answers,
            sum.kept,
            sum.cards,
            sum.duplicates,
        );
    }
}

/// Days of cards with kills in between, and an hour without any at the end of each.
async fn besieged(seed: u64, way: Way, what: &str, weather: impl FnOnce(&SimulatedTelegram)) {
    let mut siege = Siege::begins(seed, way).await;
    weather(&siege.telegram);
    for day in 0..DAYS {
        siege.clock.advance_to(before_cards(day));
        for _ in 0..KILLS_A_DAY {
            siege.lives_briefly().await;
        }
        siege.catches_up(day + 1).await;
    }
    siege.ends(what).await;
}

#[tokio::test]
async fn killed_at_any_moment_nothing_is_lost() {
    besieged(1, Way::AskedFor, "in fair weather", |_| {}).await;
}

#[tokio::test]
async fn killed_at_any_moment_in_rough_weather_nothing_is_lost() {
    besieged(2, Way::AskedFor, "in rough weather", |telegram| telegram.rough_weather(2)).await;
}

#[tokio::test]
async fn killed_at_any_moment_behind_a_proxy_nothing_is_lost() {
    besieged(3, Way::Brought, "behind a proxy", |_| {}).await;
}

/// The proxy is away at times, and answers are lost on their way to Telegram.
#[tokio::test]
async fn killed_at_any_moment_behind_a_proxy_in_rough_weather_nothing_is_lost() {
    let weather = |telegram: &SimulatedTelegram| {
        telegram.rough_weather(4);
        telegram.fault(Fault::bad_gateway().on("webhook").at_rate(0.1));
        telegram.fault(Fault::cut_after().on("webhook").at_rate(0.1));
    };
    besieged(4, Way::Brought, "behind a proxy in rough weather", weather).await;
}
