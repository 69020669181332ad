//! The grammar: the whole line is read from left to right, and each token is taken by a rule or left over. A rule
//! takes what it knows where it stands: a day, a week, an hour, a part of the day, a span from now, another clock.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};

use super::figures::{Bare, Clock};
use super::line::Line;
use super::repetition::{self, Every};
use super::unread::Unread;
use super::words::{self, Part, Sense, Unit, count};
use super::{clock, dates, days, other_clock, week, weekend};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A day and an hour, and a title.
    Evening,
    /// An hour: a number alone is one.
    Hour,
    /// A day, or how long: "two weeks".
    Day,
}

/// What stood directly before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Nothing, or a word that was left over.
    Other,
    Day,
    Hour,
}

/// What was found in a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub every: Option<Every>,
    pub days: Option<Vec<NaiveDate>>,
    /// The day of the week that was named, as long as its week was not.
    pub weekday: Option<Weekday>,
    pub clock: Option<Clock>,
    pub part: Option<Part>,
    /// A moment that was counted from now, in hours or minutes.
    pub moment: Option<NaiveDateTime>,
    pub other_clock: bool,
    /// The day is one only if no word is left over.
    pub doubtful: bool,
    /// The tokens that no rule took.
    pub left: Vec<usize>,
}

impl Found {
    /// Nothing in the line was about time.
    pub(super) fn is_nothing(&self) -> bool {
        self.every.is_none() && self.days.is_none() && self.clock.is_none() && self.moment.is_none()
    }

    pub(super) fn has_hour(&self) -> bool {
        self.clock.is_some() || self.moment.is_some()
    }
}

struct Reader<'l> {
    line: &'l Line<'l>,
    now: NaiveDateTime,
    /// Where the clock on the wall is; empty where nobody said.
    place: &'l str,
    wanted: Wanted,
    found: Found,
}

/// Reads a line by the clock on the wall, at this place.
pub(super) fn read(line: &Line<'_>, now: NaiveDateTime, place: &str, wanted: Wanted) -> Result<Found, Unread> {
    let mut reader = Reader { line, now, place, wanted, found: Found::default() };
    let (every, mut at) = repetition::begins(line, 0);
    reader.found.every = every;
    if every.is_some() {
        let day =
            days::find(line, at, now).map_err(|_| Unread::EveryWhat)?.filter(|day| day.weekday.is_some() || day.again);
        if day.is_none() {
            return Err(Unread::EveryWhat);
        }
    }
    let mut before = Before::Other;
    while at < line.len() {
        let taken = if line.text(at).is_empty() { None } else { reader.take(at, before)? };
        if taken.is_none() {
            reader.found.left.push(at);
        }
        let (taken, what) = taken.unwrap_or((1, Before::Other));
        at += taken;
        before = what;
    }
    Ok(reader.found)
}

