//! How a button's action becomes callback data, and is read back.
//!
//! Telegram carries at most 64 bytes under a button and brings back whatever anyone sends. So an action is a few short
//! words, reading them is total, and what an action may do is decided when it arrives. Each action stands once, in a
//! table that serves both directions: `"another" => Another(serial: CardSerial)` is written and read as `another 12`.

use crate::zones::Zone;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use crate::ids::{ChatId, UserId};
use crate::prompts::{
    Apart, CardId, ChapterId, Cost, CountryCode, Energy, Gate, LifeStage, Named, Pack, PathId, ScriptId, Skip,
};

/// The words that are still to be read.
#[derive(Clone, Copy)]
pub(super) struct Words<'d>(&'d str);

impl<'d> Words<'d> {
    pub(super) fn new(data: &'d str) -> Self {
        Self(data)
    }

    pub(super) fn is_over(self) -> bool {
        self.0.is_empty()
    }

    /// The next word; none at the end.
    pub(super) fn next(&mut self) -> Option<&'d str> {
        let (word, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }

    /// Passes over these words, if they come next.
    pub(super) fn pass(&mut self, words: &str) -> Option<()> {
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            (self.next()? == word).then_some(())?;
        }
        Some(())
    }
}

/// Callback data as it is written.
#[derive(Default)]
pub(super) struct Data {
    text: String,
    /// Whether the next word follows without a space.
    joined: bool,
}

impl Data {
    pub(super) fn word(&mut self, word: &str) {
        if !self.text.is_empty() && !word.is_empty() && !self.joined {
            self.text.push(' ');
        }
        self.joined = false;
        self.text.push_str(word);
    }

    /// The beginning of a word, which the next one goes on with.
    pub(super) fn beginning(&mut self, word: &str) {
        self.word(word);
        self.joined = !word.is_empty();
    }

