//! A simulated Telegram: for trying the bot out, for tests, and for those who write its prompts.
//!
//! [`SimulatedTelegram`] is a real HTTP server that answers as the Bot API does, with its rules, its errors and
//! its limits, and with people who talk and tap as tests tell them to. The bot notices no difference; it may run
//! in the same process or in another one, which follows the simulation's clock ([`clock_follower`]).
//!
//! ```no_run
//! # use nearer::{clock::Clock, rehearsal::SimulatedTelegram};
//! # async fn evening() -> anyhow::Result<()> {
//! let telegram = SimulatedTelegram::start(Clock::system()).await?;
//! let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
//! let us_two = telegram.group("Us two", &[&ana, &ben]);
//! us_two.add_bot(&ana);
//! ana.says(&us_two, "/card");
//! telegram.quiet().await;
//! # Ok(()) }
//! ```
//!
//! How it is built: `server` takes a call apart and applies the faults that are set, `methods` carries it out on the
//! `world` (chats, messages, taps, the queue of `updates`, which `webhook` brings where one is set), `schema`, `markup` and `limits` say what
//! Telegram would refuse. `people` and `groups` are the other side, with `speech` for what they send; `journal` is
//! what they saw, `notices` what their phones told them of, and `ephemeral` what one of them alone sees in a group.
//!
//! `bot-api-10.3.min.json` is the Bot API's description, reduced to the fields of methods and of what they take;
//! from `PaulSonOfLars/telegram-bot-api-spec`, MIT licence, Copyright (c) Paul Larsen.

mod calls;
mod chat;
pub mod clock_follower;
mod entities;
mod ephemeral;
mod faults;
mod groups;
mod hearing;
mod journal;
mod limits;
mod markup;
mod membership;
mod methods;
mod notices;
mod params;
mod parts;
mod people;
mod refusal;
mod report;
mod schema;
mod seen;
mod server;
mod speech;
pub mod stage;
mod telegram;
#[cfg(test)]
mod tests;
mod updates;
mod webhook;
mod world;

pub use calls::{Call, CallEffect, CallOutcome};
pub use faults::Fault;
pub use groups::Group;
pub use journal::{JournalEntry, Seen};
pub use notices::{Bell, Notice};
pub use params::Upload;
pub use people::{Person, Tap};
pub use refusal::Refusal;
pub use report::WorkReport;
pub use seen::{SeenButton, SeenMessage};
pub use speech::Speech;
pub use telegram::SimulatedTelegram;
pub use world::AnswerShown;