impl Reader<'_> {
    /// What stands here, with the words before it that lead to it, and how many tokens that takes.
    fn take(&mut self, at: usize, before: Before) -> Result<Option<(usize, Before)>, Unread> {
        if before != Before::Other
            && self.found.every.is_none()
            && self.found.weekday.is_some()
            && let Some((every, taken)) = repetition::behind(self.line, at)
        {
            self.found.every = Some(every);
            return Ok(Some((taken, before)));
        }
        if before == Before::Hour
            && self.found.every.is_none()
            && self.found.days.is_none()
            && let (Some(every), place) = repetition::begins(self.line, at)
            && days::find(self.line, place, self.now).is_ok_and(|day| day.is_some_and(|day| day.weekday.is_some()))
        {
            self.found.every = Some(every);
            return Ok(Some((place - at, before)));
        }
        if before != Before::Other
            && let Some(taken) = self.take_part(at, before)
        {
            return Ok(Some((taken, before)));
        }
        if let Some(taken) = other_clock::find(self.line, at, before == Before::Hour) {
            self.found.other_clock |= !other_clock::is_of(self.line, at..at + taken, self.place);
            return Ok(Some((taken, Before::Other)));
        }
        for joints in 0..=2 {
            if joints > 0 && !self.leads(at + joints - 1) {
                break;
            }
            let place = at + joints;
            let day = self.take_day(place)?.or_else(|| self.take_week(place));
            if let Some(taken) = day {
                return Ok(Some((joints + taken, Before::Day)));
            }
            if joints == 0
                && let Some(taken) = self.take_span(at)
            {
                return Ok(Some((taken, Before::Hour)));
            }
            if let Some(taken) = self.take_hour(place, joints, before) {
                return Ok(Some((joints + taken, Before::Hour)));
            }
        }
        Ok(None)
    }

    /// Whether this word leads to a day or an hour and says nothing itself.
    fn leads(&self, at: usize) -> bool {
        let word = self.line.text(at);
        match word {
            // English "no" and "in" say something, Portuguese "no" and "in" before a day do not.
            "no" => matches!(self.line.text(at + 1), "sabado" | "domingo" | "dia"),
            _ if self.wanted == Wanted::Day && words::means(word, Sense::Until) => true,
            _ => [Sense::On, Sense::At, Sense::ByHour, Sense::About].iter().any(|sense| words::means(word, *sense)),
        }
    }

    fn take_day(&mut self, at: usize) -> Result<Option<usize>, Unread> {
        if self.found.days.is_some() || self.found.moment.is_some() || self.is_the_sun(at) {
            return Ok(None);
        }
        let how_long = if self.wanted == Wanted::Day { days::how_long(self.line, at, self.now.date()) } else { None };
        let day = how_long.map_or_else(|| days::find(self.line, at, self.now), |day| Ok(Some(day)))?;
        let Some(day) = day.or_else(|| self.whole_week(at)).or_else(|| self.weekend_or_feast(at)) else {
            return Ok(None);
        };
        if day.again && self.found.every.is_none() {
            // "Fridays" in front is every Friday; further on it says that of something else.
            if !self.found.left.is_empty() || self.found.clock.is_some() {
                return Err(Unread::Unsure);
            }
            self.found.every = Some(Every::Week);
        }
        self.found.part = self.found.part.or(day.part);
        self.found.weekday = day.weekday;
        self.found.doubtful = day.doubtful;
        self.found.days = Some(day.days);
        Ok(Some(day.taken))
    }

    /// A week and no day of it: all its days; where it ends a rest, its first.
    fn whole_week(&self, at: usize) -> Option<days::Found> {
        let (mut days, taken) = week::whole(&self.line.texts(at), self.now.date())?;
        if self.wanted == Wanted::Day {
            days.truncate(1);
        }
        Some(days::Found { days, taken, ..days::Found::default() })
    }

    /// A weekend, or a feast as it is called for short. These words are in titles, too: without a word that says which
    /// weekend, they are a day only before all other words and where no other day is named.
    fn weekend_or_feast(&self, at: usize) -> Option<days::Found> {
        let (plain, today) = (self.line.texts(at), self.now.date());
        let weekend = weekend::find(&plain, today);
        let feast = || dates::of_a_feast(&plain, today);
        let (mut days, taken, bare, doubtful) = match weekend {
            Some(weekend) => (weekend.days, weekend.taken, weekend.bare, false),
            None => feast().map(|feast| (feast.days, feast.taken, true, true))?,
        };
        let other = |place: usize| !matches!(days::find(self.line, place, self.now), Ok(None));
        if bare && (!self.found.left.is_empty() || (at + taken..self.line.len()).any(other)) {
            return None;
        }
        // A rest does not begin or end in the evening of Friday.
        if self.wanted == Wanted::Day && !doubtful {
            days.retain(|day| day.weekday() != Weekday::Fri);
        }
        Some(days::Found { days, taken, doubtful, ..days::Found::default() })
    }

    /// The sun may shine in a title.
    fn is_the_sun(&self, at: usize) -> bool {
        self.line.before(at) == "the" && matches!(self.line.text(at), "sun" | "mon" | "sat" | "wed" | "fri")
    }

    fn take_week(&mut self, at: usize) -> Option<usize> {
        let day = self.found.weekday?;
        let (week, taken) = week::behind_a_day(&self.line.texts(at))?;
        self.found.weekday = None;
        self.found.days = Some(week.days(day, self.now.date()));
        Some(taken)
    }

    /// `in 3 hours`, `in 1h30`, `in half an hour`, `in 90 minutes`.
    fn take_span(&mut self, at: usize) -> Option<usize> {
        if self.found.days.is_some() || self.found.has_hour() {
            return None;
        }
        let plain = self.line.texts(at);
        let rest = plain.split_first().filter(|(first, _)| words::means(first, Sense::In))?.1;
        let (minutes, taken) = match rest {
            ["half", "an" | "a", "hour", ..] | ["einer" | "einem", "halben", "stunde", ..] => (30, 3),
            ["an" | "one", "hour", "and", "a", "half", ..] => (90, 5),
            _ => {
                let (hours, taken) = length(rest)?;
                let more = length(&rest[taken..]).filter(|(more, _)| hours % 60 == 0 && *more < 60);
                more.map_or((hours, taken), |(minutes, more)| (hours + minutes, taken + more))
            }
        };
        self.found.moment =
            self.now.checked_add_signed(TimeDelta::minutes(minutes))?.with_second(0)?.with_nanosecond(0);
        Some(1 + taken)
    }

    fn take_hour(&mut self, at: usize, joints: usize, before: Before) -> Option<usize> {
        if self.found.has_hour() {
            return None;
        }
        let led = (at - joints..at).map(|at| self.line.text(at)).collect::<Vec<_>>();
        let said = led.iter().any(|word| words::means(word, Sense::At)) || matches!(led[..], ["a", "las" | "la"]);
        let many = led.contains(&"for") || self.line.before(at) == "for";
        let about = led.iter().any(|word| words::means(word, Sense::About));
        let dated = self.found.days.is_some();
        let last = at + 1 == self.line.len();
        let bare = match () {
            () if said => Bare::Said,
            // "Dinner for 12" says how many come.
            () if many => Bare::Nothing,
            () if self.wanted == Wanted::Hour || about || self.is_before_its_part(at) => Bare::Hour,
            () if dated && (before != Before::Other || joints > 0) => Bare::Hour,
            // "Sunday brunch 11": a number at the end that has two readings, so that the two are asked.
            () if dated && last && self.asks(at) => Bare::Hour,
            () => Bare::Nothing,
        };
        let named = || if said && joints > 0 { clock::of_a_name(self.line, at) } else { None };
        let (clock, taken) = clock::find(self.line, at, bare).or_else(named)?;
        self.found.clock = Some(clock);
        Some(taken)
    }

    /// "8 at night", and in front "8 tonight", "8 tomorrow".
    fn is_before_its_part(&self, at: usize) -> bool {
        let next = self.line.text(at + 1);
        let near = [Sense::Tonight, Sense::Tomorrow, Sense::Today].iter().any(|sense| words::means(next, *sense))
            || (words::means(next, Sense::This) && words::part(self.line.text(at + 2)).is_some());
        part_at(self.line, at + 1).is_some_and(|(_, taken)| taken > 1) || (near && self.found.left.is_empty())
    }

    fn asks(&self, at: usize) -> bool {
        let word = self.line.text(at);
        let word = word.strip_suffix("ish").unwrap_or(word);
        word.parse::<u32>().is_ok_and(|hour| (1..=11).contains(&hour))
    }

    /// `night` behind a day, `in the evening` behind an hour, `after work` behind a day.
    fn take_part(&mut self, at: usize, before: Before) -> Option<usize> {
        let line = self.line;
        if before == Before::Day
            && let ("after", "work" | "school" | "dinner") = (line.text(at), line.text(at + 1))
        {
            self.found.part = Some(Part::Evening);
            return Some(2);
        }
        let (part, taken) = part_at(line, at)?;
        let opens_a_title = taken == 1
            && before == Before::Hour
            && matches!(line.text(at), "morning" | "afternoon" | "evening" | "night" | "eve")
            && at + 1 < line.len()
            && !self.goes_on(at + 1);
        if opens_a_title || self.found.part.is_some_and(|other| other != part && !is_night_of(other, part)) {
            return None;
        }
        self.found.part = Some(part);
        Some(taken)
    }

    /// Whether time is spoken of from here on.
    fn goes_on(&self, at: usize) -> bool {
        let found = days::find(self.line, at, self.now);
        let day = !matches!(found, Ok(None));
        day || clock::stands(self.line, at, Bare::Nothing) || self.leads(at)
    }
}

