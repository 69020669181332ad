//! Two bots and one database: whoever leads is killed, or stopped or cut off until the other leads and then let go on.
//! Nothing is lost, nothing comes twice but what was on its way, and who was stopped or cut off neither writes nor sends.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use nearer::clock::Clock;
use nearer::rehearsal::SimulatedTelegram;
use nearer::store::Options;
use nearer::store::postgres::{Address, Standby, Term, stand_by};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::bot::{Bot, Home};
use crate::couples::{Counted, Couple};
use crate::database::Database;
use crate::network::Network;

const COUPLES: usize = 4;
const DAYS: u32 = 4;
/// In all sixty.
const BLOWS_A_DAY: u32 = 15;

fn before_cards(day: u32) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2026-11-23T19:59:30Z".parse().expect("an instant");
    first + TimeDelta::days(day.into())
}

/// What happens to the one who leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blow {
    Killed,
    /// Stopped until the other leads; then it goes on.
    Stopped,
    /// The network between it and the database is down until the other leads.
    CutOff,
    /// Told to end.
    Ended,
    /// The database is killed with `kill -9`, and comes back or another takes over.
    DatabaseStruck,
}

struct Two {
    database: Database,
    telegram: SimulatedTelegram,
    clock: Clock,
    homes: [Home; 2],
    /// Of each to the database, where that is our own.
    networks: Option<[Network; 2]>,
    bots: [Option<Bot>; 2],
    couples: Vec<Couple>,
    rng: StdRng,
    runs: u64,
    /// How long nobody led after each kill.
    gaps: Vec<Duration>,
    /// And after each blow to the database.
    waits: Vec<Duration>,
}

impl Two {
    async fn begin(database: Database, seed: u64) -> Self {
        let clock = Clock::frozen(before_cards(0) - TimeDelta::hours(2));
        let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
        telegram.limits(false);
        let homes = [Home::new(), Home::new()];
        let (bots, couples, gaps, waits) = ([None, None], Vec::new(), Vec::new(), Vec::new());
        let rng = StdRng::seed_from_u64(seed);
        let (mut networks, mut urls) = (None, [database.url(), database.url()]);
        if !database.stands_elsewhere() {
            let port = database.cluster().port();
            let cables = [Network::to(port), Network::to(port)];
            let through =
                |network: &Network| database.url().replace(&format!(":{port}/"), &format!(":{}/", network.port()));
            urls = cables.each_ref().map(through);
            networks = Some(cables);
        }
        let mut two = Self { database, telegram, clock, homes, networks, bots, couples, rng, runs: 0, gaps, waits };
        two.homes[0].keeps_its_store_in(&urls[0], None);
        two.start(0);
        for _ in 0..COUPLES {
            let bot = two.bots[0].as_mut().expect("it was started");
            let couple = Couple::pairs(bot, &two.telegram).await;
            two.couples.push(couple.wants_no_ideas(bot).await);
        }
        two.bots[0].as_mut().expect("it was started").has_read_all().await;
        two.homes[1].keeps_its_store_in(&urls[1], Some(&two.homes[0]));
        two.start(1);
        two.bots[1].as_ref().expect("it was started").says("stands by").await;
        two.hosts_can_see_who_leads();
        two
    }

    /// What a host is told on each of the two machines.
    fn hosts_can_see_who_leads(&self) {
        for (home, health) in self.homes.iter().zip(["well", "stands by"]) {
            let told = |command: &str| {
                let asked = home.asks(&self.telegram, &[command]);
                (String::from_utf8_lossy(&asked.stdout).into_owned(), asked.status.success())
            };
            assert_eq!(told("healthcheck"), (format!("{health}\n"), true));
            assert!(told("status").0.contains(health));
            let leads = format!("process {} leads", self.bots[0].as_ref().expect("it leads").id());
            // (Of other things it may complain: the clock here is a simulated one.)
            let (said, _) = told("doctor");
            assert!(said.contains(&leads) && said.contains("this machine: a bot"), "{said}");
        }
    }

    fn start(&mut self, which: usize) {
        self.runs += 1;
        self.bots[which] = Some(self.homes[which].start(&self.telegram, self.runs));
    }

    /// Which of the two leads, as the database knows.
    fn leader(&self) -> Option<usize> {
        let asked = "SELECT holder FROM nearer.lease WHERE until >= clock_timestamp()";
        let holder = self.database.says(asked)?;
        self.bots
            .iter()
            .position(|bot| bot.as_ref().is_some_and(|bot| holder.ends_with(&format!("process {}", bot.id()))))
    }

