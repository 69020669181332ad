//! One thing alone, as the settings and the rest ask for it; and that all who read the same phrase agree.

use chrono::{NaiveTime, Weekday};

use super::*;

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time")
}

fn shown(hours: &[NaiveTime]) -> String {
    hours.iter().map(|hour| hour.format("%H:%M").to_string()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn an_hour() {
    for (typed, meant) in [
        ("20:15", "20:15"),
        ("20.15", "20:15"),
        ("8pm", "20:00"),
        ("8:15 PM", "20:15"),
        ("8:30 p.m.", "20:30"),
        ("at 8:30 p.m.", "20:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("0:00", "00:00"),
        ("07:00", "07:00"),
        ("1930", "19:30"),
        ("20", "20:00"),
        ("20 Uhr", "20:00"),
        ("20h", "20:00"),
        ("8\u{A0}pm", "20:00"),
        ("8 in the evening", "20:00"),
        ("half past seven pm", "19:30"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("7", "19:00 | 07:00"),
        ("7:30", "19:30 | 07:30"),
    ] {
        assert_eq!(hours(typed).as_deref().map(shown), Ok(meant.to_owned()), "{typed}");
    }
    for typed in [
        "",
        "25:00",
        "20:60",
        "13pm",
        "0am",
        "eight",
        "8:pm",
        "-1",
        "20:15:30",
        "late",
        "fri 8pm",
        "8pm or 9pm",
        "8pm EST",
        "in 3 hours",
        "8pm tomorrow",
    ] {
        assert!(hours(typed).is_err(), "{typed}");
    }
}

#[test]
fn from_one_hour_to_another() {
    for (typed, meant) in [
        ("23:00 7:00", "23:00-07:00"),
        ("21:00 8:00", "21:00-08:00"),
        ("19:00 8:00", "19:00-08:00"),
        ("10 to 7", "22:00-07:00 | 10:00-19:00"),
        ("7:00 23:00", "07:00-23:00"),
        ("10 pm to 7 am", "22:00-07:00"),
        ("10pm-7am", "22:00-07:00"),
        ("22:30–07:30", "22:30-07:30"),
        ("22-7", "22:00-07:00"),
        ("from 23:00 until 7:00", "23:00-07:00"),
        ("10 to 7am", "22:00-07:00"),
        ("10 at night to 7 in the morning", "22:00-07:00"),
        ("22 Uhr bis 7 Uhr", "22:00-07:00"),
        ("09:00 23:00", "09:00-23:00"),
        ("midnight to 8am", "00:00-08:00"),
    ] {
        let read = hours_between(typed);
        let told = read.map(|all| {
            let one =
                |(from, until): &(NaiveTime, NaiveTime)| format!("{}-{}", from.format("%H:%M"), until.format("%H:%M"));
            all.iter().map(one).collect::<Vec<_>>().join(" | ")
        });
        assert_eq!(told, Ok(meant.to_owned()), "{typed}");
    }
    for typed in ["", "soon", "23:00", "23:00 7:00 8:00", "friday to sunday", "25:00 7:00", "23:00 EST 7:00"] {
        assert!(hours_between(typed).is_err(), "{typed}");
    }
}

#[test]
fn a_day_of_the_week() {
    for (typed, day) in [
        ("friday", Weekday::Fri),
        ("thurs", Weekday::Thu),
        ("Thurs.", Weekday::Thu),
        ("weds", Weekday::Wed),
        ("on fridays", Weekday::Fri),
        ("every sunday", Weekday::Sun),
        ("freitag", Weekday::Fri),
        ("vendredi", Weekday::Fri),
        ("sexta-feira", Weekday::Fri),
        ("пятница", Weekday::Fri),
    ] {
        assert_eq!(weekday(typed), Some(day), "{typed}");
    }
    for typed in ["", "someday", "next friday", "friday 8pm", "friday and sunday", "fryday", "fr", "every day"] {
        assert_eq!(weekday(typed), None, "{typed}");
    }
}

#[test]
fn a_day_to_come() {
    for (typed, meant) in [
        ("2026-12-24", "2026-12-24"),
        ("24 December", "2026-12-24"),
        ("until 24th december", "2026-12-24"),
        ("until the 24th", "2026-12-24"),
        ("friday", "2026-11-27"),
        ("till friday", "2026-11-27"),
        ("wednesday", "2026-12-02"),
        ("next friday", "2026-11-27 | 2026-12-04"),
        ("tomorrow", "2026-11-26"),
        ("2 weeks", "2026-12-09"),
        ("a week", "2026-12-02"),
        ("for 10 days", "2026-12-05"),
        ("in 3 days", "2026-11-28"),
        ("a month", "2026-12-25"),
        ("until 5 January", "2027-01-05"),
        ("until 4/5", "2027-04-05 | 2027-05-04"),
        ("until\u{A0}friday", "2026-11-27"),
        ("bis freitag", "2026-11-27"),
        ("jusqu'à vendredi", "2026-11-27"),
        ("до пятницы", ""),
        ("christmas eve", "2026-12-24"),
        ("until 29 feb", "2028-02-29"),
    ] {
        let told = days_ahead(typed, wall(NOW))
            .map_or(String::new(), |days| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "));
        assert_eq!(told, meant, "{typed}");
    }
    for (typed, why) in [
        ("the cows come home", Unread::Unclear),
        ("today", Unread::Past),
        ("1 November 2026", Unread::Past),
        ("yesterday", Unread::Past),
        ("2026-02-31", Unread::NoSuchDay),
        ("DONAUDAMPFSCHIFFFAHRT", Unread::Unclear),
        ("friday 8pm", Unread::Unclear),
        ("friday or saturday", Unread::Unsure),
        ("every friday", Unread::Unclear),
        ("20:00", Unread::Unclear),
        ("friday with love", Unread::Unclear),
    ] {
        assert_eq!(days_ahead(typed, wall(NOW)), Err(why), "{typed}");
    }
}

/// The phrases that they share: days and hours, in all the ways of saying them.
#[test]
fn all_who_read_a_phrase_agree() {
    let hours_said = [
        "20:15",
        "20.15",
        "8pm",
        "8:15 PM",
        "8:30 p.m.",
        "12am",
        "noon",
        "7",
        "7:30",
        "20 Uhr",
        "20h",
        "07:00",
        "half past seven",
        "8 in the evening",
        "8pm?",
        "٨:٠٠",
        "19:30h",
        "230 pm",
        "0:00",
        "11:00",
        "10",
        "25:00",
        "13pm",
        "19:3",
    ];
    for said in hours_said {
        let evening = read(&format!("friday at {said}"), wall(NOW));
        let evening = evening.map(|spoken| spoken.hours.iter().map(|hour| hour.time).collect::<Vec<_>>());
        assert_eq!(hours(said).ok(), evening.ok(), "{said}");
    }
    let days_said = [
        "friday",
        "fri",
        "thurs",
        "weds",
        "next friday",
        "this friday",
        "24 december",
        "24th december",
        "dec 24",
        "24/12",
        "4/5",
        "29 feb",
        "tomorrow",
        "in 3 days",
        "in two weeks",
        "the 24th",
        "sunday week",
        "freitag",
        "vendredi",
        "demain",
        "viernes",
        "le 24",
        "24.12.",
        "2026-12-24",
        "christmas eve",
        "christmas",
        "first friday in december",
        "30 february",
        "fryday",
        "friday or saturday",
        "next month",
        "easter",
    ];
    for said in days_said {
        let evening = read(&format!("{said} 19:30"), wall(NOW)).ok().filter(|spoken| spoken.spelt == Spelt::Right);
        let evening = evening.map(|spoken| match spoken.day {
            Day::Named(mut days) => {
                days.retain(|day| *day > wall(NOW).date());
                days.sort_unstable();
                days
            }
            Day::Soonest => Vec::new(),
        });
        assert_eq!(days_ahead(said, wall(NOW)).ok(), evening, "{said}");
        if let (Some(day), Ok(spoken)) = (weekday(said), read(said, wall(NOW))) {
            assert_eq!(spoken.weekday, Some(day), "{said}");
        }
    }
    assert_eq!(time("20:15"), hours("20:15").expect("an hour")[0]);
}

#[test]
fn a_day_that_comes_each_year_has_no_year() {
    let today = "2026-11-26".parse().expect("a day");
    let read = |typed: &str| day_of_each_year(typed, today);
    let days = |found: Vec<NaiveDate>| found.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (typed, day) in [
        ("12 May", "2027-05-12"),
        ("on 12 May", "2027-05-12"),
        ("May 12th", "2027-05-12"),
        ("the 12th of may", "2027-05-12"),
        ("12 May 1990", "2027-05-12"),
        ("12 may 2015", "2027-05-12"),
        ("May 12, 1990", "2027-05-12"),
        ("12 de mayo de 1990", "2027-05-12"),
        ("12. Mai", "2027-05-12"),
        ("12.5", "2027-05-12"),
        ("12.5.", "2027-05-12"),
        ("12.05.1990", "2027-05-12"),
        ("1990-05-12", "2027-05-12"),
        ("5/5", "2027-05-05"),
        ("13/5", "2027-05-13"),
        ("5/13", "2027-05-13"),
        ("christmas day", "2026-12-25"),
        ("26 November", "2026-11-26"),
        ("25 November", "2027-11-25"),
        ("29 February", "2028-02-29"),
        ("29 Feb 2001", "2028-02-29"),
    ] {
        assert_eq!(read(typed).map(days), Ok(vec![day.to_owned()]), "{typed}");
    }
    assert_eq!(read("4/5").map(days), Ok(vec!["2027-04-05".to_owned(), "2027-05-04".to_owned()]));
    for typed in ["31 February", "32 May", "12.13"] {
        assert_eq!(read(typed), Err(Unread::NoSuchDay), "{typed}");
    }
    for typed in ["", "friday", "tomorrow", "May", "12", "12 May at 8", "12 May and 3 March", "every 12 May", "our day"]
    {
        assert!(read(typed).is_err(), "{typed}");
    }
}
