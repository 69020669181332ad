//! What the road is compared with: a bot as teloxide's documentation builds one, with its polling, its dispatcher and
//! its typed requests, that commits each update to sled before it answers.
//!
//! It does as little as a bot can that keeps anything: no timers, no outbox, no check of who taps, no words to load.

use std::path::Path;

use serde::{Deserialize, Serialize};
use teloxide::prelude::*;

/// What it keeps of a chat.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    kept: Vec<String>,
    quiet: String,
}

/// Runs until it is told to end, with a store in this folder.
pub async fn run(folder: &Path) {
    let store = sled::Config::new().path(folder).flush_every_ms(None).open().expect("a store");
    let handler = dptree::entry()
        .branch(Update::filter_callback_query().endpoint(tapped))
        .branch(Update::filter_message().endpoint(asked));
    let bot = Bot::from_env();
    Dispatcher::builder(bot, handler).dependencies(dptree::deps![store]).build().dispatch().await;
}

async fn tapped(bot: Bot, query: CallbackQuery, store: sled::Db) -> ResponseResult<()> {
    if let (Some(message), Some(card)) = (&query.message, &query.data) {
        commit(&store, message.chat().id, |record| record.kept.push(card.clone()));
    }
    bot.answer_callback_query(query.id).text("Kept for you two.").await?;
    Ok(())
}

async fn asked(bot: Bot, message: Message, store: sled::Db) -> ResponseResult<()> {
    let Some(text) = message.text() else { return Ok(()) };
    commit(&store, message.chat.id, |record| text.clone_into(&mut record.quiet));
    bot.send_message(message.chat.id, "<b>Noted.</b>").parse_mode(teloxide::types::ParseMode::Html).await?;
    Ok(())
}

/// Changes a record and has it on the disk.
fn commit(store: &sled::Db, chat: ChatId, change: impl FnOnce(&mut Record)) {
    let key = chat.0.to_be_bytes();
    let stored = store.get(key).expect("a store");
    let mut record: Record = stored.map(|bytes| rmp_serde::from_slice(&bytes).expect("a record")).unwrap_or_default();
    change(&mut record);
    store.insert(key, rmp_serde::to_vec_named(&record).expect("a record")).expect("a store");
    // Blocking: two calls of sled's `flush_async` at once can wait for each other for ever.
    store.flush().expect("a disk");
}
