//! How Telegram sees the bot: whether it takes the token, what it lets the bot do, and what is left over from before.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use teloxide::Bot;
use teloxide::payloads::{GetMe, GetWebhookInfo};

use super::call::{CallError, call};

/// So long is waited for each answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What Telegram says of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// Without the `@`.
    pub username: String,
    pub can_join_groups: bool,
    /// Group privacy is off: every message in a group comes here, and not only what is meant for the bot.
    pub reads_everything: bool,
    /// The server to which updates go, where a webhook is set.
    pub webhook: Option<String>,
    /// Updates that wait at Telegram.
    pub waiting: u32,
    /// How far this machine's clock is ahead of Telegram's; `None` where its answers have no date.
    pub clock_ahead: Option<TimeDelta>,
}

#[derive(Deserialize)]
struct Me {
    username: String,
    #[serde(default)]
    can_join_groups: bool,
    #[serde(default)]
    can_read_all_group_messages: bool,
}

#[derive(Deserialize)]
struct Webhook {
    #[serde(default)]
    url: String,
    #[serde(default)]
    pending_update_count: u32,
}

/// Asks Telegram. `clock` is this machine's.
pub async fn examine(bot: &Bot, clock: impl Fn() -> DateTime<Utc>) -> Result<Examined, CallError> {
    let me: Me = call(bot, &GetMe::new(), Some(PATIENCE)).await?;
    let webhook: Webhook = call(bot, &GetWebhookInfo::new(), Some(PATIENCE)).await?;
    let host = |url: &str| reqwest::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    Ok(Examined {
        username: me.username,
        can_join_groups: me.can_join_groups,
        reads_everything: me.can_read_all_group_messages,
        webhook: (!webhook.url.is_empty()).then(|| host(&webhook.url).unwrap_or_default()),
        waiting: webhook.pending_update_count,
        clock_ahead: their_clock(bot).await.map(|theirs| clock() - theirs),
    })
}

/// The date that stands above any answer of the server, to the second.
async fn their_clock(bot: &Bot) -> Option<DateTime<Utc>> {
    let answer = bot.client().get(bot.api_url()).timeout(PATIENCE).send().await.ok()?;
    let date = answer.headers().get(reqwest::header::DATE)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(date).ok().map(|date| date.to_utc())
}
