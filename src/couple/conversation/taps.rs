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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Pause, Place, Stage};
    use super::*;

    const ANA: UserId = UserId(11);
    const BEN: UserId = UserId(12);

    #[test]
    fn the_last_tap_of_each_counts_and_one_taken_back_leaves_nothing() {
        let mut taps = Taps::default();
        taps.set(ANA, Way::Room);
        taps.set(ANA, Way::Slow);
        assert_eq!(taps.both(), None);
        taps.set(BEN, Way::Here);
        assert_eq!(taps.both(), Some((Way::Slow, Way::Here)));
        taps.unset(BEN);
        let mut anas = Taps::default();
        anas.set(ANA, Way::Slow);
        assert_eq!(taps, anas);
    }

    /// Before taps had a type they were numbers, and who paused stood beside the stage.
    #[test]
    fn stages_of_earlier_records_are_read() {
        let read = |stage: serde_json::Value| {
            let packed = rmp_serde::to_vec_named(&stage).expect("MessagePack");
            let from_json: Stage = serde_json::from_value(stage).expect("a stage");
            assert_eq!(rmp_serde::from_slice::<Stage>(&packed).expect("a stage"), from_json);
            from_json
        };
        let mut ways = Taps::default();
        ways.set(ANA, Way::Slow);
        assert_eq!(read(json!({ "Meeting": [[11, 2]] })), Stage::Meeting(ways));
        let mut back = Taps::default();
        back.set(BEN, Yes);
        let paused = read(json!({ "Paused": ["Meeting", [[12, 0]]] }));
        assert_eq!(paused, Stage::Paused(Pause { place: Place::Meeting, back, by: None }));
        let mut over = Taps::default();
        over.set(ANA, GoOn::Over);
        assert_eq!(read(json!({ "Returning": ["Meeting", [[11, 1]]] })), Stage::Returning(Place::Meeting, over));
        // A number that no version knows is as if nobody had tapped.
        assert_eq!(read(json!({ "Meeting": [[11, 9]] })), Stage::Meeting(Taps::default()));
    }
}
