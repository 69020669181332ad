//! What stands in a calendar file. The file itself is written where it is sent; nothing of it is kept.
//!
//! An evening has one name in all calendars (its UID), and a number that rises with every change (its SEQUENCE): so a
//! calendar that knows it already puts the new state in the place of the old one.

use crate::line;
use chrono::{DateTime, Utc};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::after::After;
use super::evening::{Evening, File, Hold};
use super::names::EveningId;
use super::{Dates, Standing};
use crate::couple::{Class, Couple, Cx, Effect, Message, Phrase, Show};
use crate::prompts::Library;

/// A calendar, before it has words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calendar {
    /// The name of the file.
    pub name: Phrase,
    pub entries: Vec<Entry>,
}

/// One evening in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The same for one evening in all files.
    pub uid: String,
    /// Rises with every change.
    pub sequence: u32,
    /// When this state was told (UTC).
    pub stamp: DateTime<Utc>,
    /// When it begins (UTC).
    pub at: DateTime<Utc>,
    pub minutes: u64,
    pub summary: Phrase,
    /// Paragraphs about it.
    pub about: Vec<Phrase>,
    pub status: Status,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Held by one of the two.
    Tentative,
    /// Both are in.
    Confirmed,
    CalledOff,
}

impl Dates {
    /// Gives their calendar the name under which programs know its evenings, once.
    fn name_calendar(&mut self, rng: &mut impl Rng) {
        while self.calendar == 0 {
            self.calendar = rng.random();
        }
    }
}

impl Couple {
    fn entry(&self, evening: &Evening, library: &Library, stamp: DateTime<Utc>) -> Entry {
        let idea = evening.idea_for_all(library);
        let named = evening.said_title().map(super::evening::Title::text).or(idea.map(|idea| idea.title.as_str()));
        let summary = match named {
            Some(title) => line::calendar_titled(title),
            None => line::calendar_evening(),
        };
        let about =
            idea.map(|idea| line::CalendarIdea { access: idea.access.as_str(), how: idea.how.as_str() }.phrase());
        Entry {
            uid: format!("{:016x}-{}@nearer", self.dates.calendar, evening.id.0),
            sequence: evening.revision,
            stamp,
            at: evening.at,
            minutes: evening.minutes(library),
            summary,
            about: about.into_iter().collect(),
            status: match evening.hold {
                Hold::One(_) => Status::Tentative,
                Hold::Firm => Status::Confirmed,
            },
        }
    }

    /// The calendar file of one evening; from now on, changes of it follow. One that lies in the two's rest has none.
    pub(super) fn file(&mut self, id: EveningId, cx: &mut Cx<'_>) -> Option<Show> {
        self.dates.name_calendar(cx.rng);
        self.dates.evening_mut(id).filter(|evening| !evening.rests())?.file = File::Given;
        let entry = self.entry(self.dates.evening(id)?, cx.library, cx.now);
        document(line::calendar_file_evening(), line::calendar_one(), vec![entry], cx);
        Some(Show::Nothing)
    }

    /// The files of evenings that are set again follow, all in one.
    pub(super) fn files_again(&self, ids: &[EveningId], cx: &mut Cx<'_>) {
        let again = ids.iter().filter_map(|id| self.dates.evening(*id)).filter(|evening| !evening.rests());
        let entries: Vec<Entry> = again.map(|evening| self.entry(evening, cx.library, cx.now)).collect();
        if !entries.is_empty() {
            document(line::calendar_file_evening(), line::calendar_changed(count(&entries)), entries, cx);
        }
    }

    /// The whole calendar in one file: what is ahead, and what was.
    pub(super) fn whole_file(&mut self, cx: &mut Cx<'_>) -> Show {
        self.dates.name_calendar(cx.rng);
        let held = |evening: &Evening| evening.after != After::Moved && !evening.rests();
        for evening in self.dates.evenings.iter_mut().filter(|evening| held(evening)) {
            evening.file = File::Given;
        }
        let held = self.dates.evenings.iter().filter(|evening| held(evening));
        let entries: Vec<Entry> = held.map(|evening| self.entry(evening, cx.library, cx.now)).collect();
        if entries.is_empty() {
            return Show::Box(line::alert_no_evenings());
        }
        document(line::calendar_file_all(), line::calendar_all(), entries, cx);
        Show::Nothing
    }

    /// The evenings whose files they have, as their calendars know them.
    pub(in crate::couple) fn given_files(&self) -> Vec<Evening> {
        self.dates.evenings.iter().filter(|evening| evening.file == File::Given).cloned().collect()
    }

    /// Whatever an event did to evenings whose files they have: the files follow, those that changed in one and those
    /// that are off in another. `before`: these evenings as they were. Nobody reads it where one of the two has left.
    pub(in crate::couple) fn files_follow(&self, before: Vec<Evening>, cx: &mut Cx<'_>) {
        if self.dates.standing == Standing::Frozen {
            return;
        }
        let (mut changed, mut off) = (Vec::new(), Vec::new());
        for was in before {
            let entry = |evening: &Evening| self.entry(evening, cx.library, cx.now);
            match self.dates.evening(was.id) {
                Some(is) if is.rests() && !was.rests() => off.push(entry(is)),
                Some(is) if is.is_ahead(cx.now) && !is.rests() && is.differs(&was) => changed.push(entry(is)),
                Some(_) => {}
                // What is past goes from the list by itself, and what rested is off already.
                None if !was.is_ahead(cx.now) || was.rests() => {}
                None => off.push(entry(&Evening { revision: was.revision + 1, ..was })),
            }
        }
        for entry in &mut off {
            entry.status = Status::CalledOff;
        }
        if !changed.is_empty() {
            document(line::calendar_file_evening(), line::calendar_changed(count(&changed)), changed, cx);
        }
        if !off.is_empty() {
            document(line::calendar_file_evening(), line::calendar_called_off(count(&off)), off, cx);
        }
    }
}

impl Evening {
    /// Whether a calendar that knows it as it was shows it wrongly now.
    fn differs(&self, was: &Self) -> bool {
        self.at != was.at
            || self.said_title() != was.said_title()
            || self.idea != was.idea
            || self.rests() != was.rests()
    }
}

fn count(entries: &[Entry]) -> i64 {
    i64::try_from(entries.len()).unwrap_or(i64::MAX)
}

fn document(name: Phrase, caption: Phrase, entries: Vec<Entry>, cx: &mut Cx<'_>) {
    let caption = Message::new([caption]);
    cx.push(cx.row(Class::Reply, Effect::Document { calendar: Calendar { name, entries }, caption }));
}
