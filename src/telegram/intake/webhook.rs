//! The second way in, for a bot behind a proxy: Telegram brings each update, and is told 200 once it is on disk.
//!
//! **The order.** One connection (`max_connections` 1): Telegram brings the next update when the one before is answered.
//! With more it keeps the order of one chat's messages, but not of a tap beside them, and couples do both. The cost is that
//! each update waits for the way to Telegram and back and is a transaction by itself: some twenty to fifty a second over
//! the internet, where polling takes a hundred at once. That is more than Telegram lets a bot answer.
//!
//! **What waited.** While a webhook is set, `getUpdates` is refused, and nothing says which of the updates that Telegram
//! brings are the last that waited; what it failed to bring while we were away it brings again after growing waits, up to
//! minutes, and in no certain order. So each start takes the webhook down, without dropping anything, asks for what waits
//! until nothing does, and sets it then. Until the first of that is read, nothing is said and what is brought is refused.
//!
//! The same is done whenever the webhook is not as it should be: somebody changed it, or Telegram says that it could not
//! bring something (the proxy was away). So a proxy that does not work costs a minute at most, and no update.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use teloxide::payloads::GetWebhookInfo;
use tokio::sync::oneshot;
use tracing::{info, warn};

use super::super::call::{Body, CallError, call, call_raw, read_answer};
use super::super::failure::{Failure, classify};
use super::super::reading::{ALLOWED, read};
use super::polling::Poll;
use super::{FIRST_WAIT, Intake, IntakeEnd, LONGEST_WAIT};
use crate::progress::IntakeProgress;

mod address;
pub use address::{Door, Secret, Webhook};

/// One update at a time, in order; the reason is above.
const MAX_CONNECTIONS: u8 = 1;
/// An update is a few kilobytes.
const LARGEST_BODY: usize = 1 << 20;
/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How often Telegram is asked whether the webhook is as it should be.
const LOOK_EVERY: TimeDelta = TimeDelta::minutes(1);
/// The header by which Telegram shows that it is Telegram.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

#[derive(Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    max_connections: u8,
    allowed_updates: [&'static str; ALLOWED.len()],
}

/// What Telegram says of the webhook.
#[derive(Deserialize)]
struct Info {
    url: String,
    #[serde(default)]
    pending_update_count: u64,
    last_error_date: Option<i64>,
    #[serde(default)]
    last_error_message: String,
}

/// Who hears what is brought, and keeps the webhook set.
struct Porter {
    intake: Intake,
    /// Where Telegram brings updates, as Telegram writes it.
    url: String,
    /// The last part of its path.
    word: String,
    secret: Secret,
    /// Requests with another secret since the last look.
    refused: AtomicU64,
}

/// Hears what Telegram brings and keeps the webhook set, until `stop` or until it cannot go on. What is being taken then is
/// answered after it is on disk.
pub(super) async fn serve(intake: Intake, door: Door, stop: oneshot::Receiver<()>) -> IntakeEnd {
    let Door { listener, url, word, secret } = door;
    let porter = Arc::new(Porter { intake, url: url.into(), word, secret, refused: AtomicU64::new(0) });
    let router = Router::new().fallback(hear).with_state(Arc::clone(&porter));
    let (close, closed) = oneshot::channel::<()>();
    let closed = async {
        // Dropped is closed as well.
        let _ = closed.await;
    };
    let mut serving = axum::serve(listener, router).with_graceful_shutdown(closed).into_future();
    let end = tokio::select! {
        end = porter.keep_set() => end,
        _ = stop => IntakeEnd::Stopped,
        // It hears until it is closed.
        _ = &mut serving => return IntakeEnd::Stopped,
    };
    drop(close);
    let _ = serving.await;
    end
}