    /// Whatever was begun is a whole word.
    pub(super) fn end_word(&mut self) {
        self.joined = false;
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Something that travels in callback data.
pub(super) trait Carried: Sized + Clone {
    fn write(&self, data: &mut Data);
    /// Reads what [`Carried::write`] wrote; `None` for anything else.
    fn read(words: &mut Words<'_>) -> Option<Self>;
    /// Each variant at least once, and the longest that there can be.
    #[cfg(test)]
    fn samples() -> Vec<Self>;
}

/// An enum of actions, with the words of each and the fields behind them. With `joined` the first field stands in the
/// same word: `"l" => Later(wait: LaterIn)` is `l60`.
macro_rules! carried {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$inner:meta])* $verb:literal => $variant:ident $(($($field:ident: $kind:ty),+))?,)+
    }) => {
        $(#[$meta])*
        $vis enum $name { $($(#[$inner])* $variant $(($($kind),+))?,)+ }

        impl $crate::couple::carried::Carried for $name {
            fn write(&self, data: &mut $crate::couple::carried::Data) {
                match self {
                    $(Self::$variant $(($($field),+))? => {
                        data.word($verb);
                        $($($crate::couple::carried::Carried::write($field, data);)+)?
                    })+
                }
            }

            fn read(words: &mut $crate::couple::carried::Words<'_>) -> Option<Self> {
                $({
                    let mut rest = *words;
                    let mut read = || {
                        rest.pass($verb)?;
                        $($(let $field = <$kind as $crate::couple::carried::Carried>::read(&mut rest)?;)+)?
                        Some(Self::$variant $(($($field),+))?)
                    };
                    if let Some(read) = read() {
                        *words = rest;
                        return Some(read);
                    }
                })+
                None
            }

            $crate::couple::carried::samples!($($variant $(($($field: $kind),+))?,)+);
        }
    };
    ($(#[$meta:meta])* $vis:vis joined enum $name:ident {
        $($(#[$inner:meta])* $verb:literal => $variant:ident $(($field:ident: $kind:ty))?,)+
    }) => {
        $(#[$meta])*
        $vis enum $name { $($(#[$inner])* $variant $(($kind))?,)+ }

        impl $crate::couple::carried::Carried for $name {
            fn write(&self, data: &mut $crate::couple::carried::Data) {
                match self {
                    $(Self::$variant $(($field))? => {
                        data.beginning($verb);
                        $($crate::couple::carried::Carried::write($field, data);)?
                        data.end_word();
                    })+
                }
            }

            fn read(words: &mut $crate::couple::carried::Words<'_>) -> Option<Self> {
                let word = words.next()?;
                $({
                    let read = || {
                        #[allow(unused_mut)]
                        let mut rest = $crate::couple::carried::Words::new(word.strip_prefix($verb)?);
                        $(let $field = <$kind as $crate::couple::carried::Carried>::read(&mut rest)?;)?
                        rest.is_over().then_some(Self::$variant $(($field))?)
                    };
                    if let Some(read) = read() {
                        return Some(read);
                    }
                })+
                None
            }

            $crate::couple::carried::samples!($($variant $(($field: $kind))?,)+);
        }
    };
}

/// Samples of each variant, made of samples of its fields.
macro_rules! samples {
    ($($variant:ident $(($($field:ident: $kind:ty),+))?,)+) => {
        #[cfg(test)]
        fn samples() -> Vec<Self> {
            let mut all = Vec::new();
            $($crate::couple::carried::samples!(@one all, $variant $(, $($field: $kind),+)?);)+
            all
        }
    };
    (@one $all:ident, $variant:ident) => { $all.push(Self::$variant); };
    (@one $all:ident, $variant:ident, $($field:ident: $kind:ty),+) => {
        $(let $field = <$kind as $crate::couple::carried::Carried>::samples();)+
        let most = [$($field.len()),+].into_iter().max().unwrap_or(0);
        $all.extend((0..most).map(|n| Self::$variant($($field[n % $field.len()].clone()),+)));
    };
}

/// A number in a type of its own.
macro_rules! carried_number {
    ($($name:ident($inner:ty)),+) => { $(
        impl $crate::couple::carried::Carried for $name {
            fn write(&self, data: &mut $crate::couple::carried::Data) {
                data.word(&self.0.to_string());
            }
            fn read(words: &mut $crate::couple::carried::Words<'_>) -> Option<Self> {
                Some(Self(words.next()?.parse().ok()?))
            }
            #[cfg(test)]
            fn samples() -> Vec<Self> {
                vec![Self(<$inner>::MIN), Self(<$inner>::MAX)]
            }
        }
    )+ };
}

/// A name that a person chose among those of a type.
macro_rules! carried_name {
    ($($name:ty),+) => { $(
        impl $crate::couple::carried::Carried for $name {
            fn write(&self, data: &mut $crate::couple::carried::Data) {
                data.word($crate::prompts::Named::name(*self));
            }
            fn read(words: &mut $crate::couple::carried::Words<'_>) -> Option<Self> {
                $crate::prompts::Named::read(words.next()?)
            }
            #[cfg(test)]
            fn samples() -> Vec<Self> {
                <Self as $crate::prompts::Named>::ALL.to_vec()
            }
        }
    )+ };
}

pub(super) use {carried, carried_name, carried_number, samples};

macro_rules! carried_id {
    ($($name:ident),+) => { $(
        impl Carried for $name {
            fn write(&self, data: &mut Data) {
                data.word(&self.0);
            }
            fn read(words: &mut Words<'_>) -> Option<Self> {
                Some(Self(words.next()?.to_owned()))
            }
            #[cfg(test)]
            fn samples() -> Vec<Self> {
                vec![Self("sixteen-letters-".to_owned()), Self("lf-01".to_owned())]
            }
        }
    )+ };
}

carried_id!(ScriptId, PathId, ChapterId);

impl Carried for CardId {
    fn write(&self, data: &mut Data) {
        data.word(&self.to_string());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        words.next().and_then(Self::read)
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        ["zzzz-999", "lf-01"].iter().filter_map(|name| Self::read(name)).collect()
    }
}

carried_name!(Apart, Cost, Energy, Gate, LifeStage, Pack);
carried_number!(ChatId(i64), UserId(u64));

macro_rules! carried_plain_number {
    ($($name:ty),+) => { $(
        impl Carried for $name {
            fn write(&self, data: &mut Data) {
                data.word(&self.to_string());
            }
            fn read(words: &mut Words<'_>) -> Option<Self> {
                words.next()?.parse().ok()
            }
            #[cfg(test)]
            fn samples() -> Vec<Self> {
                vec![0, Self::MAX]
            }
        }
    )+ };
}

carried_plain_number!(u8, u16);

impl Carried for CountryCode {
    fn write(&self, data: &mut Data) {
        data.word(self.letters());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        Self::read(words.next()?)
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        ["pt", "zz"].into_iter().filter_map(Self::read).collect()
    }
}

/// Only what a person can choose.
impl Carried for Skip {
    fn write(&self, data: &mut Data) {
        data.word(self.name());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        let name = words.next()?;
        Self::TOPICS.into_iter().find(|topic| topic.name() == name)
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        Self::TOPICS.to_vec()
    }
}

impl Carried for Zone {
    fn write(&self, data: &mut Data) {
        data.word(self.name());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        Self::named(words.next()?)
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        crate::zones::table().zones().collect()
    }
}

/// Counted from Monday, which is 0.
impl Carried for Weekday {
    fn write(&self, data: &mut Data) {
        data.word(&self.num_days_from_monday().to_string());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        Self::try_from(words.next()?.parse::<u8>().ok()?).ok()
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        (0..7_u8).filter_map(|day| Self::try_from(day).ok()).collect()
    }
}

/// Minutes since local midnight.
impl Carried for NaiveTime {
    fn write(&self, data: &mut Data) {
        data.word(&(self.num_seconds_from_midnight() / 60).to_string());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        Self::from_num_seconds_from_midnight_opt(words.next()?.parse::<u32>().ok()?.checked_mul(60)?, 0)
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [(0, 0), (9, 30), (23, 59)]
            .into_iter()
            .filter_map(|(hour, minute)| Self::from_hms_opt(hour, minute, 0))
            .collect()
    }
}

/// Days since 1 January 1970.
impl Carried for NaiveDate {
    fn write(&self, data: &mut Data) {
        data.word(&self.signed_duration_since(DateTime::UNIX_EPOCH.date_naive()).num_days().to_string());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        DateTime::UNIX_EPOCH.date_naive().checked_add_days(Days::new(words.next()?.parse().ok()?))
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [(2026, 11, 27), (9999, 12, 31)].into_iter().filter_map(|(y, m, d)| Self::from_ymd_opt(y, m, d)).collect()
    }
}

/// Minutes by the clock on the wall since the beginning of 1970.
impl Carried for NaiveDateTime {
    fn write(&self, data: &mut Data) {
        data.word(&self.and_utc().timestamp().div_euclid(60).to_string());
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        let seconds = words.next()?.parse::<i64>().ok()?.checked_mul(60)?;
        Some(DateTime::from_timestamp(seconds, 0)?.naive_utc())
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        NaiveDate::samples().into_iter().filter_map(|day| day.and_hms_opt(19, 30, 0)).collect()
    }
}
