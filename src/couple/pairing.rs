//! How two people become a couple here: greeted once, bound by a tap of each.

use crate::couple::AboutAction;
use crate::line;
use chrono::{DateTime, TimeDelta, Utc};

use super::conversation::Shelter;
use super::{
    Action, Bond, Button, Couple, Cx, Fate, Message, MessageId, Phrase, Presence, Rest, Show, Standing, Two, UserId,
    screens,
};

/// `/start` that comes with being added (`?startgroup=`) needs no second greeting.
const GREETED_JUST_NOW: TimeDelta = TimeDelta::minutes(2);

impl Couple {
    /// The bot came into the group.
    pub(super) fn welcome(&mut self, before: Presence, cx: &mut Cx<'_>) {
        if self.people().is_some() {
            // After a group became a supergroup Telegram says that we were added, too; but we were never away.
            if before != Presence::Here {
                cx.line(line::back_again());
                cx.count();
            }
        } else if !self.was_greeted_just_now(cx.now) {
            self.greet(Vec::new(), cx);
        }
    }

    pub(super) fn start_unpaired(&mut self, payload: &str, cx: &mut Cx<'_>) {
        // A link's `/start` has a payload; one that is typed is answered each time.
        if payload.is_empty() || !self.was_greeted_just_now(cx.now) {
            self.thread = cx.thread();
            self.greet(Vec::new(), cx);
        }
    }

    /// Anything that needs two, before they are two.
    pub(super) fn greet_first(&mut self, cx: &mut Cx<'_>) {
        self.greet(vec![line::first_both_in()], cx);
    }

    fn was_greeted_just_now(&self, now: DateTime<Utc>) -> bool {
        self.greeted_at.is_some_and(|at| now - at < GREETED_JUST_NOW)
    }

    fn greet(&mut self, mut body: Vec<Phrase>, cx: &mut Cx<'_>) {
        self.greeted_at = Some(cx.now);
        body.extend([line::greeting(), line::greeting_privacy(), line::greeting_how()]);
        cx.say(
            Message::new(body)
                .row([Button::new(line::button_join(), Action::Join)])
                .row([Button::Corner { label: line::button_corner() }])
                .row([Button::new(line::button_about(), Action::About(AboutAction::Open))]),
        );
    }

    /// "I'm in". The first tap changes nothing that the group can see.
    pub(super) fn join(&mut self, user: UserId, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match self.bond {
            Bond::Open { first: None } => {
                self.bond = Bond::Open { first: Some(user) };
                Show::Box(line::alert_you_are_in())
            }
            Bond::Open { first: Some(first) } if first == user => Show::Box(line::alert_you_are_in()),
            Bond::Open { first: Some(first) } => {
                self.bond = Bond::Two { people: Two::new(first, user), since: cx.now };
                cx.edit(message, screens::regions(Some(line::paired())));
                cx.count();
                Show::Passing(line::alert_both_in())
            }
            Bond::Two { .. } => Show::Passing(line::alert_both_in()),
        }
    }

    /// One who tapped takes it back before there were two.
    pub(super) fn leave_unpaired(&mut self, user: UserId, cx: &mut Cx<'_>) -> Fate {
        if self.bond == (Bond::Open { first: Some(user) }) {
            cx.line(line::closed());
            return Fate::Erased;
        }
        cx.line(line::nothing_to_leave());
        Fate::Kept
    }

    /// One of the two left the group: everything rests, and nobody is named.
    pub(super) fn left(&mut self, user: UserId, cx: &mut Cx<'_>) {
        match self.bond {
            Bond::Open { first: Some(first) } if first == user => self.bond = Bond::Open { first: None },
            Bond::Two { people, .. } if people.contains(&user) => {
                self.rest = Rest::UntilResumed;
                self.one_is_away(user);
                self.shelter_talk(Shelter::All, cx);
                self.talks.aftercare = None;
                self.dates.standing = Standing::Frozen;
                cx.line(line::resting_until_resumed());
            }
            // Someone else went: perhaps the two are alone now.
            Bond::Two { .. } => cx.count(),
            Bond::Open { .. } => {}
        }
    }
}
