//! The simulation's clock in another process: a bot started as a child goes by the time of its parent.

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::clock::Clock;

/// Before asking again where nobody answered.
const PAUSE: Duration = Duration::from_millis(200);

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

/// A clock that shows what the clock at `url` shows, and goes on doing so.
pub async fn follow(url: &str) -> anyhow::Result<Clock> {
    let client = reqwest::Client::new();
    let first = ask(&client, url, None).await.context("asking the rehearsal for the time")?;
    let clock = if first.running { Clock::system() } else { Clock::frozen(first.now()) };
    clock.advance_to(first.now());
    let (followed, url) = (clock.clone(), url.to_owned());
    tokio::spawn(async move {
        let mut known = first.n;
        loop {
            match ask(&client, &url, Some(known)).await {
                Ok(told) => {
                    // An answer without news only ends a long wait; a running clock keeps going by itself.
                    if told.n != known {
                        followed.advance_to(told.now());
                    }
                    known = told.n;
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    });
    Ok(clock)
}

async fn ask(client: &reqwest::Client, url: &str, known: Option<u64>) -> anyhow::Result<Told> {
    let url = match known {
        Some(n) => format!("{url}?after={n}"),
        None => url.to_owned(),
    };
    let body = client.get(url).send().await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::SimulatedTelegram;
    use super::*;

    #[tokio::test]
    async fn a_follower_moves_along() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Clock::frozen(start);
        let telegram = SimulatedTelegram::start(clock.clone()).await.unwrap();
        let followed = follow(&telegram.clock_url()).await.unwrap();
        assert_eq!(followed.now(), start);
        clock.advance(TimeDelta::days(7));
        followed.sleep_until(start + TimeDelta::days(7)).await;
        clock.advance(TimeDelta::hours(1));
        followed.sleep_until(clock.now()).await;
        assert_eq!(followed.now(), clock.now());
    }
}
