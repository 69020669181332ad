//! Days as people say them: counted from today, of a name, of a date. Where people mean different days by the same
//! words ("4/5", "next friday"), each is a reading.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};

use super::calendar::{self, days_away};
use super::figures::Bare;
use super::line::Line;
use super::unread::Unread;
use super::week;
use super::words::{self, Part, Sense, Unit, count};
use super::{clock, dates};

/// Days that some tokens can mean, and how many tokens they take.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub days: Vec<NaiveDate>,
    pub taken: usize,
    /// The part of the day that is named with it: "tonight".
    pub part: Option<Part>,
    /// A day of the week and nothing else: its week may be said further on.
    pub weekday: Option<Weekday>,
    /// Said again and again: "fridays".
    pub again: bool,
    /// A word that is a day only where no other word could have another meaning.
    pub doubtful: bool,
}

impl Found {
    fn one(day: NaiveDate, taken: usize) -> Self {
        Self { days: vec![day], taken, ..Self::default() }
    }
}

/// The day that is named from here on. `None`: these tokens are no day at all.
pub(super) fn find(line: &Line<'_>, at: usize, now: NaiveDateTime) -> Result<Option<Found>, Unread> {
    let plain = line.texts(at);
    let today = now.date();
    if let Some(date) = dates::of_a_month(&plain, today)? {
        return Ok(Some(Found { days: date.days, taken: date.taken, ..Found::default() }));
    }
    if let Some((week, day, taken)) = week::before_a_day(&plain) {
        return Ok(Some(Found { days: week.days(day, today), taken, ..Found::default() }));
    }
    if let Some(found) = near_today(&plain, today) {
        return Ok(Some(found));
    }
    if let Some(found) = of_week(line, at, today)? {
        return Ok(Some(found));
    }
    if let Some(date) = dates::find(line, at, today)? {
        return Ok(Some(Found { days: date.days, taken: date.taken, ..Found::default() }));
    }
    let Some((number, taken)) = of_this_month(line, at) else { return Ok(None) };
    let date = calendar::of_number(number, today).ok_or(Unread::NoSuchDay)?;
    Ok(Some(Found::one(date, taken)))
}

/// A day that is counted from today.
fn near_today(plain: &[&str], today: NaiveDate) -> Option<Found> {
    let away = |days: i64, taken: usize| Some(Found::one(days_away(today, days), taken));
    let is = |word: &str, sense: Sense| words::means(word, sense);
    let skip = usize::from(
        matches!(plain, ["the" | "le" | "el", next, ..] if words::unit(next) == Some(Unit::Day) || is(next, Sense::AfterTomorrow)),
    );
    match plain.get(skip..)? {
        ["day", "after", "tomorrow", ..] => away(2, skip + 3),
        ["day", "before", "yesterday", ..] => away(-2, skip + 3),
        ["pasado", "manana", ..] | ["apres", "demain", ..] => away(2, 2),
        ["depois", "de", "amanha", ..] => away(2, 3),
        [word, ..] if is(word, Sense::Tonight) => {
            Some(Found { part: Some(Part::Night), ..Found::one(today, skip + 1) })
        }
        [this, part, ..] if is(this, Sense::This) && words::part(part).is_some() => {
            Some(Found { part: words::part(part), ..Found::one(today, 2) })
        }
        [last, part, ..] if is(last, Sense::Last) && words::part(part).is_some() => {
            Some(Found { part: words::part(part), ..Found::one(days_away(today, -1), 2) })
        }
        [word, ..] if is(word, Sense::Today) => away(0, skip + 1),
        [word, ..] if is(word, Sense::Yesterday) => away(-1, skip + 1),
        [word, ..] if is(word, Sense::AfterTomorrow) => away(2, skip + 1),
        [word, ..] if is(word, Sense::Tomorrow) || is(word, Sense::TomorrowOrMorning) => away(1, skip + 1),
        [number, unit, "ago", ..] => away(-in_days(number, unit)?, 3),
        [number, unit, "from", "now" | "today", ..] | ["dentro" | "daqui", "de" | "a", number, unit, ..] => {
            away(in_days(number, unit)?, 4)
        }
        [within, number, unit, ..] if is(within, Sense::In) && in_days(number, unit).is_some() => {
            away(in_days(number, unit)?, 3)
        }
        [within, glued, ..] if is(within, Sense::In) => {
            let (number, unit) = split_number(glued)?;
            away(in_days(number, unit)?, 2)
        }
        _ => None,
    }
}

/// How long, from today on: `two weeks`, `10 days`, `a month`. For a rest, which ends on that day.
pub(super) fn how_long(line: &Line<'_>, at: usize, today: NaiveDate) -> Option<Found> {
    let (number, unit) = (line.text(at), line.text(at + 1));
    if !matches!(line.text(at + 2), "" | "from") {
        return None;
    }
    if let Some(days) = in_days(number, unit) {
        return Some(Found::one(days_away(today, days), 2));
    }
    let months = match unit {
        "month" | "months" => count(number)?,
        "year" | "years" => count(number)?.checked_mul(12)?,
        _ => return None,
    };
    Some(Found::one(calendar::months_later(today, months), 2))
}

/// "3d" as "3" and "d".
pub(super) fn split_number(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    word.split_at_checked(end)
}

fn in_days(number: &str, unit: &str) -> Option<i64> {
    let number = i64::from(count(number)?);
    match words::unit(unit)? {
        Unit::Day => Some(number),
        Unit::Week => Some(7 * number),
        Unit::Fortnight => Some(14 * number),
        Unit::Minute | Unit::Hour | Unit::Longer => None,
    }
}

