//! What each of the two tapped, where both do.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::UserId;
use super::Way;

/// What each of the two tapped. The last tap of each counts. Stored as pairs of an id and a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taps<T>(Vec<(UserId, T)>);

/// Something that both tap, each for themselves.
pub trait Tapped: Copy + PartialEq + 'static {
    /// All that can be tapped; stored by its place.
    const ALL: &'static [Self];
}

/// That one agrees, is done, or is back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yes;

/// How one would like to go on after a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoOn {
    FromWhereWeWere,
    /// That turn from its beginning.
    Over,
}

impl Tapped for Yes {
    const ALL: &'static [Self] = &[Self];
}

impl Tapped for GoOn {
    const ALL: &'static [Self] = &[Self::FromWhereWeWere, Self::Over];
}

impl Tapped for Way {
    const ALL: &'static [Self] = <Self as crate::prompts::Named>::ALL;
}

impl<T: Tapped> Taps<T> {
    /// As if it had not been tapped: a private no leaves no trace.
    pub(super) fn unset(&mut self, who: UserId) {
        self.0.retain(|(user, _)| *user != who);
    }

    pub(super) fn set(&mut self, who: UserId, what: T) {
        self.unset(who);
        self.0.push((who, what));
    }

    /// What both tapped, once both have.
    pub(super) fn both(&self) -> Option<(T, T)> {
        match self.0[..] {
            [(_, one), (_, other)] => Some((one, other)),
            _ => None,
        }
    }
}

impl<T> Default for Taps<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Tapped> Serialize for Taps<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = |tapped: &T| T::ALL.iter().position(|one| one == tapped).unwrap_or_default();
        serializer.collect_seq(self.0.iter().map(|(user, tapped)| (user, place(tapped))))
    }
}

impl<'de, T: Tapped> Deserialize<'de> for Taps<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let places = Vec::<(UserId, usize)>::deserialize(deserializer)?;
        Ok(Self(places.into_iter().filter_map(|(user, place)| Some((user, *T::ALL.get(place)?))).collect()))
    }
}
