//! Places that people name, and the time zones of them.

use std::collections::BTreeMap;

use super::names::named;
use crate::zones::Zone;

named! {
    /// A region of the world, as the first of two screens on which a city is chosen.
    Region {
        Europe = "europe",
        NorthAmerica = "north-america",
        SouthAmerica = "south-america",
        Asia = "asia",
        Africa = "africa",
        Oceania = "oceania",
    }
}

/// What is known of places beside the names of the time zone database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Cities and countries, each with its zone.
    pub names: BTreeMap<String, Zone>,
    /// Names that more than one place bears: what tells the places apart, and their zones.
    pub several: BTreeMap<String, Vec<(String, Zone)>>,
    /// Letters that stand for a clock, such as EST, and cities that have it at least for a part of the year.
    pub letters: BTreeMap<String, Vec<Zone>>,
    /// The cities that are offered for a region, in the order of the alphabet.
    pub screens: BTreeMap<Region, Vec<Zone>>,
}

impl Places {
    /// The cities that are offered for a region.
    #[must_use]
    pub fn cities(&self, region: Region) -> &[Zone] {
        self.screens.get(&region).map_or(&[], Vec::as_slice)
    }
}
