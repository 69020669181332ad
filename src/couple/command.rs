//! The commands that people type, as the domain knows them.

use crate::line;
use crate::phrase::Phrase;

/// The longest line that is read behind a command, in characters. Days, hours and a title take a third of it.
const LONGEST: usize = 300;

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
    /// `/kept`: the cards they kept.
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
    /// `/settings`, or `/settings zone Lisbon`.
    Settings(String),
    /// `/leave`
    Leave,
    /// `/support`: who helps. In private.
    Support,
    /// `/mydata`: all that is held about the one who asks. In private.
    MyData,
    /// One of these with more words behind it than anyone needs: they are not read.
    TooLong,
    /// A slip for one of these, or anything else that is addressed to this bot.
    Unknown,
}

impl Command {
    /// The menu that the two see in their group: names in order, and what each does.
    #[must_use]
    pub fn in_groups() -> [(&'static str, Phrase); 12] {
        [
            ("card", line::command_card()),
            ("listen", line::command_listen()),
            ("date", line::command_date()),
            ("dates", line::command_dates()),
            ("path", line::command_path()),
            ("kept", line::command_kept()),
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
    pub fn in_private() -> [(&'static str, Phrase); 6] {
        [
            ("support", line::command_support()),
            ("settings", line::command_settings()),
            ("mydata", line::command_mydata()),
            ("about", line::command_about()),
            ("help", line::command_help()),
            ("leave", line::command_leave()),
        ]
    }

    /// Whether the name is one letter away from one of ours (one more, one less, another one, or two exchanged): rather a
    /// slip than another bot's command.
    #[must_use]
    pub fn is_slip(name: &str) -> bool {
        let longest = Self::in_groups().iter().map(|(ours, _)| ours.len()).max().unwrap_or(0) + 1;
        if name.len() > longest {
            return false;
        }
        let name = name.to_lowercase();
        Self::in_groups().iter().any(|(ours, _)| strsim::osa_distance(ours, &name) == 1)
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
            "kept" => Self::Kept,
            "listen" => with(Self::Listen),
            "path" => with(Self::Path),
            "pause" => with(Self::Pause),
            "resume" => Self::Resume,
            "settings" => with(Self::Settings),
            "leave" => Self::Leave,
            "support" => Self::Support,
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
        assert!(!Command::is_slip(&long) && Command::is_slip("setttings"));
    }
}
