//! The two doors, and who else could look in: what lies behind one comes when both have opened it, each in private, and
//! while nobody but the two can read along.
//!
//! That someone came or went, Telegram tells; how many are there, it is asked ([`super::Effect::Count`]), and once more
//! at the moment at which a message for the two alone ([`super::Eyes::TheTwo`]) is about to go out. If it does not go, the
//! couple hears of it here. No id of a third person is kept.

use crate::line;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::conversation::Shelter;
use super::{
    Class, Couple, Cx, DateTag, Door, Effect, Event, Message, MessageId, Outgoing, Phrase, Ring, Sender, Standing, Tag,
    Two, UserId,
};
use crate::prompts::{Gate, Named};

/// They may be alone again, and Telegram has not told: after so long it is tried anew.
const TRIED_ANEW: TimeDelta = TimeDelta::days(7);

/// What stands between the two and what is for them alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Doors {
    /// The doors that each has opened in private. What one opened alone opens nothing and is never shown.
    opened: BTreeMap<UserId, BTreeSet<Gate>>,
    /// Who agreed in words to what lies behind the door to closeness, and when (UTC); erased when they close it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    agreed: BTreeMap<UserId, DateTime<Utc>>,
    /// Those of the two who left the group and were not seen in it since.
    away: BTreeSet<UserId>,
    /// When it was last known that someone else can read along (UTC).
    company: Option<DateTime<Utc>>,
}

impl Doors {
    /// The doors that both opened, whoever is there.
    fn open_to(&self, people: Two) -> Vec<Gate> {
        let opened =
            |gate: Gate| people.iter().all(|user| self.opened.get(user).is_some_and(|gates| gates.contains(&gate)));
        Gate::ALL.iter().copied().filter(|gate| *gate == Gate::Open || opened(*gate)).collect()
    }

    /// What one of the two may see: the doors that they opened themselves, when they agreed to one in words, and when
    /// someone else could read along.
    pub(super) fn as_seen_by(&self, user: UserId) -> (BTreeSet<Gate>, Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        // Who left the group and came back, everybody there has seen.
        let Self { opened, agreed, away: _, company } = self;
        (opened.get(&user).cloned().unwrap_or_default(), agreed.get(&user).copied(), *company)
    }

    /// How a door stands on the side of one of the two.
    pub(super) fn side_of(&self, user: UserId, gate: Gate) -> Door {
        let is_open = self.opened.get(&user).is_some_and(|gates| gates.contains(&gate));
        if is_open { Door::Open } else { Door::Closed }
    }

    /// What was noted later than now was noted now.
    pub(super) fn look_again(&mut self, now: DateTime<Utc>) {
        self.company.iter_mut().chain(self.agreed.values_mut()).for_each(|at| *at = (*at).min(now));
    }

    /// Whether both are there, and nobody else as far as is known.
    fn are_alone(&self, now: DateTime<Utc>) -> bool {
        self.away.is_empty() && self.company.is_none_or(|seen| now - seen >= TRIED_ANEW)
    }
}

impl Couple {
    /// The doors that are open at this moment.
    pub(super) fn open_doors(&self, now: DateTime<Utc>) -> Vec<Gate> {
        match self.people() {
            Some(people) if self.doors.are_alone(now) => self.doors.open_to(people),
            _ => vec![Gate::Open],
        }
    }

    /// Whether something from behind a door could be read by others, or would be missed by one of the two.
    pub(super) fn are_alone(&self, now: DateTime<Utc>) -> bool {
        self.doors.are_alone(now)
    }

    /// One opened or closed a door. Nothing shows it; what is under way goes on.
    pub(super) fn opens(&mut self, user: UserId, gate: Gate, door: Door, now: DateTime<Utc>) {
        if self.people().is_none_or(|people| !people.contains(&user)) {
            return;
        }
        let gates = self.doors.opened.entry(user).or_default();
        match door {
            Door::Open => {
                if gates.insert(gate) && gate == Gate::Intimate {
                    self.doors.agreed.insert(user, now);
                }
            }
            Door::Closed => {
                gates.remove(&gate);
                if gate == Gate::Intimate {
                    self.doors.agreed.remove(&user);
                }
                self.takes_back_yes(user, gate);
            }
        }
    }

    /// Who says something in the group is there. A tap does not show it: old buttons can be tapped from outside.
    pub(super) fn sees(&mut self, event: &Event) {
        match event {
            Event::Command { from: Sender::Human(user), .. } | Event::Spoke { from: Sender::Human(user), .. } => {
                self.doors.away.remove(user);
            }
            Event::Joined(people) => self.doors.away.retain(|user| !people.contains(user)),
            _ => {}
        }
    }

