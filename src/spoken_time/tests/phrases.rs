//! What people type for an evening, in English: a day, an hour, a title.

use super::agree;

#[test]
fn a_day_and_an_hour() {
    agree(&[
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
    ]);
}

#[test]
fn an_hour_alone_is_the_next_time_that_it_comes() {
    agree(&[("20:00", "Wed 25 Nov 2026 20:00"), ("8pm", "Wed 25 Nov 2026 20:00"), ("17:00", "Thu 26 Nov 2026 17:00")]);
}

#[test]
fn with_a_title_before_or_behind() {
    agree(&[
        ("tomorrow 8pm dinner at the harbour", "Thu 26 Nov 2026 20:00 (dinner at the harbour)"),
        ("fri 19:30 Film, pause & talk", "Fri 27 Nov 2026 19:30 (Film, pause & talk)"),
        ("dinner friday 8pm", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("friday dinner at 8pm", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("pizza 21:00", "Wed 25 Nov 2026 21:00 (pizza)"),
        ("saturday 19:00 12 candles", "Sat 28 Nov 2026 19:00 (12 candles)"),
    ]);
}

#[test]
fn no_hour_yet() {
    agree(&[
        ("friday", "Fri 27 Nov 2026 ?"),
        ("24 december", "Thu 24 Dec 2026 ?"),
        ("friday dinner", "Fri 27 Nov 2026 ? (dinner)"),
    ]);
}

#[test]
fn two_readings_of_the_hour_of_the_day_of_the_words() {
    agree(&[
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
    ]);
}

#[test]
fn one_of_the_readings_has_gone_by() {
    agree(&[("wednesday 17:00", "Wed 2 Dec 2026 17:00"), ("today 7", "Wed 25 Nov 2026 19:00")]);
}

#[test]
fn again_and_again() {
    agree(&[
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
    ]);
}

#[test]
fn what_is_not() {
    agree(&[
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
    ]);
}

#[test]
fn its_week() {
    agree(&[
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
    ]);
}

#[test]
fn days_with_a_name() {
    agree(&[
        ("christmas eve 18:30", "Thu 24 Dec 2026 18:30"),
        ("new year's eve 21:00 dancing", "Thu 31 Dec 2026 21:00 (dancing)"),
        ("valentine’s day 19:00", "Sun 14 Feb 2027 19:00"),
        ("tmrw 8pm", "Thu 26 Nov 2026 20:00"),
        ("the day after tomorrow 20:00", "Fri 27 Nov 2026 20:00"),
        ("this evening at 8", "Wed 25 Nov 2026 20:00"),
        ("friday evening at 7", "Fri 27 Nov 2026 19:00"),
        ("sat morning at 10", "Sat 28 Nov 2026 10:00"),
        ("fri night 1", "Sat 28 Nov 2026 01:00 | Fri 27 Nov 2026 01:00"),
    ]);
}

#[test]
fn hours_in_words() {
    agree(&[
        ("half past seven friday", "Fri 27 Nov 2026 19:30 | Fri 27 Nov 2026 07:30"),
        ("friday half past seven pm", "Fri 27 Nov 2026 19:30"),
        ("friday at a quarter to 8pm dinner", "Fri 27 Nov 2026 19:45 (dinner)"),
        ("tonight at quarter past nine", "Wed 25 Nov 2026 21:15"),
        ("friday at seven", "Fri 27 Nov 2026 19:00 | Fri 27 Nov 2026 07:00"),
        ("friday seven thirty pm", "Fri 27 Nov 2026 19:30"),
        ("friday eight o'clock", "Fri 27 Nov 2026 20:00 | Fri 27 Nov 2026 08:00"),
        ("friday 7 to 9pm", "Fri 27 Nov 2026 19:00"),
        ("friday from 19:00 until 22:00 cinema", "Fri 27 Nov 2026 19:00 (cinema)"),
    ]);
}

#[test]
fn a_second_hour_where_the_first_was_the_day_of_a_month() {
    agree(&[
        ("sat 12 19:30 dinner", "unsure"),
        ("fri 18 8pm cinema", "unsure"),
        ("sat 12 19:30-22:00", "unsure"),
        ("dinner 19:30 sat 20:00", "unsure"),
    ]);
}

#[test]
fn the_number_of_the_day_behind_a_day_of_the_week() {
    agree(&[
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
    ]);
}

#[test]
fn late_in_the_evening_and_in_the_afternoon() {
    agree(&[
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
    ]);
}

#[test]
fn from_one_hour_to_another_over_noon_and_not() {
    agree(&[
        ("sat brunch 11-1pm", "Sat 28 Nov 2026 11:00 (brunch)"),
        ("sat 11 to 2pm", "Sat 28 Nov 2026 11:00"),
        ("sat 9-5pm", "Sat 28 Nov 2026 09:00"),
        ("sat 12-2pm", "Sat 28 Nov 2026 12:00"),
        ("sat 7:30-7:45pm", "Sat 28 Nov 2026 19:30"),
        ("sat 10-12am", "Sat 28 Nov 2026 22:00"),
        ("sat 20:00 to 1am", "Sat 28 Nov 2026 20:00"),
    ]);
}

#[test]
fn how_many_come() {
    agree(&[
        ("sat dinner for 12", "Sat 28 Nov 2026 ? (dinner for 12)"),
        ("sat dinner for 20", "Sat 28 Nov 2026 ? (dinner for 20)"),
        ("fri dinner for 2", "Fri 27 Nov 2026 ? (dinner for 2)"),
        ("fri dinner for 2 at 8pm", "Fri 27 Nov 2026 20:00 (dinner for 2)"),
        ("fri for 4 people 20:00", "Fri 27 Nov 2026 20:00 (for 4 people)"),
        ("fri dinner for 8pm", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("dinner fri for 20:00", "Fri 27 Nov 2026 20:00 (dinner)"),
    ]);
}

#[test]
fn what_is_over() {
    agree(&[
        ("yesterday 8pm", "past"),
        ("yesterday", "past"),
        ("the day before yesterday 16:00", "past"),
        ("3 days ago 19:00", "past"),
        ("a week ago 19:00", "past"),
        ("last friday 19:00", "past"),
        ("last wednesday 19:00", "past"),
        ("last night 21:00", "past"),
    ]);
}

#[test]
fn words_that_speak_of_another_time_than_the_one_that_was_found() {
    agree(&[
        ("friday 19:00 and saturday", "unsure"),
        ("friday or saturday 19:00", "unsure"),
        ("fri 19:30 or 20:30", "unsure"),
        ("not friday 19:00", "unsure"),
        ("friday 19:00 next month", "unsure"),
        ("friday in december 19:00", "unsure"),
        ("friday 19:00 in 3 days", "unsure"),
        ("two weeks ago on friday 19:00", "unsure"),
        ("easter 18:00", "unsure"),
        ("24 19:00", "unsure"),
        ("24-12 19:00", "unsure"),
        ("half seven friday", "unsure"),
        ("friday seven", "unsure"),
        ("friday ten to eight", "unsure"),
        ("every friday and saturday 21:00", "every-what"),
        ("every firday 21:00", "every-what"),
        ("next month", "unclear"),
    ]);
}

#[test]
fn ordinary_words_are_a_title_and_words_in_quotes_are_one_whatever_they_say() {
    agree(&[
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
    ]);
}
