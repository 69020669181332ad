//! What stands in a calendar file. The file itself is written where it is sent; nothing of it is kept.
//!
//! An evening has one name in all calendars (its UID), and a number that rises with every change (its SEQUENCE): so a
//! calendar that knows it already puts the new state in the place of the old one.

use chrono::{DateTime, Utc};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::Dates;
use super::after::After;
use super::evening::{Evening, EveningId, File, Hold};
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

    /// The calendar file of one evening; from now on, changes of it follow.
    pub(super) fn file(&mut self, id: EveningId, context: &mut Context<'_>, out: &mut Effects) -> Option<Show> {
        self.dates.name_calendar(context.rng);
        self.dates.evening_mut(id)?.file = File::Given;
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

    /// After a change of an evening whose file they have: the new state.
    pub(super) fn file_follows(&self, id: EveningId, context: &Context<'_>, out: &mut Effects) {
        let Some(evening) = self.dates.evening(id).filter(|evening| evening.file == File::Given) else { return };
        let entry = self.entry(evening, context.library, context.now);
        document("calendar-file-evening", "calendar-changed", vec![entry], out);
    }

    /// Evenings that have been called off: those whose files they have are called off there too, in one file.
    pub(super) fn files_of_gone(&self, gone: Vec<Evening>, context: &Context<'_>, out: &mut Effects) {
        let given = gone.into_iter().filter(|evening| evening.file == File::Given);
        let entries: Vec<Entry> = given
            .map(|evening| {
                let entry = self.entry(&evening, context.library, context.now);
                Entry { sequence: entry.sequence + 1, status: Status::CalledOff, ..entry }
            })
            .collect();
        if !entries.is_empty() {
            document("calendar-file-evening", "calendar-called-off", entries, out);
        }
    }
}

fn document(name: &str, caption: &str, entries: Vec<Entry>, out: &mut Effects) {
    let calendar = Calendar { name: Phrase::new(name), entries };
    let caption = Message::new([Phrase::new(caption)]);
    out.list.push(out.outgoing(Class::Reply, Effect::Document { calendar, caption }));
}
