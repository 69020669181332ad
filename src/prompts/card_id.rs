//! The name of a card, and how a list of them is stored in few bytes.

use std::fmt;
use std::iter::successors;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of a card or a date idea: two to four small letters, a hyphen, two or three digits (`lf-01`). Short enough to
/// ride in a button; stable, and not given twice even after its card is gone.
///
/// Kept as a number, in which no two names are the same: a couple remembers hundreds of them, and all are read and
/// written with each event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(u32);

/// How many digits there are behind a hyphen: `00` to `99`, then `000` to `999`.
const DIGITS: u32 = 1_100;
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

    /// The name of this number, if it is that of one.
    fn of_number(number: u32) -> Option<Self> {
        let places = letters(number).try_fold(0, |places, letter| (letter > 0).then_some(places + 1))?;
        (2..=4).contains(&places).then_some(Self(number))
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

/// For `#[serde(with = "id_list")]`: a list of names, in bytes four for each (its number, the highest byte first), in JSON
/// as names. From bytes, a list of texts is read too: that is how records of version 1 have it.
pub(crate) mod id_list {
    use super::{CardId, Deserializer, Ids, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(ids: &[CardId], serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return ids.serialize(serializer);
        }
        let bytes: Vec<u8> = ids.iter().flat_map(|id| id.0.to_be_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<CardId>, D::Error> {
        deserializer.deserialize_any(Ids)
    }
}

struct Ids;

impl<'de> Visitor<'de> for Ids {
    type Value = Vec<CardId>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names of cards")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<CardId>, E> {
        let (numbers, rest) = bytes.as_chunks();
        let ids = numbers.iter().map(|number| CardId::of_number(u32::from_be_bytes(*number))).collect::<Option<_>>();
        ids.filter(|_| rest.is_empty()).ok_or_else(|| E::custom("not the names of cards"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Vec<CardId>, A::Error> {
        let mut ids = Vec::with_capacity(names.size_hint().unwrap_or(0).min(1_000));
        while let Some(id) = names.next_element()? {
            ids.push(id);
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
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

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Kept {
        #[serde(default, with = "id_list")]
        ids: Vec<CardId>,
    }

    /// As it was stored before lists took four bytes a name.
    #[derive(Serialize)]
    struct KeptBefore {
        ids: Vec<CardId>,
    }

    fn bytes(record: &impl Serialize) -> Vec<u8> {
        rmp_serde::to_vec_named(record).expect("bytes")
    }

    fn read(bytes: &[u8]) -> Kept {
        rmp_serde::from_slice(bytes).expect("a record")
    }

    proptest! {
        #[test]
        fn a_list_comes_back_from_bytes_old_bytes_and_json(
            names in vec("[a-z]{2,4}-[0-9]{2,3}", 0..40)
        ) {
            let ids: Vec<CardId> = names.iter().map(|name| CardId::read(name).expect("a name")).collect();
            let kept = Kept { ids: ids.clone() };
            prop_assert_eq!(&read(&bytes(&kept)), &kept);
            prop_assert_eq!(&read(&bytes(&KeptBefore { ids })), &kept);
            let json = serde_json::to_string(&kept).expect("json");
            prop_assert_eq!(&serde_json::from_str::<Kept>(&json).expect("a record"), &kept);
        }

        #[test]
        fn each_name_has_a_number_of_its_own(number: u32) {
            if let Some(id) = CardId::of_number(number) {
                prop_assert_eq!(CardId::read(&id.to_string()), Some(id));
            }
        }
    }

    #[test]
    fn a_list_of_names_takes_four_bytes_for_each_and_stands_as_names_in_json() {
        let kept = Kept { ids: ids(&["lf-01", "lf-001", "zzzz-999", "aa-00"]) };
        assert_eq!(bytes(&kept).len(), "ids".len() + 1 + 1 + 2 + 4 * 4);
        assert_eq!(serde_json::to_string(&kept).expect("json"), r#"{"ids":["lf-01","lf-001","zzzz-999","aa-00"]}"#);
    }

    #[test]
    fn bytes_that_are_no_names_are_refused() {
        let record =
            |list: &[u8]| [&[0x81, 0xa3], &b"ids"[..], &[0xc4, u8::try_from(list.len()).unwrap()], list].concat();
        assert_eq!(read(&record(&[])), Kept { ids: vec![] });
        for list in [&[0_u8; 4][..], &[1; 3], &[0xff; 4]] {
            assert!(rmp_serde::from_slice::<Kept>(&record(list)).is_err(), "{list:?}");
        }
    }
}
