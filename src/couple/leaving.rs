//! Leaving, by either of the two and at any time (method 5.6).
//!
//! In the group it is asked once, and said at once. In private it is done at once, and the group hears of it at the hour at
//! which something comes there anyway; until then nothing is there that could come. Who left is told to nobody.

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Action, Bond, Button, ChatId, Command, Couple, Cx, Event, Fate, Message, MessageId, Presence, Sender, Show,
    SpaceAction, TimerKind, Two, UserId, screens,
};
use crate::line;
use crate::spoken_time::days_from;

/// The group does not hear of it sooner than this, so that the moment tells nothing.
const NOT_SOONER: TimeDelta = TimeDelta::hours(1);
/// The same two can begin anew so long after one of them left.
pub const APART: TimeDelta = TimeDelta::days(7);
/// So long each of the two can undo it that they became two.
pub(super) const UNDONE_WITHIN: TimeDelta = TimeDelta::days(1);

/// A couple that one of the two has left in private, and of which the group has not heard. Nothing else of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub people: Two,
    /// Since when they were two (UTC): by this their corners know them.
    pub since: DateTime<Utc>,
    /// When the group hears of it (UTC).
    pub at: DateTime<Utc>,
}

/// One of the two left the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parted {
    pub left: UserId,
    pub other: UserId,
}

/// How long one is not to become two with another again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Apart {
    /// They can from then on (UTC).
    Until(DateTime<Utc>),
    /// As this one asked for it when they left.
    ForGood,
}

impl Apart {
    /// Whether it holds still.
    #[must_use]
    pub fn holds(self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Until(at) => now < at,
            Self::ForGood => true,
        }
    }
}

impl Couple {
    /// Whether one of the two has left, so that nothing of the couple is kept but what closes it.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        matches!(self.bond, Bond::Closing(_))
    }

    /// `/leave` in the group: asked once.
    pub(super) fn ask_leave(&self, cx: &mut Cx<'_>) {
        let day = self.settings.day(cx.now);
        let button = |label, action| Button::new(label, Action::Space(action));
        cx.say(Message::new([line::leave_ask_group()]).row([
            button(line::button_leave_now(), SpaceAction::Close(day)),
            button(line::button_stay(), SpaceAction::Stay),
        ]));
    }

    /// The answer to that question. `/leave` of another day is not answered any more.
    pub(super) fn space_tap(&mut self, user: UserId, action: SpaceAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            SpaceAction::Close(day) => self.close_here(user, day, message, cx),
            SpaceAction::Stay => cx.edit(message, Message::new([line::stayed()])),
        }
    }

    fn close_here(&mut self, user: UserId, day: NaiveDate, message: MessageId, cx: &mut Cx<'_>) -> Show {
        let Some(people) = self.people().filter(|_| day == self.settings.day(cx.now)) else {
            return Show::Box(line::alert_old_button());
        };
        cx.part(Parted { left: user, other: people.other(user) });
        cx.edit(message, Message::new([line::closed()]))
    }

    /// One of the two leaves in private: all of it is erased but what closes it.
    pub(super) fn leaves(&mut self, user: UserId, cx: &mut Cx<'_>) -> Fate {
        let Bond::Two { people, since } = self.bond else { return Fate::Kept };
        if !people.contains(&user) {
            return Fate::Kept;
        }
        cx.part(Parted { left: user, other: people.other(user) });
        if self.presence == Presence::Away {
            return Fate::Erased;
        }
        let days = days_from(self.settings.day(cx.now), 3);
        let hours = days.into_iter().map(|day| self.settings.instant(day, self.settings.hour));
        let at = hours.into_iter().find(|at| *at - cx.now >= NOT_SOONER).unwrap_or(cx.now + TimeDelta::days(1));
        let (thread, presence) = (self.thread, self.presence);
        let bond = Bond::Closing(Closing { people, since, at });
        *self = Self { thread, presence, bond, ..Self::new(self.chat, crate::zones::Zone::UTC) };
        Fate::Kept
    }

    /// One of the two says in private, in the first day, that this is not them: undone, and nothing is said of it.
    pub(super) fn not_us(&self, user: UserId, now: DateTime<Utc>) -> Fate {
        match self.bond {
            Bond::Two { people, since } if people.contains(&user) && now - since < UNDONE_WITHIN => Fate::Erased,
            Bond::Two { .. } | Bond::Open { .. } | Bond::Closing(_) => Fate::Kept,
        }
    }

    /// What happens to a couple that one has left: nothing, until its hour. Then the group hears of it, and it is gone.
    pub(super) fn on_closing(&mut self, closing: Closing, event: Event, cx: &mut Cx<'_>) -> Fate {
        match event {
            Event::Due { kind: TimerKind::Forget, .. } if closing.at <= cx.now => {
                cx.in_thread(self.thread, |cx| cx.line(line::closed()));
                return Fate::Erased;
            }
            Event::Removed | Event::Unreachable => return Fate::Erased,
            Event::Command { from, command, .. } => match from {
                Sender::Nobody => cx.line(line::anonymous()),
                Sender::Human(user) if closing.people.contains(&user) => match command {
                    Command::Support(_) | Command::MyData => cx.say(screens::in_your_corner()),
                    _ => cx.line(line::space_rests()),
                },
                Sender::Human(_) if matches!(command, Command::Unknown(..) | Command::Stop) => {}
                Sender::Human(_) => cx.line(line::for_two()),
            },
            Event::Tap { from, query, .. } => {
                let show = match from {
                    Sender::Nobody => line::alert_anonymous(),
                    Sender::Human(user) if closing.people.contains(&user) => line::space_rests(),
                    Sender::Human(_) => line::alert_for_two(),
                };
                cx.answer_first(query, Show::Box(show));
            }
            Event::TopicGone(gone) => self.thread = self.thread.filter(|thread| *thread != gone),
            _ => {}
        }
        Fate::Kept
    }
}

