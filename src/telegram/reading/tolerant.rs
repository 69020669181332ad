//! A field that may hold something else than expected.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// What a field holds, if it is of the expected kind. Of any other kind it counts as not there, and what stands
/// beside it is still read.
#[derive(Debug)]
pub(super) struct Maybe<T>(pub(super) Option<T>);

/// A part is missing without which an update means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing;

impl<T> Maybe<T> {
    /// What it holds, where nothing can be understood without it.
    pub(super) fn needed(&self) -> Result<&T, Missing> {
        self.0.as_ref().ok_or(Missing)
    }
}

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything(PhantomData))
    }
}

struct Anything<T>(PhantomData<T>);

fn read<'de, T: Deserialize<'de>>(value: impl IntoDeserializer<'de, de::value::Error>) -> Maybe<T> {
    Maybe(T::deserialize(value.into_deserializer()).ok())
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Anything<T> {
    type Value = Maybe<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Maybe<T>, E> {
        Ok(Maybe(None))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Maybe<T>, E> {
        Ok(read(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Maybe<T>, E> {
        Ok(read(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Maybe<T>, E> {
        Ok(read(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Maybe<T>, E> {
        Ok(read(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Maybe<T>, E> {
        Ok(read(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Maybe<T>, A::Error> {
        let found = T::deserialize(MapAccessDeserializer::new(&mut map)).ok();
        // What was not wanted of it is still to be passed over.
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Maybe(found))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Maybe<T>, A::Error> {
        let found = T::deserialize(AsList(&mut list)).ok();
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Maybe(found))
    }
}

/// A list for those who expect one. A derived shape would else take it for its fields in their order.
struct AsList<A>(A);

impl<'de, A: SeqAccess<'de>> Deserializer<'de> for AsList<A> {
    type Error = A::Error;

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_seq(self.0)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, A::Error> {
        Err(de::Error::custom("a list"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default)]
    struct Two {
        number: Maybe<u8>,
        word: Maybe<String>,
        list: Maybe<Vec<Maybe<u8>>>,
    }

    fn two(json: &str) -> (Option<u8>, Option<String>, Option<Vec<Option<u8>>>) {
        let two: Two = serde_json::from_str(json).expect("readable");
        (two.number.0, two.word.0, two.list.0.map(|list| list.into_iter().map(|number| number.0).collect()))
    }

    #[test]
    fn what_is_of_another_kind_counts_as_not_there_and_its_neighbour_is_read() {
        let word = Some("w".to_owned());
        for number in ["null", "true", "-1", "256", "1.5", "1e300", r#""7""#, "[7,8]", r#"{"a":{"b":[1]}}"#] {
            let read = two(&format!(r#"{{"number":{number},"new":[{{}}],"word":"w"}}"#));
            assert_eq!(read, (None, word.clone(), None), "{number}");
        }
        assert_eq!(two(r#"{"word":{"x":1},"number":7}"#), (Some(7), None, None));
        assert_eq!(two(r#"{"list":[1,"two",[3],{"four":4},5]}"#).2, Some(vec![Some(1), None, None, None, Some(5)]));
        assert_eq!(two(r#"{"list":{"1":1},"number":7}"#), (Some(7), None, None));
        let in_a_list: Maybe<Two> = serde_json::from_str(r#"[7,"w"]"#).expect("readable");
        assert!(in_a_list.0.is_none(), "a list is no shape");
    }
}
