//! Rules that hold for whatever is typed.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::super::slips::ORDINARY;
use super::*;

/// Words out of which people make such phrases, and others.
const KNOWN: &[&str] = &[
    "fri",
    "friday",
    "fridays",
    "next",
    "this",
    "every",
    "other",
    "second",
    "2",
    "weeks",
    "on",
    "at",
    "the",
    "of",
    "in",
    "3",
    "days",
    "24",
    "24th",
    "december",
    "dec",
    "feb",
    "31",
    "2027",
    "4/5",
    "24.12.",
    "2026-12-24",
    "19:30",
    "7",
    "7pm",
    "pm",
    "noon",
    "tonight",
    "tomorrow",
    "today",
    "day",
    "after",
    "night",
    "a",
    "week",
    "dinner",
    "7.",
    "-",
    "30-31",
    "0",
    "99",
    "99/99/9999",
    "9999-99-99",
    "00:00",
    "24:00",
    "1:1",
    "é",
    "fr\u{0130}day",
    "ſat",
    "–",
    "19:30–22:00",
    "mondays",
    "4294967296",
    "1.1.1",
    "o'clock",
    "am",
    "@",
    "2027-02-29",
    "29",
    "february",
    "last",
    "ago",
    "yesterday",
    "half",
    "quarter",
    "past",
    "to",
    "seven",
    "morning",
    "two",
    "fortnight",
    "and",
    "christmas",
    "eve",
    "\"",
    "“next",
    "week”",
    "'",
    "midnight",
    "evening",
    "weekend",
    "firday",
    "wendesday",
    "first",
    "weekly",
    "valentine's",
    "new",
    "hours",
    "1h30",
    "9999h",
    "min",
    "freitag",
    "morgen",
    "um",
    "uhr",
    "halb",
    "acht",
    "vendredi",
    "demain",
    "le",
    "à",
    "viernes",
    "mañana",
    "las",
    "de",
    "la",
    "sexta",
    "feira",
    "пятницу",
    "в",
    "вечера",
    "cancel",
    "move",
    "my",
    "time",
    "UTC+2",
    "EST",
    "+02:00",
    "brunch",
    "for",
    "until",
    "bis",
    "fri/sat",
    "fri,19:30",
    "tmro",
    "10:30",
    "1",
    "12",
    "\u{202E}",
    "🌙",
    "this",
    "not",
    "ish",
    "7ish",
];

fn words() -> impl Strategy<Value = String> {
    let known = prop::sample::select(KNOWN).prop_map(str::to_owned);
    let word = prop_oneof![6 => known, 1 => "\\PC{0,14}", 1 => "[0-9:./apmh+-]{1,9}"];
    let glue = prop::sample::select(vec![" ", " ", " ", " ", "", ",", "/", "-", "\u{A0}"]);
    proptest::collection::vec((word, glue), 0..8)
        .prop_map(|words| words.into_iter().fold(String::new(), |line, (word, glue)| line + &word + glue))
}

fn now() -> impl Strategy<Value = NaiveDateTime> {
    (1_700_000_000_i64..2_000_000_000)
        .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).expect("an instant").naive_utc())
}

/// The moments that come of a line.
fn moments(typed: &str, now: NaiveDateTime) -> Vec<NaiveDateTime> {
    match read(typed, now).and_then(|spoken| spoken.meaning(now.date(), possible(now))) {
        Ok(Meaning::Moment(one)) => vec![one],
        Ok(Meaning::OneOf(all)) => all,
        _ => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Nothing that is typed makes it fail; what it accepts is ahead and within a year, and the same again when it is
    /// shown in the bot's own form and typed.
    #[test]
    fn whatever_is_typed_is_read_or_refused_and_means_the_same_when_shown(typed in words(), now in now()) {
        for local in moments(&typed, now) {
            prop_assert!(local > now && local - now < TimeDelta::days(368), "{typed}");
            let shown = local.format("%A %-d %B %Y, %H:%M").to_string();
            let again = if local.format("%S").to_string() == "00" { vec![local] } else { Vec::new() };
            prop_assert_eq!(moments(&shown, now), again, "{} was shown as {}", typed, shown);
        }
        let _ = (hours(&typed), hours_between(&typed), weekday(&typed), days_ahead(&typed, now));
    }

    /// Any text at all.
    #[test]
    fn no_text_makes_it_fail(typed in "\\PC*", now in now()) {
        let _ = (read(&typed, now), hours(&typed), hours_between(&typed), weekday(&typed), days_ahead(&typed, now));
    }

    /// A bare hour and a word that names a day in some language, or is one slip of a finger away from it, never set today.
    #[test]
    fn a_bare_hour_beside_a_day_that_is_not_understood_sets_nothing_today(
        word in prop::sample::select(words::all_names_of_days()), slip in slip(), title in "(|pizza|with you|ужин)",
        behind: bool,
    ) {
        let word = slip.on(word);
        // A word of every day is a title.
        prop_assume!(!ORDINARY.contains(&word.as_str()));
        let line = if behind { format!("19:30 {word} {title}") } else { format!("{word} {title} 19:30") };
        let now = wall(NOW);
        let today: Option<NaiveDate> = moments(&line, now).first().map(NaiveDateTime::date).filter(|day| *day == now.date());
        // Today itself, and the day of the week that it is, may be meant.
        let is_today = read(&line, now).is_ok_and(|spoken| spoken.day != Day::Soonest);
        prop_assert!(today.is_none() || is_today, "{line}");
    }

    /// The same for a wish other than setting an evening.
    #[test]
    fn another_wish_sets_nothing(word in prop::sample::select(words::all_wishes()), day in "(|fri|tomorrow|24 dec)", behind: bool) {
        let line = if behind { format!("{day} 19:30 {word}") } else { format!("{word} {day} 19:30") };
        prop_assert_eq!(read(&line, wall(NOW)), Err(Unread::OtherWish), "{}", line);
    }
}

/// What a finger does.
#[derive(Clone, Debug)]
enum Slip {
    Not,
    Wrong(usize, char),
    Missing(usize),
    TooMuch(usize, char),
    Turned(usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        Just(Slip::Not),
        (0_usize..12, prop::char::range('a', 'z')).prop_map(|(at, c)| Slip::Wrong(at, c)),
        (0_usize..12).prop_map(Slip::Missing),
        (0_usize..12, prop::char::range('a', 'z')).prop_map(|(at, c)| Slip::TooMuch(at, c)),
        (0_usize..12).prop_map(Slip::Turned),
    ]
}

impl Slip {
    /// On words of five letters and more and of letters only; others stay as they are.
    fn on(&self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let length = letters.len();
        if length < 5 || !letters.iter().all(|letter| letter.is_alphabetic()) {
            return word.to_owned();
        }
        match *self {
            Self::Not => {}
            Self::Wrong(at, c) => letters[at % length] = c,
            Self::Missing(at) => drop(letters.remove(at % length)),
            Self::TooMuch(at, c) => letters.insert(at % length, c),
            Self::Turned(at) => letters.swap(at % (length - 1), at % (length - 1) + 1),
        }
        letters.into_iter().collect()
    }
}
