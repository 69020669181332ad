//! The whole line: what the rules found, and what is left over.

use chrono::NaiveDateTime;

use super::figures::Reading;
use super::leftover::{self, Left};
use super::line::Line;
use super::meaning::{Day, Spelt, Spoken};
use super::reader::{self, Wanted};
use super::slips;
use super::unread::Unread;
use super::words::{self, Sense};

/// Takes apart what was typed. `now` is the couple's clock on the wall.
pub fn read(typed: &str, now: NaiveDateTime) -> Result<Spoken, Unread> {
    read_at(typed, now, "")
}

/// The same where it is known of which place that clock is: an hour "by Berlin time" is then one like others in Berlin.
pub fn read_at(typed: &str, now: NaiveDateTime, place: &str) -> Result<Spoken, Unread> {
    let line = Line::cut(typed).ok_or(Unread::Unclear)?;
    let read = read_line(&line, now, place, Wanted::Evening);
    if !matches!(read, Err(Unread::Unclear | Unread::Unsure)) {
        return read;
    }
    let mended = slips::mended(&line).and_then(|line| read_line(&line, now, place, Wanted::Evening).ok());
    // A rule goes on and on: its day is not to be a guess.
    let mended = mended.filter(|spoken| spoken.every.is_none());
    mended.map_or(read, |spoken| Ok(Spoken { spelt: Spelt::Nearly, ..spoken }))
}

pub(super) fn read_as(typed: &str, now: NaiveDateTime, wanted: Wanted) -> Result<Spoken, Unread> {
    read_line(&Line::cut(typed).ok_or(Unread::Unclear)?, now, "", wanted)
}

fn read_line(line: &Line<'_>, now: NaiveDateTime, place: &str, wanted: Wanted) -> Result<Spoken, Unread> {
    let found = reader::read(line, now, place, wanted)?;
    if found.other_clock {
        return Err(Unread::OtherClock);
    }
    let left = leftover::judge(line, &found);
    match left {
        Left::Title | Left::Doubtful => {}
        Left::Wish => return Err(Unread::OtherWish),
        Left::OfRepetition => return Err(Unread::EveryWhat),
        Left::OfTime if found.every.is_some() => return Err(Unread::EveryWhat),
        Left::OfTime if found.is_nothing() => return Err(Unread::Unclear),
        Left::OfTime => return Err(Unread::Unsure),
    }
    if wanted != Wanted::Evening && !found.left.is_empty() {
        return Err(Unread::Unclear);
    }
    let title = line.title(&found.left);
    let (days, hours) = match (found.moment, found.clock) {
        (Some(moment), _) => (Some(vec![moment.date()]), vec![Reading { time: moment.time(), next_day: false }]),
        (None, Some(clock)) => (found.days, clock.within(found.part)?),
        (None, None) => (found.days, Vec::new()),
    };
    let mut hours = hours;
    if found.left.iter().any(|at| words::means(line.text(*at), Sense::MorningMeal)) {
        hours.sort_by_key(|hour| (hour.next_day, hour.time));
    }
    let day = match (days, hours.is_empty()) {
        (Some(days), _) => Day::Named(days),
        (None, false) => Day::Soonest,
        (None, true) => return Err(Unread::Unclear),
    };
    let spelt = if left == Left::Doubtful { Spelt::Nearly } else { Spelt::Right };
    Ok(Spoken { every: found.every, day, weekday: found.weekday, hours, part: found.part, title, spelt })
}
