//! One evening that is set: when, what, who plans it, and whether both are in.

use crate::couple::line_for;
use crate::couple::said_time;
use crate::line;
use std::collections::BTreeSet;
use std::fmt;

use crate::zones::Zone;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::action::{DateAction, For, Stamp};
use super::after::After;
use super::names::{EveningId, Lead};
use super::wall::Wall;
use super::wishes::button;
use crate::couple::{Couple, Message, MessageId, Phrase, Rest, UserId};
use crate::prompts::{Apart, CardId, DateIdea, Library};

/// The letters of the longest title.
const LONGEST_TITLE: usize = 60;
/// Its bytes at most: sixty letters of any script in use, fewer where each is a picture.
const MOST_TITLE_BYTES: usize = 180;
/// How long an evening is in a calendar where no idea says otherwise, in minutes.
const MINUTES: u64 = 120;
/// So long, at least, it is theirs: nobody said when it ends, and an idea of twenty minutes is not all of it.
const AT_LEAST: TimeDelta = TimeDelta::hours(3);
/// What was asked for, or is about another evening, waits no longer than this: the night would often hold it up.
const WAITED_FOR: TimeDelta = TimeDelta::hours(2);
/// So long before it begins they get ready for it.
const A_LITTLE_BEFORE: TimeDelta = TimeDelta::minutes(30);

/// What the two call an evening: one line, not empty, not long. The only words of theirs that are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Title(String);

impl Title {
    /// `None` where there is nothing to read. Longer ones are cut at a word.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let mut title = String::new();
        for word in words {
            let gap = usize::from(!title.is_empty());
            let room = LONGEST_TITLE.saturating_sub(title.chars().count() + gap);
            if word.chars().count() > room || title.len() + gap + word.len() > MOST_TITLE_BYTES {
                if title.is_empty() {
                    title.extend(word.chars().take(room));
                    title.truncate(title.floor_char_boundary(MOST_TITLE_BYTES));
                }
                break;
            }
            if gap > 0 {
                title.push(' ');
            }
            title.push_str(word);
        }
        (!title.is_empty()).then_some(Self(title))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

/// Their words do not get into a log, whoever prints what.
impl fmt::Debug for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Title(…)")
    }
}

/// Who is in. One is enough to hold the evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hold {
    One(UserId),
    Firm,
}

/// Whose words the title is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wording {
    /// One of the two wrote it. The bot does not say it before both are in: it would speak for one to the other.
    #[default]
    OfOne,
    /// Both were in once while it stood there.
    OfBoth,
}

impl Wording {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn is_of_one(&self) -> bool {
        *self == Self::OfOne
    }
}

/// Whether its calendar file stands in the chat, so that changes have to follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum File {
    #[default]
    NotAsked,
    Given,
}

/// Whether three ideas are still to be brought for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdeasFor {
    #[default]
    ToCome,
    Brought,
}

/// Where an evening comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Set by itself.
    #[default]
    Single,
    /// From the rule of the regular one, at this place of it by the clock on the wall.
    Regular(NaiveDateTime),
    /// From this place of the rule, moved to another time by the two.
    MovedFrom(NaiveDateTime),
}

impl Origin {
    /// Its place in the rule of the regular evening, if it has one.
    pub(super) fn place(self) -> Option<NaiveDateTime> {
        match self {
            Self::Single => None,
            Self::Regular(place) | Self::MovedFrom(place) => Some(place),
        }
    }

    pub(super) fn moved(self) -> Self {
        self.place().map_or(Self::Single, Self::MovedFrom)
    }
}

/// Whether it takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Course {
    #[default]
    TakesPlace,
    /// It is a regular one and lies in the two's rest: nobody reminds of it, and it passes in silence.
    Rests,
}

/// An evening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evening {
    pub id: EveningId,
    /// When it begins (UTC): the instant at which the wall shows [`Self::wall`].
    pub at: DateTime<Utc>,
    /// What was said. `None` only in a record from before this was kept, until its couple is handled again.
    #[serde(default)]
    pub wall: Option<Wall>,
    #[serde(default)]
    pub idea: Option<CardId>,
    #[serde(default)]
    pub title: Option<Title>,
    #[serde(default, skip_serializing_if = "Wording::is_of_one")]
    pub wording: Wording,
    pub planner: UserId,
    pub hold: Hold,
    /// Rises with every change; the SEQUENCE of its calendar file.
    #[serde(default)]
    pub revision: u32,
    /// Reminders that are still to come.
    #[serde(default)]
    pub to_come: BTreeSet<Lead>,
    /// Reminders that came, for the time at which it is held now. They don't come again, whatever is chosen later.
    #[serde(default)]
    pub came: BTreeSet<Lead>,
    #[serde(default)]
    pub ideas: IdeasFor,
    #[serde(default)]
    pub file: File,
    #[serde(default)]
    pub origin: Origin,
    #[serde(default)]
    pub course: Course,
    #[serde(default)]
    pub after: After,
    /// Where its card stands, of several the newest, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<MessageId>,
}