    /// Others came in: said once, so that the two know who can read.
    pub(super) fn joined(&mut self, people: &[UserId], cx: &mut Cx<'_>) {
        let Some(two) = self.people() else {
            if !people.is_empty() {
                cx.count();
            }
            return;
        };
        if people.iter().any(|user| two.contains(user))
            && self.dates.standing == Standing::Frozen
            && !self.one_is_gone()
        {
            cx.line(line::both_here_again());
        }
        if people.iter().any(|user| !two.contains(user)) {
            self.doors.company = Some(cx.now);
            cx.line(line::someone_joined());
            self.shelter_talk(Shelter::BehindDoors, cx);
        }
    }

    /// Whether this one left the group and was not seen in it since.
    pub(super) fn is_away(&self, user: UserId) -> bool {
        self.doors.away.contains(&user)
    }

    /// Whether one of the two is not in the group.
    pub(super) fn one_is_gone(&self) -> bool {
        !self.doors.away.is_empty()
    }

    /// One of the two went: nothing from behind a door until they are seen again.
    pub(super) fn one_is_away(&mut self, user: UserId) {
        self.doors.away.insert(user);
    }

    /// Delivery was asked how many are here.
    pub(super) fn counted(&mut self, alone: bool, cx: &mut Cx<'_>) {
        if alone {
            self.doors.company = None;
        } else if self.people().is_none() {
            self.others_are_here(cx.now);
        } else if self.are_just_two(cx.now) {
            self.too_many_to_pair(cx);
        } else {
            self.tell_of_company(cx);
            self.shelter_talk(Shelter::BehindDoors, cx);
        }
    }

    /// Someone else can read along.
    pub(super) fn others_are_here(&mut self, now: DateTime<Utc>) {
        self.doors.company = Some(now);
    }

    /// Someone else can read along. Said when it was not known; at night without a sound.
    fn tell_of_company(&mut self, cx: &mut Cx<'_>) {
        if self.doors.company.replace(cx.now).is_none() {
            self.say_softly(line::someone_reads_along(), cx);
        }
    }

    /// At night without a sound.
    pub(super) fn say_softly(&self, line: Phrase, cx: &mut Cx<'_>) {
        cx.push(cx.message(Class::Reply, Message::new([line]), self.soft_ring(cx.now)));
    }

    /// Without a sound while it is night for one of the two.
    pub(super) fn soft_ring(&self, now: DateTime<Utc>) -> Ring {
        let night = self.settings.is_quiet(now) || self.settings.is_quiet_for_second(now);
        if night { Ring::Silently } else { Ring::Aloud }
    }

    /// A message for the two alone was not sent. Another card takes the place of a card; a talk rests, or was never
    /// asked for; who waits for anything else hears why.
    pub(super) fn held_back(&mut self, row: &Outgoing, cx: &mut Cx<'_>) {
        let known = self.doors.company.is_some();
        self.tell_of_company(cx);
        let edited = match row.effect {
            Effect::Edit { id, .. } => Some(id),
            _ => None,
        };
        let is_talk = matches!(row.tag, Some(Tag::Talk(_)))
            || self.talks.now.as_ref().is_some_and(|talk| edited.is_some() && talk.card == edited);
        let is_card = match row.tag {
            Some(Tag::Card(serial)) => self.deck.is_current(serial),
            _ => self.deck.stands_at(edited),
        };
        if is_talk {
            self.shelter_talk(Shelter::BehindDoors, cx);
            // A question that was never asked leaves nothing else behind.
            if known && self.talks.now.is_none() {
                self.say_softly(line::held_back(), cx);
            }
        } else if is_card {
            self.replace_card(row, edited, cx);
        } else if let Some(Tag::Opening(serial, piece)) = row.tag {
            self.opening_held_back(serial, piece, cx);
        } else if let Some(Tag::OwnCard(id)) = row.tag {
            self.own_card_held_back(id, cx);
        } else if let Some(Tag::Date(DateTag::Offer(serial))) = row.tag {
            self.offer_held_back(serial, cx);
        } else if matches!(row.tag, None | Some(Tag::Date(DateTag::Evening(_)))) {
            self.say_softly(line::held_back(), cx);
        }
    }

    fn replace_card(&mut self, row: &Outgoing, place: Option<MessageId>, cx: &mut Cx<'_>) {
        let Some((serial, message)) = self.lay_in_its_place(cx) else { return cx.line(line::no_card()) };
        let effect = match (&row.effect, place) {
            (_, Some(id)) => {
                self.card_stands(serial, id);
                Effect::Edit { id, message }
            }
            (Effect::Say { ring, .. }, None) => Effect::Say { message, ring: *ring, reply_to: None },
            _ => return,
        };
        cx.push(Outgoing { effect, tag: row.tag.map(|_| Tag::Card(serial)), ..row.clone() });
    }
}
