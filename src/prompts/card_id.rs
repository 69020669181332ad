//! The name of a card.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::iter::successors;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of a card or a date idea: two to four small letters, a hyphen, two or three digits (`lf-01`). Short enough to
/// ride in a button; stable, and not given twice even after its card is gone.
///
/// Kept as a number, in which no two names are the same: a couple remembers hundreds of them, and all are read and
/// written with each event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(u32);

/// How many digits there are behind a hyphen: `00` to `99`, then `000` to `999`.
pub(super) const DIGITS: u32 = 1_100;
/// Values of a place of the letters: none, or one of 26.
const LETTER: u32 = 27;

impl CardId {
    /// The name in this text; `None` where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (letters, digits) = text.split_once('-')?;
        let well_formed = (2..=4).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_lowercase())
            && (2..=3).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !well_formed {
            return None;
        }
        let number = letters.bytes().fold(0, |sum, byte| sum * LETTER + u32::from(byte - b'a') + 1);
        // `07` and `007` are two names.
        let leading = if digits.len() == 3 { 100 } else { 0 };
        Some(Self(number * DIGITS + leading + digits.parse::<u32>().ok()?))
    }

    /// The number of its letters, and that of its digits.
    pub(super) const fn parts(&self) -> (u32, u32) {
        (self.0 / DIGITS, self.0 % DIGITS)
    }

    /// The one with the same letters and other digits; `digits` is less than [`DIGITS`].
    pub(super) const fn with_digits(&self, digits: u32) -> Self {
        Self(self.0 / DIGITS * DIGITS + digits)
    }

    pub(super) const fn number(&self) -> u32 {
        self.0
    }

    /// The name of this number, if it is that of one.
    pub(super) fn of_number(number: u32) -> Option<Self> {
        let places = letters(number).try_fold(0, |places, letter| (letter > 0).then_some(places + 1))?;
        (2..=4).contains(&places).then_some(Self(number))
    }
}

/// What is found by the name of a card.
pub(super) type ByCard<T> = HashMap<CardId, T, BuildHasherDefault<NumberHasher>>;

/// Spreads the number of a name. The names in such a map are those of a library, so nobody can choose them to collide.
#[derive(Default)]
pub(super) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32((*byte).into());
        }
    }

    fn write_u32(&mut self, number: u32) {
        // By the golden ratio; what it spreads best are the high bits.
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_right(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The letters of a number from the last to the first, `a` as 1.
fn letters(number: u32) -> impl Iterator<Item = u8> {
    let left = successors(Some(number / DIGITS), |left| Some(left / LETTER));
    left.take_while(|left| *left > 0).map(|left| (left % LETTER).to_le_bytes()[0])
}

/// The text of a name, without the heap.
struct Text {
    bytes: [u8; 8],
    start: usize,
}

impl Text {
    fn of(id: &CardId) -> Self {
        let digits = id.0 % DIGITS;
        let (digits, hundreds) = match digits.checked_sub(100) {
            Some(digits) => (digits, Some(digits / 100)),
            None => (digits, None),
        };
        let digits = [digits % 10, digits / 10 % 10].into_iter().chain(hundreds);
        let digits = digits.map(|digit| b'0' + digit.to_le_bytes()[0]);
        let letters = letters(id.0).map(|letter| b'a' - 1 + letter);
        let mut text = Self { bytes: [0; 8], start: 8 };
        for byte in digits.chain([b'-']).chain(letters).take(8) {
            text.start -= 1;
            text.bytes[text.start] = byte;
        }
        text
    }

    fn as_str(&self) -> &str {
        // Letters, a hyphen and digits.
        str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Text::of(self).as_str())
    }
}

impl fmt::Debug for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardId({:?})", Text::of(self).as_str())
    }
}

impl Serialize for CardId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Text::of(self).as_str())
    }
}

impl<'de> Deserialize<'de> for CardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = CardId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a card")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<CardId, E> {
                CardId::read(text).ok_or_else(|| E::custom("not the name of a card"))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(names: &[&str]) -> Vec<CardId> {
        names.iter().map(|name| CardId::read(name).expect("a name")).collect()
    }

    #[test]
    fn a_name_comes_back_and_what_is_none_is_not_taken_for_one() {
        for name in ["lf-01", "aa-00", "da-123", "zzzz-999", "abcd-007", "az-99"] {
            let id = CardId::read(name).expect(name);
            assert_eq!(id.to_string(), name);
            let json = serde_json::to_string(&id).expect("text");
            assert_eq!(json, format!("{name:?}"));
            assert_eq!(serde_json::from_str::<CardId>(&json).expect("a name"), id);
        }
        for text in ["", "-", "lf", "lf01", "l-01", "lffff-01", "lf-1", "lf-0001", "LF-01", "lf-01\0", "éa-01", "lf-٣٤"]
        {
            assert_eq!(CardId::read(text), None, "{text}");
            assert!(serde_json::from_value::<CardId>(text.into()).is_err());
        }
        assert!(ids(&["da-01", "da-02", "lf-01"]).is_sorted());
    }

    proptest! {
        #[test]
        fn each_name_has_a_number_of_its_own(number: u32) {
            if let Some(id) = CardId::of_number(number) {
                prop_assert_eq!(CardId::read(&id.to_string()), Some(id));
            }
        }
    }
}