impl Evening {
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { evening: self.id, revision: self.revision }
    }

    /// Its title, where the bot may say it aloud: once both are in.
    pub(super) fn said_title(&self) -> Option<&Title> {
        let both = self.hold == Hold::Firm || self.wording == Wording::OfBoth;
        self.title.as_ref().filter(|_| both)
    }

    /// Whether it has a title that is not said yet.
    fn is_unsaid(&self) -> bool {
        self.title.is_some() && self.said_title().is_none()
    }

    /// Both are in: with the time, and with what one called it.
    pub(super) fn is_firm_now(&mut self) {
        self.hold = Hold::Firm;
        self.wording = Wording::OfBoth;
    }

    /// Whether it has not begun.
    #[must_use]
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        self.at > now
    }

    /// Whether it lies in the two's rest.
    pub(super) fn rests(&self) -> bool {
        self.course == Course::Rests
    }

    /// Keeps step with the two's rest. What one has slept through, or not, stays as it was.
    pub(super) fn keep_step(&mut self, rest: Rest, now: DateTime<Utc>) {
        let course = match self.origin {
            Origin::Regular(place) if rest.covers(place.date()) => Course::Rests,
            Origin::Regular(_) | Origin::Single | Origin::MovedFrom(_) => Course::TakesPlace,
        };
        if self.is_ahead(now) && self.course != course {
            self.course = course;
            self.revision += 1;
        }
    }

    /// Whether the two have it now: from a little before it begins until it is over.
    fn is_under_way(&self, library: &Library, now: DateTime<Utc>) -> bool {
        let minutes = i64::try_from(self.minutes(library)).unwrap_or(i64::MAX);
        let lasts = TimeDelta::try_minutes(minutes).map(|lasts| lasts.max(AT_LEAST));
        let end = lasts.and_then(|lasts| self.at.checked_add_signed(lasts));
        let held = !self.rests() && self.after != After::Moved;
        held && now >= self.at - A_LITTLE_BEFORE && end.is_none_or(|end| now < end)
    }

    /// When what was asked for, and is not about this evening, may come, if it is due at `due`: not in the middle of it.
    pub(super) fn leaves_in_peace(&self, due: DateTime<Utc>) -> DateTime<Utc> {
        let held = !self.rests() && self.after != After::Moved;
        let end = self.at + WAITED_FOR;
        if held && due >= self.at - A_LITTLE_BEFORE && due < end { end } else { due }
    }

    /// How long it lasts, in minutes.
    pub(super) fn minutes(&self, library: &Library) -> u64 {
        self.idea.as_ref().and_then(|idea| library.date(idea)).map_or(MINUTES, |idea| idea.minutes)
    }

    /// Its idea, where whoever reads along may know it. One from behind a door stands on the evening's own card alone.
    pub(super) fn idea_for_all<'l>(&self, library: &'l Library) -> Option<&'l DateIdea> {
        self.idea.as_ref().and_then(|idea| library.date(idea)).filter(|idea| !idea.is_behind_a_door())
    }

    /// Whether it is still open what they will do.
    pub(super) fn is_open(&self) -> bool {
        self.idea.is_none() && self.title.is_none()
    }
}

/// An idea in full: how, and the easier way. For two who are apart, first how it works from two places.
pub(super) fn idea_in_full(idea: &DateIdea, living: Apart) -> Phrase {
    let (access, cost, how) = (idea.access.as_str(), line_for::cost(idea.cost), idea.how.as_str());
    let (minutes, title) = (i64::try_from(idea.minutes).unwrap_or(i64::MAX), idea.title.as_str());
    match idea.apart.as_deref().filter(|_| living == Apart::Apart) {
        Some(apart) => line::IdeaApart { access, apart, cost, how, minutes, title }.phrase(),
        None => line::Idea { access, cost, how, minutes, title }.phrase(),
    }
}

impl Couple {
    /// Whether an evening of theirs is under way.
    pub(in crate::couple) fn has_evening(&self, library: &Library, now: DateTime<Utc>) -> bool {
        self.dates.evenings.iter().any(|evening| evening.is_under_way(library, now))
    }

