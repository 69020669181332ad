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
    all: VecDeque<Sent>,
    chats: HashMap<i64, VecDeque<Sent>>,
}

/// One call that sends.
#[derive(Debug, Clone, Copy)]
struct Sent {
    /// When, in milliseconds.
    at: i64,
    messages: usize,
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
    /// Counts one call that sends or edits so many `messages` in `chat` at `now` (milliseconds); returns what it
    /// breaks. That one chat gets one message in a second is meant of calls: several messages of one call, as an
    /// album is, arrive together. Over a minute and over all chats each of them counts.
    pub fn count(&mut self, chat: i64, now: i64, messages: usize, clock_is_running: bool) -> Vec<String> {
        if !self.on {
            return Vec::new();
        }
        let tolerance = if clock_is_running { TOLERANCE } else { 0 };
        let second = now - SECOND + tolerance;
        let minute = now - MINUTE + tolerance;
        let mut breaches = Vec::new();

        self.all.push_back(Sent { at: now, messages });
        forget(&mut self.all, second);
        let in_all = total(&self.all);
        // A call of its own may be larger than what a second lets through: Telegram takes it whole.
        if in_all > ALL_PER_SECOND.max(messages) {
            breaches.push(format!("{in_all} messages in one second, over all chats"));
        }

        let sent = self.chats.entry(chat).or_default();
        sent.push_back(Sent { at: now, messages });
        forget(sent, minute);
        let in_second = sent.iter().rev().take_while(|sent| sent.at > second).count();
        if in_second > 1 {
            breaches.push(format!("{in_second} messages in one second, to chat {chat}"));
        }
        let in_minute = total(sent);
        if chat < 0 && in_minute > GROUP_PER_MINUTE.max(messages) {
            breaches.push(format!("{in_minute} messages in one minute, to group {chat}"));
        }
        breaches
    }
}

fn forget(calls: &mut VecDeque<Sent>, up_to: i64) {
    while calls.front().is_some_and(|sent| sent.at <= up_to) {
        calls.pop_front();
    }
}

fn total(calls: &VecDeque<Sent>) -> usize {
    calls.iter().map(|sent| sent.messages).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_to_a_chat() {
        let mut limits = Limits::default();
        assert!(limits.count(7, 0, 1, false).is_empty());
        assert!(limits.count(8, 10, 1, false).is_empty());
        assert_eq!(limits.count(7, 999, 1, false), ["2 messages in one second, to chat 7"]);
        assert!(limits.count(8, 1_010, 1, false).is_empty());
    }

    #[test]
    fn a_running_clock_is_given_a_tenth() {
        let mut limits = Limits::default();
        limits.count(7, 0, 1, true);
        assert!(limits.count(7, 900, 1, true).is_empty());
        assert!(!limits.count(7, 1_700, 1, true).is_empty());
    }

    #[test]
    fn twenty_a_minute_to_a_group_but_not_to_a_person() {
        let mut limits = Limits::default();
        let breaches: Vec<_> = (0..25).flat_map(|n| limits.count(-7, n * 2_000, 1, false)).collect();
        assert_eq!(breaches.first().map(String::as_str), Some("21 messages in one minute, to group -7"));
        assert!((0..25).all(|n| limits.count(7, 100_000 + n * 2_000, 1, false).is_empty()));
    }

    #[test]
    fn thirty_a_second_in_all() {
        let mut limits = Limits::default();
        assert!((0..30).all(|chat| limits.count(chat, chat, 1, false).is_empty()));
        assert_eq!(limits.count(31, 31, 1, false), ["31 messages in one second, over all chats"]);
    }

    #[test]
    fn several_messages_of_one_call_count_as_so_many() {
        let mut limits = Limits::default();
        assert!(limits.count(-7, 0, 12, false).is_empty());
        assert!(limits.count(-7, 2_000, 8, false).is_empty());
        assert_eq!(limits.count(-7, 4_000, 1, false), ["21 messages in one minute, to group -7"]);
        assert!(limits.count(8, 4_010, 29, false).is_empty());
        assert_eq!(limits.count(9, 4_020, 1, false), ["31 messages in one second, over all chats"]);
    }
}
