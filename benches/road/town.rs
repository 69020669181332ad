//! The couples, on the bot's disk and in the simulated Telegram.

use std::path::Path;

use chrono::{TimeDelta, Utc};
use nearer::clock::Clock;
use nearer::couple::{ChatId, Corner, Couple, TimerKind, UserId};
use nearer::rehearsal::{Group, Person, SimulatedTelegram};
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

fn write(store: &mut SledStore, couples: impl Iterator<Item = (ChatId, [UserId; 2])>) {
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

fn open(data_dir: &Path) -> SledStore {
    SledStore::open(data_dir, &Options::default()).expect("the store opens")
}

/// So many couples who are nobody in particular.
pub fn write_couples(data_dir: &Path, count: u32) {
    let mut store = open(data_dir);
    for first in (0..count).step_by(AT_ONCE as usize) {
        let numbers = first..count.min(first + AT_ONCE);
        write(
            &mut store,
            numbers.map(|n| (ChatId(-5_000_000 - i64::from(n)), [0, 1].map(|who| UserId(u64::from(2 * n + who) + 1)))),
        );
    }
}

/// Couples who are on the disk and can act.
pub fn settle(telegram: &SimulatedTelegram, data_dir: &Path, count: usize) -> Vec<(Group, [Person; 2])> {
    let mut store = open(data_dir);
    let couples: Vec<(Group, [Person; 2])> = (0..count)
        .map(|_| {
            let people = [telegram.person("Ana"), telegram.person("Ben")];
            (telegram.group("Us two", &[&people[0], &people[1]]), people)
        })
        .collect();
    let ids = |people: &[Person; 2]| [0, 1].map(|who: usize| UserId(people[who].id().unsigned_abs()));
    for some in couples.chunks(AT_ONCE as usize) {
        write(&mut store, some.iter().map(|(group, people)| (ChatId(group.id()), ids(people))));
    }
    couples.into_iter().inspect(|(group, [ana, _])| group.add_bot(ana)).collect()
}
