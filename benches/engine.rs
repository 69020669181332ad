//! What one update takes of a core from the engine to the disk, without any network: `cargo bench --bench engine`
//!
//! Each round is one batch of `/card`, one from each couple, in one transaction. First from couples of an hour, then from
//! couples with a year of cards and evenings behind them: what they cost more is what their history costs. With `-- hour`
//! or `-- year` only those, once: for a count of instructions, which other work on the machine does not change
//! (`valgrind --tool=callgrind`).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fs, thread};

use chrono::{TimeDelta, Utc};
use nearer::clock::Clock;
use nearer::couple::{Bond, Command, Couple, Event, Sender, Settling, Two};
use nearer::engine::{Engine, Incoming, Input, InputSender, News, Surroundings};
use nearer::ids::{ChatId, UpdateId, UserId};
use nearer::progress::{IntakeProgress, Progress};
use nearer::prompts::{CardId, Library};
use nearer::store::{Batch, Options, SledStore, Store};
use nearer::zones::Zone;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::{mpsc, oneshot};

const COUPLES: u32 = 400;
/// Fewer than one of the two may ask for at once, so that all are heard.
const ROUNDS: u32 = 25;

/// How much lies behind a couple.
#[derive(Clone, Copy, Debug)]
enum Past {
    AnHour,
    AYear,
}

fn couple(n: u32, past: Past, library: &Library) -> Couple {
    let chat = ChatId(-i64::from(n) - 1);
    let mut couple = Couple::new(chat, Zone::named("Europe/Lisbon").expect("a zone"));
    let people = Two::new(UserId(u64::from(n) * 2 + 1), UserId(u64::from(n) * 2 + 2));
    couple.settling = Settling::Done;
    let days = match past {
        Past::AnHour => 0,
        Past::AYear => 365,
    };
    couple.bond = Bond::Two { people, since: Utc::now() - TimeDelta::days(days) };
    if days > 0 {
        let cards: Vec<CardId> = library.cards().iter().map(|card| card.id.clone()).collect();
        couple.deck.shown = cards.iter().cycle().take(365).cloned().collect();
        couple.deck.kept = cards.iter().step_by(9).cloned().collect();
        couple.deck.stood = 300;
        couple.dates.shown = library.dates().iter().map(|idea| idea.id.clone()).collect();
        couple.dates.liking = couple
            .dates
            .shown
            .iter()
            .step_by(2)
            .map(|id| (id.clone(), 2))
            .collect::<HashMap<_, _>>()
            .into_iter()
            .collect();
        couple.tellings.told = library.tellings().iter().map(|telling| telling.id.clone()).take(52).collect();
    }
    couple
}

fn round(number: u32) -> Vec<Incoming> {
    let card = |n: u32| {
        let from = Sender::Human(UserId(u64::from(n) * 2 + 1));
        let event = Event::Command { from, thread: None, command: Command::Card };
        let news = vec![News::Couple(ChatId(-i64::from(n) - 1), event)];
        Incoming { update: UpdateId(number * COUPLES + n), news }
    };
    (0..COUPLES).map(card).collect()
}

/// Processor time of this process so far, in steps of 10 ms.
fn worked() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn measure(past: Past, library: &Arc<Library>) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = SledStore::open(dir.path(), &Options::default()).expect("a store");
    let couples = (0..COUPLES).map(|n| couple(n, past, library)).map(|couple| (couple.chat, Some(couple)));
    store.commit(&Batch { couples: couples.collect(), ..Batch::default() }).expect("a commit");
    let progress = Progress::default();
    progress.update(|standing| standing.intake = IntakeProgress::UpToDate);
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let surroundings = Surroundings {
        library: library.clone(),
        clock: Clock::system(),
        rng: StdRng::seed_from_u64(1),
        default_zone: Zone::UTC,
        progress: progress.clone(),
    };
    let engine = Engine::new(Box::new(store), surroundings, orders).expect("an engine");
    let (input, inputs) = InputSender::channel(progress);
    let runs = thread::spawn(move || engine.run(inputs));
    let (mut before, mut began) = (worked(), Instant::now());
    let mut rows = 0;
    for number in 0..=ROUNDS {
        if number == 1 {
            (before, began) = (worked(), Instant::now());
        }
        let (done, committed) = oneshot::channel();
        input.send(Input::Updates { updates: round(number), done });
        committed.blocking_recv().expect("it is on disk");
        rows += std::iter::from_fn(|| ordered.try_recv().ok()).map(|orders| orders.len()).sum::<usize>();
    }
    let each = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(ROUNDS * COUPLES);
    println!(
        "/card after {past:?}: {:.0} µs of processor time, {:.0} µs on the wall; {rows} orders",
        each(worked().saturating_sub(before)),
        each(began.elapsed())
    );
    input.send(Input::Stop);
    runs.join().expect("the engine").expect("a good end");
}

fn main() {
    let library = Arc::new(Library::embedded().expect("a sound library"));
    let asked: Vec<String> = std::env::args().collect();
    let asks_for = |what: &str| asked.iter().any(|asked| asked == what);
    let pasts = match (asks_for("hour"), asks_for("year")) {
        (true, _) => vec![Past::AnHour],
        (_, true) => vec![Past::AYear],
        _ => vec![Past::AnHour, Past::AYear, Past::AnHour, Past::AYear],
    };
    for past in pasts {
        measure(past, &library);
    }
}
