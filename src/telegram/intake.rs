//! What comes in: long polling, with the acknowledgement only after the commit.
//!
//! Telegram's queue is the inbox. A batch is handed to the engine whole; when the engine says that it is on
//! disk, the next `getUpdates` acknowledges it. A crash before that brings the batch again, and the engine
//! knows the updates that it has seen. (teloxide's own polling acknowledges what it has merely queued.)

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::Bot;
use teloxide::payloads::DeleteWebhook;
use tokio::sync::oneshot;
use tracing::{info, warn};

use super::allowed::Allowed;
use super::call::{Body, CallError, call, call_raw, read_answer};
use super::failure::{Failure, classify};
use super::names::Names;
use super::reading::{ALLOWED, Read, read};
use crate::clock::Clock;
use crate::engine::{Input, InputSender};
use crate::figures::Polled;
use crate::progress::{IntakeProgress, Progress};

/// How long Telegram may keep a poll open, in seconds.
const LONG_POLL: u32 = 50;
/// Updates in one batch; Telegram's own limit.
const BATCH: u8 = 100;
/// The wait after a first failure; doubled with each, up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// The wait when another process polls with the same token.
const CONFLICT_WAIT: Duration = Duration::from_secs(10);

/// For so long a token that was good is asked about again, so often, before it is believed that it is good no more: what
/// stands between us and Telegram can be wrong for a moment.
const TOKEN_DOUBTED: TimeDelta = TimeDelta::seconds(60);
const TOKEN_WAIT: TimeDelta = TimeDelta::seconds(5);

#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    timeout: u32,
    allowed_updates: [&'static str; ALLOWED.len()],
}

/// Why the intake ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntakeEnd {
    /// The token is not valid any more, though it was asked about for a while.
    Unauthorized,
    /// The engine takes nothing more.
    EngineGone,
}

/// Polls until it is stopped from outside or cannot go on.
///
/// What waited at the start is read first, without long polls, and then told by [`IntakeProgress::UpToDate`].
pub async fn run(
    bot: Bot,
    username: Arc<str>,
    names: Arc<Names>,
    engine: InputSender,
    progress: Progress,
    clock: Clock,
    allowed: Allowed,
) -> IntakeEnd {
    let mut offset = None;
    let mut refused_since: Option<DateTime<Utc>> = None;
    let mut reading = IntakeProgress::Backlog;
    let mut wait = FIRST_WAIT;
    loop {
        let asked_at = clock.steady();
        let polled = poll(&bot, offset, if reading == IntakeProgress::Backlog { 0 } else { LONG_POLL }).await;
        let raw = match polled.as_deref().map_err(Clone::clone).and_then(read_answer::<Vec<&RawValue>>) {
            Ok(raw) => {
                progress.figures.polled(Polled::Answered);
                raw
            }
            Err(error) => {
                progress.figures.polled(Polled::Failed);
                let pause = match classify(&error) {
                    Failure::Unauthorized => {
                        let now = clock.steady();
                        if refused_since.is_none() {
                            warn!("Telegram says that the token is not valid (401); it is asked for a minute more");
                        }
                        if now - *refused_since.get_or_insert(now) >= TOKEN_DOUBTED {
                            return IntakeEnd::Unauthorized;
                        }
                        clock.sleep_until_steady(asked_at + TOKEN_WAIT).await;
                        continue;
                    }
                    Failure::Conflict => {
                        warn!("another process polls with this bot's token; one of the two has to stop");
                        CONFLICT_WAIT
                    }
                    Failure::Webhook => {
                        warn!("a webhook is set for this bot; it is removed, since updates are asked for here");
                        if let Err(error) = call::<_, bool>(&bot, &DeleteWebhook::new(), None).await {
                            warn!(%error, "the webhook could not be removed");
                        }
                        wait
                    }
                    Failure::Flood(pause) => pause,
                    _ => {
                        warn!(%error, "no updates for now");
                        wait
                    }
                };
                wait = (wait * 2).min(LONGEST_WAIT);
                tokio::time::sleep(pause).await;
                continue;
            }
        };
        let doubted = refused_since.take().is_some();
        if wait != FIRST_WAIT || doubted {
            info!("updates come again");
            wait = FIRST_WAIT;
        }
        let all: Vec<Read> = raw.iter().filter_map(|raw| read(raw.get(), &username)).collect();
        if let Some(last) = all.last().map(|last| last.number) {
            let mut updates = Vec::with_capacity(all.len());
            for read in all {
                let Some(mut incoming) = read.incoming else { continue };
                incoming.news.retain(|news| allowed.admits(news));
                // A name is learnt for those alone who are heard.
                if !incoming.news.is_empty() {
                    names.learn(read.name);
                }
                updates.push(incoming);
            }
            let (done, committed) = oneshot::channel();
            engine.send(Input::Updates { updates, done });
            if committed.await.is_err() {
                return IntakeEnd::EngineGone;
            }
            offset = Some(last + 1);
        } else if !raw.is_empty() {
            warn!(updates = raw.len(), "updates without a number; they are asked for again in a while");
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
        if reading == IntakeProgress::Backlog && raw.len() < usize::from(BATCH) {
            reading = IntakeProgress::UpToDate;
            progress.update(|standing| standing.intake = reading);
        }
    }
}

async fn poll(bot: &Bot, offset: Option<i64>, linger: u32) -> Result<Vec<u8>, CallError> {
    let request = GetUpdates { offset, limit: BATCH, timeout: linger, allowed_updates: ALLOWED };
    let body = serde_json::to_vec(&request).map_err(|_| CallError::Unreadable)?;
    let timeout = Duration::from_secs(u64::from(linger) + 15);
    call_raw(bot, "getUpdates", Body::Json(body), Some(timeout)).await
}
