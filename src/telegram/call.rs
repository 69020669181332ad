//! One call to the Bot API.
//!
//! teloxide's own sending waits ten seconds inside the call on a server error, drops the error code and reads
//! answers that nobody needs; so its typed payloads travel here by themselves.

use std::borrow::Cow;
use std::time::Duration;

use reqwest::multipart::Form;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use teloxide::Bot;
use teloxide::requests::Payload;

/// Why a call did not succeed. Holds no content, no token and no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Telegram refused, in its own words.
    #[error("refused with {code}: {description}")]
    Refused { code: u16, description: String, retry_after: Option<u32>, migrate_to: Option<i64> },
    /// The server is in trouble, or something in between is.
    #[error("server error {0}")]
    Server(u16),
    /// Nothing reached the server.
    #[error("no connection")]
    NotSent,
    /// The connection broke after the request was under way: it may have taken effect.
    #[error("the connection broke")]
    Broken,
    /// The answer is not one of the Bot API.
    #[error("an answer that cannot be read")]
    Unreadable,
}

impl CallError {
    /// Whether nobody answered at all.
    #[must_use]
    pub const fn is_of_the_network(&self) -> bool {
        matches!(self, Self::NotSent | Self::Broken)
    }
}

#[derive(Deserialize)]
struct Answer<'a, T> {
    ok: bool,
    result: Option<T>,
    #[serde(default)]
    error_code: u16,
    #[serde(borrow, default)]
    description: Cow<'a, str>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u32>,
    migrate_to_chat_id: Option<i64>,
}

/// What a call carries.
#[derive(Debug)]
pub enum Body {
    Json(Vec<u8>),
    /// Fields and a file.
    Parts(Form),
}

/// Makes one call. `T` is as much of the answer as is needed.
pub async fn call<P, T>(bot: &Bot, payload: &P, timeout: Option<Duration>) -> Result<T, CallError>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    let body = serde_json::to_vec(payload).map_err(|_| CallError::Unreadable)?;
    let body = call_raw(bot, P::NAME, Body::Json(body), timeout).await?;
    read_answer(&body)
}

/// Makes one call and returns the body of its answer as it came.
pub async fn call_raw(bot: &Bot, method: &str, body: Body, timeout: Option<Duration>) -> Result<Vec<u8>, CallError> {
    let mut url = bot.api_url();
    url.path_segments_mut()
        .map_err(|()| CallError::NotSent)?
        .pop_if_empty()
        .push(&format!("bot{}", bot.token()))
        .push(method);
    let request = bot.client().post(url);
    let mut request = match body {
        Body::Json(body) => request.header(reqwest::header::CONTENT_TYPE, "application/json").body(body),
        Body::Parts(form) => request.multipart(form),
    };
    if let Some(timeout) = timeout {
        request = request.timeout(timeout);
    }
    // A reqwest error carries the address, and the address carries the token: only its kind goes on.
    let response =
        request.send().await.map_err(|e| if e.is_connect() { CallError::NotSent } else { CallError::Broken })?;
    let status = response.status();
    if status.is_server_error() {
        return Err(CallError::Server(status.as_u16()));
    }
    Ok(response.bytes().await.map_err(|_| CallError::Broken)?.into())
}

/// Reads the envelope of an answer.
pub fn read_answer<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, CallError> {
    let answer: Answer<'a, T> = serde_json::from_slice(body).map_err(|_| CallError::Unreadable)?;
    match answer.result {
        Some(result) if answer.ok => Ok(result),
        _ => Err(CallError::Refused {
            code: answer.error_code,
            description: answer.description.into_owned(),
            retry_after: answer.parameters.as_ref().and_then(|p| p.retry_after),
            migrate_to: answer.parameters.as_ref().and_then(|p| p.migrate_to_chat_id),
        }),
    }
}
