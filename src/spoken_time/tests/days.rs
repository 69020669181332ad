//! Days: other words for them, joined ones, spans, the 29th of February.

use super::{agree, told_at, wall};

#[test]
fn spans_from_now() {
    agree(&[
        ("in 1h30", "Wed 25 Nov 2026 19:30"),
        ("in 1h", "Wed 25 Nov 2026 19:00"),
        ("in 3 hours", "Wed 25 Nov 2026 21:00"),
        ("in 3 hours dinner", "Wed 25 Nov 2026 21:00 (dinner)"),
        ("dinner in 2 hours", "Wed 25 Nov 2026 20:00 (dinner)"),
        ("in two hrs", "Wed 25 Nov 2026 20:00"),
        ("in 90 min", "Wed 25 Nov 2026 19:30"),
        ("in 90min", "Wed 25 Nov 2026 19:30"),
        ("in half an hour", "Wed 25 Nov 2026 18:30"),
        ("in an hour", "Wed 25 Nov 2026 19:00"),
        ("in an hour and a half", "Wed 25 Nov 2026 19:30"),
        ("in 1 hour 30 minutes", "Wed 25 Nov 2026 19:30"),
        ("in 1h 30m", "Wed 25 Nov 2026 19:30"),
        ("in 1h30m", "Wed 25 Nov 2026 19:30"),
        ("in 8 hours", "Thu 26 Nov 2026 02:00"),
        ("in 3d 19:00", "Sat 28 Nov 2026 19:00"),
        ("in 2w 19:00", "Wed 9 Dec 2026 19:00"),
        ("in 2 wks at 8pm", "Wed 9 Dec 2026 20:00"),
        ("in 3 days", "Sat 28 Nov 2026 ?"),
        ("3 days from now 19:00", "Sat 28 Nov 2026 19:00"),
        ("two weeks from friday 19:00", "Fri 11 Dec 2026 19:00"),
        ("a week from friday 19:00", "Fri 4 Dec 2026 19:00"),
        ("in two weeks", "Wed 9 Dec 2026 ?"),
        ("in 3 hours 19:00", "unsure"),
        ("in 3 hours on friday", "unsure"),
        ("in a month 19:00", "unsure"),
        ("in 0 minutes", "past"),
    ]);
}

#[test]
fn days_that_are_joined() {
    agree(&[
        ("fri,sat 20:00", "unsure"),
        ("fri/sat 19:30", "unsure"),
        ("fri-sat 19:30", "unsure"),
        ("fri+sat 19:30", "unsure"),
        ("fri&sat 19:30", "unsure"),
        ("fri|sat 19:30", "unsure"),
        ("fri, sat 19:30", "unsure"),
        ("mon-fri 19:30", "unsure"),
        ("fri,19:30", "Fri 27 Nov 2026 19:30"),
        ("19:30,fri", "Fri 27 Nov 2026 19:30"),
        ("fri-19:30", "Fri 27 Nov 2026 19:30"),
        ("24dec 18:00", "Thu 24 Dec 2026 18:00"),
        ("dec24 18:00", "Thu 24 Dec 2026 18:00"),
        ("2026-12-24T18:00", "Thu 24 Dec 2026 18:00"),
        ("fri 20:00 t-shirts/jeans", "Fri 27 Nov 2026 20:00 (t-shirts/jeans)"),
        ("fri 20:00 rock-and-roll", "Fri 27 Nov 2026 20:00 (rock-and-roll)"),
    ]);
}

