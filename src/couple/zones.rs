//! Finding a time zone by what people call the place they live in.

use chrono::{DateTime, Offset, TimeZone, Utc};

use crate::prompts::{Named, Places, Region};
use crate::zones::{self, Zone};

/// How alike a misspelt name must be to be offered (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.86;
/// At most this many are offered.
const OFFERS: usize = 6;
/// Names whose last part is no city: old aliases, and clocks without a place.
const NO_CITIES: [&str; 6] = ["Brazil/", "Canada/", "Chile/", "Etc/", "Mexico/", "US/"];
/// The same, of a part of the world in which other names are cities.
const NO_CITIES_OF_AUSTRALIA: [&str; 10] =
    ["ACT", "LHI", "NSW", "North", "Queensland", "South", "Tasmania", "Victoria", "West", "Yancowinna"];

/// What a typed place turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This and no other.
    One(Zone),
    /// Nothing of that name; these come near: a label and its zone.
    Near(Vec<(String, Zone)>),
    /// More than one place bears the name: what tells them apart, and their zones.
    Several(Vec<(String, Zone)>),
    /// It names a clock and no place; cities with that clock.
    Clock(Vec<(String, Zone)>),
    /// Nothing like it.
    Nothing,
}

/// Finds a zone by IANA name, by its city, or by a place of the library. Case, accents, spaces and underscores do not
/// matter. `now`: for a distance from UTC, cities are offered that have it at this moment.
#[must_use]
pub fn find(place: &str, places: &Places, now: DateTime<Utc>) -> Found {
    let wanted = fold(place);
    if wanted.is_empty() {
        return Found::Nothing;
    }
    let cities = |zones: &[Zone]| zones.iter().map(|zone| (zone.city(), *zone)).take(OFFERS).collect();
    if let Some((_, zones)) = places.letters.iter().find(|(letters, _)| fold(letters) == wanted) {
        return Found::Clock(cities(zones));
    }
    if let Some(minutes) = distance(place) {
        let same =
            |zone: &&Zone| zone.offset_from_utc_datetime(&now.naive_utc()).fix().local_minus_utc() == minutes * 60;
        let all = Region::ALL.iter().flat_map(|region| places.cities(*region));
        let zones: Vec<Zone> = all.filter(same).copied().collect();
        return if zones.is_empty() { Found::Nothing } else { Found::Clock(cities(&zones)) };
    }
    if let Some(zone) = zones::table().zones().find(|zone| fold(zone.name()) == wanted) {
        return Found::One(zone);
    }
    if let Some((_, apart)) = places.several.iter().find(|(name, _)| fold(name) == wanted) {
        return Found::Several(apart.clone());
    }
    let names = || {
        let zones = zones::table().zones().filter(|zone| is_a_city(*zone)).map(|zone| (zone.city(), zone));
        zones.chain(places.names.iter().map(|(place, zone)| (place.clone(), *zone)))
    };
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

/// Whether the last part of its name is a city. Others are found by their full name only.
fn is_a_city(zone: Zone) -> bool {
    let name = zone.name();
    let alias = NO_CITIES.iter().any(|begin| name.starts_with(begin))
        || name.strip_prefix("Australia/").is_some_and(|last| NO_CITIES_OF_AUSTRALIA.contains(&last));
    name.contains('/') && !alias
}

/// A distance from UTC in minutes, as people type it: `GMT+1`, `UTC-03:30`, `+2`.
fn distance(typed: &str) -> Option<i32> {
    let typed = typed.trim().to_ascii_uppercase().replace(['−', '–'], "-");
    let typed = ["UTC", "GMT"].iter().find_map(|name| typed.strip_prefix(name)).unwrap_or(&typed).trim_start();
    let (sign, rest) = match (typed.strip_prefix('+'), typed.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.trim_start().split_once(':').unwrap_or((rest.trim_start(), "0"));
    let number = |digits: &str, most: i32| digits.parse::<i32>().ok().filter(|number| (0..=most).contains(number));
    Some(sign * (number(hours, 14)? * 60 + number(minutes, 59)?))
}

/// A name without what people leave out: capitals, accents, blanks, points.
fn fold(name: &str) -> String {
    // Small first: a capital may become a letter and an accent of its own.
    let small = name.chars().flat_map(char::to_lowercase);
    small.filter(|sign| sign.is_alphanumeric() || matches!(sign, '/' | '+')).map(plain).collect()
}

/// A letter without its accent. Accents that are signs of their own are gone before.
fn plain(letter: char) -> char {
    const PLAIN: [(char, &str); 16] = [
        ('a', "àáâãäåāăą"),
        ('c', "çćĉċč"),
        ('d', "ďđð"),
        ('e', "èéêëēĕėęě"),
        ('g', "ĝğġģ"),
        ('h', "ĥħ"),
        ('i', "ìíîïĩīĭįı"),
        ('l', "ĺļľŀł"),
        ('n', "ñńņňŉ"),
        ('o', "òóôõöøōŏő"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťŧț"),
        ('u', "ùúûüũūŭůűų"),
        ('y', "ýÿŷ"),
        ('z', "źżž"),
    ];
    PLAIN.iter().find(|(_, accented)| accented.contains(letter)).map_or(letter, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests;