/// Whom one has left, and since when that holds: kept with the one who left, and with nobody else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptApart(std::collections::BTreeMap<UserId, Apart>);

impl KeptApart {
    /// For a week, where it does not hold for good.
    pub(super) fn note(&mut self, other: UserId, now: DateTime<Utc>) {
        // The due index counts in milliseconds.
        let until = Apart::Until((now + APART).trunc_subsecs(3));
        let apart = self.0.entry(other).or_insert(until);
        if *apart != Apart::ForGood {
            *apart = until;
        }
    }

    /// They are not to be asked by this one again, if it is one whom they left of late.
    pub(super) fn for_good(&mut self, other: UserId) -> bool {
        self.0.get_mut(&other).map(|apart| *apart = Apart::ForGood).is_some()
    }

    /// Whether it keeps them from this one.
    #[must_use]
    pub fn from(&self, other: UserId, now: DateTime<Utc>) -> Option<Apart> {
        self.0.get(&other).copied().filter(|apart| apart.holds(now))
    }

    /// Until when it keeps them from one whom they left, at the latest.
    #[must_use]
    pub fn from_anybody(&self, now: DateTime<Utc>) -> Option<Apart> {
        let ends = self.0.values().filter_map(|apart| match apart {
            Apart::Until(until) if apart.holds(now) => Some(*until),
            Apart::Until(_) | Apart::ForGood => None,
        });
        ends.max().map(Apart::Until)
    }

    /// Forgets what has had its time.
    pub(super) fn tidy(&mut self, now: DateTime<Utc>) {
        self.0.retain(|_, apart| apart.holds(now));
    }

    /// When the first of them has had its time (UTC).
    pub(super) fn next_end(&self) -> Option<DateTime<Utc>> {
        let ends = self.0.values().filter_map(|apart| match apart {
            Apart::Until(until) => Some(*until),
            Apart::ForGood => None,
        });
        ends.min()
    }

    /// Nobody is kept away for good any more.
    pub(super) fn let_all_in(&mut self) {
        self.0.retain(|_, apart| *apart != Apart::ForGood);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The groups whose couple can still be undone, as a corner knows them: the latest.
pub(super) fn undoable(
    couples: &std::collections::BTreeMap<ChatId, DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<ChatId> {
    let young = couples.iter().filter(|(_, since)| **since <= now && now - **since < UNDONE_WITHIN);
    young.max_by_key(|(_, since)| **since).map(|(chat, _)| *chat)
}
