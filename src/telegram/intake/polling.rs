//! The first way in: long polling. The next `getUpdates` acknowledges a batch, so it is sent once the batch is on disk.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::Bot;
use teloxide::payloads::DeleteWebhook;
use tracing::{info, warn};

use super::super::call::{Body, CallError, call, call_raw, read_answer};
use super::super::failure::{Failure, classify};
use super::super::reading::{ALLOWED, Read, read};
use super::super::unanswered::{Reach, Unanswered};
use super::{FIRST_WAIT, Intake, IntakeEnd, LONGEST_WAIT};
use crate::figures::Polled;
use crate::progress::IntakeProgress;

/// How long Telegram may keep a poll open, in seconds.
const LONG_POLL: u32 = 50;
/// Updates in one batch; Telegram's own limit.
const BATCH: u8 = 100;
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

/// How long it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Poll {
    /// Until it cannot go on.
    ForEver,
    /// Until Telegram has nothing more that is not acknowledged.
    UntilNothingWaits,
}

impl Intake {
    /// Asks for updates. A webhook that is set is removed, without what waits for it.
    ///
    /// What waited at the start is read without long polls.
    pub(super) async fn poll(&self, span: Poll) -> Result<(), IntakeEnd> {
        let mut offset = None;
        let mut refused_since: Option<DateTime<Utc>> = None;
        let mut unanswered = Unanswered::from_now(self.leading.given_up_after());
        let mut reading = self.progress.standing().intake;
        let mut wait = FIRST_WAIT;
        loop {
            // Another may be hearing by now.
            self.leading.held().await;
            let asked_at = self.clock.steady();
            let long = reading == IntakeProgress::UpToDate && span == Poll::ForEver;
            let polled = get_updates(&self.bot, offset, if long { LONG_POLL } else { 0 }).await;
            let raw = match polled.as_deref().map_err(Clone::clone).and_then(read_answer::<Vec<&RawValue>>) {
                Ok(raw) => {
                    self.progress.figures.polled(Polled::Answered);
                    unanswered.answered();
                    raw
                }
                Err(error) => {
                    self.progress.figures.polled(Polled::Failed);
                    if unanswered.failed(&error) == Reach::OutOfReach {
                        return Err(IntakeEnd::OutOfReach);
                    }
                    let pause = match classify(&error) {
                        Failure::Unauthorized => {
                            let now = self.clock.steady();
                            if refused_since.is_none() {
                                warn!("Telegram says that the token is not valid (401); it is asked for a minute more");
                            }
                            if now - *refused_since.get_or_insert(now) >= TOKEN_DOUBTED {
                                return Err(IntakeEnd::Unauthorized);
                            }
                            self.clock.sleep_until_steady(asked_at + TOKEN_WAIT).await;
                            continue;
                        }
                        Failure::Conflict => {
                            warn!("another process polls with this bot's token; one of the two has to stop");
                            CONFLICT_WAIT
                        }
                        Failure::Webhook => self.remove_webhook(span, wait).await,
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
            let all: Vec<Read> = raw.iter().filter_map(|raw| read(raw.get(), &self.username)).collect();
            if let Some(last) = all.last().map(|last| last.number) {
                self.take(all).await?;
                offset = Some(last + 1);
            } else if !raw.is_empty() {
                warn!(updates = raw.len(), "updates without a number; they are asked for again in a while");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
            if reading == IntakeProgress::Backlog && raw.len() < usize::from(BATCH) {
                reading = IntakeProgress::UpToDate;
                self.progress.update(|standing| standing.intake = reading);
            }
            // The empty answer was to a question that acknowledged all before it.
            if span == Poll::UntilNothingWaits && raw.is_empty() {
                return Ok(());
            }
        }
    }

    /// Removes the webhook that is set; what waits for it stays at Telegram, to be asked for. Returns how long to wait.
    async fn remove_webhook(&self, span: Poll, wait: Duration) -> Duration {
        match span {
            Poll::ForEver => warn!("a webhook is set for this bot; it is removed, since updates are asked for here"),
            Poll::UntilNothingWaits => info!("the webhook is taken down while what waits is asked for"),
        }
        match call::<_, bool>(&self.bot, &DeleteWebhook::new(), None).await {
            // Only if one is set again and again there is a reason to wait.
            Ok(_) if wait == FIRST_WAIT => Duration::ZERO,
            Ok(_) => wait,
            Err(error) => {
                warn!(%error, "the webhook could not be removed");
                if let Failure::Flood(pause) = classify(&error) { pause } else { wait }
            }
        }
    }
}

async fn get_updates(bot: &Bot, offset: Option<i64>, linger: u32) -> Result<Vec<u8>, CallError> {
    let request = GetUpdates { offset, limit: BATCH, timeout: linger, allowed_updates: ALLOWED };
    let body = serde_json::to_vec(&request).map_err(|_| CallError::Unreadable)?;
    let timeout = Duration::from_secs(u64::from(linger) + 15);
    call_raw(bot, "getUpdates", Body::Json(body), Some(timeout)).await
}
