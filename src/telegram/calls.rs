//! The calls under way: how many at once, so that chats that answer slowly hold up no other.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::{JoinError, JoinSet};

use super::delivery::Called;
use crate::ids::ChatId;
use crate::store::OutboxKey;

/// Rows under way at once, as long as Telegram answers within [`SLOW`].
const MOST: usize = 64;
/// A call that takes longer than this leaves its place to another.
const SLOW: TimeDelta = TimeDelta::seconds(1);
/// Rows under way at once, slow ones among them: each holds a connection.
const MOST_WITH_SLOW: usize = 512;
/// Answers to taps under way at once, in all and for one chat. What is beyond is left out: the phone's waiting sign ends
/// by itself.
const MOST_ANSWERS: usize = 128;
const MOST_ANSWERS_OF_A_CHAT: usize = 16;

/// The calls that are under way.
#[derive(Default)]
pub(super) struct Calls {
    tasks: JoinSet<Called>,
    /// When each row's call began.
    rows: HashMap<OutboxKey, DateTime<Utc>>,
    answers: HashMap<ChatId, usize>,
}

impl Calls {
    pub(super) fn spawn(&mut self, call: impl Future<Output = Called> + Send + 'static) {
        self.tasks.spawn(call);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// `None`: another row may go now; else when to look again.
    pub(super) fn wait(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.rows.len() < MOST {
            return None;
        }
        let quick = self.rows.values().filter(|began| **began + SLOW > now);
        let (count, first) = quick.fold((0, None), |(count, first): (usize, Option<DateTime<Utc>>), began| {
            (count + 1, Some(first.map_or(*began, |first| first.min(*began))))
        });
        if count < MOST && self.rows.len() < MOST_WITH_SLOW {
            return None;
        }
        Some(first.unwrap_or(now) + SLOW)
    }

    /// A row's call begins.
    pub(super) fn take_row(&mut self, key: OutboxKey, now: DateTime<Utc>) {
        self.rows.insert(key, now);
    }

    /// An answer to a tap in this chat wants to go; whether it may.
    pub(super) fn take_answer(&mut self, chat: ChatId) -> bool {
        let all: usize = self.answers.values().sum();
        let of_this = self.answers.get(&chat).copied().unwrap_or(0);
        let may = all < MOST_ANSWERS && of_this < MOST_ANSWERS_OF_A_CHAT;
        if may {
            self.answers.insert(chat, of_this + 1);
        }
        may
    }

    /// The next call that has ended, once there is one; `None` where none is under way.
    pub(super) async fn next(&mut self) -> Option<Result<Called, JoinError>> {
        let ended = self.tasks.join_next().await;
        self.note(ended)
    }

    /// A call that has ended already.
    pub(super) fn try_next(&mut self) -> Option<Result<Called, JoinError>> {
        let ended = self.tasks.try_join_next();
        self.note(ended)
    }

    fn note(&mut self, ended: Option<Result<Called, JoinError>>) -> Option<Result<Called, JoinError>> {
        if let Some(Ok(called)) = &ended {
            match called.key {
                Some(key) => drop(self.rows.remove(&key)),
                None => match self.answers.get_mut(&called.chat) {
                    Some(count) if *count > 1 => *count -= 1,
                    _ => drop(self.answers.remove(&called.chat)),
                },
            }
        }
        ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seq: u64) -> OutboxKey {
        OutboxKey { chat: ChatId(-1), seq }
    }

    #[test]
    fn slow_calls_leave_their_place_to_others_until_there_are_too_many() {
        let (mut calls, now) = (Calls::default(), DateTime::UNIX_EPOCH);
        (0..64).for_each(|seq| calls.take_row(key(seq), now));
        assert_eq!(calls.wait(now), Some(now + SLOW), "all are quick still");
        let later = now + SLOW;
        assert_eq!(calls.wait(later), None, "all are slow");
        for round in 1..8 {
            (0..64).for_each(|seq| calls.take_row(key(round * 64 + seq), later));
        }
        assert!(calls.wait(later + SLOW).is_some(), "each holds a connection");
    }

    #[test]
    fn one_chat_takes_no_more_than_its_share_of_the_answers() {
        let mut calls = Calls::default();
        assert_eq!((0..100).filter(|_| calls.take_answer(ChatId(-1))).count(), MOST_ANSWERS_OF_A_CHAT);
        assert!(calls.take_answer(ChatId(-2)));
        let others = (3..100_i64).filter(|chat| calls.take_answer(ChatId(-chat))).count();
        assert_eq!(others, 97);
    }
}
