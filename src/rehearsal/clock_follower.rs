//! The simulation's clock in another process: a bot started as a child goes by the time of its parent, tells it how
//! its work stands, and ends when it is gone.

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use reqwest::Client;
use serde::Deserialize;
use tokio::sync::watch;

use super::report::WorkReport;
use crate::clock::Clock;
use crate::progress::Progress;

/// Before asking again where nobody answered.
const PAUSE: Duration = Duration::from_millis(200);

/// So many times in a row nobody answered: the rehearsal is over.
const GIVES_UP_AFTER: u32 = 25;

/// What the simulation says of its clock.
#[derive(Debug, Deserialize)]
struct Told {
    now_ms: i64,
    n: u64,
    running: bool,
}

impl Told {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now_ms).unwrap_or_default()
    }
}

/// Goes by the rehearsal's clock.
#[derive(Debug)]
pub struct Follower {
    /// A clock that shows what the rehearsal's clock shows, and goes on doing so.
    pub clock: Clock,
    client: Client,
    url: String,
    /// The movements that `clock` has made after its model; closed when the rehearsal is gone.
    followed: watch::Receiver<u64>,
}

/// Goes by the clock at `url` from now on.
pub async fn follow(url: &str) -> anyhow::Result<Follower> {
    let client = Client::new();
    let first = ask(&client, url, None).await.context("asking the rehearsal for the time")?;
    let clock = if first.running { Clock::running_from(first.now()) } else { Clock::frozen(first.now()) };
    let (movements, followed) = watch::channel(first.n);
    tokio::spawn(keep_following(client.clone(), url.to_owned(), clock.clone(), movements));
    Ok(Follower { clock, client, url: url.to_owned(), followed })
}

async fn keep_following(client: Client, url: String, clock: Clock, movements: watch::Sender<u64>) {
    let mut unanswered = 0;
    while unanswered < GIVES_UP_AFTER {
        let known = *movements.borrow();
        let Ok(told) = ask(&client, &url, Some(known)).await else {
            unanswered += 1;
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        unanswered = 0;
        // An answer without news only ends a long wait; a running clock keeps going by itself.
        if told.n != known {
            clock.advance_to(told.now());
            let _ = movements.send(told.n);
        }
    }
}

impl Follower {
    /// Tells the rehearsal how the work stands, now and at every change.
    pub fn report(&self, progress: &Progress) {
        let (client, url, clock) = (self.client.clone(), self.url.clone(), self.clock.clone());
        let (mut standing, mut followed) = (progress.watch(), self.followed.clone());
        tokio::spawn(async move {
            loop {
                // The count before the standing: what is told is never older than it claims.
                let movements = *followed.borrow_and_update();
                let report = WorkReport::of(*standing.borrow_and_update(), movements, clock.now());
                // One that is lost is made good by the next; a rehearsal that is gone ends the loop.
                let told = tell(&client, &url, &report).await;
                let more = tokio::select! {
                    more = standing.changed() => more,
                    more = followed.changed() => more,
                    () = tokio::time::sleep(PAUSE), if told.is_err() => Ok(()),
                };
                if more.is_err() {
                    return;
                }
            }
        });
    }

    /// Done once the rehearsal is gone.
    pub async fn lost(&self) {
        let mut followed = self.followed.clone();
        while followed.changed().await.is_ok() {}
    }
}

async fn ask(client: &Client, url: &str, known: Option<u64>) -> anyhow::Result<Told> {
    let url = match known {
        Some(n) => format!("{url}?after={n}"),
        None => url.to_owned(),
    };
    let body = client.get(url).send().await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

async fn tell(client: &Client, url: &str, report: &WorkReport) -> anyhow::Result<()> {
    client.post(url).body(serde_json::to_vec(report)?).send().await?.error_for_status()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::SimulatedTelegram;
    use super::*;

    #[tokio::test]
    async fn a_follower_goes_on_from_a_moment_that_is_past() {
        let start: DateTime<Utc> = "2020-02-29T23:59:00Z".parse().unwrap();
        let telegram = SimulatedTelegram::start(Clock::running_from(start)).await.unwrap();
        let follower = follow(&telegram.clock_url()).await.unwrap();
        assert!(follower.clock.is_running());
        let passed = follower.clock.now() - start;
        assert!((TimeDelta::zero()..TimeDelta::minutes(5)).contains(&passed), "{passed}");
    }

    #[tokio::test]
    async fn a_follower_moves_along_and_tells_how_its_work_stands() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Clock::frozen(start);
        let telegram = SimulatedTelegram::start(clock.clone()).await.unwrap();
        let follower = follow(&telegram.clock_url()).await.unwrap();
        assert_eq!(follower.clock.now(), start);
        clock.advance(TimeDelta::days(7));
        follower.clock.sleep_until(start + TimeDelta::days(7)).await;
        clock.advance(TimeDelta::hours(1));
        follower.clock.sleep_until(clock.now()).await;
        assert_eq!(follower.clock.now(), clock.now());

        let progress = Progress::default();
        follower.report(&progress);
        let due = clock.now() + TimeDelta::hours(3);
        progress.set_next_due(Some(due));
        progress.update(|standing| {
            standing.delivery = crate::progress::Delivering::Waiting { until: None, urgent: None };
        });
        let two = *clock.movements().borrow();
        let expected = WorkReport { movements: two, idle: true, held_until: None, next_due: Some(due) };
        telegram.wait_until("the follower reports", |telegram| telegram.report() == Some(expected)).await;
    }
}
