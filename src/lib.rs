//! Nearer: a Telegram bot for couples.
pub mod clock;
pub mod couple;
pub mod prompts;
pub mod rehearsal;
pub mod store;
