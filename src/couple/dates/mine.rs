//! What one of the two may see of their date nights (see [`crate::couple`]'s *My data*).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use super::after::After;
use super::booking::Draft;
use super::evening::{Evening, File, Hold, Origin, Title, Wording};
use super::names::{Lead, Verdict};
use super::offer::{Offer, OfferStage};
use super::regular::Regular;
use super::reminders::Reminders;
use super::wall::Wall;
use super::wishes::Wishes;
use super::{Dates, Standing, Weekly};
use crate::couple::UserId;
use crate::prompts::CardId;
use crate::spoken_time::Every;

/// Date nights, as one of the two may see them.
#[derive(Serialize)]
pub struct MyDates {
    wishes: Wishes,
    ideas_on_the_table: Option<MyOffer>,
    ideas_shown: Vec<CardId>,
    evenings: Vec<MyEvening>,
    regular: Option<MyRegular>,
    reminders: Reminders,
    weekly_idea: Weekly,
    being_set: Option<MyDraft>,
    calendar: u64,
    standing: Standing,
    /// Can be undone still.
    #[serde(skip_serializing_if = "Option::is_none")]
    called_off: Option<MyEvening>,
    /// The same.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_regular: Option<MyEnded>,
}

#[derive(Serialize)]
struct MyEnded {
    rule: MyRegular,
    evenings: Vec<MyEvening>,
}

#[derive(Serialize)]
struct MyOffer {
    ideas: Vec<CardId>,
    you_like: BTreeSet<u8>,
    proposed: Option<CardId>,
}

#[derive(Serialize)]
struct MyEvening {
    at: DateTime<Utc>,
    wall: Option<Wall>,
    idea: Option<CardId>,
    title: Option<Title>,
    planner: Whose,
    you_are_in: In,
    reminders_to_come: BTreeSet<Lead>,
    reminders_that_came: BTreeSet<Lead>,
    calendar_file: File,
    origin: Origin,
    you_said: Option<Verdict>,
}

#[derive(Serialize)]
struct MyRegular {
    every: Every,
    first: NaiveDateTime,
    title: Option<Title>,
    next_planner: Whose,
    you_are_in: In,
    left_out: BTreeSet<NaiveDateTime>,
}

#[derive(Serialize)]
struct MyDraft {
    title: Option<Title>,
    every: Option<Every>,
    at: DateTime<Utc>,
}

/// Whose it is to plan. Each is told that in private, of either.
#[derive(Serialize)]
enum Whose {
    Yours,
    YourPartners,
}

/// Whether this person is in.
#[derive(PartialEq, Serialize)]
enum In {
    Yes,
    /// Not yet, or the evening would be firm.
    NotYet,
}

impl MyDates {
    /// What `user` may see.
    pub(in crate::couple) fn of(user: UserId, dates: &Dates) -> Self {
        let Dates {
            wishes,
            offer,
            offers: _,
            shown,
            // What each said is mixed in it.
            liking: _,
            evenings,
            last_evening: _,
            regular,
            reminders,
            weekly,
            weekly_since: _,
            draft,
            drafts: _,
            calendar,
            standing,
            called_off,
            ended,
            // Moments alone, and of either.
            asked: _,
        } = dates;
        Self {
            wishes: *wishes,
            ideas_on_the_table: offer.as_ref().map(|offer| MyOffer::of(user, offer)),
            ideas_shown: shown.clone(),
            evenings: evenings.iter().map(|evening| MyEvening::of(user, evening)).collect(),
            regular: regular.as_ref().map(|regular| MyRegular::of(user, regular)),
            reminders: reminders.clone(),
            weekly_idea: *weekly,
            being_set: draft.as_ref().map(|Draft { serial: _, title, every, at, asked: _ }| MyDraft {
                title: title.clone(),
                every: *every,
                at: *at,
            }),
            calendar: *calendar,
            standing: *standing,
            called_off: called_off.as_ref().map(|off| MyEvening::of(user, off.evening())),
            ended_regular: ended.as_ref().map(|ended| MyEnded {
                rule: MyRegular::of(user, &ended.rule),
                evenings: ended.evenings.iter().map(|evening| MyEvening::of(user, evening)).collect(),
            }),
        }
    }

    /// How many evenings there are.
    pub(in crate::couple) fn evenings(&self) -> usize {
        self.evenings.len()
    }
}

impl MyOffer {
    fn of(user: UserId, offer: &Offer) -> Self {
        // Where it stands, and whether it was asked for, is no matter of either.
        let Offer { serial: _, ideas, stage, coming: _, evening: _, card: _ } = offer;
        let (you_like, proposed) = match stage {
            // Who has looked, and what the other likes, is seen by nobody else.
            OfferStage::Open { likes, looked: _, closes: _ } => (likes.get(&user).cloned().unwrap_or_default(), None),
            OfferStage::Proposed(idea) => (BTreeSet::new(), Some(idea.clone())),
        };
        Self { ideas: ideas.iter().map(|(_, idea)| idea.clone()).collect(), you_like, proposed }
    }
}

impl MyEvening {
    fn of(user: UserId, evening: &Evening) -> Self {
        let Evening {
            id: _,
            at,
            wall,
            idea,
            title,
            wording,
            planner,
            hold,
            revision: _,
            to_come,
            came,
            ideas: _,
            file,
            origin,
            // Follows from the rest.
            course: _,
            after,
            card: _,
        } = evening;
        let you_said = match after {
            After::Asked { said, until: _ } => said.get(&user).copied(),
            After::ToCome | After::Closed | After::Moved => None,
        };
        Self {
            at: *at,
            wall: *wall,
            idea: idea.clone(),
            // What the other called it, and nobody has said yet, is the other's.
            title: title.clone().filter(|_| *wording == Wording::OfBoth || In::of(user, *hold) == In::Yes),
            planner: Whose::of(user, *planner),
            you_are_in: In::of(user, *hold),
            reminders_to_come: to_come.clone(),
            reminders_that_came: came.clone(),
            calendar_file: *file,
            origin: *origin,
            you_said,
        }
    }
}

impl MyRegular {
    fn of(user: UserId, regular: &Regular) -> Self {
        let Regular { every, first, title, planner, hold, skipped } = regular;
        Self {
            every: *every,
            first: *first,
            title: title.clone().filter(|_| In::of(user, *hold) == In::Yes),
            next_planner: Whose::of(user, *planner),
            you_are_in: In::of(user, *hold),
            left_out: skipped.clone(),
        }
    }
}

impl Whose {
    fn of(user: UserId, planner: UserId) -> Self {
        if planner == user { Self::Yours } else { Self::YourPartners }
    }
}

impl In {
    fn of(user: UserId, hold: Hold) -> Self {
        match hold {
            Hold::Firm => Self::Yes,
            Hold::One(one) if one == user => Self::Yes,
            Hold::One(_) => Self::NotYet,
        }
    }
}