/// "Tonight at 8 in the evening": the evening is part of it.
fn is_night_of(one: Part, other: Part) -> bool {
    matches!((one, other), (Part::Night, Part::Evening) | (Part::Evening, Part::Night))
}

/// A part of the day that stands here, with the words before it.
pub(super) fn part_at(line: &Line<'_>, at: usize) -> Option<(Part, usize)> {
    (0..=2).find_map(|led| {
        let leads = (at..at + led).all(|at| words::means(line.text(at), Sense::OfThe));
        let word = line.text(at + led);
        let morning = words::means(word, Sense::TomorrowOrMorning).then_some(Part::Morning);
        Some((words::part(word).or(morning).filter(|_| leads)?, led + 1))
    })
}

/// `3 hours`, `1h30`, `90min` in minutes, and how many tokens that takes.
fn length(plain: &[&str]) -> Option<(i64, usize)> {
    let minutes = |number: u32, unit: &str| match words::unit(unit)? {
        Unit::Minute => Some(i64::from(number)),
        Unit::Hour => Some(60 * i64::from(number)),
        _ => None,
    };
    match plain {
        [number, unit, ..] if count(number).is_some() && words::unit(unit).is_some() => {
            Some((minutes(count(number)?, unit)?, 2))
        }
        [glued, ..] => {
            let (number, unit) = days::split_number(glued)?;
            let number: u32 = number.parse().ok().filter(|number| *number < 10_000)?;
            let hours = |rest: &str| (!rest.is_empty() && rest.len() <= 2).then(|| rest.parse::<u32>().ok()).flatten();
            match (unit.strip_prefix('h').and_then(hours), minutes(number, unit)) {
                (Some(more), _) => Some((60 * i64::from(number) + i64::from(more), 1)),
                (None, Some(minutes)) => Some((minutes, 1)),
                // "1h30m"
                (None, None) => {
                    let more = unit.strip_prefix('h')?.trim_end_matches(['m', 'i', 'n']);
                    Some((60 * i64::from(number) + i64::from(hours(more)?), 1))
                }
            }
        }
        [] => None,
    }
}
