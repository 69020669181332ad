//! How fast messages may go out: Telegram's limits, as windows over the recent past.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use crate::couple::{ChatId, Class};

/// Telegram's limits (Bot FAQ): about 30 messages a second in all, one a second in a chat, 20 a minute in a
/// group; edits count. 0 lifts a limit, for an own Bot API server or paid broadcasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendLimits {
    pub all_per_second: u32,
    pub chat_per_second: u32,
    pub group_per_minute: u32,
}

impl Default for SendLimits {
    fn default() -> Self {
        Self { all_per_second: 30, chat_per_second: 1, group_per_minute: 20 }
    }
}

/// A little over the second and the minute: what left us evenly may arrive less evenly.
const SECOND: TimeDelta = TimeDelta::milliseconds(1_015);
pub(super) const MINUTE: TimeDelta = TimeDelta::milliseconds(60_500);

impl SendLimits {
    /// Of the calls in all, those kept for people who wait. One is enough, for they go before all cards: a reply waits
    /// until the next call may go, and cards take what is left.
    fn reserve(self) -> u32 {
        u32::from(self.all_per_second > 1)
    }

    /// Of the calls in all, those that may go to people of no couple: so that however many ask, cards go on, and while
    /// many cards go out, they are answered.
    fn for_guests(self) -> u32 {
        self.all_per_second.div_ceil(3)
    }
}

/// The recent calls in all.
#[derive(Clone, Debug, Default)]
pub struct AllWindow {
    all: Window,
    guests: Window,
}

impl AllWindow {
    /// When the next call of this class may go: `now` or later.
    pub fn next(&mut self, pace: SendLimits, class: Class, now: DateTime<Utc>) -> DateTime<Utc> {
        let most = match class {
            Class::Reply => pace.all_per_second,
            Class::Reminder | Class::Guest | Class::Daily => pace.all_per_second - pace.reserve(),
        };
        let guests = if class == Class::Guest { self.guests.next(pace.for_guests(), SECOND, now) } else { now };
        self.all.next(most, SECOND, now).max(guests)
    }

    /// As much has just been sent as may be: nobody knows what a run before this one did a moment ago.
    pub fn fill(&mut self, pace: SendLimits, now: DateTime<Utc>) {
        (0..pace.all_per_second).for_each(|_| self.count(pace, Class::Reply, now));
    }

    pub fn count(&mut self, pace: SendLimits, class: Class, now: DateTime<Utc>) {
        if pace.all_per_second > 0 {
            self.all.times.push_back(now);
            if class == Class::Guest {
                self.guests.times.push_back(now);
            }
        }
    }
}

/// The recent calls to one chat.
#[derive(Clone, Debug, Default)]
pub struct ChatWindow(Window);

impl ChatWindow {
    /// When the next call to this chat may go: `now` or later.
    pub fn next(&mut self, pace: SendLimits, chat: ChatId, now: DateTime<Utc>) -> DateTime<Utc> {
        // The minute first: the second drops the calls that the minute still counts.
        let minute = if chat.0 < 0 { self.0.next(pace.group_per_minute, MINUTE, now) } else { now };
        let second = Window::after(&self.0.times, pace.chat_per_second, SECOND, now);
        minute.max(second)
    }

    pub fn count(&mut self, now: DateTime<Utc>) {
        self.0.times.push_back(now);
    }

    /// When something for which nobody waits may go to this chat: while half of a group's minute is free, so that people
    /// never wait for it.
    pub fn next_idle(&mut self, pace: SendLimits, chat: ChatId, now: DateTime<Utc>) -> DateTime<Utc> {
        let half = SendLimits { group_per_minute: pace.group_per_minute.div_ceil(2), ..pace };
        self.next(half, chat, now)
    }

    /// How many calls there were in the last minute.
    pub fn lately(&mut self, now: DateTime<Utc>) -> usize {
        self.0.forget(MINUTE, now);
        self.0.times.len()
    }

    /// Whether nothing of it matters any more.
    pub fn is_past(&mut self, now: DateTime<Utc>) -> bool {
        self.lately(now) == 0
    }
}

#[derive(Clone, Debug, Default)]
struct Window {
    /// Oldest first.
    times: VecDeque<DateTime<Utc>>,
}

impl Window {
    fn next(&mut self, most: u32, span: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
        self.forget(span, now);
        Self::after(&self.times, most, span, now)
    }

    fn forget(&mut self, span: TimeDelta, now: DateTime<Utc>) {
        while self.times.front().is_some_and(|time| *time + span <= now) {
            self.times.pop_front();
        }
        // A clock that was set back must not hold anyone for as long.
        while self.times.back().is_some_and(|time| *time > now) {
            self.times.pop_back();
        }
    }

