//! Each person's list of the groups in which they are one of two, kept in step with the couples.

use std::rc::Rc;

use super::work::Work;
use crate::couple::{
    Action, Apart, Bond, Closing, Corner, CornerEvent, Couple, Door, Event, MOST_COUPLES, Parted, Press, Sender,
};
use crate::ids::ChatId;
use crate::store::{Owner, StoreError};

impl Work<'_> {
    /// The couples of a person, where what happens in their corner asks for them.
    pub(super) fn couples_asked_for(&self, corner: &Corner, event: &CornerEvent) -> Result<Vec<Couple>, StoreError> {
        if !event.asks_for_couples() {
            return Ok(Vec::new());
        }
        let couples = corner.couples.keys().map(|chat| self.draft.couple(*chat));
        couples.filter_map(Result::transpose).map(|couple| couple.map(Rc::unwrap_or_clone)).collect()
    }

    /// What keeps the one who taps *I'm in* from the one who did before, as one of them left the other; the first who taps,
    /// from anybody whom they left.
    pub(super) fn kept_apart(&self, couple: &Couple, event: &Event) -> Result<Option<Apart>, StoreError> {
        let (Bond::Open { first }, Event::Tap { from: Sender::Human(second), press, .. }) = (&couple.bond, event)
        else {
            return Ok(None);
        };
        if *press != Press::Known(Action::Join) {
            return Ok(None);
        }
        let Some(first) = first else {
            return Ok(self.draft.corner(*second)?.and_then(|corner| corner.apart.from_anybody(self.now())));
        };
        let kept = |one, other| -> Result<Option<Apart>, StoreError> {
            Ok(self.draft.corner(one)?.and_then(|corner| corner.apart.from(other, self.now())))
        };
        Ok(match (kept(*first, *second)?, kept(*second, *first)?) {
            (Some(Apart::ForGood), _) | (_, Some(Apart::ForGood)) => Some(Apart::ForGood),
            (one, other) => one.or(other),
        })
    }

    /// One of the two has left: what they chose goes with it.
    pub(super) fn part(&mut self, chat: ChatId, parted: Parted) -> Result<(), StoreError> {
        let mut corner = self.draft.corner(parted.left)?.unwrap_or_default();
        corner.has_left(chat, parted.other, self.now());
        // What stays of it, until the group hears of it, goes under another key.
        self.draft.batch.forget.extend([Owner::Couple(chat), Owner::Person(parted.left)]);
        self.draft.put_corner(parted.left, corner, self.now())
    }

    /// Takes the couple from under its old id. In the corners of the two it goes on under the new one, so that it is no
    /// other couple to them.
    pub(super) fn rename(&mut self, from: ChatId, to: ChatId, before: &Couple) -> Result<(), StoreError> {
        for user in before.people().into_iter().flatten() {
            let mut corner = self.draft.corner(user)?.unwrap_or_default();
            if corner.couples.contains_key(&from) {
                corner.group_renamed(from, to, self.now());
                self.draft.put_corner(user, corner, self.now())?;
            }
        }
        self.draft.index_timers(from, Some(before), None);
        self.draft.batch.couples.insert(from, None);
        Ok(())
    }

    /// Keeps each person's list of groups in step with who the two are. Doors are the couple's own and go with it; what
    /// they leave out, they leave out with whomever they are. Returns what is to be told to whom.
    pub(super) fn link_people(
        &mut self,
        chat: ChatId,
        before: Option<&Couple>,
        after: Option<&Couple>,
    ) -> Result<Vec<(ChatId, Event)>, StoreError> {
        let two = |couple: Option<&Couple>| match couple.map(|couple| &couple.bond) {
            // Until the group hears that one has left, the other's list is as it was.
            Some(Bond::Two { people, since } | Bond::Closing(Closing { people, since, .. })) => {
                people.map(|user| (user, *since)).to_vec()
            }
            Some(Bond::Open { .. }) | None => Vec::new(),
        };
        let (old, new) = (two(before), two(after));
        if old == new {
            return Ok(Vec::new());
        }
        // Whoever they were, and are not any more: what was kept of it can be read by nobody from now on.
        if !old.is_empty() {
            self.draft.batch.forget.insert(Owner::Couple(chat));
            let gone = old.iter().filter(|link| !new.contains(link));
            self.draft.batch.forget.extend(gone.map(|(user, _)| Owner::Person(*user)));
        }
        self.given.shares.other_two(chat);
        let mut told = Vec::new();
        for (user, _) in old.iter().filter(|link| !new.contains(link)) {
            let mut corner = self.draft.corner(*user)?.unwrap_or_default();
            corner.couples.remove(&chat);
            self.draft.put_corner(*user, corner, self.now())?;
        }
        for (user, since) in new.iter().filter(|link| !old.contains(link)) {
            let mut corner = self.draft.corner(*user)?.unwrap_or_default();
            if corner.couples.get(&chat) == Some(since) {
                // The same couple, under another id.
                continue;
            }
            if corner.couples.len() < MOST_COUPLES {
                corner.couples.insert(chat, *since);
            }
            if corner.door == Door::Open {
                told.push((chat, Event::Reach { user: *user, door: Door::Open }));
            }
            if !corner.left_out.is_empty() {
                told.push((chat, corner.leaves_out(*user)));
            }
            self.draft.put_corner(*user, corner, self.now())?;
        }
        Ok(told)
    }
}
