use std::collections::BTreeMap;

use super::*;
use crate::prompts::Library;

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone")
}

fn now() -> DateTime<Utc> {
    "2026-11-23T18:00:00Z".parse().expect("an instant")
}

fn ours() -> Places {
    Library::embedded().expect("a sound library").places().clone()
}

fn labels(found: &Found) -> Vec<&str> {
    match found {
        Found::Near(offers) | Found::Several(offers) | Found::Clock(offers) => {
            offers.iter().map(|(label, _)| label.as_str()).collect()
        }
        Found::One(_) | Found::Nothing => Vec::new(),
    }
}

#[test]
fn by_city_by_iana_name_and_by_place() {
    let places = Places { names: BTreeMap::from([("Munich".to_owned(), zone("Europe/Berlin"))]), ..Places::default() };
    for (typed, name) in [
        ("Lisbon", "Europe/Lisbon"),
        (" europe/lisbon ", "Europe/Lisbon"),
        ("new york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("munich", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("Etc/GMT+3", "Etc/GMT+3"),
    ] {
        assert_eq!(find(typed, &places, now()), Found::One(zone(name)), "{typed}");
    }
    let Found::Near(offers) = find("Lisbonne", &places, now()) else { panic!("no offer") };
    assert!(offers.contains(&("Lisbon".to_owned(), zone("Europe/Lisbon"))), "{offers:?}");
    let Found::Near(offers) = find("mun", &places, now()) else { panic!("no offer") };
    assert_eq!(offers[0], ("Munich".to_owned(), zone("Europe/Berlin")));
    assert_eq!(find("qqqqqqq", &places, now()), Found::Nothing);
    assert_eq!(find(" ", &places, now()), Found::Nothing);
}

#[test]
fn accents_are_left_out_by_whoever_likes() {
    let places = ours();
    for (one, other) in [
        ("Malaga", "Málaga"),
        ("sao paulo", "São Paulo"),
        ("Sa\u{303}o Paulo", "São Paulo"),
        ("wroclaw", "Wrocław"),
        ("BOGOTA", "Bogotá"),
        ("izmir", "İzmir"),
        ("Malmo", "Malmö"),
    ] {
        let Found::One(zone) = find(one, &places, now()) else { panic!("{one}") };
        assert_eq!(find(other, &places, now()), Found::One(zone), "{other}");
    }
}

#[test]
fn names_that_several_places_bear_are_asked() {
    let places = ours();
    assert_eq!(labels(&find("San Juan", &places, now())), ["Argentina", "Puerto Rico"]);
    for name in places.several.keys() {
        assert!(matches!(find(name, &places, now()), Found::Several(_)), "{name}");
    }
}

/// No name leads to one of two clocks without a question, wherever it comes from.
#[test]
fn no_name_stands_for_two_clocks_in_silence() {
    let places = ours();
    let cities = zones::table().zones().filter(|zone| is_a_city(*zone)).map(|zone| (zone.city(), zone));
    let mut clocks: BTreeMap<String, Zone> = BTreeMap::new();
    for (name, zone) in cities.chain(places.names.iter().map(|(name, zone)| (name.clone(), *zone))) {
        let asked = places.several.keys().any(|several| fold(several) == fold(&name));
        let other = *clocks.entry(fold(&name)).or_insert(zone);
        assert!(asked || other.is_clock_of(zone), "{name}: {other} and {zone}");
    }
}

#[test]
fn letters_of_a_clock_are_no_place() {
    let places = ours();
    for typed in ["EST", "est", "WEST", "MST", "GMT", "CET", "PST8PDT", "GMT+1", "utc -3", "+5:30", "UTC−3"] {
        assert!(matches!(find(typed, &places, now()), Found::Clock(_)), "{typed}: {:?}", find(typed, &places, now()));
    }
    assert!(labels(&find("EST", &places, now())).contains(&"New York"));
    assert!(labels(&find("WEST", &places, now())).contains(&"Lisbon"));
    assert_eq!(labels(&find("GMT+5:45", &places, now())), ["Kathmandu"]);
    assert_eq!(find("GMT+14:59", &places, now()), Found::Nothing);
    // Names of the database without a place: letters are asked about, countries are not.
    let bare = zones::table().zones().map(Zone::name).filter(|name| !name.contains('/'));
    let taken: Vec<&str> = bare.filter(|name| matches!(find(name, &places, now()), Found::One(_))).collect();
    let countries = [
        "Cuba",
        "Egypt",
        "Eire",
        "GB",
        "GB-Eire",
        "Hongkong",
        "Iceland",
        "Iran",
        "Israel",
        "Jamaica",
        "Japan",
        "Kwajalein",
        "Libya",
        "NZ",
        "Navajo",
        "PRC",
        "Poland",
        "Portugal",
        "ROC",
        "ROK",
        "Singapore",
        "Turkey",
        "UCT",
        "UTC",
        "Universal",
        "Zulu",
    ];
    assert_eq!(taken, countries);
}

#[test]
fn the_last_part_of_an_old_alias_is_no_city() {
    for typed in ["West", "ACT", "General", "Continental", "BajaNorte"] {
        assert!(!matches!(find(typed, &Places::default(), now()), Found::One(_)), "{typed}");
    }
    assert_eq!(find("Australia/West", &Places::default(), now()), Found::One(zone("Australia/West")));
}
