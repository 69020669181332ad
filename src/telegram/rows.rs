//! The rows of one lane, in the order in which they go. What is done with one of them takes as long however many there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::couple::{Class, Effect, Outgoing};
use crate::ids::MessageId;

/// The rows of one lane, by their number.
///
/// They go in their order, with two exceptions. A line for a guest waits for what is there for the two. Buttons that are
/// taken away wait until nothing else is left, unless what comes next changes the same message.
#[derive(Default)]
pub(super) struct Rows {
    by_number: BTreeMap<u64, Outgoing>,
    /// Those that go in their order.
    in_order: BTreeSet<u64>,
    for_guests: BTreeSet<u64>,
    /// Those that take away buttons, by their message: nobody waits for them.
    idle: BTreeSet<u64>,
    unbutton: BTreeMap<MessageId, BTreeSet<u64>>,
    classes: BTreeMap<Class, usize>,
}

/// How the row of a lane that goes next may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Urgent(u64),
    /// Nobody waits for it. It goes while the chat is quiet, so that a brisk talk does not wait for it.
    Idle(u64),
}

impl Rows {
    pub(super) fn insert(&mut self, number: u64, row: Outgoing) {
        self.remove(number);
        match row.effect {
            Effect::Unbutton { id } => {
                self.idle.insert(number);
                self.unbutton.entry(id).or_default().insert(number);
            }
            Effect::Say { .. } if row.class == Class::Guest => drop(self.for_guests.insert(number)),
            _ => drop(self.in_order.insert(number)),
        }
        *self.classes.entry(row.class).or_default() += 1;
        self.by_number.insert(number, row);
    }

    pub(super) fn remove(&mut self, number: u64) {
        let Some(row) = self.by_number.remove(&number) else { return };
        for some in [&mut self.in_order, &mut self.for_guests, &mut self.idle] {
            some.remove(&number);
        }
        if let Effect::Unbutton { id } = row.effect
            && let Some(same) = self.unbutton.get_mut(&id)
        {
            same.remove(&number);
            if same.is_empty() {
                self.unbutton.remove(&id);
            }
        }
        if let Some(count) = self.classes.get_mut(&row.class) {
            *count -= 1;
            if *count == 0 {
                self.classes.remove(&row.class);
            }
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Outgoing> {
        self.by_number.get(&number)
    }

    pub(super) fn len(&self) -> usize {
        self.by_number.len()
    }

    /// Order is kept, so all are as urgent as the most urgent of them. `None` where there are none.
    pub(super) fn class(&self) -> Option<Class> {
        self.classes.keys().next().copied()
    }

    /// What goes next.
    pub(super) fn next(&self) -> Option<Next> {
        let Some(number) = self.in_order.first() else {
            let for_guest = self.for_guests.first().copied().map(Next::Urgent);
            return for_guest.or(self.idle.first().copied().map(Next::Idle));
        };
        let before = match self.get(*number).map(|row| &row.effect) {
            Some(Effect::Edit { id, .. }) => self.unbutton.get(id).and_then(|same| same.range(..number).next()),
            _ => None,
        };
        Some(Next::Urgent(*before.unwrap_or(number)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::couple::{Message, Ring};
    use crate::ids::ChatId;

    fn row(class: Class, effect: Effect) -> Outgoing {
        Outgoing { chat: ChatId(-1), thread: None, class, expires: None, tag: None, effect }
    }

    fn say() -> Effect {
        Effect::Say { message: Message::default(), ring: Ring::Aloud, reply_to: None }
    }

    fn unbutton(id: i32) -> Effect {
        Effect::Unbutton { id: MessageId(id) }
    }

    fn edit(id: i32) -> Effect {
        Effect::Edit { id: MessageId(id), message: Message::default() }
    }

    /// The rows in the order in which they go.
    fn order(rows: impl IntoIterator<Item = Outgoing>) -> Vec<Next> {
        let mut lane = Rows::default();
        (1..).zip(rows).for_each(|(number, row)| lane.insert(number, row));
        std::iter::from_fn(|| {
            let next = lane.next()?;
            let (Next::Urgent(number) | Next::Idle(number)) = next;
            lane.remove(number);
            Some(next)
        })
        .collect()
    }

    #[test]
    fn buttons_and_guests_wait_for_the_two() {
        let reply = |effect| row(Class::Reply, effect);
        let guest = |effect| row(Class::Guest, effect);
        assert_eq!(
            order([guest(say()), reply(unbutton(7)), reply(unbutton(8)), reply(say()), reply(edit(8)), reply(say())]),
            [Next::Urgent(4), Next::Urgent(3), Next::Urgent(5), Next::Urgent(6), Next::Urgent(1), Next::Idle(2)]
        );
        // What guests changed is changed in its order.
        assert_eq!(order([guest(edit(7)), reply(edit(7))]), [Next::Urgent(1), Next::Urgent(2)]);
    }

    #[test]
    fn a_lane_is_as_urgent_as_the_most_urgent_in_it() {
        let mut lane = Rows::default();
        assert_eq!(lane.class(), None);
        lane.insert(1, row(Class::Daily, say()));
        lane.insert(2, row(Class::Reply, say()));
        assert_eq!(lane.class(), Some(Class::Reply));
        lane.remove(2);
        lane.remove(2);
        assert_eq!(lane.class(), Some(Class::Daily));
        lane.remove(1);
        assert_eq!(lane.class(), None);
    }

    /// 100,000 rows come and go within what a lane that is read whole each time would take for a few hundred.
    #[test]
    fn a_long_lane_is_no_slower() {
        let began = Instant::now();
        let count = 100_000;
        let all = order((0..count).map(|n| row(Class::Reply, if n % 2 == 0 { say() } else { unbutton(n) })));
        assert_eq!(all.len(), 100_000);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}
