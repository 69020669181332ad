//! What stands in a calendar file. The file itself is written where it is sent; nothing of it is kept.
//!
//! An evening has one name in all calendars (its UID), and a number that rises with every change (its SEQUENCE): so a
//! calendar that knows it already puts the new state in the place of the old one.

use chrono::{DateTime, Utc};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::after::After;
use super::evening::{Evening, EveningId, File, Hold};
use super::{Dates, Standing};
use crate::couple::{Class, Context, Couple, Effect, Effects, Message, Phrase, Show};
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
        let idea = evening.idea.as_ref().and_then(|idea| library.date(idea));
        let named = evening.title.as_ref().map(super::evening::Title::text).or(idea.map(|idea| idea.title.as_str()));
        let summary = match named {
            Some(title) => Phrase::new("calendar-titled").with("title", title),
            None => Phrase::new("calendar-evening"),
        };
        let about = idea.map(|idea| {
            Phrase::new("calendar-idea").with("how", idea.how.as_str()).with("access", idea.access.as_str())
        });
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
    pub(super) fn file(&mut self, id: EveningId, context: &mut Context<'_>, out: &mut Effects) -> Option<Show> {
        self.dates.name_calendar(context.rng);
        self.dates.evening_mut(id).filter(|evening| !evening.rests())?.file = File::Given;
        let entry = self.entry(self.dates.evening(id)?, context.library, context.now);
        document("calendar-file-evening", "calendar-one", vec![entry], out);
        Some(Show::Nothing)
    }

    /// The whole calendar in one file: what is ahead, and what was.
    pub(super) fn whole_file(&mut self, context: &mut Context<'_>, out: &mut Effects) -> Show {
        self.dates.name_calendar(context.rng);
        let held = |evening: &Evening| evening.after != After::Moved && !evening.rests();
        for evening in self.dates.evenings.iter_mut().filter(|evening| held(evening)) {
            evening.file = File::Given;
        }
        let held = self.dates.evenings.iter().filter(|evening| held(evening));
        let entries: Vec<Entry> = held.map(|evening| self.entry(evening, context.library, context.now)).collect();
        if entries.is_empty() {
            return Show::Box(Phrase::new("alert-no-evenings"));
        }
        document("calendar-file-all", "calendar-all", entries, out);
        Show::Nothing
    }

    /// The evenings whose files they have, as their calendars know them.
    pub(in crate::couple) fn given_files(&self) -> Vec<Evening> {
        self.dates.evenings.iter().filter(|evening| evening.file == File::Given).cloned().collect()
    }

    /// Whatever an event did to evenings whose files they have: the files follow, those that changed in one and those
    /// that are off in another. `before`: these evenings as they were. Nobody reads it where one of the two has left.
    pub(in crate::couple) fn files_follow(&self, before: Vec<Evening>, context: &Context<'_>, out: &mut Effects) {
        if self.dates.standing == Standing::Frozen {
            return;
        }
        let (mut changed, mut off) = (Vec::new(), Vec::new());
        for was in before {
            let entry = |evening: &Evening| self.entry(evening, context.library, context.now);
            match self.dates.evening(was.id) {
                Some(is) if is.rests() && !was.rests() => off.push(entry(is)),
                Some(is) if is.is_ahead(context.now) && !is.rests() && is.differs(&was) => changed.push(entry(is)),
                Some(_) => {}
                // What is past goes from the list by itself, and what rested is off already.
                None if !was.is_ahead(context.now) || was.rests() => {}
                None => off.push(entry(&Evening { revision: was.revision + 1, ..was })),
            }
        }
        for entry in &mut off {
            entry.status = Status::CalledOff;
        }
        for (caption, entries) in [("calendar-changed", changed), ("calendar-called-off", off)] {
            if !entries.is_empty() {
                document("calendar-file-evening", caption, entries, out);
            }
        }
    }
}

impl Evening {
    /// Whether a calendar that knows it as it was shows it wrongly now.
    fn differs(&self, was: &Self) -> bool {
        self.at != was.at || self.title != was.title || self.idea != was.idea || self.rests() != was.rests()
    }
}

fn document(name: &str, caption: &str, entries: Vec<Entry>, out: &mut Effects) {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let calendar = Calendar { name: Phrase::new(name), entries };
    let caption = Message::new([Phrase::new(caption).with("count", count)]);
    out.list.push(out.outgoing(Class::Reply, Effect::Document { calendar, caption }));
}
