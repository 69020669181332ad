//! Finding a time zone: by region and city, or by what people call the place they live in.

use crate::prompts::named;
use std::collections::BTreeMap;

use crate::zones::{self, Zone};

/// How alike a misspelt name must be to be offered (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.86;
/// At most this many near misses are offered.
const OFFERS: usize = 6;

named!(
    /// A region of the world, as in the first half of IANA's names.
    Region {
        Europe = "europe",
        NorthAmerica = "north-america",
        SouthAmerica = "south-america",
        Asia = "asia",
        Africa = "africa",
        Oceania = "oceania",
    }
);

impl Region {
    /// Cities that stand for the region's zones, in the order of the alphabet; one screen of buttons.
    #[must_use]
    pub fn cities(self) -> Vec<Zone> {
        let names: &[&str] = match self {
            Self::Europe => &[
                "Europe/Amsterdam",
                "Europe/Athens",
                "Europe/Berlin",
                "Europe/Brussels",
                "Europe/Bucharest",
                "Europe/Budapest",
                "Europe/Copenhagen",
                "Europe/Dublin",
                "Europe/Helsinki",
                "Europe/Istanbul",
                "Europe/Kyiv",
                "Europe/Lisbon",
                "Europe/London",
                "Europe/Madrid",
                "Europe/Moscow",
                "Europe/Oslo",
                "Europe/Paris",
                "Europe/Prague",
                "Atlantic/Reykjavik",
                "Europe/Rome",
                "Europe/Stockholm",
                "Europe/Vienna",
                "Europe/Warsaw",
                "Europe/Zurich",
            ],
            Self::NorthAmerica => &[
                "America/Anchorage",
                "America/Chicago",
                "America/Denver",
                "America/Edmonton",
                "America/Guatemala",
                "America/Halifax",
                "America/Havana",
                "Pacific/Honolulu",
                "America/Jamaica",
                "America/Los_Angeles",
                "America/Mexico_City",
                "America/New_York",
                "America/Panama",
                "America/Phoenix",
                "America/Puerto_Rico",
                "America/Santo_Domingo",
                "America/St_Johns",
                "America/Tijuana",
                "America/Toronto",
                "America/Vancouver",
                "America/Winnipeg",
            ],
            Self::SouthAmerica => &[
                "America/Asuncion",
                "America/Bogota",
                "America/Argentina/Buenos_Aires",
                "America/Caracas",
                "America/Guayaquil",
                "America/La_Paz",
                "America/Lima",
                "America/Manaus",
                "America/Montevideo",
                "America/Santiago",
                "America/Sao_Paulo",
            ],
            Self::Asia => &[
                "Asia/Almaty",
                "Asia/Baghdad",
                "Asia/Bangkok",
                "Asia/Beirut",
                "Asia/Colombo",
                "Asia/Dhaka",
                "Asia/Dubai",
                "Asia/Ho_Chi_Minh",
                "Asia/Hong_Kong",
                "Asia/Jakarta",
                "Asia/Jerusalem",
                "Asia/Karachi",
                "Asia/Kathmandu",
                "Asia/Kolkata",
                "Asia/Kuala_Lumpur",
                "Asia/Manila",
                "Asia/Riyadh",
                "Asia/Seoul",
                "Asia/Shanghai",
                "Asia/Singapore",
                "Asia/Taipei",
                "Asia/Tashkent",
                "Asia/Tehran",
                "Asia/Tokyo",
            ],
            Self::Africa => &[
                "Africa/Abidjan",
                "Africa/Accra",
                "Africa/Addis_Ababa",
                "Africa/Algiers",
                "Africa/Cairo",
                "Africa/Casablanca",
                "Africa/Dakar",
                "Africa/Dar_es_Salaam",
                "Africa/Johannesburg",
                "Africa/Kampala",
                "Africa/Khartoum",
                "Africa/Kinshasa",
                "Africa/Lagos",
                "Africa/Luanda",
                "Africa/Maputo",
                "Africa/Nairobi",
                "Africa/Tunis",
                "Africa/Windhoek",
            ],
            Self::Oceania => &[
                "Australia/Adelaide",
                "Pacific/Auckland",
                "Australia/Brisbane",
                "Australia/Darwin",
                "Pacific/Fiji",
                "Pacific/Guam",
                "Australia/Hobart",
                "Australia/Melbourne",
                "Pacific/Noumea",
                "Australia/Perth",
                "Pacific/Port_Moresby",
                "Australia/Sydney",
            ],
        };
        names.iter().filter_map(|name| Zone::named(name)).collect()
    }
}

