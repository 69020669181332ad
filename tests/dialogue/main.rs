//! Conversations with the bot, as a couple would have them: the real service against the simulated Telegram.

mod first_day;
mod town;
