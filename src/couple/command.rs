//! The commands that people type, as the domain knows them.

use super::WordMark;
use crate::line;
use crate::phrase::Phrase;

/// The longest line that is read behind a command, in characters. Days, hours and a title take a third of it.
const LONGEST: usize = 300;
/// So many letters of a long name can be wrong, and one of a short one.
const SLIPS: usize = 2;
/// Names of so many letters are short.
const SHORT: usize = 5;
/// So many letters are the beginning of a name.
const BEGUN: usize = 3;
/// What people call things beside their names.
const OTHER_WORDS: [(&str, &str); 14] = [
    ("talk", "listen"),
    ("talks", "listen"),
    ("evening", "date"),
    ("evenings", "dates"),
    ("idea", "date"),
    ("ideas", "date"),
    ("calendar", "dates"),
    ("question", "card"),
    ("end", "stop"),
    ("quit", "stop"),
    ("break", "pause"),
    ("doors", "settings"),
    ("data", "mydata"),
    ("commands", "help"),
];

/// A command with its argument, if it takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `/start`, with the payload of a deep link.
    Start(String),
    /// `/help`
    Help,
    /// `/about`
    About,
    /// `/card`: one now.
    Card,
    /// `/add`: a card of their own.
    Add(Behind),
    /// `/kept`: the cards they kept; in private, those that one added.
    Kept,
    /// `/listen`, `/listen five`, `/listen state every sunday`.
    Listen(String),
    /// `/date`, or `/date fri 19:30`: ideas, or an evening.
    Date(String),
    /// `/dates`: what is coming and what was.
    Dates,
    /// `/path`, `/path friends`, `/path off`: a fortnight of cards that leads somewhere.
    Path(String),
    /// `/pause`, or `/pause until 24 December`.
    Pause(String),
    /// `/resume`
    Resume,
    /// `/stop`: ends the talk that is under way; else the cards rest. In no menu: it is what people type by themselves.
    Stop,
    /// `/settings`, or `/settings zone Lisbon`.
    Settings(String),
    /// `/leave`
    Leave,
    /// `/support`, `/support Portugal`: who helps. In private.
    Support(String),
    /// `/mydata`: all that is held about the one who asks. In private.
    MyData,
    /// One of these with more words behind it than anyone needs: they are not read.
    TooLong,
    /// None of these; with the one that was most likely meant, and by what to know the word again.
    Unknown(Option<&'static str>, WordMark),
}

/// What stands behind a command that reads no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    Nothing,
    Words,
}

impl Command {
    /// Whether it is for two who are both there: it rests while one of them is not in the group.
    pub(super) fn takes_both(&self) -> bool {
        matches!(self, Self::Card | Self::Listen(_) | Self::Date(_) | Self::Path(_) | Self::Pause(_) | Self::Resume)
    }

    /// The menu that the two see in their group: names in order, and what each does.
    #[must_use]
    pub fn in_groups() -> [(&'static str, Phrase); 13] {
        [
            ("card", line::command_card()),
            ("listen", line::command_listen()),
            ("date", line::command_date()),
            ("dates", line::command_dates()),
            ("path", line::command_path()),
            ("kept", line::command_kept()),
            ("add", line::command_add()),
            ("pause", line::command_pause()),
            ("resume", line::command_resume()),
            ("settings", line::command_settings()),
            ("about", line::command_about()),
            ("help", line::command_help()),
            ("leave", line::command_leave()),
        ]
    }

    /// The menu of a private chat.
    #[must_use]
    pub fn in_private() -> [(&'static str, Phrase); 8] {
        [
            ("support", line::command_support()),
            ("settings", line::command_settings()),
            ("add", line::command_add()),
            ("kept", line::command_own_list()),
            ("mydata", line::command_mydata()),
            ("about", line::command_about()),
            ("help", line::command_help()),
            ("leave", line::command_leave()),
        ]
    }

    /// The command of ours that was most likely meant by this name: by a slip, by its beginning, or by another word.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static str> {
        let names: Vec<&str> = Self::in_groups().into_iter().chain(Self::in_private()).map(|(ours, _)| ours).collect();
        let longest = names.iter().map(|ours| ours.len()).max().unwrap_or(0) + SLIPS;
        if name.len() > longest {
            return None;
        }
        let name = name.to_lowercase();
        if let Some((_, ours)) = OTHER_WORDS.iter().find(|(other, _)| *other == name) {
            return Some(ours);
        }
        let is_begun = |ours: &str| name.len() >= BEGUN && (ours.starts_with(&name) || name.starts_with(ours));
        let slips = |ours: &str| if ours.len() > SHORT { SLIPS } else { 1 };
        let distance = |ours: &str| strsim::osa_distance(ours, &name);
        let near = names.into_iter().filter(|ours| distance(ours) <= slips(ours) || is_begun(ours));
        near.min_by_key(|ours| distance(ours))
    }

    /// Reads a command from its name (without the slash) and the rest of its line. `None` where the name is none of ours.
    #[must_use]
    pub fn read(name: &str, argument: &str) -> Option<Self> {
        let argument = argument.trim();
        let with = |command: fn(String) -> Self| {
            if argument.chars().nth(LONGEST).is_some() { Self::TooLong } else { command(argument.to_owned()) }
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "start" => with(Self::Start),
            "help" => Self::Help,
            "about" => Self::About,
            "card" => Self::Card,
            "date" => with(Self::Date),
            "dates" => Self::Dates,
            "add" if argument.is_empty() => Self::Add(Behind::Nothing),
            "add" => Self::Add(Behind::Words),
            "kept" => Self::Kept,
            "listen" => with(Self::Listen),
            "path" => with(Self::Path),
            "pause" => with(Self::Pause),
            "resume" => Self::Resume,
            "stop" => Self::Stop,
            "settings" => with(Self::Settings),
            "leave" => Self::Leave,
            // Whatever stands behind it, who asks for help is answered.
            "support" => Self::Support(argument.chars().take(LONGEST).collect()),
            "mydata" => Self::MyData,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_words_than_anyone_needs_are_not_read() {
        let long = "é".repeat(4_000);
        for name in ["start", "date", "listen", "path", "pause", "settings"] {
            assert_eq!(Command::read(name, &long), Some(Command::TooLong), "{name}");
            assert_ne!(Command::read(name, &"é".repeat(LONGEST)), Some(Command::TooLong), "{name}");
        }
        assert_eq!(Command::read("card", &long), Some(Command::Card), "which reads no words");
        assert!(Command::nearest(&long).is_none() && Command::nearest("setttings") == Some("settings"));
    }
}
