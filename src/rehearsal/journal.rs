//! What people saw, in order, and a transcript of it to read.

use std::fmt::Write;

use crate::zones::Zone;
use chrono::{DateTime, NaiveDate, Utc};

/// One thing that somebody saw.
#[derive(Debug, Clone)]
pub struct JournalEntry {
    /// The chat it was seen in.
    pub chat: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: Seen,
}

/// What can be seen in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A message, new or edited.
    Said {
        /// Whose.
        who: String,
        /// Whether it replaces an earlier text.
        edits: bool,
        /// The text as it is seen.
        text: String,
        /// The labels of its buttons, row by row.
        buttons: Vec<Vec<String>>,
    },
    /// The buttons of a message went, or changed; its words stayed.
    Rebuttoned {
        /// The labels that are there now, row by row.
        buttons: Vec<Vec<String>>,
    },
    /// Somebody tapped a button.
    Tapped {
        /// Who.
        who: String,
        /// Its label.
        label: String,
    },
    /// The answer to a tap, which only that person sees.
    Shown {
        /// Who.
        who: String,
        /// The text.
        text: String,
    },
    /// Something happened to the chat.
    Service(String),
}

/// Writes the entries as a page to read: one moment a line, local time in front, and the day where another begins.
pub fn transcript<'a>(
    entries: impl IntoIterator<Item = &'a JournalEntry>,
    zone: Zone,
    title: impl Fn(i64) -> Option<String>,
) -> String {
    let mut page = String::new();
    let mut chat = None;
    let mut minute = String::new();
    let mut day: Option<NaiveDate> = None;
    for entry in entries {
        if chat != Some(entry.chat) {
            if let Some(title) = title(entry.chat) {
                let gap = if page.is_empty() { "" } else { "\n" };
                let _ = writeln!(page, "{gap}--- {title}");
                minute.clear();
            }
            chat = Some(entry.chat);
        }
        let local = entry.at.with_timezone(&zone);
        let today = local.date_naive();
        if day.replace(today).is_some_and(|before| before != today) {
            minute.clear();
            let _ = writeln!(page, "\n{}", today.format("%A %-d %B"));
        }
        // The time stands only where it changes.
        let now = local.format("%H:%M").to_string();
        let shown = if now == minute { "     " } else { now.as_str() };
        line(&mut page, shown, &entry.event);
        minute = now;
    }
    page
}

fn line(page: &mut String, time: &str, event: &Seen) {
    let text = match event {
        Seen::Said { who, edits, text, .. } => {
            let edits = if *edits { "(edits) " } else { "" };
            format!("{who}: {edits}{text}")
        }
        Seen::Rebuttoned { buttons } if buttons.is_empty() => "(its buttons go)".to_owned(),
        Seen::Rebuttoned { .. } => "(its buttons change)".to_owned(),
        Seen::Tapped { who, label } => format!("{who} taps [{label}]"),
        Seen::Shown { who, text } => format!("(only {who} sees) {text}"),
        Seen::Service(text) => format!("* {text}"),
    };
    let mut lines = text.lines();
    let _ = writeln!(page, "{time}  {}", lines.next().unwrap_or_default());
    for more in lines {
        let _ = writeln!(page, "{}", format!("         {more}").trim_end());
    }
    if let Seen::Said { buttons, .. } | Seen::Rebuttoned { buttons } = event {
        for row in buttons {
            let row: Vec<String> = row.iter().map(|label| format!("[{label}]")).collect();
            let _ = writeln!(page, "         {}", row.join(" "));
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};

    use super::*;

    #[test]
    fn an_evening_reads_as_it_was() {
        let at = |minute| Utc.with_ymd_and_hms(2026, 3, 2, 19, minute, 0).unwrap();
        let said =
            |who: &str, edits, text: &str, buttons| Seen::Said { who: who.into(), edits, text: text.into(), buttons };
        let entries = [
            JournalEntry { chat: -5, at: at(0), event: Seen::Service("Ana adds Nearer".into()) },
            JournalEntry {
                chat: -5,
                at: at(0),
                event: said("Nearer", false, "Good evening.\n\nReady?", vec![vec!["Yes".into(), "Later".into()]]),
            },
            JournalEntry { chat: -5, at: at(1), event: Seen::Tapped { who: "Ana".into(), label: "Yes".into() } },
            JournalEntry {
                chat: -5,
                at: at(1),
                event: Seen::Shown { who: "Ana".into(), text: "Waiting for Ben.".into() },
            },
            JournalEntry { chat: 7, at: at(1), event: said("Nearer", true, "Just for you.", vec![]) },
            JournalEntry { chat: 7, at: at(1) + TimeDelta::days(1), event: said("Ana", false, "Thank you.", vec![]) },
        ];
        let title = |chat| (chat > 0).then(|| "Ana, in private".to_owned());
        assert_eq!(
            transcript(&entries, Zone::named("Europe/Berlin").expect("a zone"), title),
            "\
20:00  * Ana adds Nearer
       Nearer: Good evening.

         Ready?
         [Yes] [Later]
20:01  Ana taps [Yes]
       (only Ana sees) Waiting for Ben.

--- Ana, in private
20:01  Nearer: (edits) Just for you.

Tuesday 3 March
20:01  Ana: Thank you.
"
        );
    }
}
