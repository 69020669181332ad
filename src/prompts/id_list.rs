//! How lists of names of cards are stored in few bytes. A couple remembers hundreds of them, and all are read and written
//! with each event.
//!
//! In JSON they stand as names. Elsewhere they are bytes, in the shorter of two forms:
//! - four for each name: its number, the highest byte first (records of version 2 have only this one);
//! - `0xff ‖ how many kinds of letters (1) ‖ the number of each kind's letters (4) ‖ two for each name`: the place of its
//!   kind times [`DIGITS`], and its digits. No number of a name begins with `0xff`.
//!
//! Records of version 1 have lists of texts, which are read as well.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, Serialize, Serializer};

use super::card_id::{CardId, DIGITS};

const BY_KINDS: u8 = 0xff;
/// More kinds of letters than a library has, as a rule.
const USUAL_KINDS: usize = 32;

/// For `#[serde(with = "id_list")]`.
pub(crate) fn serialize<S: Serializer>(ids: &[CardId], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return ids.serialize(serializer);
    }
    serializer.serialize_bytes(&packed(ids))
}

/// For `#[serde(with = "id_list")]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<CardId>, D::Error> {
    deserializer.deserialize_any(Ids)
}

/// For `#[serde(with = "id_list::weighed")]`: names, each with a small number. As bytes: the numbers and behind them the
/// names, after how many there are (2 bytes). Before version 3 it was a map of texts.
pub(crate) mod weighed {
    use super::{BTreeMap, CardId, Deserializer, Serialize, Serializer, Weighed, packed};

    pub(crate) fn serialize<S: Serializer>(ids: &BTreeMap<CardId, i8>, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(count) = u16::try_from(ids.len()).ok().filter(|_| !serializer.is_human_readable()) else {
            return ids.serialize(serializer);
        };
        let mut bytes = count.to_be_bytes().to_vec();
        bytes.extend(ids.values().map(|weight| weight.to_be_bytes()[0]));
        let names: Vec<CardId> = ids.keys().cloned().collect();
        bytes.extend(packed(&names));
        serializer.serialize_bytes(&bytes)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<CardId, i8>, D::Error> {
        deserializer.deserialize_any(Weighed)
    }
}

/// The bytes of a list.
fn packed(ids: &[CardId]) -> Vec<u8> {
    let four_each = || ids.iter().flat_map(|id| id.number().to_be_bytes()).collect();
    let mut kinds = Vec::with_capacity(USUAL_KINDS.min(ids.len()));
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        let (letters, digits) = id.parts();
        let place = kinds.iter().position(|kind| *kind == letters).unwrap_or_else(|| {
            kinds.push(letters);
            kinds.len() - 1
        });
        let short = u32::try_from(place).ok().and_then(|place| u16::try_from(place * DIGITS + digits).ok());
        let Some(short) = short else { return four_each() };
        names.push(short.to_be_bytes());
    }
    let Some(count) = u8::try_from(kinds.len()).ok().filter(|_| 2 + 4 * kinds.len() < 2 * names.len()) else {
        return four_each();
    };
    let mut bytes = Vec::with_capacity(2 + 4 * kinds.len() + 2 * names.len());
    bytes.extend_from_slice(&[BY_KINDS, count]);
    for letters in kinds {
        bytes.extend_from_slice(&letters.to_be_bytes());
    }
    bytes.extend_from_slice(names.as_flattened());
    bytes
}

