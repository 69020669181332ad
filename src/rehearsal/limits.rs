//! Telegram's limits on sending: a breach fails the test that made it.
//!
//! Telegram lets a little more pass and then answers 429; a bot that relies on that fails only when it is busy.
//! Here every message too many is named.

use std::collections::{HashMap, VecDeque};

/// Sends and edits of the last minute.
#[derive(Debug)]
pub struct Limits {
    /// Whether they are watched at all.
    pub on: bool,
    all: VecDeque<i64>,
    chats: HashMap<i64, VecDeque<i64>>,
}

const ALL_PER_SECOND: usize = 30;
const GROUP_PER_MINUTE: usize = 20;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;
/// On a running clock the network shifts arrivals a little; a well-paced bot must not fail for that.
const TOLERANCE: i64 = 100;

impl Default for Limits {
    fn default() -> Self {
        Self { on: true, all: VecDeque::new(), chats: HashMap::new() }
    }
}

impl Limits {
    /// Counts one send or edit in `chat` at `now` (milliseconds); returns what it breaks.
    pub fn count(&mut self, chat: i64, now: i64, clock_is_running: bool) -> Vec<String> {
        if !self.on {
            return Vec::new();
        }
        let tolerance = if clock_is_running { TOLERANCE } else { 0 };
        let second = now - SECOND + tolerance;
        let minute = now - MINUTE + tolerance;
        let mut breaches = Vec::new();

        self.all.push_back(now);
        forget(&mut self.all, second);
        if self.all.len() > ALL_PER_SECOND {
            breaches.push(format!("{} messages in one second, over all chats", self.all.len()));
        }

        let sent = self.chats.entry(chat).or_default();
        sent.push_back(now);
        forget(sent, minute);
        let in_second = sent.iter().rev().take_while(|at| **at > second).count();
        if in_second > 1 {
            breaches.push(format!("{in_second} messages in one second, to chat {chat}"));
        }
        if chat < 0 && sent.len() > GROUP_PER_MINUTE {
            breaches.push(format!("{} messages in one minute, to group {chat}", sent.len()));
        }
        breaches
    }
}

fn forget(times: &mut VecDeque<i64>, up_to: i64) {
    while times.front().is_some_and(|at| *at <= up_to) {
        times.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_to_a_chat() {
        let mut limits = Limits::default();
        assert!(limits.count(7, 0, false).is_empty());
        assert!(limits.count(8, 10, false).is_empty());
        assert_eq!(limits.count(7, 999, false), ["2 messages in one second, to chat 7"]);
        assert!(limits.count(8, 1_010, false).is_empty());
    }

    #[test]
    fn a_running_clock_is_given_a_tenth() {
        let mut limits = Limits::default();
        limits.count(7, 0, true);
        assert!(limits.count(7, 900, true).is_empty());
        assert!(!limits.count(7, 1_700, true).is_empty());
    }

    #[test]
    fn twenty_a_minute_to_a_group_but_not_to_a_person() {
        let mut limits = Limits::default();
        let breaches: Vec<_> = (0..25).flat_map(|n| limits.count(-7, n * 2_000, false)).collect();
        assert_eq!(breaches.first().map(String::as_str), Some("21 messages in one minute, to group -7"));
        assert!((0..25).all(|n| limits.count(7, 100_000 + n * 2_000, false).is_empty()));
    }

    #[test]
    fn thirty_a_second_in_all() {
        let mut limits = Limits::default();
        assert!((0..30).all(|chat| limits.count(chat, chat, false).is_empty()));
        assert_eq!(limits.count(31, 31, false), ["31 messages in one second, over all chats"]);
    }
}
