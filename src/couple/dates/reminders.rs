//! Reminders of an evening: which ones the two chose, and the moment of each. A reminder comes at a waking hour of
//! both, not before now, not after the evening has begun, and not twice.

use crate::couple::line_for;
use crate::line;
use crate::prompts::Named;
use std::collections::BTreeSet;

use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::action::DateAction;
use super::evening::Evening;
use super::names::Lead;
use super::wishes::{button, choice};
use crate::couple::Message;
use crate::couple::rhythm::{Settings, local_minute};

/// A reminder that is later than this says so.
pub(super) const LATE: TimeDelta = TimeDelta::minutes(15);
/// A moment is looked for in steps of this …
const STEP: TimeDelta = TimeDelta::minutes(15);
/// … and no farther than this: no night is longer.
const FARTHEST: TimeDelta = TimeDelta::hours(24);

/// The reminders that they chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reminders(pub BTreeSet<Lead>);

impl Default for Reminders {
    fn default() -> Self {
        Self([Lead::DayBefore, Lead::TwoHours].into())
    }
}

impl Reminders {
    /// The screen on which they are chosen.
    pub(super) fn screen(&self) -> Message {
        let leads = Lead::ALL
            .iter()
            .copied()
            .map(|lead| choice(line_for::lead_button(lead), self.0.contains(&lead), DateAction::Lead(lead)));
        Message::new([line::date_leads()]).grid(1, leads).row([button(line::button_back(), DateAction::List)])
    }

    /// Those whose moment for an evening at `at` is still ahead.
    pub(super) fn ahead(&self, settings: &Settings, at: DateTime<Utc>, now: DateTime<Utc>) -> BTreeSet<Lead> {
        let is_ahead = |lead: &Lead| moment(*lead, settings, at).is_some_and(|moment| moment > now);
        self.0.iter().copied().filter(is_ahead).collect()
    }
}

impl Evening {
    /// When the next reminder of this evening goes out, and which one; not before now if it is overdue and now is
    /// night.
    pub(super) fn next_reminder(&self, settings: &Settings, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Lead)> {
        let due = |lead: &Lead| {
            let planned = moment(*lead, settings, self.at)?;
            let due = if planned <= now && night(settings, now) == Night::Theirs {
                waking(settings, now, now + FARTHEST)?
            } else {
                planned
            };
            (due < self.at).then_some((due, *lead))
        };
        self.to_come.iter().filter_map(due).min()
    }
}

/// The moment of a reminder: as planned if that is a waking hour of both, else the next such before the evening, else
/// the last such before the plan. `None` if there is no waking hour at all.
pub(super) fn moment(lead: Lead, settings: &Settings, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let planned = match lead {
        Lead::DayBefore => {
            let day = settings.day(at).checked_sub_days(Days::new(1))?;
            settings.instant(day, settings.hour)
        }
        Lead::FiveHours => at - TimeDelta::hours(5),
        Lead::TwoHours => at - TimeDelta::hours(2),
    };
    let last = at - STEP;
    // Awake both; or, where their clocks share no hour, those in the couple's own zone.
    [Night::Nobodys, Night::Others].into_iter().find_map(|darkest| {
        let wakes = |moment: &DateTime<Utc>| night(settings, *moment) <= darkest;
        let later = steps(planned, STEP).take_while(|moment| *moment <= last).find(wakes);
        later.or_else(|| steps(planned, -STEP).find(wakes))
    })
}

/// The first waking hour of the couple's zone from `from` on, and before `until`.
fn waking(settings: &Settings, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
    steps(from, TimeDelta::minutes(1)).take_while(|at| *at < until).find(|at| night(settings, *at) < Night::Theirs)
}

fn steps(from: DateTime<Utc>, step: TimeDelta) -> impl Iterator<Item = DateTime<Utc>> {
    let count = FARTHEST.num_minutes() / step.num_minutes().abs().max(1);
    (0..=count).filter_map(move |n| from.checked_add_signed(step * i32::try_from(n).ok()?))
}

/// Whose night it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Night {
    Nobodys,
    /// It is night only for the one who lives by another clock.
    Others,
    Theirs,
}

pub(super) fn night(settings: &Settings, at: DateTime<Utc>) -> Night {
    if settings.quiet.covers(local_minute(at, settings.zone)) {
        Night::Theirs
    } else if settings.is_quiet_for_second(at) {
        Night::Others
    } else {
        Night::Nobodys
    }
}

/// When the night begins next, after `at`; `None` if it has no quiet hours.
pub(super) fn nightfall(settings: &Settings, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    steps(at, TimeDelta::minutes(1)).find(|at| night(settings, *at) == Night::Theirs)
}

/// The first waking hour of the couple's zone from `from` on.
pub(super) fn next_waking(settings: &Settings, from: DateTime<Utc>) -> DateTime<Utc> {
    waking(settings, from, from + FARTHEST).unwrap_or(from)
}
