//! A closed loop: so many updates outstanding, and for each visible effect the next one comes.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use nearer::couple::Action;
use nearer::couple::CardAction;
use nearer::prompts::Library;
use nearer::rehearsal::{CallEffect, Group, Person};

use crate::bot::{Bot, Limits, Program, processor_time};
use crate::town::{self, Place};

/// So many that none asks for more than one of the two may at once.
const COUPLES: usize = 1_024;
const OUTSTANDING: usize = 64;
const WARM_UP: usize = 2_000;
const MEASURED: usize = 30_000;
/// The longest that nothing at all may happen.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// *Keep* under a card: changes the couple, and is answered to the one who tapped.
    Tap,
    /// `/settings quiet …`: changes the couple, and answers with a message that goes through the outbox.
    Command,
}

/// What an update on its way is known by: its tap, or its chat.
#[derive(PartialEq, Eq, Hash)]
enum Mark {
    Tap(String),
    Chat(i64),
}

fn mark(effect: CallEffect) -> Option<Mark> {
    match effect.method {
        "answerCallbackQuery" => effect.query_id.map(Mark::Tap),
        "sendMessage" => effect.chat.map(Mark::Chat),
        _ => None,
    }
}

/// Makes update number `n` of this kind.
fn act(kind: Kind, n: usize, (group, [person, _]): &(Group, [Person; 2]), library: &Library) -> Mark {
    let round = n / COUPLES;
    match kind {
        Kind::Tap => {
            let card = &library.cards()[round % library.cards().len()];
            Mark::Tap(
                person
                    .presses_data(group.id(), 1, &Action::Card(CardAction::Keep(card.id.clone())).to_string())
                    .query_id,
            )
        }
        Kind::Command => {
            person.says(group, &format!("/settings quiet 21:{:02} 5:{:02}", round / 60 % 60, round % 60));
            Mark::Chat(group.id())
        }
    }
}

/// Returns the processor time of a bot whose couples are at this `place` for one update, in microseconds.
pub async fn run(program: Program, kind: Kind, home: &Path, place: &Place) -> f64 {
    let library = Library::embedded().expect("a sound library");
    assert!(library.cards().len() * COUPLES >= WARM_UP + MEASURED, "each tap must change something");
    let telegram = town::telegram().await;
    let couples = town::settle(&telegram, place, COUPLES);
    let mut effects = telegram.effects();
    let bot = Bot::start(program, Limits::None, &telegram, home, place);
    telegram.quiet().await;

    let mut under_way: HashMap<Mark, Instant> = HashMap::new();
    let mut took = Vec::with_capacity(MEASURED);
    let (mut begun, mut start) = (0, Instant::now());
    let (mut bot_worked, mut we_worked) = (Duration::ZERO, Duration::ZERO);
    for done in 0..WARM_UP + MEASURED {
        if done == WARM_UP {
            start = Instant::now();
            (bot_worked, we_worked) = (bot.worked(), processor_time("self"));
        }
        while begun < WARM_UP + MEASURED && under_way.len() < OUTSTANDING {
            let now = Instant::now();
            under_way.insert(act(kind, begun, &couples[begun % COUPLES], &library), now);
            begun += 1;
        }
        let since = loop {
            // A bot that has died does nothing more.
            let effect = tokio::time::timeout(PATIENCE, effects.recv()).await.expect("a bot that goes on");
            let effect = effect.expect("a Telegram");
            if let Some(since) = mark(effect).and_then(|mark| under_way.remove(&mark)) {
                break since;
            }
        };
        if done >= WARM_UP {
            took.push(since.elapsed());
        }
    }
    #[allow(clippy::cast_precision_loss)] // Thirty thousand.
    let measured = MEASURED as f64;
    let each = |time: Duration| time.as_secs_f64() * 1e6 / measured;
    let span = start.elapsed();
    took.sort_unstable();
    let bot_worked = each(bot.worked().saturating_sub(bot_worked));
    println!(
        "{kind:?}, {program:?}, {}: {:.0} durable updates/s; p50 {:.1?}, p99 {:.1?}, worst {:.1?}; processor time of one update: \
         {bot_worked:.0} µs of the bot, {:.0} µs of the simulation; then {:.1} MB",
        if matches!(place, Place::Folder(_)) { "a folder" } else { "PostgreSQL" },
        measured / span.as_secs_f64(),
        took[MEASURED / 2],
        took[MEASURED * 99 / 100],
        took[MEASURED - 1],
        each(processor_time("self").saturating_sub(we_worked)),
        f64::from(bot.memory_kilobytes()) / 1024.0,
    );
    bot.ends().await;
    bot_worked
}