/// The city in a zone's name, as a person would write it.
#[must_use]
pub fn city(zone: Zone) -> String {
    let name = zone.name();
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}

/// What a typed place turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This and no other.
    One(Zone),
    /// Nothing of that name; these come near: a label and its zone.
    Near(Vec<(String, Zone)>),
    /// Nothing like it.
    Nothing,
}

/// Finds a zone by IANA name, by its city, or by a place of the table in `prompts/` (name to zone). Case,
/// spaces and underscores do not matter.
#[must_use]
pub fn find(place: &str, places: &BTreeMap<String, Zone>) -> Found {
    let wanted = fold(place);
    if wanted.is_empty() {
        return Found::Nothing;
    }
    let names = || {
        let zones = zones::table().zones().filter(|zone| is_somewhere(*zone));
        let cities = zones.map(|zone| (city(zone), zone));
        cities.chain(places.iter().map(|(place, zone)| (place.clone(), *zone)))
    };
    if let Some(zone) = zones::table().zones().find(|zone| fold(zone.name()) == wanted) {
        return Found::One(zone);
    }
    if let Some((_, zone)) = names().find(|(name, _)| fold(name) == wanted) {
        return Found::One(zone);
    }
    let mut near: Vec<(f64, String, Zone)> = names()
        .filter_map(|(name, zone)| {
            let folded = fold(&name);
            let alike = strsim::jaro_winkler(&folded, &wanted);
            let begins = wanted.chars().count() >= 3 && folded.starts_with(&wanted);
            (begins || alike >= NEAR).then_some((if begins { 1.0 } else { alike }, name, zone))
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.truncate(OFFERS);
    if near.is_empty() {
        Found::Nothing
    } else {
        Found::Near(near.into_iter().map(|(_, name, zone)| (name, zone)).collect())
    }
}

/// Old aliases such as `GB-Eire` or `EST5EDT` are found by their full name only.
fn is_somewhere(zone: Zone) -> bool {
    zone.name().contains('/') && !zone.name().starts_with("Etc/")
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '/' || *c == '+').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::Named;

    fn zone(name: &str) -> Zone {
        Zone::named(name).expect("a zone")
    }

    fn places() -> BTreeMap<String, Zone> {
        BTreeMap::from([("Munich".to_owned(), zone("Europe/Berlin"))])
    }

    #[test]
    fn by_city_by_iana_name_and_by_place() {
        for (typed, zone) in [
            ("Lisbon", zone("Europe/Lisbon")),
            (" europe/lisbon ", zone("Europe/Lisbon")),
            ("new york", zone("America/New_York")),
            ("America/New_York", zone("America/New_York")),
            ("munich", zone("Europe/Berlin")),
            ("UTC", Zone::UTC),
            ("Etc/GMT+3", zone("Etc/GMT+3")),
        ] {
            assert_eq!(find(typed, &places()), Found::One(zone), "{typed}");
        }
    }

    #[test]
    fn near_misses_are_offered() {
        let Found::Near(offers) = find("Lisbonne", &places()) else { panic!("no offer") };
        assert!(offers.contains(&("Lisbon".to_owned(), zone("Europe/Lisbon"))), "{offers:?}");
        let Found::Near(offers) = find("mun", &places()) else { panic!("no offer") };
        assert_eq!(offers[0], ("Munich".to_owned(), zone("Europe/Berlin")));
        assert_eq!(find("qqqqqqq", &places()), Found::Nothing);
        assert_eq!(find(" ", &places()), Found::Nothing);
    }

    #[test]
    fn one_screen_of_cities_per_region_in_the_order_of_the_alphabet() {
        for region in Region::ALL {
            let cities: Vec<String> = region.cities().into_iter().map(city).collect();
            assert!(cities.len() <= 24, "{region:?}");
            assert!(cities.is_sorted(), "{region:?} {cities:?}");
        }
    }
}
