//! How two people become a couple here: greeted once, bound by a tap of each.

use chrono::{DateTime, TimeDelta, Utc};

use super::conversation::Shelter;
use super::{
    Action, Bond, Button, Class, Couple, Effect, Effects, Fate, Message, MessageId, Phrase, Presence, Rest, Show,
    Standing, UserId, screens,
};

/// `/start` that comes with being added (`?startgroup=`) needs no second greeting.
const GREETED_JUST_NOW: TimeDelta = TimeDelta::minutes(2);

impl Couple {
    /// The bot came into the group.
    pub(super) fn welcome(&mut self, before: Presence, now: DateTime<Utc>, out: &mut Effects) {
        if self.people().is_some() {
            // After a group became a supergroup Telegram says that we were added, too; but we were never away.
            if before == Presence::Away {
                out.thread = self.thread;
                out.line("back-again");
                out.list.push(out.outgoing(Class::Reply, Effect::Count));
            }
        } else if !self.was_greeted_just_now(now) {
            self.greet(Vec::new(), now, out);
        }
    }

    pub(super) fn start_unpaired(&mut self, payload: &str, now: DateTime<Utc>, out: &mut Effects) {
        // A link's `/start` has a payload; one that is typed is answered each time.
        if payload.is_empty() || !self.was_greeted_just_now(now) {
            self.thread = out.thread;
            self.greet(Vec::new(), now, out);
        }
    }

    /// Anything that needs two, before they are two.
    pub(super) fn greet_first(&mut self, now: DateTime<Utc>, out: &mut Effects) {
        self.greet(vec![Phrase::new("first-both-in")], now, out);
    }

    fn was_greeted_just_now(&self, now: DateTime<Utc>) -> bool {
        self.greeted_at.is_some_and(|at| now - at < GREETED_JUST_NOW)
    }

    fn greet(&mut self, mut body: Vec<Phrase>, now: DateTime<Utc>, out: &mut Effects) {
        self.greeted_at = Some(now);
        body.extend([Phrase::new("greeting"), Phrase::new("greeting-privacy"), Phrase::new("greeting-how")]);
        out.say(
            Message::new(body)
                .row([Button::new("button-join", Action::Join)])
                .row([Button::Corner { label: Phrase::new("button-corner") }])
                .row([Button::new("button-about", Action::OpenAbout)]),
        );
    }

    /// "I'm in". The first tap changes nothing that the group can see.
    pub(super) fn join(&mut self, user: UserId, message: MessageId, now: DateTime<Utc>, out: &mut Effects) -> Show {
        match self.bond {
            Bond::Open { first: None } => {
                self.bond = Bond::Open { first: Some(user) };
                Show::Box(Phrase::new("alert-you-are-in"))
            }
            Bond::Open { first: Some(first) } if first == user => Show::Box(Phrase::new("alert-you-are-in")),
            Bond::Open { first: Some(first) } => {
                self.bond = Bond::Two { people: [first, user], since: now };
                self.reschedule(now);
                out.screen(message, screens::regions(Some(Phrase::new("paired"))));
                out.list.push(out.outgoing(Class::Reply, Effect::Count));
                Show::Passing(Phrase::new("alert-both-in"))
            }
            Bond::Two { .. } => Show::Passing(Phrase::new("alert-both-in")),
        }
    }

    /// One who tapped takes it back before there were two.
    pub(super) fn leave_unpaired(&mut self, user: UserId, out: &mut Effects) -> Fate {
        if self.bond == (Bond::Open { first: Some(user) }) {
            out.line("closed");
            return Fate::Erased;
        }
        out.line("nothing-to-leave");
        Fate::Kept
    }

    /// One of the two left the group: everything rests, and nobody is named.
    pub(super) fn left(&mut self, user: UserId, now: DateTime<Utc>, out: &mut Effects) {
        match self.bond {
            Bond::Open { first: Some(first) } if first == user => self.bond = Bond::Open { first: None },
            Bond::Two { people, .. } if people.contains(&user) => {
                self.rest = Rest::UntilResumed;
                self.one_is_away(user);
                self.shelter_talk(Shelter::All, now, out);
                self.talks.aftercare = None;
                self.dates.standing = Standing::Frozen;
                self.reschedule(now);
                out.line("resting-until-resumed");
            }
            // Someone else went: perhaps the two are alone now.
            Bond::Two { .. } => out.list.push(out.outgoing(Class::Reply, Effect::Count)),
            Bond::Open { .. } => {}
        }
    }
}
