//! The whole road, over real HTTP: `cargo bench --bench road`
//!
//! The real program, on a core of its own, against the simulated Telegram on another: how many updates a second become
//! durable and have their visible effect, how long each takes, how soon the bot is there and what memory it takes.
//! With `-- tap`, `-- command`, `-- start` or `-- flood` only that part runs; floods only when they are asked for. `-- beside` runs taps and commands on teloxide's own
//! road as well (`stock`), and tells how many times as much processor time an update takes there. `-- postgres` runs each
//! part with a store in PostgreSQL as well, and tells how long it takes until one who stood by serves.

mod bot;
#[path = "../../tests/cluster/mod.rs"]
mod cluster;
mod flood;
mod load;
mod standby;
mod stock;
mod town;

use std::path::Path;

use bot::Program;
use load::Kind;
use town::Place;

/// The word by which this program becomes the bot that ours is compared with; its store's folder follows.
const STOCK: &str = "be-the-stock-bot";

/// Couples on the disk when the bot has to start among many.
const MANY: u32 = 100_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if let [STOCK, folder] = asked.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // As teloxide's documentation has it: `#[tokio::main]`.
        return tokio::runtime::Runtime::new().expect("a runtime").block_on(stock::run(Path::new(folder)));
    }
    let beside = asked.iter().any(|asked| asked == "beside");
    let runs = |part: &str| asked.is_empty() || asked.iter().any(|asked| asked == part);
    println!("{}", bot::machine());
    bot::keep_to_the_other_core();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let postgres = asked.iter().any(|asked| asked == "postgres");
    let cluster = postgres.then(cluster::Cluster::start).flatten();
    runtime.block_on(async {
        if runs("start") {
            let home = tempfile::tempdir().expect("a folder");
            for couples in [0, MANY] {
                starts(couples, home.path(), &Place::Folder(home.path().join("data"))).await;
            }
            if let Some(cluster) = cluster.as_ref() {
                let home = tempfile::tempdir().expect("a folder");
                let place = Place::Postgres(cluster.url(&cluster.database()), home.path().join("data"));
                starts(MANY, home.path(), &place).await;
                standby::run(home.path(), &place).await;
            }
        }
        if asked.iter().any(|asked| asked == "flood") {
            for flood in flood::Flood::ALL {
                flood::run(flood).await;
            }
        }
        for (part, kind) in [("tap", Kind::Tap), ("command", Kind::Command)] {
            if runs(part) || beside {
                let home = tempfile::tempdir().expect("a folder");
                let folder = Place::Folder(home.path().join("data"));
                let ours = load::run(Program::Nearer, kind, home.path(), &folder).await;
                if let Some(cluster) = cluster.as_ref() {
                    let home = tempfile::tempdir().expect("a folder");
                    let place = Place::Postgres(cluster.url(&cluster.database()), home.path().join("data"));
                    load::run(Program::Nearer, kind, home.path(), &place).await;
                }
                if beside {
                    let home = tempfile::tempdir().expect("a folder");
                    let stock =
                        load::run(Program::Stock, kind, home.path(), &Place::Folder(home.path().join("data"))).await;
                    println!("{kind:?}: teloxide's own road takes {:.2} times as much", stock / ours);
                }
            }
        }
    });
}

/// From the spawning of the process to its first `getUpdates`, on a store with so many couples.
async fn starts(couples: u32, home: &Path, place: &Place) {
    town::write_couples(place, couples);
    let mut took = Vec::new();
    let mut memory = 0;
    for _ in 0..5 {
        let telegram = town::telegram().await;
        let bot = bot::Bot::start(bot::Program::Nearer, bot::Limits::None, &telegram, home, place);
        telegram.wait_until("it polls", |telegram| telegram.polls() > 0).await;
        took.push(bot.age());
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        memory = bot.memory_kilobytes();
        bot.ends().await;
    }
    took.sort_unstable();
    println!(
        "start with {couples} couples, {}: first poll after {:.1?} (of 5: {:.1?} to {:.1?}); then {:.1} MB",
        if matches!(place, Place::Folder(_)) { "a folder" } else { "PostgreSQL" },
        took[2],
        took[0],
        took[4],
        f64::from(memory) / 1024.0,
    );
}
