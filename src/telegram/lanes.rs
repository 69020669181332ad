//! The lanes of delivery: one per chat, order kept, and which of them may go next.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use tracing::warn;

use super::pace::{AllWindow, ChatWindow};
use super::rows::Rows;
use crate::couple::{ChatId, Class, Outgoing};
use crate::store::OutboxKey;

/// So many chats in a row without one success between them, and for so long none: then it is not the chats, but all of us
/// who are too fast, or the network that is down.
const CHATS_IN_A_ROW: usize = 3;
const WITHOUT_SUCCESS: TimeDelta = TimeDelta::seconds(2);
/// All wait so long at the most before one of them is tried: what holds a single chat longer need not hold others.
const ALL_WAIT: TimeDelta = TimeDelta::seconds(10);
/// The longest wait between two tries.
pub(super) const LONGEST_BACKOFF: TimeDelta = TimeDelta::seconds(60);

/// All lanes, and which of them may go.
#[derive(Default)]
pub(super) struct Lanes {
    pub(super) by_chat: HashMap<ChatId, Lane>,
    /// Lanes with something to send, in the order in which they go.
    pub(super) ready: BTreeSet<(Turn, ChatId)>,
    /// Lanes that must wait, by when.
    pub(super) waiting: BTreeSet<(DateTime<Utc>, ChatId)>,
    /// Lanes that ran empty, and when.
    pub(super) cooling: VecDeque<(DateTime<Utc>, ChatId)>,
    pub(super) all: AllWindow,
    pub(super) held_until: Option<DateTime<Utc>>,
    /// Chats that could not be reached, or were told to wait, since something last went through.
    in_vain: HashSet<ChatId>,
    /// When the first of them was tried in vain.
    in_vain_since: Option<DateTime<Utc>>,
    pub(super) tickets: u64,
}

/// The place of a lane among those that are ready: the most urgent first; of these the one that asks for least, so that
/// nobody who asks for much delays one who asks for little; of these the one that waits longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    class: Class,
    /// What was sent in the last minute, and what waits.
    asked: usize,
    ticket: u64,
}

/// Who asks for more than this leaves the last place in a second to others.
const MUCH: usize = 10;

impl Turn {
    /// The class by whose pace it goes.
    pub(super) fn paced_as(self) -> Class {
        if self.asked > MUCH { self.class.max(Class::Reminder) } else { self.class }
    }
}

/// What is to go to one chat.
#[derive(Default)]
pub(super) struct Lane {
    pub(super) rows: Rows,
    pub(super) state: LaneState,
    pub(super) window: ChatWindow,
    pub(super) held_until: Option<DateTime<Utc>>,
    pub(super) tries: u32,
}

/// Where a lane stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum LaneState {
    #[default]
    Empty,
    Ready(Turn),
    Waiting(DateTime<Utc>),
    /// What is left of it waits until the chat is quiet; anything else goes before.
    Idling(DateTime<Utc>),
    /// This row is on its way, or its landing is being committed.
    InFlight(u64),
}

impl Lanes {
    pub(super) fn push(&mut self, key: OutboxKey, row: Outgoing, now: DateTime<Utc>) {
        let class = row.class;
        let lane = self.by_chat.entry(key.chat).or_default();
        lane.rows.insert(key.seq, row);
        match lane.state {
            LaneState::Empty | LaneState::Idling(_) => self.queue(key.chat, now),
            // Order is kept, so the lane as a whole is as urgent as the most urgent in it.
            LaneState::Ready(turn) if class < turn.class => self.queue(key.chat, now),
            LaneState::Ready(turn) => {
                let asks_more = Turn { asked: turn.asked + 1, ..turn };
                lane.state = LaneState::Ready(asks_more);
                self.ready.remove(&(turn, key.chat));
                self.ready.insert((asks_more, key.chat));
            }
            LaneState::Waiting(_) | LaneState::InFlight(_) => {}
        }
    }

    /// Puts the lane among the ready ones, or among the empty.
    pub(super) fn queue(&mut self, chat: ChatId, now: DateTime<Utc>) {
        let Some(lane) = self.by_chat.get_mut(&chat) else { return };
        match lane.state {
            LaneState::Ready(turn) => {
                self.ready.remove(&(turn, chat));
            }
            LaneState::Waiting(until) | LaneState::Idling(until) => {
                self.waiting.remove(&(until, chat));
            }
            LaneState::Empty | LaneState::InFlight(_) => {}
        }
        lane.state = match lane.rows.class() {
            None => {
                self.cooling.push_back((now, chat));
                LaneState::Empty
            }
            Some(class) => {
                self.tickets += 1;
                let asked = lane.window.lately(now) + lane.rows.len();
                let turn = Turn { class, asked, ticket: self.tickets };
                self.ready.insert((turn, chat));
                LaneState::Ready(turn)
            }
        };
    }

