//! How two people become a couple here: greeted once, bound by a tap of each.

use crate::couple::AboutAction;
use crate::couple::said_time::{self, As};
use crate::line;
use chrono::{DateTime, TimeDelta, Utc};

use super::conversation::Shelter;
use super::{
    Action, Apart, Bond, Button, Couple, Cx, Message, MessageId, Phrase, Presence, Rest, Show, Standing, Two, UserId,
    screens,
};

/// `/start` that comes with being added (`?startgroup=`) needs no second greeting.
const GREETED_JUST_NOW: TimeDelta = TimeDelta::minutes(2);
/// Greetings in a day, at most: the button of the last one works as well.
const GREETINGS_A_DAY: usize = 5;
/// Who is in the group is counted when two have tapped; the answer comes within this.
const COUNTED_WITHIN: TimeDelta = TimeDelta::minutes(1);

impl Couple {
    /// The bot came into the group.
    pub(super) fn welcome(&mut self, before: Presence, cx: &mut Cx<'_>) {
        if self.people().is_some() {
            // After a group became a supergroup Telegram says that we were added, too; but we were never away.
            if before != Presence::Here {
                let parked = self.has_parked_talk().then(line::talk_waits_parked);
                cx.say(Message::new(std::iter::once(line::back_again()).chain(parked)));
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

    /// Whether they became two a moment ago.
    pub(super) fn are_just_two(&self, now: DateTime<Utc>) -> bool {
        matches!(self.bond, Bond::Two { since, .. } if now - since < COUNTED_WITHIN)
    }

    fn was_greeted_just_now(&self, now: DateTime<Utc>) -> bool {
        self.greeted_at.is_some_and(|at| now - at < GREETED_JUST_NOW)
    }

    fn greet(&mut self, mut body: Vec<Phrase>, cx: &mut Cx<'_>) {
        if !self.greetings.has_room(GREETINGS_A_DAY, cx.now) {
            return cx.line(line::greeted_enough());
        }
        self.greetings.note(cx.now);
        self.greeted_at = Some(cx.now);
        let greeting = greeting(line::greeting_how());
        body.extend(greeting.body);
        cx.say(Message { body, ..greeting });
    }

    /// "I'm in". After the first tap the greeting says what is waited for, and not who has tapped.
    pub(super) fn join(&mut self, user: UserId, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if let Bond::Open { first: Some(first) } = self.bond
            && self.first_tap_until.is_some_and(|until| until <= cx.now)
        {
            self.takes_first_tap_back(first, cx);
        }
        let day = |at| said_time::day(self.settings.day(at), self.settings.day(cx.now), As::Name);
        match self.bond {
            Bond::Open { first: None } => {
                let (told, until) = match cx.apart {
                    Some(Apart::Until(at)) => (line::alert_you_are_in_from(day(at)), Some(at)),
                    Some(Apart::ForGood) | None => (line::alert_you_are_in(), None),
                };
                self.bond = Bond::Open { first: Some(user) };
                self.first_tap_until = until;
                self.waiting = Some(message);
                cx.edit(message, greeting(line::greeting_waits()));
                Show::Box(told)
            }
            Bond::Open { first: Some(first) } if first == user => Show::Passing(match self.first_tap_until {
                Some(at) => line::alert_you_are_in_from(day(at)),
                None => line::alert_you_are_in(),
            }),
            // Who the two are cannot be told while there are three: a quick third is not taken for one of them.
            Bond::Open { .. } if !self.are_alone(cx.now) => {
                cx.count();
                Show::Box(line::alert_not_two_yet())
            }
            // What one asked for in private is seen by nobody: as if the other had not tapped.
            Bond::Open { .. } if cx.apart == Some(Apart::ForGood) => Show::Box(line::alert_you_are_in()),
            Bond::Open { first: Some(first) } if let Some(Apart::Until(at)) = cx.apart => {
                let told = line::alert_apart(day(at));
                // What was tapped before that day does not count on it.
                self.takes_first_tap_back(first, cx);
                Show::Box(told)
            }
            Bond::Open { first: Some(first) } => {
                self.first_tap_until = None;
                self.bond = Bond::Two { people: Two::new(first, user), since: cx.now };
                let waiting = self.waiting.take();
                // A message of its own: whoever waited for it hears of it, and what was opened meanwhile stays above.
                cx.say(screens::regions(Some(line::paired()), self.settling));
                // The one that said that one is in may be another than the one that was tapped.
                for greeting in waiting.into_iter().filter(|other| *other != message).chain([message]) {
                    cx.edit(greeting, Message::new([line::greeting(), line::greeting_kept(), line::greeting_both()]));
                }
                cx.count();
                Show::Passing(line::alert_both_in())
            }
            Bond::Two { .. } | Bond::Closing(_) => Show::Passing(line::alert_both_in()),
        }
    }

    /// More than two are in the group where two have just tapped: it waits until there are two.
    pub(super) fn too_many_to_pair(&mut self, cx: &mut Cx<'_>) {
        let (thread, greeted_at, greetings) = (self.thread, self.greeted_at, std::mem::take(&mut self.greetings));
        *self = Self { thread, greeted_at, greetings, ..Self::new(self.chat, self.settings.zone) };
        self.others_are_here(cx.now);
        let join = Button::new(line::button_join(), Action::Join);
        cx.say(Message::new([line::alert_not_two_yet()]).row([join]));
    }

    /// One who tapped takes it back before there were two.
    pub(super) fn leave_unpaired(&mut self, user: UserId, cx: &mut Cx<'_>) {
        if self.takes_first_tap_back(user, cx) {
            return cx.line(line::taken_back());
        }
        cx.line(line::nothing_to_leave());
    }

    /// Nobody is in any more, if this one was; the greeting says so.
    fn takes_first_tap_back(&mut self, user: UserId, cx: &mut Cx<'_>) -> bool {
        let was_in = self.bond == (Bond::Open { first: Some(user) });
        if was_in {
            self.bond = Bond::Open { first: None };
            self.first_tap_until = None;
            if let Some(waiting) = self.waiting.take() {
                cx.edit(waiting, greeting(line::greeting_how()));
            }
        }
        was_in
    }

    /// One of the two left the group: everything rests, and nobody is named.
    pub(super) fn left(&mut self, user: UserId, cx: &mut Cx<'_>) {
        match self.bond {
            Bond::Open { .. } => {
                self.takes_first_tap_back(user, cx);
                cx.count();
            }
            Bond::Two { people, .. } if people.contains(&user) => {
                self.rest = Rest::UntilResumed;
                self.one_is_away(user);
                self.shelter_talk(Shelter::All, cx);
                self.talks.aftercare = None;
                self.dates.standing = Standing::Frozen;
                cx.line(line::one_went());
            }
            // Someone else went: perhaps the two are alone now.
            Bond::Two { .. } => cx.count(),
            Bond::Closing(_) => {}
        }
    }
}

/// The greeting; `how` it begins.
fn greeting(how: Phrase) -> Message {
    Message::new([line::greeting(), line::greeting_kept(), how])
        .row([Button::new(line::button_join(), Action::Join)])
        .row([Button::Corner { label: line::button_corner() }])
        .row([Button::new(line::button_about(), Action::About(AboutAction::Open))])
}
