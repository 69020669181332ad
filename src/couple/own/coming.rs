//! When a card of theirs comes, and how.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Coming, GivenIn, OwnCard, OwnCards, OwnId};
use crate::couple::{Bond, Class, Couple, Cx, Effect, FIRST_DAYS, Message, MessageId, Outgoing, Ring, Tag};
use crate::line;

/// So many others come between two of these at the least.
const OTHERS_BETWEEN: u32 = 6;
/// A card does not come sooner than this after it was added.
const RIPENS: TimeDelta = TimeDelta::days(7);
/// The same one does not come again sooner than this.
const AGAIN: TimeDelta = TimeDelta::days(60);

impl OwnCards {
    /// The card whose turn it is among those that can come, if it is the turn of one: of those that came least lately, the
    /// oldest. So none comes again before all the others have.
    fn next(&self, now: DateTime<Utc>, can_come: impl Fn(&OwnCard) -> bool) -> Option<OwnId> {
        if self.others_since < OTHERS_BETWEEN {
            return None;
        }
        let ripe = |card: &&OwnCard| now - card.added >= RIPENS && card.came.is_none_or(|came| now - came >= AGAIN);
        let ready = self.cards.iter().filter(ripe).filter(|card| can_come(card));
        ready.min_by_key(|card| (card.came, card.id)).map(|card| card.id)
    }

    /// A card of the library came by itself.
    pub(in crate::couple) fn other_came(&mut self) {
        if !self.cards.is_empty() {
            self.others_since = self.others_since.saturating_add(1);
        }
    }

    fn came(&mut self, id: OwnId, now: DateTime<Utc>) {
        self.others_since = 0;
        for card in self.cards.iter_mut().filter(|card| card.id == id) {
            card.came = Some(now);
        }
    }
}

impl Couple {
    /// A card of theirs for today. None in the first days, nor on a path, nor where it is to be light: nobody knows what
    /// stands on it. Nor while others can read along.
    pub(in crate::couple) fn own_card_for_today(&mut self, now: DateTime<Utc>) -> Option<OwnId> {
        let Bond::Two { since, .. } = self.bond else { return None };
        let days = (self.settings.day(now) - self.settings.day(since)).num_days();
        let first_days = usize::try_from(days).unwrap_or(0) < FIRST_DAYS;
        let light = self.deck.is_light(now) || self.talks.is_fresh(now) || self.talks.is_lighter(now);
        if first_days || light || self.deck.walk.is_some() || !self.are_alone(now) {
            return None;
        }
        let can_come = |card: &OwnCard| match card.given {
            GivenIn::Group => true,
            // From a chat that was closed to the bot nothing can be copied.
            GivenIn::Private => self.answers.reaches_one(card.by),
        };
        self.own.next(now, can_come)
    }

    /// A copy of it goes to the group; what is said of it comes below, once it stands there.
    pub(in crate::couple) fn own_card_comes(&mut self, id: OwnId, until: DateTime<Utc>, ring: Ring, cx: &mut Cx<'_>) {
        let Some(card) = self.own.card(id).copied() else { return };
        self.deck.make_room();
        self.own.coming = Some(Coming { id, until });
        self.has_its_day(cx.now);
        let copy = Effect::Copy { from: card.chat(self.chat), messages: vec![card.message], ring };
        let row = cx.row(Class::Daily, copy);
        cx.push(Outgoing { expires: Some(until), tag: Some(Tag::OwnCard(id)), ..row });
    }

    /// It stands in the group, as this message.
    pub(in crate::couple) fn own_card_stands(&mut self, id: OwnId, message: MessageId, cx: &mut Cx<'_>) {
        if self.own.coming.take_if(|coming| coming.id == id).is_none() {
            return;
        }
        self.own.came(id, cx.now);
        let slowed = self.says_that_it_slows(cx.now);
        let body = [line::own_came()].into_iter().chain(slowed);
        let below = Message::new(body).row([self.take_back_button(id)]);
        // The phone has made its sound for the card itself.
        cx.push(cx.row(Class::Daily, Effect::Say { message: below, ring: Ring::Silently, reply_to: Some(message) }));
    }

