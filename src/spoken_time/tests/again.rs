//! Again and again, another clock, another wish.

use super::{NOW, Unread, agree, read_at, wall};

#[test]
fn repetition_that_the_rule_can_hold() {
    agree(&[
        ("bi-weekly friday 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("biweekly on friday 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("each other friday 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("every 2nd tuesday 20:00", "fortnightly Tue 1 Dec 2026 20:00"),
        ("every second friday 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("fridays 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("on fridays at 19:30 dancing", "weekly Fri 27 Nov 2026 19:30 (dancing)"),
        ("weekly on friday 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("every week on friday 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("every friday night 10:30", "weekly Fri 27 Nov 2026 22:30"),
        ("every friday 19:30-22:00", "weekly Fri 27 Nov 2026 19:30"),
        ("every friday 19:30 dinner for two", "weekly Fri 27 Nov 2026 19:30 (dinner for two)"),
    ]);
}

#[test]
fn repetition_behind_its_day() {
    agree(&[
        ("19:30 every friday", "weekly Fri 27 Nov 2026 19:30"),
        ("8pm every other friday", "fortnightly Fri 27 Nov 2026 20:00"),
        ("dinner 19:30 on fridays", "unsure"),
        ("19:30 every friday until christmas", "every-what"),
        ("fri 19:30 every week", "weekly Fri 27 Nov 2026 19:30"),
        ("friday 19:30 weekly", "weekly Fri 27 Nov 2026 19:30"),
        ("friday weekly 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("friday every week at 7pm", "weekly Fri 27 Nov 2026 19:00"),
        ("friday every week", "weekly Fri 27 Nov 2026 ?"),
        ("dinner friday 19:30 every week", "weekly Fri 27 Nov 2026 19:30 (dinner)"),
        ("fri 19:30 every other week", "fortnightly Fri 27 Nov 2026 19:30"),
        ("fri 19:30 every two weeks", "fortnightly Fri 27 Nov 2026 19:30"),
        ("fri 19:30 fortnightly", "fortnightly Fri 27 Nov 2026 19:30"),
        ("freitag 19:30 jede Woche", "weekly Fri 27 Nov 2026 19:30"),
        ("fri 19:30 weekly planning", "unsure"),
        ("fri 19:30 every week until christmas", "unsure"),
        ("fri 19:30 every month", "unsure"),
        ("24 december 19:30 every week", "unsure"),
        ("tomorrow 19:30 weekly", "unsure"),
        ("19:30 every week", "unsure"),
    ]);
}

#[test]
fn repetition_that_it_cannot() {
    agree(&[
        ("every friday until christmas 19:30", "every-what"),
        ("every friday 19:30 until christmas", "every-what"),
        ("every friday 19:30 till the 18th", "every-what"),
        ("every friday for 3 months 19:30", "every-what"),
        ("every friday 19:30 for 6 weeks", "every-what"),
        ("every friday 19:30 5 times", "every-what"),
        ("every friday 19:30 except christmas", "every-what"),
        ("every friday starting in december 19:30", "every-what"),
        ("every third friday 19:30", "every-what"),
        ("every three weeks on friday 19:30", "every-what"),
        ("every first friday 19:30", "every-what"),
        ("every weekday 19:30", "every-what"),
        ("every friday the 13th 19:30", "every-what"),
        ("monthly on friday 19:30", "every-what"),
        ("first friday of the month 19:30", "unsure"),
        ("once a week on friday 19:30", "every-what"),
        ("dinner fridays 19:30", "unsure"),
    ]);
}

#[test]
fn another_clock() {
    agree(&[
        ("fri 18:30 AEDT feed cats", "other-clock"),
        ("fri 18:30 aedt", "other-clock"),
        ("fri 18:30 EST", "other-clock"),
        ("fri EST 18:30", "other-clock"),
        ("fri 6:30 pm ET", "other-clock"),
        ("fri 18:30 UTC", "other-clock"),
        ("fri 18:30 UTC+2", "other-clock"),
        ("fri 18:30 gmt-3", "other-clock"),
        ("fri 18:30 +2", "other-clock"),
        ("fri 18:30+02:00", "other-clock"),
        ("fri 18:30 my time", "other-clock"),
        ("fri 8pm your time", "other-clock"),
        ("fri my time 8pm", "other-clock"),
        ("fri 18:30 Berlin time", "other-clock"),
        ("fri 18:30 berlin time", "other-clock"),
        ("fri 18:30 New York time", "other-clock"),
        ("fri 18:30 in Tokyo time", "other-clock"),
        ("fri 18:30 time in Tokyo", "other-clock"),
        ("fr 18:30 Uhr Ortszeit", "other-clock"),
        ("freitag 18:30 Berliner Zeit", "other-clock"),
        ("в пятницу 18:30 по москве", "other-clock"),
        ("fri Berlin time 18:30", "other-clock"),
        ("fri New York time 18:30", "other-clock"),
        ("fri cinema time 18:30", "Fri 27 Nov 2026 18:30 (cinema time)"),
        ("fri quality time 18:30", "Fri 27 Nov 2026 18:30 (quality time)"),
        ("fri 18:30 quality time", "Fri 27 Nov 2026 18:30 (quality time)"),
        ("fri 18:30 tea time", "Fri 27 Nov 2026 18:30 (tea time)"),
        ("family time fri 18:30", "Fri 27 Nov 2026 18:30 (family time)"),
        ("fri 18:30 feed the cat", "Fri 27 Nov 2026 18:30 (feed the cat)"),
        ("fri 18:30 art class", "Fri 27 Nov 2026 18:30 (art class)"),
        ("fri 18:30 \"UTC\"", "Fri 27 Nov 2026 18:30 (UTC)"),
    ]);
}

#[test]
fn their_own_clock() {
    let read =
        |typed: &str, place: &str| read_at(typed, wall(NOW), place).map(|spoken| (spoken.hours.len(), spoken.title));
    for (typed, place) in [
        ("fri 8pm Berlin time", "Berlin"),
        ("fri 20:00 berlin time", "Berlin"),
        ("fri 20:00 in Berlin time", "Berlin"),
        ("fri 20:00 time in Berlin", "Berlin"),
        ("fri Berlin time 20:00", "Berlin"),
        ("fri 20:00 New York time", "New York"),
        ("fri 20:00 São Paulo time", "Sao Paulo"),
    ] {
        assert_eq!(read(typed, place), Ok((1, None)), "{typed}");
        assert_eq!(read(typed, "Tokyo"), Err(Unread::OtherClock), "{typed}");
    }
    assert_eq!(read("fri 20:00 my time", "Berlin"), Err(Unread::OtherClock));
    assert!(read("fri 20:00 Berlin time, 14:00 New York time", "Berlin").is_err());
}

#[test]
fn another_wish() {
    agree(&[
        ("cancel", "other-wish"),
        ("cancel fri 19:30", "other-wish"),
        ("fri 19:30 cancel", "other-wish"),
        ("cancle fri 19:30", "other-wish"),
        ("call off fri 19:30", "other-wish"),
        ("call it off", "other-wish"),
        ("please cancel friday", "other-wish"),
        ("delete fri 19:30", "other-wish"),
        ("skip friday 19:30", "other-wish"),
        ("change fri 19:30 to sat", "other-wish"),
        ("postpone friday", "other-wish"),
        ("absagen freitag 19:30", "other-wish"),
        ("annuler vendredi 19h", "other-wish"),
        ("отменить пятницу 19:30", "other-wish"),
        ("no friday 19:30", "unsure"),
        ("not friday 19:30", "unsure"),
        ("fri 19:30 \"Cancel Culture\"", "Fri 27 Nov 2026 19:30 (Cancel Culture)"),
        ("drop friday 19:30", "other-wish"),
        ("call it off friday", "other-wish"),
        ("call mum 20:00", "Wed 25 Nov 2026 20:00 (call mum)"),
        ("her dinner 20:00", "Wed 25 Nov 2026 20:00 (her dinner)"),
        ("movie 20:00", "Wed 25 Nov 2026 20:00 (movie)"),
        ("fri 20:00 stop motion film", "Fri 27 Nov 2026 20:00 (stop motion film)"),
    ]);
}
