//! The couples, on the bot's disk and in the simulated Telegram.

use std::path::PathBuf;

use chrono::{TimeDelta, Utc};
use nearer::clock::Clock;
use nearer::couple::{ChatId, Corner, Couple, TimerKind, UserId};
use nearer::rehearsal::{Group, Person, SimulatedTelegram};
use nearer::store::postgres::{Address, Standby, Term, stand_by};
use nearer::store::{Batch, Options, SledStore, Store, Timer};
use serde_json::{from_value, json};

/// Couples written in one commit.
const AT_ONCE: u32 = 500;

/// A Telegram that only carries: it does not check, remember or count.
pub async fn telegram() -> SimulatedTelegram {
    let telegram = SimulatedTelegram::start(Clock::system()).await.expect("a Telegram");
    telegram.checking(false);
    telegram.logging(false);
    telegram.limits(false);
    telegram
}

fn couple(chat: ChatId, people: [UserId; 2]) -> (Couple, Timer) {
    let since = Utc::now() - TimeDelta::days(40);
    let bond = json!({ "Two": { "people": people, "since": since } });
    let mut couple: Couple =
        from_value(json!({ "chat": chat, "bond": bond, "settling": "Done" })).expect("a couple of today");
    let due = couple.settings.next_card(chat, Utc::now(), None);
    couple.timers.insert(TimerKind::Card, due);
    (couple, Timer { due, chat, kind: TimerKind::Card })
}

/// Where a bot keeps its couples.
#[derive(Clone, Debug)]
pub enum Place {
    /// In this folder.
    Folder(PathBuf),
    /// In this database, with the host's key in the folder.
    Postgres(String, PathBuf),
}

impl Place {
    fn open(&self) -> Box<dyn Store> {
        match self {
            Self::Folder(data_dir) => Box::new(SledStore::open(data_dir, &Options::default()).expect("it opens")),
            Self::Postgres(url, data_dir) => {
                let (_goes_on, ends) = std::sync::mpsc::channel();
                let address = Address::read(url, None).expect("an address");
                let led = stand_by(&address, data_dir, &Options::default(), "a bench", Term::default(), &ends);
                let Standby::Leads(store) = led.expect("it opens") else { panic!("nobody ended it") };
                store
            }
        }
    }

    /// Lines for the bot's configuration.
    pub fn configured(&self) -> String {
        match self {
            Self::Folder(_) => String::new(),
            Self::Postgres(url, _) => format!("store = '{url}'\n"),
        }
    }
}

fn write(store: &mut dyn Store, couples: impl Iterator<Item = (ChatId, [UserId; 2])>) {
    let mut batch = Batch::default();
    for (chat, people) in couples {
        let (couple, timer) = couple(chat, people);
        batch.couples.insert(chat, Some(couple));
        batch.timers.insert(timer, true);
        for user in people {
            let mut corner = Corner::default();
            corner.couples.insert(chat, Utc::now());
            batch.corners.insert(user, Some(corner));
        }
    }
    store.commit(&batch).expect("the commit is durable");
}

/// So many couples who are nobody in particular.
pub fn write_couples(place: &Place, count: u32) {
    on_a_thread_of_its_own(|| {
        let mut store = place.open();
        for first in (0..count).step_by(AT_ONCE as usize) {
            let people = |n: u32| [0, 1].map(|who| UserId(u64::from(2 * n + who) + 1));
            let numbers = first..count.min(first + AT_ONCE);
            write(&mut *store, numbers.map(|n| (ChatId(-5_000_000 - i64::from(n)), people(n))));
        }
    });
}

/// A store may wait for a database, which a runtime's own thread may not.
fn on_a_thread_of_its_own(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| scope.spawn(work).join()).expect("no panic");
}

/// Couples who are on the disk and can act.
pub fn settle(telegram: &SimulatedTelegram, place: &Place, count: usize) -> Vec<(Group, [Person; 2])> {
    let couples: Vec<(Group, [Person; 2])> = (0..count)
        .map(|_| {
            let people = [telegram.person("Ana"), telegram.person("Ben")];
            (telegram.group("Us two", &[&people[0], &people[1]]), people)
        })
        .collect();
    let ids = |people: &[Person; 2]| [0, 1].map(|who: usize| UserId(people[who].id().unsigned_abs()));
    on_a_thread_of_its_own(|| {
        let mut store = place.open();
        for some in couples.chunks(AT_ONCE as usize) {
            write(&mut *store, some.iter().map(|(group, people)| (ChatId(group.id()), ids(people))));
        }
    });
    couples.into_iter().inspect(|(group, [ana, _])| group.add_bot(ana)).collect()
}
