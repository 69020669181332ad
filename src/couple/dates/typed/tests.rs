//! What people type, and what it means on a Wednesday at six in the evening.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// Wednesday, 25 November 2026, 18:00 in Lisbon.
const NOW: &str = "2026-11-25T18:00:00Z";

fn told(typed: &str, zone: Zone, now: &str) -> String {
    let now: DateTime<Utc> = now.parse().expect("an instant");
    let read = read(typed, now.with_timezone(&zone).naive_local());
    let meaning = read.and_then(|typed| Ok((typed.meaning(zone, now)?, typed)));
    let at = |local: NaiveDateTime| local.format("%a %-d %b %Y %H:%M").to_string();
    let on = |day: NaiveDate| day.format("%a %-d %b %Y").to_string();
    let (meaning, typed) = match meaning {
        Ok(read) => read,
        Err(why) => return why.line().key.trim_start_matches("date-").to_owned(),
    };
    let mut told = match meaning {
        Meaning::Moment(local) => at(local),
        Meaning::Either(one, other) => format!("{} | {}", at(one), at(other)),
        Meaning::Day(day) => format!("{} ?", on(day)),
        Meaning::EitherDay(one, other) => format!("{} ? | {} ?", on(one), on(other)),
    };
    if let Some(every) = typed.every {
        told.insert_str(0, if every == Every::Week { "weekly " } else { "fortnightly " });
    }
    if let Some(title) = typed.title {
        let _ = write!(told, " ({})", title.text());
    }
    told
}