    /// The first lane of this class that is ready.
    pub(super) fn first_ready(&self, class: Class) -> Option<(Turn, ChatId)> {
        let first = Turn { class, asked: 0, ticket: 0 };
        let next = self.ready.range((first, ChatId(i64::MIN))..).next();
        next.copied().filter(|(turn, _)| turn.class == class)
    }

    pub(super) fn forget_ready(&mut self, chat: ChatId) {
        self.ready.retain(|(_, other)| *other != chat);
        if let Some(lane) = self.by_chat.get_mut(&chat) {
            lane.state = LaneState::Empty;
        }
    }

    pub(super) fn first_waiting(&self) -> Option<DateTime<Utc>> {
        self.waiting.first().map(|(until, _)| *until)
    }

    /// When the first of the lanes may go that hold something for which somebody waits.
    pub(super) fn first_urgent(&self) -> Option<DateTime<Utc>> {
        let idles = |chat: &ChatId| matches!(self.by_chat.get(chat).map(|lane| lane.state), Some(LaneState::Idling(_)));
        let ready = self.ready.first().map(|_| DateTime::UNIX_EPOCH);
        ready.or(self.waiting.iter().find(|(_, chat)| !idles(chat)).map(|(until, _)| *until))
    }

    /// The lane waits with its idle rows; others can go before.
    pub(super) fn idle(&mut self, chat: ChatId, until: DateTime<Utc>) {
        self.wait(chat, until);
        if let Some(lane) = self.by_chat.get_mut(&chat) {
            lane.state = LaneState::Idling(until);
        }
    }

    pub(super) fn wait(&mut self, chat: ChatId, until: DateTime<Utc>) {
        let Some(lane) = self.by_chat.get_mut(&chat) else { return };
        if let LaneState::Ready(turn) = lane.state {
            self.ready.remove(&(turn, chat));
        }
        lane.state = LaneState::Waiting(until);
        self.waiting.insert((until, chat));
    }

    /// Lanes whose wait is over are ready; lanes that have nothing left to remember are dropped.
    pub(super) fn wake(&mut self, now: DateTime<Utc>) {
        while let Some((until, chat)) = self.waiting.first().copied().filter(|(until, _)| *until <= now) {
            self.waiting.remove(&(until, chat));
            // It may have been held anew since.
            if let Some(lane) = self.by_chat.get_mut(&chat)
                && matches!(lane.state, LaneState::Waiting(at) | LaneState::Idling(at) if at == until)
            {
                lane.state = LaneState::Empty;
                self.queue(chat, now);
            }
        }
        while let Some((_, chat)) = self.cooling.pop_front_if(|(since, _)| *since + super::pace::MINUTE <= now) {
            let lane = self.by_chat.get_mut(&chat);
            if lane.is_some_and(|lane| lane.state == LaneState::Empty && lane.window.is_past(now)) {
                self.by_chat.remove(&chat);
            }
        }
    }

    pub(super) fn fly(&mut self, key: OutboxKey) {
        let Some(lane) = self.by_chat.get_mut(&key.chat) else { return };
        if let LaneState::Ready(turn) = lane.state {
            self.ready.remove(&(turn, key.chat));
        }
        lane.state = LaneState::InFlight(key.seq);
    }

    /// The row left the outbox; the next may go.
    pub(super) fn free(&mut self, key: OutboxKey, now: DateTime<Utc>) {
        let Some(lane) = self.by_chat.get_mut(&key.chat) else { return };
        if lane.state != LaneState::InFlight(key.seq) {
            return;
        }
        // It may have been cancelled while it was in flight.
        lane.rows.remove(key.seq);
        lane.tries = 0;
        lane.held_until = None;
        lane.state = LaneState::Empty;
        self.queue(key.chat, now);
    }

    pub(super) fn cancel(&mut self, key: OutboxKey, now: DateTime<Utc>) {
        let Some(lane) = self.by_chat.get_mut(&key.chat) else { return };
        lane.rows.remove(key.seq);
        if !matches!(lane.state, LaneState::InFlight(_)) {
            self.queue(key.chat, now);
        }
    }

    pub(super) fn flooded(&mut self, chat: ChatId, until: DateTime<Utc>, now: DateTime<Utc>) {
        if self.nothing_gets_through(chat, now) {
            warn!(chats = self.in_vain.len(), "too fast for Telegram: everything waits");
            self.held_until = Some(until.min(now + ALL_WAIT));
        }
        self.hold(chat, until);
    }

    /// How often the first row of this lane has been tried in vain.
    pub(super) fn tries(&self, chat: ChatId) -> u32 {
        self.by_chat.get(&chat).map_or(0, |lane| lane.tries)
    }