    /// When it is: by their clock, and by the other one where one of them lives by another.
    pub(super) fn when(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Phrase> {
        let today = self.settings.day(now);
        let local = |zone: Zone| at.with_timezone(&zone).naive_local();
        let here = local(self.settings.zone);
        let mut lines = vec![
            line::EveningWhen { date: said_time::in_full(here.date(), today), time: said_time::clock(here.time()) }
                .phrase(),
        ];
        lines.extend(self.settings.second.map(|second| {
            let there = local(second.zone);
            line::EveningWhenSecond {
                city: second.zone.city(),
                date: said_time::in_full(there.date(), today),
                time: said_time::clock(there.time()),
            }
            .phrase()
        }));
        lines
    }

    /// What it is about: its title, once that may be said, and its idea.
    fn what(&self, evening: &Evening, idea: Option<&DateIdea>) -> Vec<Phrase> {
        let mut lines: Vec<Phrase> =
            evening.said_title().iter().map(|title| line::evening_title(title.text())).collect();
        lines.extend(idea.map(|idea| idea_in_full(idea, self.dates.wishes.apart)));
        lines
    }

    /// The same without what its card says besides.
    pub(super) fn what_in_short(&self, evening: &Evening, library: &Library) -> Vec<Phrase> {
        let title = evening.said_title().map(|title| line::evening_title(title.text()));
        let idea = evening.idea_for_all(library).map(|idea| {
            let apart = idea.apart.as_deref().filter(|_| self.dates.wishes.apart == Apart::Apart);
            line::IdeaShort { how: apart.unwrap_or(idea.how.as_str()), title: idea.title.as_str() }.phrase()
        });
        title.into_iter().chain(idea).collect()
    }

    /// The evening's own message.
    pub(super) fn evening_card(&self, evening: &Evening, library: &Library, now: DateTime<Utc>) -> Message {
        let idea = evening.idea.as_ref().and_then(|idea| library.date(idea));
        let idea = idea.filter(|idea| !idea.is_behind_a_door() || self.are_alone(now));
        let mut body = self.when(evening.at, now);
        if let Some(regular) = self.dates.regular.as_ref().filter(|_| evening.origin.place().is_some()) {
            body.push(line_for::one_of_every(regular.every));
        }
        body.extend(self.what(evening, idea));
        if evening.is_open() {
            body.push(if self.brings_ideas(evening) { line::evening_open() } else { line::evening_open_near() });
        }
        if evening.is_unsaid() {
            body.push(line::evening_title_later());
        }
        let (state, join) = match evening.hold {
            Hold::Firm => (line::evening_firm(), None),
            Hold::One(_) => (line::evening_held(), Some(button(line::button_in(), DateAction::In(evening.stamp())))),
        };
        body.push(state);
        let ideas = evening.is_open().then(|| button(line::button_three_ideas(), DateAction::Ideas(evening.id)));
        let message = Message::new(body).for_the_two(idea.is_some_and(DateIdea::is_behind_a_door));
        message.row(join).row(ideas).row([
            button(line::button_file(), DateAction::File(evening.id)),
            button(line::button_change(), DateAction::Change(evening.id)),
        ])
    }

    /// What can be changed about it.
    pub(super) fn change_screen(&self, evening: &Evening, now: DateTime<Utc>) -> Message {
        let mut body = self.when(evening.at, now);
        body.push(line::evening_change());
        let (off, end) = match (&self.dates.regular, evening.origin.place()) {
            (Some(_), Some(_)) => {
                (line::button_skip(), Some(button(line::button_end_regular(), DateAction::EndRegular)))
            }
            _ => (line::button_call_off(), None),
        };
        Message::new(body)
            .row([
                button(line::button_move(), DateAction::Days(For::Move(evening.stamp()))),
                button(line::button_ideas_other(), DateAction::Ideas(evening.id)),
            ])
            .row([
                button(line::button_who_plans(), DateAction::Who(evening.id)),
                button(line::button_swap(), DateAction::Swap(evening.id)),
            ])
            .row([button(off, DateAction::CallOff(evening.stamp()))])
            .row(end)
            .row([button(line::button_back(), DateAction::Evening(evening.id))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_short_line() {
        let title = |typed: &str| Title::read(typed).map(|title| title.0);
        assert_eq!(title("  dinner at\nthe\u{7}  harbour "), Some("dinner at the harbour".to_owned()));
        assert_eq!(title(" \n "), None);
        let long = title(&"word ".repeat(40)).expect("a title");
        assert!(long.chars().count() <= LONGEST_TITLE && long.ends_with("word"), "{long}");
        assert_eq!(title(&"ü".repeat(200)).map(|title| title.chars().count()), Some(LONGEST_TITLE));
        assert_eq!(format!("{:?}", Title::read("secret")), "Some(Title(…))");
    }
}
