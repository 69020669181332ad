//! The log of the program, on standard error.

use std::io::IsTerminal;

use nearer::config::{Log, LogFormat};
use nearer::store::postgres::LOGS_OF_OTHERS;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

/// A fault in the program is logged by its place; its message might quote what people wrote.
fn log_faults_without_words() {
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault in the program");
    }));
}

/// The log goes to standard error: ids, kinds, counts and durations, never words, names or tokens.
pub fn start_log(log: &Log) {
    // Colours are for a terminal: in a file or a journal they would be signs without a meaning.
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|wish| wish.is_empty());
    // The configuration has proved that it can be read.
    let level = log.level.parse::<Targets>().unwrap_or_default();
    // What they say of their own at a start is not for hosts.
    let level = LOGS_OF_OTHERS.into_iter().fold(level, |level, name| level.with_target(name, LevelFilter::WARN));
    let heard = tracing_subscriber::registry().with(level);
    let lines = tracing_subscriber::fmt::layer().with_ansi(colours).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Plain => heard.with(lines).init(),
        LogFormat::Json => heard.with(lines.json()).init(),
    }
    log_faults_without_words();
}
