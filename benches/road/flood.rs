//! Couples beside a flood, with Telegram's limits on and time as it passes: how long they wait.

use std::time::{Duration, Instant};

use nearer::couple::{Action, CardAction};
use nearer::prompts::Library;
use nearer::rehearsal::{CallEffect, Group, Person, SimulatedTelegram};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::bot::{Bot, Limits, Program};
use crate::town::{self, Place};

/// Who floods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flood {
    /// 60 groups with 2,000 commands each, of every second one two have paired.
    Groups,
    /// A stranger in the group of another couple, with 4,000 taps.
    Taps,
    /// One of two, with 40,000 commands in their own group; who waits is the other of the two, with a tap.
    OneLane,
    /// 500 groups, of every second one two have paired, with 1,000 commands a second for twenty seconds.
    ManyGroups,
}

impl Flood {
    pub const ALL: [Self; 4] = [Self::Groups, Self::Taps, Self::OneLane, Self::ManyGroups];

    fn groups(self) -> usize {
        match self {
            Self::Groups => 60,
            Self::Taps | Self::OneLane => 1,
            Self::ManyGroups => 500,
        }
    }

    fn commands(self) -> usize {
        match self {
            Self::Groups => 60 * 2_000,
            Self::Taps => 4_000,
            Self::OneLane => 40_000,
            Self::ManyGroups => 20 * 1_000,
        }
    }
}

/// How often somebody asks beside it, and how long after the last time.
const TIMES: usize = 10;
const EVERY: Duration = Duration::from_secs(2);
/// Of a couple nobody waits longer than this, or it is a failure.
const PATIENCE: Duration = Duration::from_mins(2);

/// Runs a flood and tells how long whoever is beside it waited.
pub async fn run(flood: Flood) {
    let library = Library::embedded().expect("a sound library");
    let home = tempfile::tempdir().expect("a folder");
    let telegram = town::telegram().await;
    let place = Place::Folder(home.path().join("data"));
    let two = town::settle(&telegram, &place, flood.groups() + 1);
    let (ours, theirs) = two.split_first().expect("couples");
    let mallory = telegram.person("Mallory");
    let noise: Vec<(Group, Person)> =
        (0..flood.groups()).map(|n| noise(&telegram, flood, n, theirs, &mallory)).collect();
    let mut effects = telegram.effects();
    let bot = Bot::start(Program::Nearer, Limits::Telegrams, &telegram, home.path(), &place);
    telegram.quiet().await;
    // What was sent at the start has left the windows.
    tokio::time::sleep(Duration::from_secs(2)).await;
    while effects.try_recv().is_ok() {}

    let keep = Action::Card(CardAction::Keep(library.cards()[0].id.clone())).to_string();
    let began = Instant::now();
    let mut sent = 0;
    let mut waits = Vec::new();
    for second in 0..TIMES {
        let up_to = if flood == Flood::ManyGroups { flood.commands() * (second + 1) / TIMES } else { flood.commands() };
        while sent < up_to {
            let (group, person) = &noise[sent % noise.len()];
            match flood {
                Flood::Taps => drop(person.presses_data(group.id(), 1, &keep)),
                _ => drop(person.says(group, ["/card", "/help", "/listen"][sent % 3])),
            }
            sent += 1;
        }
        let asked = Instant::now();
        let (group, [person, _]) = ours;
        let answered = if flood == Flood::OneLane {
            let (group, [_, other]) = &theirs[0];
            let tap = other.presses_data(group.id(), 1, &keep);
            until(&mut effects, |effect| effect.query_id.as_ref() == Some(&tap.query_id)).await
        } else {
            person.says(group, "/help");
            let chat = group.id();
            until(&mut effects, |effect| effect.method == "sendMessage" && effect.chat == Some(chat)).await
        };
        waits.push(answered - asked);
        tokio::time::sleep(EVERY.saturating_sub(asked.elapsed())).await;
    }
    telegram.quiet().await;
    let read = began.elapsed();
    let (first, longest) = (waits[0], waits.iter().max().copied().unwrap_or_default());
    waits.sort_unstable();
    println!(
        "{flood:?}: {sent} of the flood; waited {first:.1?} behind all of it, {:.1?} half of the times, {longest:.1?} at the most; \
         all was read {read:.1?} after it began; then {:.1} MB",
        waits[TIMES / 2],
        f64::from(bot.memory_kilobytes()) / 1024.0,
    );
    bot.ends().await;
}

/// A group from which the flood comes, and who sends it.
fn noise(
    telegram: &SimulatedTelegram,
    flood: Flood,
    number: usize,
    theirs: &[(Group, [Person; 2])],
    mallory: &Person,
) -> (Group, Person) {
    let (group, [person, _]) = &theirs[number];
    match flood {
        Flood::Taps => (group.clone(), mallory.clone()),
        Flood::OneLane => (group.clone(), person.clone()),
        _ if number.is_multiple_of(2) => (group.clone(), person.clone()),
        _ => {
            let person = telegram.person("Trent");
            let group = telegram.group("Noise", &[&person, mallory]);
            group.add_bot(&person);
            (group, person)
        }
    }
}

/// When such an effect came.
async fn until(effects: &mut UnboundedReceiver<CallEffect>, is_it: impl Fn(&CallEffect) -> bool) -> Instant {
    loop {
        let effect = tokio::time::timeout(PATIENCE, effects.recv()).await.expect("a bot that goes on");
        if is_it(&effect.expect("a Telegram")) {
            return Instant::now();
        }
    }
}
