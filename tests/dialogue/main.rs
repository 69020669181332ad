//! Conversations with the bot, as a couple would have them: the real service against the simulated Telegram.

mod cards;
mod company;
mod corner;
mod dates_after;
mod dates_calendar;
mod dates_evenings;
mod dates_ideas;
mod dates_moving;
mod dates_regular;
mod dates_reminders;
mod dates_words;
mod first_day;
mod group;
mod heard;
mod pairing;
mod paths;
mod rest;
mod rhythm;
mod settings;
mod talk_breaks;
mod talk_evenings;
mod talk_offers;
mod tellings;
mod topics;
mod town;
mod troubles;
