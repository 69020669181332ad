//! The name of a card, and how a list of them is stored in few bytes.

use std::fmt;
use std::iter::successors;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of a card or a date idea: `lf-01`. Stable, and not given twice even after its card is gone.
///
/// Its text is held in place: a couple remembers hundreds of them, and all are read and written again with each event.
/// Text beyond [`CardId::LONGEST`] is cut off; it could be no card's name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId {
    bytes: [u8; Self::LONGEST],
    length: u8,
}

impl CardId {
    /// The most bytes of text; a well-formed name has eight at most.
    pub const LONGEST: usize = 15;

    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::of_bytes(&text.as_bytes()[..text.floor_char_boundary(Self::LONGEST)])
    }

    /// `text`: [`CardId::LONGEST`] bytes at most.
    fn of_bytes(text: &[u8]) -> Self {
        let mut bytes = [0; Self::LONGEST];
        bytes[..text.len()].copy_from_slice(text);
        // Fifteen at most.
        Self { bytes, length: u8::try_from(text.len()).unwrap_or(0) }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        // It was text when it was put in.
        str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// Two to four small letters, a hyphen, two or three digits: short enough to ride in a button.
    pub(super) fn is_well_formed(&self) -> bool {
        let mut parts = self.bytes().splitn(2, |byte| *byte == b'-');
        let (Some(letters), Some(digits)) = (parts.next(), parts.next()) else { return false };
        (2..=4).contains(&letters.len())
            && letters.iter().all(u8::is_ascii_lowercase)
            && (2..=3).contains(&digits.len())
            && digits.iter().all(u8::is_ascii_digit)
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardId({:?})", self.as_str())
    }
}

impl Serialize for CardId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = CardId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a card")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<CardId, E> {
                Ok(CardId::new(text))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The letters and the digits of a well-formed name as one number, in which no two names are the same.
fn packed(id: &CardId) -> Option<u32> {
    let (text, value) = (id.bytes(), |byte: u8, first: u8| u32::from(byte - first));
    let hyphen = text.iter().position(|byte| *byte == b'-').filter(|_| id.is_well_formed())?;
    let letters = text[..hyphen].iter().fold(0, |sum, byte| sum * 27 + value(*byte, b'a') + 1);
    let digits = text[hyphen + 1..].iter().fold(0, |sum, byte| sum * 10 + value(*byte, b'0'));
    // `07` and `007` are two names.
    let leading = if text.len() - hyphen == 4 { 100 } else { 0 };
    Some(letters * 1_100 + leading + digits)
}

/// The name that [`packed`] made this number of.
fn unpacked(number: u32) -> Option<CardId> {
    let (letters, digits) = (number / 1_100, number % 1_100);
    let after = |first: u8, value: u32| first + value.to_le_bytes()[0];
    let (digits, hundreds) = match digits.checked_sub(100) {
        Some(digits) => (digits, Some(after(b'0', digits / 100))),
        None => (digits, None),
    };
    let digits = [digits % 10, digits / 10 % 10].map(|digit| after(b'0', digit)).into_iter().chain(hundreds);
    let letters = successors(Some(letters), |letters| Some(letters / 27)).take_while(|letters| *letters > 0);
    // No letter stands for nought: what comes before `a` is none.
    let letters = letters.map(|letters| after(b'a' - 1, letters % 27));
    let mut text = [0; 8];
    let mut start = text.len();
    for byte in digits.chain([b'-']).chain(letters) {
        start = start.checked_sub(1)?;
        text[start] = byte;
    }
    Some(CardId::of_bytes(&text[start..])).filter(CardId::is_well_formed)
}

/// For `#[serde(with = "id_list")]`: a list of names, in bytes four for each name (its [`packed`] number, the highest
/// byte first), in JSON as names. A couple remembers hundreds of them, and all are read and written with each event.
/// Lists of names are read from bytes too: records of before, and names that are not well-formed.
pub(crate) mod id_list {
    use super::{CardId, Deserializer, Ids, Serialize, Serializer, packed};

    pub(crate) fn serialize<S: Serializer>(ids: &[CardId], serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(4 * ids.len());
        let all = !serializer.is_human_readable()
            && ids.iter().all(|id| packed(id).map(|number| bytes.extend(number.to_be_bytes())).is_some());
        if all { serializer.serialize_bytes(&bytes) } else { ids.serialize(serializer) }
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
        let ids = numbers.iter().map(|number| unpacked(u32::from_be_bytes(*number))).collect::<Option<_>>();
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

    #[test]
    fn a_name_comes_back_and_one_that_is_too_long_is_none_of_a_card() {
        for name in ["lf-01", "", "da-123", "fifteen-letters"] {
            assert_eq!(CardId::new(name).as_str(), name);
            let json = serde_json::to_string(&CardId::new(name)).expect("text");
            assert_eq!(json, format!("{name:?}"));
            assert_eq!(serde_json::from_str::<CardId>(&json).expect("a name"), CardId::new(name));
        }
        let long = CardId::new("an-éxtraordinaire-name");
        assert_eq!(long.as_str(), "an-éxtraordina");
        assert!(!long.is_well_formed() && CardId::new("lf-01").is_well_formed());
        assert!(!CardId::new("lf-01\0").is_well_formed());
        assert!(CardId::new("da-01") < CardId::new("da-02") && CardId::new("da-02") < CardId::new("lf-01"));
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
            names in vec("[a-z]{2,4}-[0-9]{2,3}|[a-z0-9-]{0,15}", 0..40)
        ) {
            let ids: Vec<CardId> = names.iter().map(|name| CardId::new(name)).collect();
            let kept = Kept { ids: ids.clone() };
            prop_assert_eq!(&read(&bytes(&kept)), &kept);
            prop_assert_eq!(&read(&bytes(&KeptBefore { ids })), &kept);
            let json = serde_json::to_string(&kept).expect("json");
            prop_assert_eq!(&serde_json::from_str::<Kept>(&json).expect("a record"), &kept);
        }

        #[test]
        fn each_name_has_a_number_of_its_own(number: u32) {
            if let Some(id) = unpacked(number) {
                prop_assert_eq!(packed(&id), Some(number));
            }
        }
    }

    #[test]
    fn a_list_of_names_takes_four_bytes_for_each_and_stands_as_names_in_json() {
        let kept = Kept { ids: ["lf-01", "lf-001", "zzzz-999", "aa-00"].map(CardId::new).into() };
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
