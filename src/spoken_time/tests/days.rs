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
        ("this weekend", "Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?"),
        ("this weekend 19:00", "Sat 28 Nov 2026 19:00 | Sun 29 Nov 2026 19:00"),
        (
            "next week",
            "Mon 30 Nov 2026 ? | Tue 1 Dec 2026 ? | Wed 2 Dec 2026 ? | Thu 3 Dec 2026 ? | Fri 4 Dec 2026 ? | Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ?",
        ),
        ("next week friday", "Fri 4 Dec 2026 ?"),
        (
            "this week",
            "Wed 25 Nov 2026 ? | Thu 26 Nov 2026 ? | Fri 27 Nov 2026 ? | Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ?",
        ),
        ("next weekend", "Sat 28 Nov 2026 ? | Sun 29 Nov 2026 ? | Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ?"),
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
        ("2026-11-29T18:00:00", "this weekend", "Sun 29 Nov 2026 ?"),
        ("2026-11-29T18:00:00", "next weekend", "Sat 5 Dec 2026 ? | Sun 6 Dec 2026 ?"),
        ("2026-11-25T10:00:00", "tonight at 1", "Thu 26 Nov 2026 01:00"),
        ("2026-11-26T00:30:00", "tonight at 1", "Fri 27 Nov 2026 01:00 | Thu 26 Nov 2026 01:00"),
        ("2026-12-31T23:30:00", "in 1h", "Fri 1 Jan 2027 00:30"),
        ("2026-12-31T23:30:00", "tomorrow 20:00", "Fri 1 Jan 2027 20:00"),
    ] {
        assert_eq!(told_at(typed, wall(now)), meant, "{typed} at {now}");
    }
}