#[test]
fn other_words_for_days() {
    agree(&[
        ("weekdays 19:30", "every-what"),
        ("weekends 19:30", "every-what"),
        ("daily 19:30", "every-what"),
        ("tmro 8pm", "Thu 26 Nov 2026 20:00"),
        ("2moro 8pm", "Thu 26 Nov 2026 20:00"),
        ("tonite 9", "Wed 25 Nov 2026 21:00"),
        ("weds 20:00 cinema", "Wed 25 Nov 2026 20:00 | Wed 2 Dec 2026 20:00 (cinema)"),
        ("dec first 19:00", "Tue 1 Dec 2026 19:00"),
        ("first of december 19:00", "Tue 1 Dec 2026 19:00"),
        ("the third of december 19:00", "Thu 3 Dec 2026 19:00"),
        ("fri 20:00 our first dance", "Fri 27 Nov 2026 20:00 (our first dance)"),
        ("the 5th at 8pm", "Sat 5 Dec 2026 20:00"),
        (
            "next week",
            "Mon 30 Nov 2026 ? | Tue 1 Dec 2026 ? | Wed 2 Dec 2026 ? | Thu 3 Dec 2026 ? | Fri 4 Dec 2026 ? | Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ?",
        ),
        ("next week friday", "Fri 4 Dec 2026 ?"),
        (
            "this week",
            "Wed 25 Nov 2026 ? | Thu 26 Nov 2026 ? | Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?",
        ),
        ("tomorrow evening", "Thu 26 Nov 2026 ?"),
        ("friday after work", "Fri 27 Nov 2026 ?"),
        ("fri 20:00 drinks after work", "Fri 27 Nov 2026 20:00 (drinks after work)"),
        ("24 dec 2030", "Thu 24 Dec 2026 20:30"),
        ("fri 27 19:30", "Fri 27 Nov 2026 19:30"),
        ("fri 26th birthday 20:00", "Fri 27 Nov 2026 20:00 (26th birthday)"),
        ("FRI 19.10", "Fri 27 Nov 2026 19:10"),
        ("19.12. 20:00", "Sat 19 Dec 2026 20:00"),
        ("19.12 20:00", "Sat 19 Dec 2026 20:00"),
        ("friday's dinner 20:00", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("dinner friday 8pm with mum", "Fri 27 Nov 2026 20:00 (dinner with mum)"),
        ("fri 20:00 - dinner", "Fri 27 Nov 2026 20:00 (dinner)"),
    ]);
}

#[test]
fn weekends_have_three_days() {
    agree(&[
        ("weekend", "Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?"),
        ("this weekend", "Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?"),
        ("this weekend 19:00", "Fri 27 Nov 2026 19:00 | Sat 28 Nov 2026 19:00 | Sun 29 Nov 2026 19:00"),
        ("weekend 19:00", "Fri 27 Nov 2026 19:00 | Sat 28 Nov 2026 19:00 | Sun 29 Nov 2026 19:00"),
        ("at the weekend", "Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?"),
        ("weekend dinner", "Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ? (dinner)"),
        (
            "next weekend",
            "Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ? | Fri 4 Dec 2026 ? | Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ?",
        ),
        ("weekend trip fri 19:00", "Fri 27 Nov 2026 19:00 (weekend trip)"),
        ("weekend trip 28/11 19:00", "Sat 28 Nov 2026 19:00 (weekend trip)"),
        ("fri 19:00 weekend trip", "Fri 27 Nov 2026 19:00 (weekend trip)"),
        ("dinner weekend 19:00", "unsure"),
        ("weekends", "every-what"),
    ]);
}

#[test]
fn feasts_as_they_are_called_for_short() {
    agree(&[
        ("christmas", "Thu 24 Dec 2026 ? | Fri 25 Dec 2026 ?"),
        ("christmas 18:00", "Thu 24 Dec 2026 18:00 | Fri 25 Dec 2026 18:00"),
        ("at xmas 18:00", "Thu 24 Dec 2026 18:00 | Fri 25 Dec 2026 18:00"),
        ("weihnachten 18 Uhr", "Thu 24 Dec 2026 18:00 | Fri 25 Dec 2026 18:00"),
        ("new year's 21:00", "Thu 31 Dec 2026 21:00 | Fri 1 Jan 2027 21:00"),
        ("new year 21:00", "Thu 31 Dec 2026 21:00 | Fri 1 Jan 2027 21:00"),
        ("new year's eve", "Thu 31 Dec 2026 ?"),
        ("nye 21:00", "Thu 31 Dec 2026 21:00"),
        ("valentine's 19:00", "Sun 14 Feb 2027 19:00"),
        ("valentines", "Sun 14 Feb 2027 ?"),
        ("halloween 20:00", "Sun 31 Oct 2027 20:00"),
        // With other words it may be a title.
        ("christmas dinner 18:00", "nearly Thu 24 Dec 2026 18:00 | Fri 25 Dec 2026 18:00 (dinner)"),
        ("valentine's dinner 8pm", "nearly Sun 14 Feb 2027 20:00 (dinner)"),
        ("christmas market 18:00", "unsure"),
        ("christmas 2027", "too-far"),
        ("christmas eve 2027", "too-far"),
        ("christmas 2026", "Thu 24 Dec 2026 ? | Fri 25 Dec 2026 ?"),
        ("valentine's cinema 19:00", "unsure"),
        ("christmas market fri 20:00", "Fri 27 Nov 2026 20:00 (christmas market)"),
        ("fri christmas market 20:00", "Fri 27 Nov 2026 20:00 (christmas market)"),
        ("christmas 24 dec 18:00", "Thu 24 Dec 2026 18:00 (christmas)"),
        ("easter", "unclear"),
    ]);
}

#[test]
fn a_day_of_the_week_counted_in_its_month() {
    agree(&[
        ("first friday in december 19:30", "Fri 4 Dec 2026 19:30"),
        ("first friday in december", "Fri 4 Dec 2026 ?"),
        ("the 2nd sunday of january 11:00 brunch", "Sun 10 Jan 2027 11:00 (brunch)"),
        ("the third sat in dec at 8pm", "Sat 19 Dec 2026 20:00"),
        ("last friday in november 19:30", "Fri 27 Nov 2026 19:30"),
        ("last tuesday in november 19:30", "too-far"),
        ("last sunday of december 11:00", "Sun 27 Dec 2026 11:00"),
        ("first friday in january 2027 19:30", "Fri 1 Jan 2027 19:30"),
        ("first friday in november 19:30", "Fri 5 Nov 2027 19:30"),
        ("fifth friday in december 19:30", "no-such-day"),
        ("every first friday in december 19:30", "every-what"),
        ("first friday of the month 19:30", "unsure"),
    ]);
}

#[test]
fn what_is_nearly_the_name_of_a_day_is_asked() {
    agree(&[
        ("firday 19:00", "nearly Fri 27 Nov 2026 19:00"),
        ("fryday 19:00", "nearly Fri 27 Nov 2026 19:00"),
        ("friady 8pm dinner", "nearly Fri 27 Nov 2026 20:00 (dinner)"),
        ("wendesday", "nearly Wed 25 Nov 2026 ? | Wed 2 Dec 2026 ?"),
        ("wensday 17:00", "nearly Wed 2 Dec 2026 17:00"),
        ("on thrusday 19:00", "nearly Thu 26 Nov 2026 19:00"),
        ("next staurday 19:00", "nearly Sat 28 Nov 2026 19:00 | Sat 5 Dec 2026 19:00"),
        ("first firday in december 19:00", "nearly Fri 4 Dec 2026 19:00"),
        ("tommorrrow 19:00", "nearly Thu 26 Nov 2026 19:00"),
        // Two days are as near, or another day stands there.
        ("tursday 19:00", "unsure"),
        ("munday 19:00", "unsure"),
        ("firday or satruday 19:00", "unsure"),
        ("fri 19:00 thrusday", "unsure"),
        ("fri 19:00 sundae bar", "Fri 27 Nov 2026 19:00 (sundae bar)"),
        ("fir 19:00", "unsure"),
        ("montage 19:00", "Wed 25 Nov 2026 19:00 (montage)"),
    ]);
}

#[test]
fn on_other_days() {
    for (now, typed, meant) in [
        ("2027-11-25T18:00:00", "29 feb 19:00", "Tue 29 Feb 2028 19:00"),
        ("2027-11-25T18:00:00", "feb 29", "Tue 29 Feb 2028 ?"),
        ("2027-11-25T18:00:00", "29/2 19:00", "Tue 29 Feb 2028 19:00"),
        ("2028-03-10T18:00:00", "29 feb 19:00", "too-far"),
        ("2028-02-29T18:00:00", "29 feb 19:00", "Tue 29 Feb 2028 19:00"),
        ("2026-11-27T18:00:00", "friday 19:00", "Fri 27 Nov 2026 19:00 | Fri 4 Dec 2026 19:00"),
        ("2026-11-27T18:00:00", "this friday 19:00", "Fri 27 Nov 2026 19:00"),
        ("2026-11-27T18:00:00", "next friday 19:00", "Fri 4 Dec 2026 19:00"),
        ("2026-11-28T18:00:00", "this weekend", "Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?"),
        (
            "2026-11-29T10:00:00",
            "weekend 19:00",
            "Sun 29 Nov 2026 19:00 | Fri 4 Dec 2026 19:00 | Sat 5 Dec 2026 19:00 | Sun 6 Dec 2026 19:00",
        ),
        ("2026-11-29T18:00:00", "this weekend", "Sun 29 Nov 2026 ?"),
        ("2026-11-29T18:00:00", "next weekend", "Fri 4 Dec 2026 ? | Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ?"),
        ("2026-11-25T10:00:00", "tonight at 1", "Thu 26 Nov 2026 01:00"),
        ("2026-11-26T00:30:00", "tonight at 1", "Fri 27 Nov 2026 01:00 | Thu 26 Nov 2026 01:00"),
        ("2026-12-31T23:30:00", "in 1h", "Fri 1 Jan 2027 00:30"),
        ("2026-12-31T23:30:00", "tomorrow 20:00", "Fri 1 Jan 2027 20:00"),
    ] {
        assert_eq!(told_at(typed, wall(now)), meant, "{typed} at {now}");
    }
}

#[test]
fn another_day_than_the_one_that_is_named_is_not_that_one() {
    let other = "Fri 4 Dec 2026 ? | Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ? | Fri 11 Dec 2026 ? | Sat 12 Dec 2026 ? | Sun 13 Dec 2026 ?";
    agree(&[
        ("the weekend after next", other),
        ("weekend after next", other),
        ("the weekend after next weekend", other),
        ("the weekend after", "unsure"),
        ("the weekend before christmas", "unsure"),
        ("this weekend or next", "unsure"),
        ("weekend in two weeks", "unsure"),
        ("the weekend 2 weeks from now", "unsure"),
        ("the friday after next", "unsure"),
        ("friday before last", "unsure"),
        ("friday week after next", "unsure"),
        ("fri after next dinner 19:30", "unsure"),
        ("friday after the holidays 19:30", "unsure"),
        ("the saturday after that 19:00", "unsure"),
        ("next friday but one 19:30", "unsure"),
        ("übernächsten freitag 19:30", "unsure"),
        ("fri 19:30 drinks after the last show", "Fri 27 Nov 2026 19:30 (drinks after the last show)"),
        ("fri 19:30 walk before the cinema", "Fri 27 Nov 2026 19:30 (walk before the cinema)"),
        ("fri 19:30 weekend plans", "Fri 27 Nov 2026 19:30 (weekend plans)"),
    ]);
}