/// A day of the week: `friday`, `next friday`, `vendredi prochain`, `fri 27 November`, `friday the 4th`.
fn of_week(line: &Line<'_>, at: usize, today: NaiveDate) -> Result<Option<Found>, Unread> {
    let turns = [Sense::Next, Sense::This, Sense::Last];
    let turn_of = |word: &str| turns.into_iter().find(|sense| words::means(word, *sense));
    let before = turn_of(line.text(at));
    let name = line.text(at + usize::from(before.is_some()));
    let mut taken = usize::from(before.is_some()) + 1;
    let again = words::weekdays(name);
    let Some(day) = words::weekday(name).or(again).or_else(|| words::feira(name)) else {
        return Ok(of_a_compound(name, today).filter(|_| before.is_none()));
    };
    let is_feira = matches!(line.text(at + taken), "feira" | "feiras");
    taken += usize::from(is_feira);
    let doubtful = words::feira(name).is_some() && !is_feira && words::weekday(name).is_none();
    let behind =
        if before.is_none() && !words::is_english_weekday(name) { turn_behind(line, at + taken) } else { None };
    let (turn, more) =
        before.map_or_else(|| behind.map_or((None, 0), |(turn, more)| (Some(turn), more)), |turn| (Some(turn), 0));
    taken += more;
    if turn.is_none()
        && again.is_none()
        && let Some(found) = with_its_date(line, at, taken, day, today)?
    {
        return Ok(Some(found));
    }
    let coming = calendar::coming(day, today);
    let after = calendar::after(day, today);
    let (days, weekday) = match turn {
        Some(Sense::Next) => {
            let next = calendar::weeks_later(calendar::of_this_week(day, today), 1);
            (if after == next { vec![next] } else { vec![after.min(next), after.max(next)] }, None)
        }
        Some(Sense::Last) => (calendar::last(day, today).into_iter().collect(), None),
        Some(_) => (vec![coming], None),
        // Said on a Friday, "friday" may be today.
        None if coming == after => (vec![coming], Some(day)),
        None => (vec![coming, after], Some(day)),
    };
    Ok(Some(Found { days, taken, weekday, again: again.is_some(), doubtful, part: None }))
}

/// "Prochain" and its like behind the day, and how many tokens they take. In English "next" stands before it.
fn turn_behind(line: &Line<'_>, at: usize) -> Option<(Sense, usize)> {
    match line.texts(at)[..] {
        ["que", "viene" | "vem", ..] => Some((Sense::Next, 2)),
        [word, ..] if words::means(word, Sense::Next) => Some((Sense::Next, 1)),
        [word, ..] if words::means(word, Sense::Last) => Some((Sense::Last, 1)),
        _ => None,
    }
}

/// `freitagabend`: a day of the week and a part of the day in one word.
fn of_a_compound(name: &str, today: NaiveDate) -> Option<Found> {
    let cut = name
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| *at >= 5)
        .find(|at| words::weekday(&name[..*at]).is_some() && words::part(&name[*at..]).is_some())?;
    let (day, part) = (words::weekday(&name[..cut])?, words::part(&name[cut..]));
    let (coming, after) = (calendar::coming(day, today), calendar::after(day, today));
    let days = if coming == after { vec![coming] } else { vec![coming, after] };
    Some(Found { days, taken: 1, part, weekday: None, again: false, doubtful: false })
}

/// A date or the number of the day behind a day of the week. The date counts; where the two disagree, the two people
/// say which.
fn with_its_date(
    line: &Line<'_>,
    at: usize,
    taken: usize,
    day: Weekday,
    today: NaiveDate,
) -> Result<Option<Found>, Unread> {
    let behind = at + taken;
    if let Some(date) = dates::find(line, behind, today)? {
        let mut days = date.days;
        if days.iter().any(|date| date.weekday() == day) {
            days.retain(|date| date.weekday() == day);
        } else {
            days.push(calendar::coming(day, today));
        }
        return Ok(Some(Found { days, taken: taken + date.taken, ..Found::default() }));
    }
    // "Fri 4th", where there is such a Friday. "Sat 21st birthday" is a title.
    if let Some((number, more)) = of_this_month(line, behind) {
        return match (calendar::of_number_and_name(number, day, today), more) {
            (Some(date), _) => Ok(Some(Found::one(date, taken + more))),
            (None, 2) => Err(Unread::Unsure),
            (None, _) => Ok(None),
        };
    }
    // "Fri 27 19:30": no hour has this number.
    let number = dates::number(line.text(behind)).filter(|number| (25..=31).contains(number));
    let date = number.and_then(|number| calendar::of_number_and_name(number, day, today));
    Ok(date.filter(|_| clock::stands(line, behind + 1, Bare::Nothing)).map(|date| Found::one(date, taken + 1)))
}

/// `the 24th`, `24th`, `le 24`, `am 24.`
fn of_this_month(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let is_title = |behind: usize| {
        matches!(line.text(behind), "birthday" | "bday" | "anniversary" | "geburtstag" | "floor" | "time" | "date")
    };
    let (first, second) = (line.text(at), line.text(at + 1));
    match first {
        "the" if dates::is_ordinal(second) && !is_title(at + 2) => Some((dates::number(second)?, 2)),
        "le" | "el" | "il" | "am" | "dia" | "den" => {
            let number = dates::number(second).filter(|number| (1..=31).contains(number))?;
            let stop = line.get(at + 1).is_some_and(|token| token.stop);
            let alone = at + 2 >= line.len()
                || clock::stands(line, at + 2, Bare::Nothing)
                || words::means(line.text(at + 2), Sense::At)
                || words::means(line.text(at + 2), Sense::ByHour);
            (stop || alone).then_some((number, 2))
        }
        _ if dates::is_ordinal(first) && !is_title(at + 1) => Some((dates::number(first)?, 1)),
        _ => None,
    }
}