/// Every request ends here. No answer has a body.
async fn hear(State(porter): State<Arc<Porter>>, request: Request) -> StatusCode {
    // A proxy may take the beginning of the path away.
    let word = request.uri().path().rsplit('/').next();
    if request.method() != Method::POST || word != Some(porter.word.as_str()) {
        return StatusCode::NOT_FOUND;
    }
    let shown = request.headers().get(SECRET_HEADER).map(axum::http::HeaderValue::as_bytes);
    if !shown.is_some_and(|shown| porter.secret.is(shown)) {
        porter.refused.fetch_add(1, Ordering::Relaxed);
        return StatusCode::UNAUTHORIZED;
    }
    let intake = &porter.intake;
    if intake.progress.standing().intake == IntakeProgress::Backlog {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(Ok(body)) = tokio::time::timeout(BODY_TIME, to_bytes(request.into_body(), LARGEST_BODY)).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let Some(read) = std::str::from_utf8(&body).ok().and_then(|raw| read(raw, &intake.username)) else {
        warn!("an update without a number was brought");
        return StatusCode::BAD_REQUEST;
    };
    match intake.take(vec![read]).await {
        Ok(()) => {
            intake.progress.figures.hears();
            StatusCode::OK
        }
        // Telegram brings it again.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl Porter {
    /// Reads what waits and sets the webhook, again and again as there is need.
    async fn keep_set(&self) -> IntakeEnd {
        let mut wait = FIRST_WAIT;
        let mut known_error = None;
        loop {
            if let Err(end) = self.intake.poll(Poll::UntilNothingWaits).await {
                return end;
            }
            self.intake.leading.held().await;
            let began = self.intake.clock.steady();
            if let Err(error) = self.set().await {
                warn!(%error, "the webhook could not be set; meanwhile updates are asked for");
                let pause = if let Failure::Flood(pause) = classify(&error) { pause } else { wait };
                wait = (wait * 2).min(LONGEST_WAIT);
                tokio::time::sleep(pause).await;
                continue;
            }
            info!("the webhook is set");
            wait = FIRST_WAIT;
            self.watch(began, &mut known_error).await;
        }
    }

    async fn set(&self) -> Result<(), CallError> {
        let request = SetWebhook {
            url: &self.url,
            secret_token: self.secret.reveal(),
            max_connections: MAX_CONNECTIONS,
            allowed_updates: ALLOWED,
        };
        let body = serde_json::to_vec(&request).map_err(|_| CallError::Unreadable)?;
        let answer = call_raw(&self.intake.bot, "setWebhook", Body::Json(body), None).await?;
        read_answer::<bool>(&answer).map(drop)
    }

    /// Returns once the webhook, set at `looked`, is not as it should be. `known_error` is the time of the last failure that
    /// was heard of.
    async fn watch(&self, mut looked: DateTime<Utc>, known_error: &mut Option<i64>) {
        let clock = &self.intake.clock;
        loop {
            clock.sleep_until_steady(looked + LOOK_EVERY).await;
            looked = clock.steady();
            let refused = self.refused.swap(0, Ordering::Relaxed);
            if refused > 0 {
                warn!(refused, "requests without the webhook's secret were refused");
            }
            let info = match call::<_, Info>(&self.intake.bot, &GetWebhookInfo::new(), None).await {
                Ok(info) => {
                    self.intake.progress.figures.hears();
                    info
                }
                // Polling knows how long to doubt that.
                Err(error) if classify(&error) == Failure::Unauthorized => return,
                Err(error) => {
                    warn!(%error, "Telegram did not say how the webhook is");
                    continue;
                }
            };
            if info.url != self.url {
                warn!("somebody else changed the webhook; it is set again");
                return;
            }
            let failed_anew = info.last_error_date.is_some() && info.last_error_date != *known_error;
            *known_error = info.last_error_date;
            if failed_anew && info.pending_update_count > 0 {
                let (waiting, why) = (info.pending_update_count, info.last_error_message);
                warn!(waiting, why, "Telegram could not bring updates here; they are asked for. Look at the proxy");
                return;
            }
        }
    }
}
