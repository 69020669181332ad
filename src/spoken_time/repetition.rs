//! Again and again: `every friday`, `every other friday`, `jeden Freitag`, `tous les vendredis`. A repetition is read
//! where it begins the line, stands behind its hour or behind its day, each week or fortnight on one day of the week and without an end. Any other is refused.

use serde::{Deserialize, Serialize};

use super::clock;
use super::figures::Bare;
use super::line::Line;
use super::words::{self, Sense, Unit, count};

/// How often a regular evening comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Every {
    Week,
    Fortnight,
}

/// The repetition that begins here, before its day, and the place behind it.
pub(super) fn begins(line: &Line<'_>, at: usize) -> (Option<Every>, usize) {
    let plain = line.texts(at);
    // Turkish "her" is hers in English.
    let is = |word: &str, sense: Sense| words::means(word, sense) && word != "her";
    let (every, taken) = match (whole(&plain), &plain[..]) {
        (Some(whole), _) => whole,
        (None, [every, other, ..]) if is(every, Sense::Every) && is(other, Sense::Other) => (Every::Fortnight, 2),
        (None, [every, ..]) if is(every, Sense::Every) => (Every::Week, 1),
        _ => return (None, at),
    };
    let taken = at + taken;
    let leads = |at: usize| {
        let word = line.text(at);
        is(word, Sense::On) || matches!(word, "as" | "os" | "the")
    };
    (Some(every), taken + usize::from(leads(taken)))
}

/// The repetition behind a day of the week: `friday 19:30 every week`, `friday weekly 19:30`. Elsewhere than at the end
/// or before the hour it may begin a title.
pub(super) fn behind(line: &Line<'_>, at: usize) -> Option<(Every, usize)> {
    let (every, taken) = whole(&line.texts(at))?;
    let end = at + taken;
    let end = end + usize::from(words::means(line.text(end), Sense::At));
    (at + taken == line.len() || clock::stands(line, end, Bare::Nothing)).then_some((every, taken))
}

/// Weeks or fortnights by themselves, without a day.
fn whole(plain: &[&str]) -> Option<(Every, usize)> {
    let is = |word: &str, sense: Sense| words::means(word, sense) && word != "her";
    let is_unit = |word: &str, unit: Unit| words::unit(word) == Some(unit);
    Some(match plain[..] {
        ["fortnightly" | "biweekly", ..] => (Every::Fortnight, 1),
        ["bi", "weekly", ..] => (Every::Fortnight, 2),
        ["weekly", ..] => (Every::Week, 1),
        ["alle", two, unit, ..] if is(two, Sense::Other) && is_unit(unit, Unit::Week) => (Every::Fortnight, 3),
        ["alle", "14", unit, ..] if is_unit(unit, Unit::Day) => (Every::Fortnight, 3),
        ["toutes", "les", two, unit, ..] if is(two, Sense::Other) && is_unit(unit, Unit::Week) => (Every::Fortnight, 4),
        ["a", "cada", two, unit, ..] if is(two, Sense::Other) && is_unit(unit, Unit::Week) => (Every::Fortnight, 4),
        [every, other, unit, ..] if is(every, Sense::Every) && is(other, Sense::Other) && is_unit(unit, Unit::Week) => {
            (Every::Fortnight, 3)
        }
        [every, "fortnight", ..] if is(every, Sense::Every) => (Every::Fortnight, 2),
        [every, unit, ..] if is(every, Sense::Every) && is_unit(unit, Unit::Week) => (Every::Week, 2),
        _ => return None,
    })
}

/// Whether a word, among those left over, says when a repetition ends or where it has holes.
pub(super) fn bounds(line: &Line<'_>, at: usize) -> bool {
    let (word, next) = (line.text(at), line.text(at + 1));
    let counted = count(next).is_some() && (words::unit(line.text(at + 2)).is_some() || line.text(at + 2) == "times");
    words::means(word, Sense::Until)
        || matches!(word, "except" | "starting" | "beginning" | "from" | "ending" | "ends" | "excluding" | "without")
        || (word == "for" && counted)
        || (count(word).is_some() && matches!(next, "times" | "x"))
}
