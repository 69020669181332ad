//! The log of calls that the bot made.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::refusal::Refusal;

/// How many calls are kept.
const KEPT: usize = 100_000;

/// One call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Counts from one.
    pub number: u64,
    /// When, by the simulation's clock.
    pub at: DateTime<Utc>,
    /// The method, as Telegram spells it.
    pub method: &'static str,
    /// The parameters as they came.
    pub params: Value,
    /// The chat it was about.
    pub chat: Option<i64>,
    /// What became of it.
    pub outcome: CallOutcome,
}

/// A call that has just taken effect, for those who only count: cheap enough for a benchmark.
#[derive(Debug, Clone)]
pub struct CallEffect {
    /// The method, as Telegram spells it.
    pub method: &'static str,
    /// The chat it was about.
    pub chat: Option<i64>,
    /// The tap that it answers.
    pub query_id: Option<String>,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum CallOutcome {
    /// It took effect and was answered; with the id of the message it made or changed, the first if several.
    Done {
        /// That message's id.
        message_id: Option<i64>,
    },
    /// It took effect, but the connection was cut before the answer.
    DoneUnanswered {
        /// The message's id.
        message_id: Option<i64>,
    },
    /// Refused, with the code and the words.
    Refused(Refusal),
    /// The connection was cut (or a proxy's page given) before it took effect.
    Lost,
}

impl Call {
    /// Whether it took effect, answered or not.
    pub fn took_effect(&self) -> bool {
        matches!(self.outcome, CallOutcome::Done { .. } | CallOutcome::DoneUnanswered { .. })
    }
}

/// The newest calls.
#[derive(Debug, Default)]
pub struct CallLog {
    count: u64,
    kept: VecDeque<Call>,
}

impl CallLog {
    /// Notes a call.
    pub fn note(
        &mut self,
        at: DateTime<Utc>,
        method: &'static str,
        params: Value,
        chat: Option<i64>,
        outcome: CallOutcome,
    ) {
        self.count += 1;
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(Call { number: self.count, at, method, params, chat, outcome });
    }

    /// The calls, oldest first.
    pub fn list(&self) -> Vec<Call> {
        self.kept.iter().cloned().collect()
    }
}
