//! After the clock was wrong: what was said of an evening before its time is to be said at its time.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Dates;
use super::after::After;
use super::agenda::ideas_moment;
use super::evening::{Evening, IdeasFor};
use super::names::Lead;
use super::reminders::moment;
use crate::couple::rhythm::Settings;

impl Dates {
    /// What was done ahead of its time is still to be done.
    pub(in crate::couple) fn look_again(&mut self, settings: &Settings, now: DateTime<Utc>) {
        if let Some(draft) = &mut self.draft {
            draft.at = draft.at.min(now);
        }
        for evening in &mut self.evenings {
            let is_early = |lead: &Lead| moment(*lead, settings, evening.at).is_some_and(|at| at > now);
            let early: BTreeSet<Lead> = evening.came.iter().copied().filter(is_early).collect();
            evening.came.retain(|lead| !early.contains(lead));
            evening.to_come.extend(early.intersection(&self.reminders.0));
            let asked = matches!(evening.after, After::Asked { .. } | After::Closed);
            if asked && evening.morning_after(settings) > now {
                evening.after = After::ToCome;
            }
        }
    }

    /// The clock was ahead: ideas that were brought before their day come on their day.
    pub(in crate::couple) fn bring_ideas_again(&mut self, settings: &Settings, now: DateTime<Utc>) {
        let early = |evening: &&mut Evening| evening.is_open() && ideas_moment(settings, evening.at) > now;
        self.evenings.iter_mut().filter(early).for_each(|evening| evening.ideas = IdeasFor::ToCome);
    }
}