    /// Waits until one of those that `may` leads.
    async fn leads(&mut self, may: impl Fn(usize) -> bool) -> usize {
        self.leads_within(self.database.patience(), may).await
    }

    async fn leads_within(&mut self, patience: Duration, may: impl Fn(usize) -> bool) -> usize {
        let begun = Instant::now();
        loop {
            if let Some(leader) = self.leader().filter(|leader| may(*leader)) {
                return leader;
            }
            assert!(begun.elapsed() < patience, "nobody leads:\n{}\n{}", self.homes[0].log(), self.homes[1].log());
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    fn somebody_acts(&mut self) {
        let one = self.rng.random_range(0..COUPLES);
        self.couples[one].acts(&self.telegram, &mut self.rng);
    }

    /// People go on and time passes, for a while.
    async fn life_goes_on(&mut self, span: Duration) {
        let end = tokio::time::Instant::now() + span;
        while tokio::time::Instant::now() < end {
            self.somebody_acts();
            self.clock.advance(TimeDelta::seconds(self.rng.random_range(0..15)));
            tokio::time::sleep(Duration::from_millis(self.rng.random_range(5..30))).await;
        }
    }

    /// The leader is struck in the middle of its work.
    async fn strike(&mut self, blow: Blow) {
        if blow == Blow::DatabaseStruck {
            self.database.is_ready().await;
        }
        let leader = self.leads(|_| true).await;
        let span = Duration::from_millis(self.rng.random_range(0..500));
        self.life_goes_on(span).await;
        self.couples.iter_mut().for_each(Couple::note_kill);
        let begun = Instant::now();
        match blow {
            Blow::Killed => self.bots[leader].take().expect("it leads").kill(),
            Blow::Stopped => self.bots[leader].as_ref().expect("it leads").stops(),
            Blow::CutOff => self.networks.as_ref().expect("it is our own")[leader].goes_down(),
            Blow::Ended => {
                let mut bot = self.bots[leader].take().expect("it leads");
                bot.terminate();
                assert!(bot.ended().await.success());
            }
            Blow::DatabaseStruck => {
                self.database.is_struck().await;
                if self.database.stands_elsewhere() {
                    // That took a while, in which the bot has worked on.
                    self.couples.iter_mut().for_each(Couple::note_kill);
                }
                self.leads(|_| true).await;
                self.waits.push(begun.elapsed());
                return;
            }
        }
        for _ in 0..4 {
            self.somebody_acts();
        }
        self.leads(|which| which != leader).await;
        if blow == Blow::Killed {
            self.gaps.push(begun.elapsed());
        }
        if let Some(still_there) = &self.bots[leader] {
            // It wakes up as one who does not know that it leads no more, or what it wrote arrives only now.
            match &self.networks {
                Some(networks) if blow == Blow::CutOff => networks[leader].is_up_again(),
                _ => still_there.goes_on(),
            }
            self.couples.iter_mut().for_each(Couple::note_kill);
        } else {
            self.start(leader);
        }
    }

    async fn all_are_served(&mut self, cards: u32) {
        self.clock.advance_to(before_cards(cards - 1) + TimeDelta::minutes(6));
        let begun = Instant::now();
        while self.telegram.updates_pending() > 0 || !self.couples.iter().all(|couple| couple.is_served(cards)) {
            assert!(
                begun.elapsed() < self.database.patience(),
                "{:#?}\n{}\n{}",
                self.couples.iter().map(Couple::stands_at).collect::<Vec<_>>(),
                self.homes[0].log(),
                self.homes[1].log()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
            self.clock.advance(TimeDelta::seconds(1));
        }
    }

    async fn end(mut self) {
        self.couples.iter_mut().for_each(Couple::says_one_more);
        self.all_are_served(DAYS).await;
        for bot in &mut self.bots {
            let bot = bot.as_mut().expect("it runs");
            bot.terminate();
            assert!(bot.ended().await.success());
        }
        let url = self.database.url();
        let dir = self.homes[0].data_dir();
        let couples = &self.couples;
        // The store waits for the database, which no thread of the tests' own runtime may do.
        let looked = std::thread::scope(|scope| {
            let look = move || {
                let (_goes_on, ends) = std::sync::mpsc::channel();
                let address = Address::read(&url, None).expect("an address");
                let led = stand_by(&address, &dir, &Options::default(), "a test", Term::default(), &ends);
                let Standby::Leads(store) = led.expect("it opens") else { panic!("nobody ended it") };
                for couple in couples {
                    couple.is_kept(&*store, DAYS);
                }
            };
            scope.spawn(look).join()
        });
        looked.expect("what is kept is what was said");
        let (calls, mut sum) = (self.telegram.calls(), Counted::default());
        for couple in &self.couples {
            let counted = couple.is_whole(DAYS, &calls);
            sum.answers += counted.answers;
            sum.cards += counted.cards;
            sum.kept += counted.kept;
            sum.duplicates += counted.duplicates;
        }
        let violations = self.telegram.violations();
        assert!(violations.is_empty(), "{violations:#?}");
        for home in &self.homes {
            home.log_is_clean(&self.telegram);
        }
        self.gaps.sort_unstable();
        self.waits.sort_unstable();
        println!(
            "{} runs of two bots; {} commands answered, {} taps kept, {} cards; {} came twice; after a kill another led within \
             {:.1?} (half), {:.1?} (at most), of a lead of 2 s; after a blow to the database one led again within {:.1?}",
            self.runs,
            sum.answers,
            sum.kept,
            sum.cards,
            sum.duplicates,
            self.gaps[self.gaps.len() / 2],
            self.gaps.last().expect("some were killed"),
            self.waits,
        );
    }
}

#[tokio::test]
async fn of_two_bots_and_a_database_any_may_die_and_nothing_is_lost() {
    let Some(database) = Database::find() else { return };
    let mut two = Two::begin(database, 16).await;
    for day in 0..DAYS {
        two.clock.advance_to(before_cards(day));
        for n in 0..BLOWS_A_DAY {
            let blow = match n % 5 {
                0 | 2 => Blow::Killed,
                3 if !two.database.stands_elsewhere() => Blow::CutOff,
                1 | 3 => Blow::Stopped,
                _ if n == 4 || two.database.stands_elsewhere() => Blow::DatabaseStruck,
                _ => Blow::Ended,
            };
            two.strike(blow).await;
        }
        two.leads(|_| true).await;
        two.all_are_served(day + 1).await;
    }
    two.end().await;
}

/// What cannot be committed is not waited for, and comes again.
#[tokio::test]
async fn a_bot_whose_database_is_away_ends_when_it_is_told_to() {
    let Some(database) = Database::own() else { return };
    let mut two = Two::begin(database, 17).await;
    two.bots[1].take().expect("it stands by").kill();
    two.database.cluster().ends();
    let mut bot = two.bots[0].take().expect("it leads");
    two.couples[0].says_one_more();
    bot.says("the database does not answer").await;
    bot.terminate();
    assert!(!bot.ended().await.success(), "it says that something was left");
    two.database.cluster().starts();
    two.start(0);
    two.leads(|_| true).await;
    two.bots[0].as_mut().expect("it was started").until("the word is answered", |_| two.couples[0].is_answered()).await;
}

/// Whoever leads must reach both, the database and Telegram.
#[tokio::test]
async fn a_leader_whom_telegram_does_not_answer_lets_another_lead() {
    let Some(database) = Database::own() else { return };
    let mut two = Two::begin(database, 18).await;
    // The first begins anew, with a network to Telegram that can be broken.
    let telegram: reqwest::Url = two.telegram.api_url().parse().expect("an address");
    let network = Network::to(telegram.port().expect("a port"));
    two.bots[0].take().expect("it leads").kill();
    two.leads(|which| which == 1).await;
    let through = OsString::from(format!("http://127.0.0.1:{}", network.port()));
    let token = two.telegram.token().to_owned();
    two.bots[0] = Some(two.homes[0].start_with(&two.telegram, 3, &token, &[("TELOXIDE_API_URL", &through)]));
    let mut second = two.bots[1].take().expect("it leads");
    second.terminate();
    assert!(second.ended().await.success());
    two.leads(|which| which == 0).await;
    two.bots[0].as_ref().expect("it was started").says("in service").await;

    network.refuses();
    two.couples[0].says_one_more();
    two.start(1);
    // Ten terms, and the wait between two tries.
    two.leads_within(Duration::from_mins(2), |which| which == 1).await;
    two.bots[0].as_ref().expect("it runs").says("Telegram does not answer this machine").await;
    two.bots[1].as_mut().expect("it was started").until("the word is answered", |_| two.couples[0].is_answered()).await;
}
