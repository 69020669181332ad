//! Slips of a finger: words that are nearly a word of time or a wish.

use std::sync::LazyLock;

use super::line::Line;
use super::words::{self, Sense};

/// Every word that names a day, or is a wish, of five letters and more: those with which a slip of a finger is found.
static LONG: LazyLock<Vec<(Vec<char>, Kind)>> = LazyLock::new(|| {
    let long = words::all().filter_map(|word| {
        let letters: Vec<char> = word.chars().collect();
        let wish = words::means(word, Sense::Wish);
        let kind = if wish { Kind::Wish } else { Kind::Day };
        let named = words::names_a_day(word) && !words::means(word, Sense::Group);
        (letters.len() >= 5 && letters[0] != '2' && (wish || named)).then_some((letters, kind))
    });
    long.collect()
});

/// What a word nearly is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Day,
    Wish,
}

/// Words of every day that are one letter away from a word of time, and so often a title that asking would only be in
/// the way.
pub(super) const ORDINARY: &[&str] = &["montage", "domain", "haute", "cancer", "cancers", "tunes", "dunes"];

/// What this word is one slip of a finger away from: one letter that is wrong, missing or too much, or two that
/// have changed places (restricted Damerau-Levenshtein distance of 1).
pub(super) fn near_miss(word: &str) -> Option<Kind> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 || ORDINARY.contains(&word) || letters.iter().any(char::is_ascii_digit) {
        return None;
    }
    LONG.iter().find(|(name, _)| is_one_slip(name, &letters)).map(|(_, kind)| *kind)
}

/// Days whose names are mended.
const DAYS: [&str; 9] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "tonight"];

/// The line with the day as it is spelt, where one word of it is nearly the name of one day and of no other.
pub(super) fn mended<'l>(line: &Line<'l>) -> Option<Line<'l>> {
    let mut slips = (0..line.len()).filter_map(|at| Some((at, meant(line.text(at))?)));
    match (slips.next(), slips.next()) {
        (Some((at, day)), None) => Some(line.with(at, day)),
        _ => None,
    }
}

/// The day that this word nearly names.
fn meant(word: &str) -> Option<&'static str> {
    if word.chars().count() < 5 || !words::senses(word).is_empty() || ORDINARY.contains(&word) {
        return None;
    }
    // Two letters of a long name, if it begins rightly.
    let most = |name: &str| if name.len() >= 8 && word.starts_with(&name[..1]) { 2 } else { 1 };
    let near =
        |name: &'static str| Some((strsim::osa_distance(name, word), name)).filter(|(far, _)| *far <= most(name));
    let mut near: Vec<(usize, &str)> = DAYS.into_iter().filter_map(near).collect();
    near.sort_unstable();
    match near[..] {
        [(_, day)] => Some(day),
        [(nearest, day), (next, _), ..] if nearest < next => Some(day),
        _ => None,
    }
}

fn is_one_slip(one: &[char], other: &[char]) -> bool {
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    let same = long.iter().zip(short).take_while(|(one, other)| one == other).count();
    match (&long[same..], &short[same..]) {
        ([], []) => true,
        ([_, long @ ..], short) if long == short => true,
        ([_, long @ ..], [_, short @ ..]) if long == short => true,
        ([a, b, long @ ..], [c, d, short @ ..]) => a == d && b == c && long == short,
        _ => false,
    }
}

/// Whether this is the short name of an English day with two letters that have changed places, or one doubled: "fir",
/// "satt", "tuse".
pub(super) fn is_short_slip(word: &str) -> bool {
    let short = ["mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun", "tmrw"];
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let doubled = |name: &str| {
        word.len() == name.len() + 1 && {
            let mut once: Vec<char> = word.chars().collect();
            once.dedup();
            once.into_iter().eq(name.chars())
        }
    };
    let turned = |name: &str| strsim::osa_distance(name, word) == 1 && letters(name) == letters(word);
    short.iter().any(|name| turned(name) || doubled(name))
}
