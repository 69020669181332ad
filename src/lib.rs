//! Nearer: a Telegram bot for couples.
pub mod clock;
pub mod config;
pub mod couple;
pub mod engine;
pub mod progress;
pub mod prompts;
pub mod rehearsal;
pub mod service;
pub mod store;
pub mod telegram;
