//! A calendar as the text of an `.ics` file (RFC 5545).
//!
//! Each evening is an event of its own, in UTC: every program shows that by its owner's clock, and no table of zones
//! has to come along. No METHOD but PUBLISH is used: a file is no invitation. An evening that was called off is the same
//! event with STATUS:CANCELLED and a higher SEQUENCE, so that a program puts it in the place of the one it has.

use chrono::TimeDelta;
use icalendar::{Calendar as File, Component, Event, EventLike, EventStatus, Property};

use crate::couple::{Calendar, Entry, Phrase, Status};
use crate::prompts::Voice;

/// Who wrote the file, as RFC 5545 wants it told.
const PRODUCT: &str = "-//Nearer//Date nights//EN";

/// The text of the file, in the bot's voice.
#[must_use]
pub fn write(calendar: &Calendar, voice: &Voice) -> String {
    let mut file = File::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        file.append_property(Property::new(key, value));
    }
    for entry in &calendar.entries {
        file.push(event(entry, voice));
    }
    folded(&file.to_string())
}

/// The most bytes of a line, without its end.
const LINE: usize = 75;

/// The same text with no line longer than it may be. The crate folds by what a reader sees as one sign, and some of these
/// take it a byte or two beyond.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (mut left, mut room) = (line, LINE);
        while left.len() > room {
            let (now, later) = left.split_at(left.floor_char_boundary(room));
            folded.extend([now, "\r\n "]);
            (left, room) = (later, LINE - 1);
        }
        folded.extend([left, "\r\n"]);
    }
    folded
}

fn event(entry: &Entry, voice: &Voice) -> Event {
    let words = |phrase: &Phrase| voice.say(phrase, str::to_owned);
    let minutes = i64::try_from(entry.minutes).unwrap_or_default();
    let status = match entry.status {
        Status::Tentative => EventStatus::Tentative,
        Status::Confirmed => EventStatus::Confirmed,
        Status::CalledOff => EventStatus::Cancelled,
    };
    let mut event = Event::new();
    event
        .uid(&entry.uid)
        .sequence(entry.sequence)
        .timestamp(entry.stamp)
        .starts(entry.at)
        .ends(entry.at + TimeDelta::minutes(minutes))
        .summary(&words(&entry.summary))
        .status(status);
    if !entry.about.is_empty() {
        let about: Vec<String> = entry.about.iter().map(words).collect();
        event.description(&about.join("\n\n"));
    }
    event.done()
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarStatus, ICalendarValue};
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    use super::*;
    use crate::prompts::Library;

    fn entry(title: &str) -> Entry {
        Entry {
            uid: "0000000000000007-3@nearer".to_owned(),
            sequence: 4,
            stamp: "2026-11-23T18:00:00Z".parse().expect("an instant"),
            at: "2026-12-24T18:00:00Z".parse().expect("an instant"),
            minutes: 75,
            summary: Phrase::new("calendar-titled").with("title", title),
            about: vec![Phrase::new("calendar-idea").with("how", "One.\nTwo; three, four.").with("access", "Sit.")],
            status: Status::Confirmed,
        }
    }

    fn file(entries: Vec<Entry>) -> String {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        let library = LIBRARY.get_or_init(|| Library::embedded().expect("a sound library"));
        write(&Calendar { name: Phrase::new("calendar-file-all"), entries }, library.voice())
    }

    /// Reads a file by another library than the one that wrote it.
    fn read(text: &str) -> ICalendar {
        ICalendar::parse(text).unwrap_or_else(|entry| panic!("not a calendar: {entry:?}\n{text}"))
    }

    fn text(calendar: &ICalendar, nth: usize, property: &ICalendarProperty) -> Option<String> {
        let event = &calendar.components[nth];
        match event.property(property)?.values.first()? {
            ICalendarValue::Text(text) => Some(text.clone()),
            ICalendarValue::Integer(number) => Some(number.to_string()),
            other => Some(format!("{other:?}")),
        }
    }

    fn instant(calendar: &ICalendar, nth: usize, property: &ICalendarProperty) -> Option<DateTime<Utc>> {
        match calendar.components[nth].property(property)?.values.first()? {
            ICalendarValue::PartialDateTime(at) => {
                let at = at.to_date_time()?;
                // Only an instant in UTC will do: nothing else is the same in every program.
                at.offset.filter(|offset| offset.local_minus_utc() == 0).map(|_| at.date_time.and_utc())
            }
            _ => None,
        }
    }

    #[test]
    fn what_was_written_is_read_by_another_hand() {
        let called_off = Entry { status: Status::CalledOff, uid: "x".into(), sequence: 9, ..entry("gone") };
        let written = file(vec![entry("Dinner; at the \"harbour\", 8\\9 <b>&"), called_off]);
        let calendar = read(&written);
        assert_eq!(calendar.components.len(), 3, "the calendar and two events");
        let title = text(&calendar, 1, &ICalendarProperty::Summary).expect("a title");
        assert!(title.contains("Dinner; at the \"harbour\", 8\\9 <b>&"), "{title}");
        let about = text(&calendar, 1, &ICalendarProperty::Description).expect("a description");
        assert!(about.contains("One.\nTwo; three, four."), "{about}");
        assert_eq!(text(&calendar, 1, &ICalendarProperty::Uid).as_deref(), Some("0000000000000007-3@nearer"));
        assert_eq!(text(&calendar, 1, &ICalendarProperty::Sequence).as_deref(), Some("4"));
        assert_eq!(instant(&calendar, 1, &ICalendarProperty::Dtstart), "2026-12-24T18:00:00Z".parse().ok());
        assert_eq!(instant(&calendar, 1, &ICalendarProperty::Dtend), "2026-12-24T19:15:00Z".parse().ok());
        assert_eq!(instant(&calendar, 1, &ICalendarProperty::Dtstamp), "2026-11-23T18:00:00Z".parse().ok());
        let status =
            |nth: usize| calendar.components[nth].property(&ICalendarProperty::Status).map(|p| p.values[0].clone());
        assert_eq!(status(1), Some(ICalendarValue::Status(ICalendarStatus::Confirmed)));
        assert_eq!(status(2), Some(ICalendarValue::Status(ICalendarStatus::Cancelled)));
        assert!(written.lines().all(|line| line.len() <= 75), "folded at 75 bytes");
        assert!(written.ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        /// Whatever they call it, it comes back whole and as one event, and no line is longer than it may be.
        #[test]
        fn every_title_comes_back(title in "\\PC{1,60}") {
            let written = file(vec![entry(&title)]);
            prop_assert!(written.split("\r\n").all(|line| line.len() <= 75), "{:?}", written);
            let calendar = read(&written);
            prop_assert_eq!(calendar.components.len(), 2);
            let read = text(&calendar, 1, &ICalendarProperty::Summary).expect("a title");
            prop_assert!(read.contains(&title), "{:?} came back as {:?}", title, read);
        }
    }
}