/// The list of these bytes; `None` where they are none.
fn unpacked(bytes: &[u8]) -> Option<Vec<CardId>> {
    let Some([count, bytes @ ..]) = bytes.strip_prefix(&[BY_KINDS]) else {
        let (numbers, rest) = bytes.as_chunks();
        return all(numbers, |number| CardId::of_number(u32::from_be_bytes(*number))).filter(|_| rest.is_empty());
    };
    let (kinds, names) = bytes.split_at_checked(4 * usize::from(*count))?;
    let kinds = all(kinds.as_chunks().0, |kind| CardId::of_number(u32::from_be_bytes(*kind).checked_mul(DIGITS)?))?;
    let (names, rest) = names.as_chunks();
    let name = |short: &[u8; 2]| {
        let short = u32::from(u16::from_be_bytes(*short));
        kinds.get(usize::try_from(short / DIGITS).ok()?).map(|kind| kind.with_digits(short % DIGITS))
    };
    all(names, name).filter(|_| rest.is_empty())
}

/// What `read` makes of all of these; `None` where it makes nothing of one.
fn all<const SIZE: usize>(chunks: &[[u8; SIZE]], read: impl Fn(&[u8; SIZE]) -> Option<CardId>) -> Option<Vec<CardId>> {
    // Collected into an `Option`, it would grow step by step.
    let mut ids = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        ids.push(read(chunk)?);
    }
    Some(ids)
}

fn unpacked_weighed(bytes: &[u8]) -> Option<BTreeMap<CardId, i8>> {
    let (count, bytes) = bytes.split_first_chunk()?;
    let (weights, names) = bytes.split_at_checked(u16::from_be_bytes(*count).into())?;
    let names = unpacked(names)?;
    let weights = weights.iter().map(|weight| i8::from_be_bytes([*weight]));
    (names.len() == weights.len()).then(|| names.into_iter().zip(weights).collect())
}

struct Ids;

impl<'de> Visitor<'de> for Ids {
    type Value = Vec<CardId>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names of cards")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        unpacked(bytes).ok_or_else(|| E::custom("not the names of cards"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Self::Value, A::Error> {
        let mut ids = Vec::with_capacity(names.size_hint().unwrap_or(0).min(1_000));
        while let Some(id) = names.next_element()? {
            ids.push(id);
        }
        Ok(ids)
    }
}

struct Weighed;

