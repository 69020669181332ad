//! The commands that people type, as the domain knows them.

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
    /// Anything else that begins with a slash.
    Unknown,
}

impl Command {
    /// The names in the order of the menus, as shown to the two in their group.
    pub const IN_GROUPS: [&'static str; 12] =
        ["card", "listen", "date", "dates", "path", "kept", "pause", "resume", "settings", "about", "help", "leave"];
    /// The names shown in a private chat.
    pub const IN_PRIVATE: [&'static str; 4] = ["settings", "about", "help", "leave"];

    /// Reads a command from its name (without the slash) and the rest of its line.
    #[must_use]
    pub fn read(name: &str, argument: &str) -> Self {
        let argument = argument.trim().to_owned();
        match name.to_ascii_lowercase().as_str() {
            "start" => Self::Start(argument),
            "help" => Self::Help,
            "about" => Self::About,
            "card" => Self::Card,
            "date" => Self::Date(argument),
            "dates" => Self::Dates,
            "kept" => Self::Kept,
            "listen" => Self::Listen(argument),
            "path" => Self::Path(argument),
            "pause" => Self::Pause(argument),
            "resume" => Self::Resume,
            "settings" => Self::Settings(argument),
            "leave" => Self::Leave,
            _ => Self::Unknown,
        }
    }
}