    /// Its message is not there any more: it is forgotten, and the day's card comes.
    pub(in crate::couple) fn own_card_is_gone(&mut self, id: OwnId, cx: &mut Cx<'_>) {
        self.own.forget(id);
        self.own_card_makes_room(id, cx);
    }

    /// It was not sent, for what reason ever: its turn passes, and the day's card comes. What was only refused today may be
    /// taken another time.
    pub(in crate::couple) fn own_card_missed(&mut self, id: OwnId, cx: &mut Cx<'_>) {
        self.own.came(id, cx.now);
        self.own_card_makes_room(id, cx);
    }

    /// The day's card comes in its place, if there is time still.
    pub(super) fn own_card_makes_room(&mut self, id: OwnId, cx: &mut Cx<'_>) {
        let Some(coming) = self.own.coming.take_if(|coming| coming.id == id) else { return };
        if cx.now < coming.until {
            self.card_of_the_day(coming.until, self.soft_ring(cx.now), cx);
        }
    }

    /// Others can read along: it waits for another day, and the day's card comes.
    pub(in crate::couple) fn own_card_held_back(&mut self, id: OwnId, cx: &mut Cx<'_>) {
        if let Some(coming) = self.own.coming.take_if(|coming| coming.id == id) {
            self.card_of_the_day(coming.until, self.soft_ring(cx.now), cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::couple::UserId;

    fn day(n: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(n)
    }

    fn card(id: u32, added: i64) -> OwnCard {
        let (by, message) = (UserId(1), MessageId(i32::try_from(id).unwrap_or(1)));
        OwnCard { id: OwnId(id), by, given: GivenIn::Group, message, added: day(added), came: None }
    }

    proptest! {
        /// A card each day for two years, whenever they were added: of seven that follow each other at most one is
        /// theirs; none comes while it is young, nor again before all that could have come have.
        #[test]
        fn one_in_seven_at_most_and_all_before_any_comes_again(added in prop::collection::vec(0_i64..400, 0..61)) {
            let mut own = OwnCards::default();
            let mut days: Vec<i64> = added;
            days.sort_unstable();
            let mut came: Vec<i64> = Vec::new();
            let mut last: BTreeMap<OwnId, i64> = BTreeMap::new();
            for today in 0..730 {
                for (n, _) in days.iter().enumerate().filter(|(_, at)| **at == today) {
                    own.cards.push(card(u32::try_from(n).unwrap_or(0), today));
                }
                let Some(id) = own.next(day(today), |_| true) else {
                    own.other_came();
                    continue;
                };
                let this = *own.card(id).expect("one of theirs");
                prop_assert!(day(today) - this.added >= RIPENS);
                prop_assert!(came.last().is_none_or(|before| today - before >= 7), "{came:?} {today}");
                if let Some(before) = last.insert(id, today) {
                    prop_assert!(day(today) - day(before) >= AGAIN);
                    for other in own.cards.iter().filter(|other| other.id != id && day(today) - other.added >= RIPENS) {
                        prop_assert!(last.get(&other.id).is_some_and(|at| *at > before), "{other:?} has not come");
                    }
                }
                came.push(today);
                own.came(id, day(today));
            }
        }
    }

    #[test]
    fn the_oldest_comes_first_and_one_that_cannot_come_waits() {
        let mut own = OwnCards { cards: vec![card(1, 0), card(2, 0), card(3, 1)], ..OwnCards::default() };
        assert_eq!(own.next(day(20), |_| true), None, "six others come first");
        (0..6).for_each(|_| own.other_came());
        assert_eq!(own.next(day(20), |_| true), Some(OwnId(1)));
        assert_eq!(own.next(day(20), |card| card.id != OwnId(1)), Some(OwnId(2)));
        assert_eq!(own.next(day(6), |_| true), None, "all are young still");
    }
}
