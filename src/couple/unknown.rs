//! Commands that are none of ours. Another bot in the group may know them: Telegram tells each bot of all commands.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The same word is answered once in this time.
const AGAIN_AFTER: TimeDelta = TimeDelta::days(1);
/// So many different words are answered in that time.
const MOST: usize = 20;

/// By this a word is known again, and cannot be read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WordMark(u16);

impl WordMark {
    /// The mark of a command's name, without its slash; capital letters count as small ones.
    #[must_use]
    pub fn of(name: &str) -> Self {
        // FNV-1a, which is the same in each version of the program.
        let hash = name
            .to_lowercase()
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let [a, b, c, d] = hash.to_be_bytes();
        Self(u16::from_be_bytes([a ^ c, b ^ d]))
    }
}

/// Words that were answered of late, and when (UTC).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnknownWords(BTreeMap<WordMark, DateTime<Utc>>);

/// Whether an unknown word is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    /// It was of late, and whoever sends it again means another bot.
    WasAnswered,
}

impl UnknownWords {
    pub(super) fn note(&mut self, word: WordMark, now: DateTime<Utc>) -> Answer {
        self.tidy(now);
        if self.0.contains_key(&word) || self.0.len() >= MOST {
            return Answer::WasAnswered;
        }
        self.0.insert(word, now);
        Answer::Yes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets what has had its day. What lies ahead was noted by a clock that was wrong.
    pub(super) fn tidy(&mut self, now: DateTime<Utc>) {
        self.0.retain(|_, at| *at <= now && now - *at < AGAIN_AFTER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_answered_once_a_day() {
        let now: DateTime<Utc> = "2026-11-26T18:00:00Z".parse().expect("an instant");
        let mut unknown = UnknownWords::default();
        assert_eq!(unknown.note(WordMark::of("roll"), now), Answer::Yes);
        assert_eq!(unknown.note(WordMark::of("Roll"), now + TimeDelta::hours(23)), Answer::WasAnswered);
        assert_eq!(unknown.note(WordMark::of("weather"), now + TimeDelta::hours(23)), Answer::Yes);
        assert_eq!(unknown.note(WordMark::of("roll"), now + TimeDelta::hours(24)), Answer::Yes);
        for n in 0..MOST {
            unknown.note(WordMark::of(&format!("word{n}")), now + TimeDelta::hours(24));
        }
        assert_eq!(unknown.0.len(), MOST);
    }
}
