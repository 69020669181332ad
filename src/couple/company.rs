//! Who else can read along. While somebody can, both doors count as shut: nothing tender or intimate is said.
//!
//! That someone came in, Telegram tells. Who was there before is counted by delivery, at the moment at which a message
//! for the two alone ([`super::Eyes::TheTwo`]) is about to go out; it does not go, and the couple hears of it here. No
//! id of a third person is kept.

use chrono::{DateTime, TimeDelta, Utc};

use super::conversation::Shelter;
use super::{Class, Context, Couple, Effect, Effects, Outgoing, Ring, Tag, UserId};
use crate::prompts::{Card, CardId, Gate};

/// They may be alone again, and Telegram has not told: after so long it is counted anew.
pub(super) const COUNTED_ANEW: TimeDelta = TimeDelta::days(7);

impl Couple {
    /// The doors that are open now: to both, and to nobody's eyes but theirs.
    pub(super) fn open_doors(&self, now: DateTime<Utc>) -> Vec<Gate> {
        self.people().map_or_else(Vec::new, |people| self.talks.open_to_both(people, now))
    }

    /// Others came in: said once, so that the two know who can read.
    pub(super) fn joined(&mut self, people: &[UserId], now: DateTime<Utc>, out: &mut Effects) {
        if let Some(two) = self.people()
            && people.iter().any(|user| !two.contains(user))
        {
            self.talks.company = Some(now);
            out.thread = self.thread;
            out.line("someone-joined");
            self.shelter_talk(Shelter::BehindDoors, now, out);
        }
    }

    /// Someone else went. Whether the two are alone now is counted when it matters.
    pub(super) fn company_left(&mut self) {
        self.talks.company = None;
    }

    /// A message for the two alone was held back. Another card takes the place of such a card, a talk rests.
    pub(super) fn overheard(&mut self, context: &mut Context<'_>, out: &mut Effects) {
        let now = context.now;
        out.thread = self.thread;
        if self.talks.company.replace(now).is_none_or(|before| now - before >= COUNTED_ANEW) {
            out.line("someone-reads-along");
        }
        self.shelter_talk(Shelter::BehindDoors, now, out);
        let is_for_the_two = |card: &CardId| context.library.card(card).is_some_and(Card::is_behind_a_door);
        let Some(held_back) = self.deck.current.as_ref().filter(|current| is_for_the_two(&current.card)) else {
            return;
        };
        let place = held_back.message;
        self.deck.put_back();
        let Some((serial, message)) = self.lay_another(context) else { return };
        if let Some(place) = place {
            self.deck.delivered(serial, place);
            out.screen(place, message);
            return;
        }
        let ring = if self.settings.is_quiet(now) { Ring::Silently } else { Ring::Aloud };
        let row = out.outgoing(Class::Reply, Effect::Say { message, ring, reply_to: None });
        out.list.push(Outgoing { tag: Some(Tag::Card(serial)), ..row });
    }
}