    /// With `most` calls in any `span`, one more may go when the `most`-th last has left the span.
    fn after(times: &VecDeque<DateTime<Utc>>, most: u32, span: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
        let most = most as usize;
        match times.len().checked_sub(most) {
            Some(nth) if most > 0 => times.get(nth).map_or(now, |time| (*time + span).max(now)),
            _ => now,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GROUP: ChatId = ChatId(-5);

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(milliseconds).expect("an instant")
    }

    #[test]
    fn cards_leave_room_for_people_who_wait() {
        let (pace, mut window, now) = (SendLimits::default(), AllWindow::default(), at(0));
        for _ in 0..29 {
            assert_eq!(window.next(pace, Class::Daily, now), now);
            window.count(pace, Class::Daily, now);
        }
        assert!(window.next(pace, Class::Daily, now) > now);
        assert_eq!(window.next(pace, Class::Reply, now), now);
        window.count(pace, Class::Daily, now);
        assert_eq!(window.next(pace, Class::Reply, now), now + SECOND);
    }

    #[test]
    fn guests_take_a_third_and_cards_what_they_leave() {
        let (pace, mut window, mut now, mut counts) = (SendLimits::default(), AllWindow::default(), at(0), [0, 0]);
        while now < at(60_000) {
            let free = [Class::Guest, Class::Daily].map(|class| window.next(pace, class, now));
            let (which, class) = if free[0] <= free[1] { (0, Class::Guest) } else { (1, Class::Daily) };
            now = free[which];
            window.count(pace, class, now);
            counts[which] += 1;
        }
        assert!((580..=610).contains(&counts[0]) && counts[1] >= 1_100, "{counts:?}");
    }

    #[test]
    fn what_a_run_before_may_have_sent_counts() {
        let (pace, mut window, now) = (SendLimits::default(), AllWindow::default(), at(0));
        window.fill(pace, now);
        assert_eq!(window.next(pace, Class::Reply, now), now + SECOND);
        let unlimited = SendLimits { all_per_second: 0, ..pace };
        let mut window = AllWindow::default();
        window.fill(unlimited, now);
        assert_eq!(window.next(unlimited, Class::Reply, now), now);
    }

    /// Cards take 19 of 20 places that Telegram allows, and a reply waits for a place, not for the cards.
    #[test]
    fn many_cards_go_nearly_as_fast_as_telegram_allows_while_replies_wait_for_one_place() {
        let (pace, mut window, mut now) = (SendLimits::default(), AllWindow::default(), at(0));
        let (mut cards, mut longest) = (0, TimeDelta::zero());
        let mut replies = (0..480).map(|n| at(125 * n)).peekable();
        while now < at(60_000) {
            if let Some(asked) = replies.next_if(|asked| *asked <= now) {
                let free = window.next(pace, Class::Reply, now);
                longest = longest.max(free - asked);
                now = free;
                window.count(pace, Class::Daily, now);
                continue;
            }
            let free = window.next(pace, Class::Daily, now);
            let next_reply = replies.peek().copied().unwrap_or(free);
            if next_reply < free {
                now = next_reply;
                continue;
            }
            now = free;
            window.count(pace, Class::Daily, now);
            cards += 1;
        }
        assert!(cards + 480 >= 60 * 30 * 95 / 100, "{cards} cards and 480 replies in a minute");
        assert!(longest < TimeDelta::milliseconds(1_500), "a reply waited {longest}");
    }

    #[test]
    fn nought_lifts_a_limit() {
        let pace = SendLimits { all_per_second: 0, chat_per_second: 0, group_per_minute: 0 };
        let (mut all, mut chat, now) = (AllWindow::default(), ChatWindow::default(), at(0));
        for _ in 0..1000 {
            assert_eq!(all.next(pace, Class::Daily, now), now);
            assert_eq!(chat.next(pace, GROUP, now), now);
            all.count(pace, Class::Daily, now);
            chat.count(now);
        }
    }

    proptest! {
        /// Whoever waits as told never sends more than Telegram allows in any second or minute.
        #[test]
        fn no_window_ever_holds_too_many(gaps in proptest::collection::vec(0_i64..2_500, 1..200)) {
            let (pace, mut window, mut now, mut sent) = (SendLimits::default(), ChatWindow::default(), at(0), Vec::new());
            for gap in gaps {
                now += TimeDelta::milliseconds(gap);
                now = window.next(pace, GROUP, now);
                window.count(now);
                sent.push(now);
            }
            for (index, start) in sent.iter().enumerate() {
                let within = |span: i64| sent[index..].iter().filter(|at| **at - start < TimeDelta::seconds(span)).count();
                prop_assert!(within(1) <= 1);
                prop_assert!(within(60) <= 20);
            }
        }
    }
}
