//! Conversations with the bot, as a couple would have them: the real service against the simulated Telegram.

mod cards;
mod corner;
mod first_day;
mod group;
mod pairing;
mod paths;
mod rest;
mod rhythm;
mod settings;
mod talk_breaks;
mod talk_evenings;
mod talk_offers;
mod tellings;
mod town;
mod troubles;
