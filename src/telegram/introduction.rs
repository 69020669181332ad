//! Who we are, as Telegram shows it: our own name asked once at the start, then the command menus of each scope
//! and the descriptions, all in the words of `prompts/`.

use crate::line;
use serde::Deserialize;
use teloxide::Bot;
use teloxide::payloads::setters::*;
use teloxide::payloads::{GetMe, SetMyCommands, SetMyDescription, SetMyShortDescription};
use teloxide::types::{BotCommand, BotCommandScope};
use tracing::warn;

use super::call::{CallError, call};
use crate::couple::{Command, Phrase};
use crate::prompts::Voice;

#[derive(Deserialize)]
struct Me {
    username: String,
}

/// The bot's user name, without the `@`.
pub async fn username(bot: &Bot) -> Result<String, CallError> {
    call::<_, Me>(bot, &GetMe::new(), None).await.map(|me| me.username)
}

/// Sets menus and descriptions. Not vital: a failure is logged, and the next start tries again.
pub async fn introduce(bot: &Bot, voice: &Voice) {
    let words = |line: Phrase| voice.say(&line, str::to_owned);
    let menu = |entries: Vec<(&str, Phrase)>| -> Vec<BotCommand> {
        entries.into_iter().map(|(name, line)| BotCommand::new(name, words(line))).collect()
    };
    let groups = SetMyCommands::new(menu(Command::in_groups().to_vec())).scope(BotCommandScope::AllGroupChats);
    let private = SetMyCommands::new(menu(Command::in_private().to_vec())).scope(BotCommandScope::AllPrivateChats);
    let default = SetMyCommands::new(menu(Command::in_private().to_vec()));
    let description = SetMyDescription::new().description(words(line::bot_description()));
    let short = SetMyShortDescription::new().short_description(words(line::bot_short_description()));
    let outcomes = [
        call::<_, bool>(bot, &groups, None).await,
        call::<_, bool>(bot, &private, None).await,
        call::<_, bool>(bot, &default, None).await,
        call::<_, bool>(bot, &description, None).await,
        call::<_, bool>(bot, &short, None).await,
    ];
    for error in outcomes.into_iter().filter_map(Result::err) {
        warn!(%error, "a menu or description could not be set");
    }
}
