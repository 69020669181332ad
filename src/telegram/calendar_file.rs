//! A calendar as the text of an `.ics` file (RFC 5545).
//!
//! Each evening is an event of its own, in UTC: every program shows that by its owner's clock, and no table of zones
//! has to come along. No METHOD but PUBLISH is used: a file is no invitation. An evening that was called off is the same
//! event with STATUS:CANCELLED and a higher SEQUENCE, so that a program puts it in the place of the one it has.

use chrono::{DateTime, TimeDelta, Utc};

use crate::couple::{Calendar, Entry, Phrase, Status};
use crate::prompts::Voice;

/// The head of every file. Who wrote it has to be told, says RFC 5545.
const HEAD: [&str; 5] =
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nearer//Date nights//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"];

/// The bytes of one line at most, its end not counted.
const WIDEST: usize = 75;

/// The text of the file, in the bot's voice.
#[must_use]
pub fn write(calendar: &Calendar, voice: &Voice) -> String {
    let mut file = FileText::default();
    for line in HEAD {
        file.line(line);
    }
    for entry in &calendar.entries {
        file.event(entry, voice);
    }
    file.line("END:VCALENDAR");
    file.0
}

/// A file as far as it is written.
#[derive(Default)]
struct FileText(String);

impl FileText {
    fn event(&mut self, entry: &Entry, voice: &Voice) {
        let words = |phrase: &Phrase| voice.say(phrase, str::to_owned);
        let minutes = i64::try_from(entry.minutes).unwrap_or_default();
        let status = match entry.status {
            Status::Tentative => "TENTATIVE",
            Status::Confirmed => "CONFIRMED",
            Status::CalledOff => "CANCELLED",
        };
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}", escaped(&entry.uid)));
        self.line(&format!("SEQUENCE:{}", entry.sequence));
        self.line(&format!("DTSTAMP:{}", instant(entry.stamp)));
        self.line(&format!("DTSTART:{}", instant(entry.at)));
        self.line(&format!("DTEND:{}", instant(entry.at + TimeDelta::minutes(minutes))));
        self.line(&format!("SUMMARY:{}", escaped(&words(&entry.summary))));
        if !entry.about.is_empty() {
            let about: Vec<String> = entry.about.iter().map(words).collect();
            self.line(&format!("DESCRIPTION:{}", escaped(&about.join("\n\n"))));
        }
        self.line(&format!("STATUS:{status}"));
        self.line("END:VEVENT");
    }

    /// Adds a line. A long one goes on in the next, which begins with a blank; no sign is divided.
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for sign in line.chars() {
            if width + sign.len_utf8() > WIDEST {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(sign);
            width += sign.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as the value of a property: what has a meaning there is marked, and a control sign is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() && sign != '\t' => {}
            sign => escaped.push(sign),
        }
    }
    escaped
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
            prop_assert!(written.split("\r\n").all(|line| line.len() <= WIDEST), "{:?}", written);
            let calendar = read(&written);
            prop_assert_eq!(calendar.components.len(), 2);
            let read = text(&calendar, 1, &ICalendarProperty::Summary).expect("a title");
            prop_assert!(read.contains(&title), "{:?} came back as {:?}", title, read);
        }
    }
}
