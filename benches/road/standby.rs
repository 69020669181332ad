//! How long it takes until one who stood by serves: from the `kill -9` of the leader to the other's first `getUpdates`.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::bot::{Bot, Limits, Program};
use crate::town::{self, Place};

/// So many takeovers.
const TIMES: usize = 20;

/// Two bots in turn, with all the couples that are in the store.
pub async fn run(home: &Path, place: &Place) {
    let telegram = town::telegram().await;
    let start = || Bot::start(Program::Nearer, Limits::None, &telegram, home, place);
    let mut leader = start();
    telegram.wait_until("it polls", |telegram| telegram.polls() > 0).await;
    let mut took = Vec::with_capacity(TIMES);
    let mut memory = 0;
    for _ in 0..TIMES {
        let other = start();
        // It is there, and looks whether the lead is free.
        tokio::time::sleep(Duration::from_secs(1)).await;
        memory = memory.max(other.memory_kilobytes());
        let killed = Instant::now();
        drop(std::mem::replace(&mut leader, other));
        let polls = telegram.polls();
        telegram.wait_until("the other polls", |telegram| telegram.polls() > polls).await;
        took.push(killed.elapsed());
    }
    took.sort_unstable();
    println!(
        "takeover after kill -9, of a lead of 8 s: {:.1?} (half of {TIMES}), {:.1?} (at most); one who stands by takes {:.1} MB",
        took[TIMES / 2],
        took[TIMES - 1],
        f64::from(memory) / 1024.0,
    );
    leader.ends().await;
}