    /// A try failed. Returns how many have.
    pub(super) fn failed(&mut self, chat: ChatId, now: DateTime<Utc>) -> u32 {
        let down = self.nothing_gets_through(chat, now);
        let Some(lane) = self.by_chat.get_mut(&chat) else { return 0 };
        lane.tries = lane.tries.saturating_add(1);
        let tries = lane.tries;
        if down {
            self.held_until = Some(now + backoff(tries - 1).min(ALL_WAIT));
        }
        self.hold(chat, now + backoff(tries - 1));
        tries
    }

    /// Something reached Telegram, and was not told to wait.
    pub(super) fn got_through(&mut self) {
        self.in_vain.clear();
        self.in_vain_since = None;
        self.held_until = None;
    }

    /// Notes one more chat in vain. Chats that fail, however many, hold up no other while anything else gets through.
    fn nothing_gets_through(&mut self, chat: ChatId, now: DateTime<Utc>) -> bool {
        self.in_vain.insert(chat);
        let since = *self.in_vain_since.get_or_insert(now);
        self.in_vain.len() >= CHATS_IN_A_ROW && now - since >= WITHOUT_SUCCESS
    }

    pub(super) fn hold(&mut self, chat: ChatId, until: DateTime<Utc>) {
        let Some(lane) = self.by_chat.get_mut(&chat) else { return };
        lane.held_until = Some(until);
        if let LaneState::Waiting(before) | LaneState::Idling(before) = lane.state {
            self.waiting.remove(&(before, chat));
        }
        lane.state = LaneState::Waiting(until);
        self.waiting.insert((until, chat));
    }
}

/// 1, 2, 4 … seconds, a minute at most.
fn backoff(tries: u32) -> TimeDelta {
    TimeDelta::seconds(1_i64 << tries.min(10)).min(LONGEST_BACKOFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(milliseconds).expect("an instant")
    }

    fn lanes(chats: i64) -> Lanes {
        let mut lanes = Lanes::default();
        lanes.by_chat.extend((1..=chats).map(|chat| (ChatId(-chat), Lane::default())));
        lanes
    }

    #[test]
    fn chats_that_fail_however_many_hold_up_nobody_while_anything_gets_through() {
        let mut lanes = lanes(300);
        for second in 0..600 {
            for chat in 1..=300 {
                lanes.failed(ChatId(-chat), at(second * 1_000));
                lanes.flooded(ChatId(-chat), at(second * 1_000 + 60_000), at(second * 1_000));
            }
            assert_eq!(lanes.held_until, None);
            lanes.got_through();
        }
    }

    fn row(class: Class) -> Outgoing {
        let effect = crate::couple::Effect::Count;
        Outgoing { chat: ChatId(-1), thread: None, class, expires: None, tag: None, effect }
    }

    #[test]
    fn who_asks_for_little_goes_before_who_asks_for_much() {
        let mut lanes = Lanes::default();
        for seq in 0..30 {
            lanes.push(OutboxKey { chat: ChatId(-1), seq }, row(Class::Reply), at(0));
        }
        lanes.push(OutboxKey { chat: ChatId(-2), seq: 30 }, row(Class::Reply), at(0));
        lanes.push(OutboxKey { chat: ChatId(-3), seq: 31 }, row(Class::Guest), at(0));
        let (light, chat) = lanes.first_ready(Class::Reply).expect("a lane");
        assert_eq!((chat, light.paced_as()), (ChatId(-2), Class::Reply));
        lanes.fly(OutboxKey { chat: ChatId(-2), seq: 30 });
        let (heavy, chat) = lanes.first_ready(Class::Reply).expect("a lane");
        assert_eq!((chat, heavy.paced_as()), (ChatId(-1), Class::Reminder));
        assert_eq!(lanes.first_ready(Class::Guest).map(|(_, chat)| chat), Some(ChatId(-3)));
        assert_eq!(lanes.first_ready(Class::Daily), None);
    }

    #[test]
    fn all_waits_once_nothing_has_got_through_for_two_seconds() {
        let mut lanes = lanes(3);
        for (chat, moment) in [(1, 0), (2, 500), (3, 1_900)] {
            lanes.failed(ChatId(-chat), at(moment));
            assert_eq!(lanes.held_until, None, "{moment}");
        }
        lanes.failed(ChatId(-1), at(2_000));
        assert_eq!(lanes.held_until, Some(at(4_000)), "its second try waits two seconds, and so does all");
        lanes.got_through();
        assert_eq!(lanes.held_until, None, "it is up again");
        for chat in 1..=3 {
            lanes.failed(ChatId(-chat), at(900_000));
        }
        assert_eq!(lanes.held_until, None, "after a long quiet time, three chats at once are not the network");
    }
}
