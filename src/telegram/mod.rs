//! Everything that knows Telegram: what comes in ([`intake`]), what it means ([`reading`]), how a message looks
//! ([`rendering`]), and how it goes out ([`delivery`]).
//!
//! Of teloxide we use [`Bot`], its typed requests and its types. Not its dispatcher (it acknowledges an update
//! before anything is durable), nor its dialogue storage, nor its throttle; see each room for the reason.
//!
//! What must never be true here: a token, a word, a name or a raw update in a log.

pub mod allowed;
pub mod alone;
pub mod calendar_file;
pub mod call;
mod calls;
pub mod delivery;
pub mod examination;
pub mod failure;
pub mod intake;
pub mod introduction;
mod lanes;
pub mod names;
pub mod pace;
pub mod reading;
pub mod rendering;
mod rows;
mod sending;
pub mod unanswered;

use std::time::Duration;

use teloxide::Bot;

/// How long a single call may take. A long poll has its own limit.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// A client for Telegram, or for any server that speaks its Bot API.
///
/// Errors when the HTTP client cannot be made (no TLS backend).
pub fn client(token: &str, api_url: Option<reqwest::Url>) -> reqwest::Result<Bot> {
    // Our own client: the default one gives up after 17 s, in the middle of a long poll.
    let client = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(CALL_TIMEOUT)
        .tcp_nodelay(true)
        .pool_idle_timeout(Duration::from_secs(90))
        .build()?;
    let bot = Bot::with_client(token, client);
    Ok(match api_url {
        Some(url) => bot.set_api_url(url),
        None => bot,
    })
}