#[test]
fn what_people_type() {
    let table = [
        // A day and an hour.
        ("fri 19:30", "Fri 27 Nov 2026 19:30"),
        ("Friday 19:30", "Fri 27 Nov 2026 19:30"),
        ("FRI, 19.30", "Fri 27 Nov 2026 19:30"),
        ("on friday at 19:30", "Fri 27 Nov 2026 19:30"),
        ("19:30 friday", "Fri 27 Nov 2026 19:30"),
        ("this friday 19:30", "Fri 27 Nov 2026 19:30"),
        ("friday night 9pm", "Fri 27 Nov 2026 21:00"),
        ("fri 7pm", "Fri 27 Nov 2026 19:00"),
        ("fri 7 pm", "Fri 27 Nov 2026 19:00"),
        ("fri 7:30 p.m.", "Fri 27 Nov 2026 19:30"),
        ("fri 7.30pm", "Fri 27 Nov 2026 19:30"),
        ("fri 12pm", "Fri 27 Nov 2026 12:00"),
        ("sat noon", "Sat 28 Nov 2026 12:00"),
        ("sun 10am", "Sun 29 Nov 2026 10:00"),
        ("thurs 20h", "Thu 26 Nov 2026 20:00"),
        ("tues 19h30", "Tue 1 Dec 2026 19:30"),
        ("fri 1930", "Fri 27 Nov 2026 19:30"),
        ("fri 07:30", "Fri 27 Nov 2026 07:30"),
        ("fri 19:30-22:00", "Fri 27 Nov 2026 19:30"),
        ("fri 7-9pm", "Fri 27 Nov 2026 19:00"),
        ("24 December 18:00", "Thu 24 Dec 2026 18:00"),
        ("24th of december at 6pm", "Thu 24 Dec 2026 18:00"),
        ("december 24th 18:00", "Thu 24 Dec 2026 18:00"),
        ("dec 24, 18:00", "Thu 24 Dec 2026 18:00"),
        ("24 dec 2026 18:00", "Thu 24 Dec 2026 18:00"),
        ("2026-12-24 18:00", "Thu 24 Dec 2026 18:00"),
        ("24/12 18:00", "Thu 24 Dec 2026 18:00"),
        ("24.12. 18:00", "Thu 24 Dec 2026 18:00"),
        ("24.12.2026 18:00", "Thu 24 Dec 2026 18:00"),
        ("thu 24 december 18:00", "Thu 24 Dec 2026 18:00"),
        ("the 3rd at 19:00", "Thu 3 Dec 2026 19:00"),
        ("5 january 19:00", "Tue 5 Jan 2027 19:00"),
        ("tomorrow 20:00", "Thu 26 Nov 2026 20:00"),
        ("day after tomorrow 20:00", "Fri 27 Nov 2026 20:00"),
        ("in 3 days 20:00", "Sat 28 Nov 2026 20:00"),
        ("in two weeks at 8pm", "Wed 9 Dec 2026 20:00"),
        ("tonight 9", "Wed 25 Nov 2026 21:00"),
        ("today 20:15", "Wed 25 Nov 2026 20:15"),
        // An hour alone: the next time that it comes.
        ("20:00", "Wed 25 Nov 2026 20:00"),
        ("8pm", "Wed 25 Nov 2026 20:00"),
        ("17:00", "Thu 26 Nov 2026 17:00"),
        // With a title, before or behind.
        ("tomorrow 8pm dinner at the harbour", "Thu 26 Nov 2026 20:00 (dinner at the harbour)"),
        ("fri 19:30 Film, pause & talk", "Fri 27 Nov 2026 19:30 (Film, pause & talk)"),
        ("dinner friday 8pm", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("friday dinner at 8pm", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("pizza 21:00", "Wed 25 Nov 2026 21:00 (pizza)"),
        ("saturday 19:00 12 candles", "Sat 28 Nov 2026 19:00 (12 candles)"),
        // No hour yet.
        ("friday", "Fri 27 Nov 2026 ?"),
        ("24 december", "Thu 24 Dec 2026 ?"),
        ("friday dinner", "Fri 27 Nov 2026 ? (dinner)"),
        // Two readings: of the hour, of the day, of the words.
        ("fri 7", "Fri 27 Nov 2026 19:00 | Fri 27 Nov 2026 07:00"),
        ("sat 10", "Sat 28 Nov 2026 22:00 | Sat 28 Nov 2026 10:00"),
        ("fri 7:30", "Fri 27 Nov 2026 19:30 | Fri 27 Nov 2026 07:30"),
        ("tomorrow at 8", "Thu 26 Nov 2026 20:00 | Thu 26 Nov 2026 08:00"),
        ("next friday 19:30", "Fri 27 Nov 2026 19:30 | Fri 4 Dec 2026 19:30"),
        ("next friday", "Fri 27 Nov 2026 ? | Fri 4 Dec 2026 ?"),
        ("next friday 7", "Fri 27 Nov 2026 19:00 | Fri 4 Dec 2026 19:00"),
        ("4/5 19:30", "Mon 5 Apr 2027 19:30 | Tue 4 May 2027 19:30"),
        ("wednesday 20:00", "Wed 25 Nov 2026 20:00 | Wed 2 Dec 2026 20:00"),
        ("fri 24 december 18:00", "Thu 24 Dec 2026 18:00 | Fri 27 Nov 2026 18:00"),
        // One of the readings has gone by.
        ("wednesday 17:00", "Wed 2 Dec 2026 17:00"),
        ("today 7", "Wed 25 Nov 2026 19:00"),
        // Again and again.
        ("every friday 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("every other friday at 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("every 2 weeks on sunday 11:00", "fortnightly Sun 29 Nov 2026 11:00"),
        ("fortnightly sat 20:00 dancing", "fortnightly Sat 28 Nov 2026 20:00 (dancing)"),
        ("each thursday 8pm", "weekly Thu 26 Nov 2026 20:00"),
        ("weekly mondays 18:30", "weekly Mon 30 Nov 2026 18:30"),
        ("every friday", "weekly Fri 27 Nov 2026 ?"),
        ("every friday 7", "weekly Fri 27 Nov 2026 19:00 | Fri 27 Nov 2026 07:00"),
        ("every wednesday 17:00", "weekly Wed 2 Dec 2026 17:00"),
        ("every 24 december", "every-what"),
        ("every day 19:00", "every-what"),
        ("every month 19:00", "every-what"),
        ("every", "every-what"),
        // What is not.
        ("30 february 19:00", "no-such-day"),
        ("31 november 19:00", "no-such-day"),
        ("45/13 19:00", "no-such-day"),
        ("the 32nd 19:00", "no-such-day"),
        ("fri 25:00", "no-such-hour"),
        ("fri 19:60", "no-such-hour"),
        ("fri 13am", "no-such-hour"),
        ("fri at 99", "no-such-hour"),
        ("today 12:00", "past"),
        ("24 december 2020 18:00", "past"),
        ("2026-11-24 18:00", "past"),
        ("24 december 2031 18:00", "too-far"),
        ("2028-02-29", "too-far"),
        ("dinner", "unclear"),
        ("soon", "unclear"),
        ("7", "unclear"),
        ("how about some time", "unclear"),
        ("🌙", "unclear"),
        ("-", "unclear"),
        // Its week.
        ("sunday week 17:00", "Sun 6 Dec 2026 17:00"),
        ("sunday 17:00 next week", "Sun 29 Nov 2026 17:00 | Sun 6 Dec 2026 17:00"),
        ("friday next week 19:00", "Fri 4 Dec 2026 19:00"),
        ("next week friday 19:00", "Fri 4 Dec 2026 19:00"),
        ("friday 18:00 in two weeks", "Fri 11 Dec 2026 18:00"),
        ("friday 18:00 in two weeks dinner", "Fri 11 Dec 2026 18:00 (dinner)"),
        ("in two weeks on friday 18:00", "Fri 11 Dec 2026 18:00"),
        ("monday in two weeks 19:00", "Mon 7 Dec 2026 19:00 | Mon 14 Dec 2026 19:00"),
        ("a week on friday 19:00", "Fri 4 Dec 2026 19:00"),
        ("friday in a fortnight 19:00", "Fri 11 Dec 2026 19:00"),
        ("tuesday this week 19:00", "past"),
        ("tuesday last week 19:00", "past"),
        // Days with a name.
        ("christmas eve 18:30", "Thu 24 Dec 2026 18:30"),
        ("new year's eve 21:00 dancing", "Thu 31 Dec 2026 21:00 (dancing)"),
        ("valentine’s day 19:00", "Sun 14 Feb 2027 19:00"),
        ("tmrw 8pm", "Thu 26 Nov 2026 20:00"),
        ("the day after tomorrow 20:00", "Fri 27 Nov 2026 20:00"),
        ("this evening at 8", "Wed 25 Nov 2026 20:00"),
        ("friday evening at 7", "Fri 27 Nov 2026 19:00"),
        ("sat morning at 10", "Sat 28 Nov 2026 10:00"),
        ("fri night 1", "Fri 27 Nov 2026 13:00 | Fri 27 Nov 2026 01:00"),
        // Hours in words.
        ("half past seven friday", "Fri 27 Nov 2026 19:30 | Fri 27 Nov 2026 07:30"),
        ("friday half past seven pm", "Fri 27 Nov 2026 19:30"),
        ("friday at a quarter to 8pm dinner", "Fri 27 Nov 2026 19:45 (dinner)"),
        ("tonight at quarter past nine", "Wed 25 Nov 2026 21:15"),
        ("friday at seven", "Fri 27 Nov 2026 19:00 | Fri 27 Nov 2026 07:00"),
        ("friday seven thirty pm", "Fri 27 Nov 2026 19:30"),
        ("friday eight o'clock", "Fri 27 Nov 2026 20:00 | Fri 27 Nov 2026 08:00"),
        ("friday 7 to 9pm", "Fri 27 Nov 2026 19:00"),
        ("friday from 19:00 until 22:00 cinema", "Fri 27 Nov 2026 19:00 (cinema)"),
        // A second hour, where the first was the day of a month.
        ("sat 12 19:30 dinner", "unsure"),
        ("fri 18 8pm cinema", "unsure"),
        ("sat 12 19:30-22:00", "unsure"),
        ("dinner 19:30 sat 20:00", "unsure"),
        // The number of the day behind a day of the week.
        ("fri 4th 19:30", "Fri 4 Dec 2026 19:30"),
        ("friday the 4th 19:30", "Fri 4 Dec 2026 19:30"),
        ("friday the 4th", "Fri 4 Dec 2026 ?"),
        ("wednesday 25th 19:30", "Wed 25 Nov 2026 19:30"),
        ("fri 19:30 the 4th", "unsure"),
        ("fri 19:30 4th", "unsure"),
        ("fri 21st 19:30", "unsure"),
        ("friday the 13th 19:30", "unsure"),
        ("friday the 5th dinner 19:30", "unsure"),
        ("sat 21st birthday", "Sat 28 Nov 2026 ? (21st birthday)"),
        ("sat 21st birthday 19:30", "Sat 28 Nov 2026 19:30 (21st birthday)"),
        ("sat 20:00 dad's 60th", "Sat 28 Nov 2026 20:00 (dad's 60th)"),
        ("fri 20:00 The 5th Element", "Fri 27 Nov 2026 20:00 (The 5th Element)"),
        // Late in the evening, and in the afternoon.
        ("fri night 10:30", "Fri 27 Nov 2026 22:30"),
        ("friday evening 11:00", "Fri 27 Nov 2026 23:00"),
        ("10:30 friday night", "Fri 27 Nov 2026 22:30"),
        ("tonight 10:30", "Wed 25 Nov 2026 22:30"),
        ("tonight 22:30", "Wed 25 Nov 2026 22:30"),
        ("fri night 12", "unsure"),
        ("tonight at 12", "unsure"),
        ("fri night 10am", "unsure"),
        ("fri afternoon 1", "Fri 27 Nov 2026 13:00"),
        ("fri afternoon 12", "Fri 27 Nov 2026 12:00"),
        ("fri afternoon at 5", "Fri 27 Nov 2026 17:00"),
        ("sat morning 10:30", "Sat 28 Nov 2026 10:30"),
        // From one hour to another, over noon and not.
        ("sat brunch 11-1pm", "Sat 28 Nov 2026 11:00 (brunch)"),
        ("sat 11 to 2pm", "Sat 28 Nov 2026 11:00"),
        ("sat 9-5pm", "Sat 28 Nov 2026 09:00"),
        ("sat 12-2pm", "Sat 28 Nov 2026 12:00"),
        ("sat 7:30-7:45pm", "Sat 28 Nov 2026 19:30"),
        ("sat 10-12am", "Sat 28 Nov 2026 22:00"),
        ("sat 20:00 to 1am", "Sat 28 Nov 2026 20:00"),
        // How many come.
        ("sat dinner for 12", "Sat 28 Nov 2026 ? (dinner for 12)"),
        ("sat dinner for 20", "Sat 28 Nov 2026 ? (dinner for 20)"),
        ("fri dinner for 2", "Fri 27 Nov 2026 ? (dinner for 2)"),
        ("fri dinner for 2 at 8pm", "Fri 27 Nov 2026 20:00 (dinner for 2)"),
        ("fri for 4 people 20:00", "Fri 27 Nov 2026 20:00 (for 4 people)"),
        ("fri dinner for 8pm", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("dinner fri for 20:00", "Fri 27 Nov 2026 20:00 (dinner)"),
        // What is over.
        ("yesterday 8pm", "past"),
        ("yesterday", "past"),
        ("the day before yesterday 16:00", "past"),
        ("3 days ago 19:00", "past"),
        ("a week ago 19:00", "past"),
        ("last friday 19:00", "past"),
        ("last wednesday 19:00", "past"),
        ("last night 21:00", "past"),
        // Words that speak of another time than the one that was found.
        ("friday 19:00 and saturday", "unsure"),
        ("friday or saturday 19:00", "unsure"),
        ("fri 19:30 or 20:30", "unsure"),
        ("not friday 19:00", "unsure"),
        ("friday 19:00 next month", "unsure"),
        ("friday in december 19:00", "unsure"),
        ("friday 19:00 in 3 days", "unsure"),
        ("two weeks ago on friday 19:00", "unsure"),
        ("fryday 19:00", "unsure"),
        ("wensday 19:00", "unsure"),
        ("on thrusday 19:00", "unsure"),
        ("tommorrrow 19:00", "unsure"),
        ("new year 21:00", "unsure"),
        ("easter 18:00", "unsure"),
        ("weekend 19:00", "unsure"),
        ("next weekend 19:00", "unsure"),
        ("24 19:00", "unsure"),
        ("24-12 19:00", "unsure"),
        ("half seven friday", "unsure"),
        ("friday seven", "unsure"),
        ("friday ten to eight", "unsure"),
        ("every friday and saturday 21:00", "every-what"),
        ("19:30 every friday", "unsure"),
        ("next month", "unclear"),
        // Ordinary words are a title, and words in quotes are one whatever they say.
        (
            "fri 19:30 weekend plans, mayonnaise and chips",
            "Fri 27 Nov 2026 19:30 (weekend plans, mayonnaise and chips)",
        ),
        ("fri 19:30 whatever may come", "Fri 27 Nov 2026 19:30 (whatever may come)"),
        ("sat 15:00 swim in the sun", "Sat 28 Nov 2026 15:00 (swim in the sun)"),
        ("sat 19:00 our 1st anniversary", "Sat 28 Nov 2026 19:00 (our 1st anniversary)"),
        ("sat 19:00 ten years of us", "Sat 28 Nov 2026 19:00 (ten years of us)"),
        ("fri 20:00 this new place", "Fri 27 Nov 2026 20:00 (this new place)"),
        ("fri 20:00 dinner with June", "Fri 27 Nov 2026 20:00 (dinner with June)"),
        ("birthday dinner sat 20:00", "Sat 28 Nov 2026 20:00 (birthday dinner)"),
        ("sat 20:00 dinner for two", "Sat 28 Nov 2026 20:00 (dinner for two)"),
        ("20:00 film and half a pizza", "Wed 25 Nov 2026 20:00 (film and half a pizza)"),
        ("fri 20:00 The Last Samurai", "Fri 27 Nov 2026 20:00 (The Last Samurai)"),
        ("fri 20:00 The Last Night", "unsure"),
        ("fri 20:00 \"The Last Night\"", "Fri 27 Nov 2026 20:00 (The Last Night)"),
        ("fri 20:00 watch “Next Friday”", "Fri 27 Nov 2026 20:00 (watch “Next Friday”)"),
        ("\"Saturday Night Fever\" fri 20:00", "Fri 27 Nov 2026 20:00 (Saturday Night Fever)"),
        ("fri 20:00 \"", "Fri 27 Nov 2026 20:00 (\")"),
    ];
    assert!(table.len() >= 140);
    let told: Vec<_> = table
        .iter()
        .map(|(typed, _)| (*typed, told(typed, crate::zones::Zone::named("Europe/Lisbon").expect("a zone"), NOW)))
        .collect();
    let wrong: Vec<_> = told.iter().zip(table).filter(|((_, told), (_, meant))| told != meant).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_hour_that_the_clocks_leave_out_or_show_twice() {
    let march = "2027-03-26T12:00:00Z";
    assert_eq!(told("sun 02:30", crate::zones::Zone::named("Europe/Berlin").expect("a zone"), march), "skipped");
    assert_eq!(
        told("sun 03:30", crate::zones::Zone::named("Europe/Berlin").expect("a zone"), march),
        "Sun 28 Mar 2027 03:30"
    );
    let now = "2027-10-29T12:00:00Z".parse().expect("an instant");
    let twice = "2027-10-31T02:30:00".parse().expect("a local time");
    assert_eq!(
        check(twice, crate::zones::Zone::named("Europe/Berlin").expect("a zone"), now),
        Ok("2027-10-31T00:30:00Z".parse().expect("the first of the two"))
    );
    // Between the two the first has gone by.
    let between = "2027-10-31T00:45:00Z".parse().expect("an instant");
    assert_eq!(check(twice, crate::zones::Zone::named("Europe/Berlin").expect("a zone"), between), Err(Unread::Past));
}

/// Words out of which people make such phrases, and others.
fn words() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "fri",
        "friday",
        "next",
        "this",
        "every",
        "other",
        "second",
        "2",
        "weeks",
        "on",
        "at",
        "the",
        "of",
        "in",
        "3",
        "days",
        "24",
        "24th",
        "december",
        "dec",
        "feb",
        "31",
        "2027",
        "4/5",
        "24.12.",
        "2026-12-24",
        "19:30",
        "7",
        "7pm",
        "pm",
        "noon",
        "tonight",
        "tomorrow",
        "today",
        "day",
        "after",
        "night",
        "a",
        "week",
        "dinner",
        "7.",
        "-",
        "30-31",
        "0",
        "99",
        "99/99/9999",
        "9999-99-99",
        "00:00",
        "24:00",
        "1:1",
        "é",
        "fr\u{0130}day",
        "ſat",
        "–",
        "19:30–22:00",
        "mondays",
        "4294967296",
        "day",
        "1.1.1",
        "o'clock",
        "am",
        "@",
        "2027-02-29",
        "29",
        "february",
        "last",
        "ago",
        "yesterday",
        "half",
        "quarter",
        "past",
        "to",
        "seven",
        "morning",
        "two",
        "fortnight",
        "and",
        "christmas",
        "eve",
        "\"",
        "“next",
        "week”",
    ]);
    let word = prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,14}", 1 => "[0-9:./apmh-]{1,9}"];
    proptest::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Nothing that is typed makes it fail, and what it accepts is ahead, within a year, and on the clock.
    #[test]
    fn whatever_is_typed_is_read_or_refused(
        typed in words(), zone in 0..crate::zones::table().zones().len(), seconds in 1_700_000_000_i64..2_000_000_000,
    ) {
        let zone = crate::zones::table().zones().nth(zone).expect("a zone");
        let now = DateTime::from_timestamp(seconds, 0).expect("an instant");
        let Ok(read) = read(&typed, now.with_timezone(&zone).naive_local()) else { return Ok(()) };
        let moments = match read.meaning(zone, now) {
            Ok(Meaning::Moment(one)) => vec![one],
            Ok(Meaning::Either(one, other)) => vec![one, other],
            _ => Vec::new(),
        };
        for local in moments {
            let at = check(local, zone, now).expect("it was accepted");
            prop_assert!(at > now && at - now < chrono::TimeDelta::days(368));
            prop_assert_eq!(at.with_timezone(&zone).naive_local(), local);
        }
    }
}