impl<'de> Visitor<'de> for Weighed {
    type Value = BTreeMap<CardId, i8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names of cards with their weights")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        unpacked_weighed(bytes).ok_or_else(|| E::custom("not the names of cards with their weights"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut names: A) -> Result<Self::Value, A::Error> {
        let mut ids = BTreeMap::new();
        while let Some((id, weight)) = names.next_entry()? {
            ids.insert(id, weight);
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    fn ids(names: &[&str]) -> Vec<CardId> {
        names.iter().map(|name| CardId::read(name).expect("a name")).collect()
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Kept {
        #[serde(default, with = "super")]
        ids: Vec<CardId>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Liked {
        #[serde(default, with = "super::weighed")]
        ids: BTreeMap<CardId, i8>,
    }

    /// As they were stored in version 1, and JSON has them.
    #[derive(Serialize)]
    struct Plain<T> {
        ids: T,
    }

    fn bytes(record: &impl Serialize) -> Vec<u8> {
        rmp_serde::to_vec_named(record).expect("bytes")
    }

    fn read<T: de::DeserializeOwned>(bytes: &[u8]) -> T {
        rmp_serde::from_slice(bytes).expect("a record")
    }

    /// A record whose field `ids` holds these bytes.
    fn holding(list: &[u8]) -> Vec<u8> {
        [&[0x81, 0xa3], &b"ids"[..], &[0xc4, u8::try_from(list.len()).unwrap()], list].concat()
    }

    fn names() -> impl Strategy<Value = CardId> {
        // Few letters and many digits, and the other way round.
        prop_oneof!["[a-c]{2}-[0-9]{2,3}", "[a-z]{2,4}-[0-9]{2,3}"]
            .prop_map(|name| CardId::read(&name).expect("a name"))
    }

    proptest! {
        #[test]
        fn a_list_comes_back_from_bytes_old_bytes_and_json(ids in vec(names(), 0..200)) {
            let kept = Kept { ids: ids.clone() };
            prop_assert_eq!(&read::<Kept>(&bytes(&kept)), &kept);
            prop_assert_eq!(&read::<Kept>(&bytes(&Plain { ids: ids.clone() })), &kept);
            if ids.len() < 60 {
                let four_each: Vec<u8> = ids.iter().flat_map(|id| id.number().to_be_bytes()).collect();
                prop_assert_eq!(&read::<Kept>(&holding(&four_each)), &kept);
            }
            let json = serde_json::to_string(&kept).expect("json");
            prop_assert_eq!(&json, &serde_json::to_string(&Plain { ids }).expect("json"));
            prop_assert_eq!(&serde_json::from_str::<Kept>(&json).expect("a record"), &kept);
        }

        #[test]
        fn weights_come_back_from_bytes_old_bytes_and_json(ids in btree_map(names(), any::<i8>(), 0..200)) {
            let liked = Liked { ids: ids.clone() };
            prop_assert_eq!(&read::<Liked>(&bytes(&liked)), &liked);
            prop_assert_eq!(&read::<Liked>(&bytes(&Plain { ids: ids.clone() })), &liked);
            let json = serde_json::to_string(&liked).expect("json");
            prop_assert_eq!(&json, &serde_json::to_string(&Plain { ids }).expect("json"));
            prop_assert_eq!(&serde_json::from_str::<Liked>(&json).expect("a record"), &liked);
        }

        #[test]
        fn no_bytes_make_reading_panic(list in vec(any::<u8>(), 0..40), kinds in 0_u8..4) {
            for list in [list.clone(), [&[BY_KINDS, kinds], &list[..]].concat(), [&[0, kinds], &list[..]].concat()] {
                let again = unpacked(&list).map(|ids| unpacked(&packed(&ids)) == Some(ids));
                prop_assert_ne!(again, Some(false));
                let _ = unpacked_weighed(&list);
            }
        }
    }

    #[test]
    fn names_of_few_kinds_take_two_bytes_each_and_never_more_than_four() {
        let few = ids(&["lf-01", "lf-001", "tr-999", "lf-99", "tr-00", "lf-02", "lf-03"]);
        assert_eq!(packed(&few).len(), 2 + 2 * 4 + 7 * 2);
        let many = ids(&["lf-01", "tr-02", "zzzz-999", "aa-00"]);
        assert_eq!(packed(&many).len(), 4 * 4);
        let most: Vec<String> = (0..100).map(|n| format!("a{}-999", char::from(b'a' + n % 26))).collect();
        let most: Vec<CardId> = most.iter().map(|name| CardId::read(name).expect("a name")).collect();
        assert_eq!(packed(&most).len(), 2 + 26 * 4 + 100 * 2);
        assert!(packed(&[]).is_empty());
    }

    #[test]
    fn bytes_that_are_no_names_are_refused() {
        assert_eq!(read::<Kept>(&holding(&[])), Kept { ids: vec![] });
        let kind = CardId::read("lf-00").expect("a name").parts().0.to_be_bytes();
        let with_kind = |names: &[u8]| [&[BY_KINDS, 1], &kind[..], names].concat();
        assert_eq!(unpacked(&with_kind(&[0, 7])), Some(ids(&["lf-07"])));
        let short = [BY_KINDS, 1, 0, 0];
        let no_kind = [BY_KINDS, 1, 0, 0, 0, 0, 0, 7];
        let past_the_kinds = with_kind(&[0xff, 0xff]);
        let odd = with_kind(&[0, 7, 0]);
        for list in [&[0_u8; 4][..], &[1; 3], &[0xff; 4], &[BY_KINDS], &short, &no_kind, &past_the_kinds, &odd] {
            assert!(rmp_serde::from_slice::<Kept>(&holding(list)).is_err(), "{list:?}");
            assert!(rmp_serde::from_slice::<Liked>(&holding(list)).is_err(), "{list:?}");
        }
    }
}
