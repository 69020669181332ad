//! Hours: of which half of the day, in which signs, from one to another.

use super::agree;

#[test]
fn the_half_of_the_day_behind_the_hour() {
    agree(&[
        ("fri 10:30 at night", "Fri 27 Nov 2026 22:30"),
        ("fri 10:30 in the morning", "Fri 27 Nov 2026 10:30"),
        ("fri at 8 in the morning", "Fri 27 Nov 2026 08:00"),
        ("fri at 8 in the evening", "Fri 27 Nov 2026 20:00"),
        ("fri 3 in the afternoon", "Fri 27 Nov 2026 15:00"),
        ("fri 8 morning", "Fri 27 Nov 2026 08:00"),
        ("fri 8 at night dinner", "Fri 27 Nov 2026 20:00 (dinner)"),
        ("8 o'clock in the evening", "Wed 25 Nov 2026 20:00"),
        ("8 at night on friday", "Fri 27 Nov 2026 20:00"),
        ("8 this evening", "Wed 25 Nov 2026 20:00"),
        ("at 8 tomorrow evening", "Thu 26 Nov 2026 20:00"),
        ("fri 12:00 noon", "Fri 27 Nov 2026 12:00"),
        ("fri 12 noon", "Fri 27 Nov 2026 12:00"),
        ("noon friday", "Fri 27 Nov 2026 12:00"),
        // They speak against each other.
        ("fri 20:00 in the morning", "unsure"),
        ("fri 8pm in the morning", "unsure"),
        ("fri morning 15:00", "unsure"),
        ("fri afternoon 11", "unsure"),
        ("friday evening at 3", "unsure"),
        // The night begins a title only where it follows an hour that is whole.
        ("fri 20:00 night swim", "Fri 27 Nov 2026 20:00 (night swim)"),
        ("fri 20:00 evening walk", "Fri 27 Nov 2026 20:00 (evening walk)"),
        ("movie night 20:00", "Wed 25 Nov 2026 20:00 (movie night)"),
        ("fri movie night 20:00", "Fri 27 Nov 2026 20:00 (movie night)"),
    ]);
}

#[test]
fn the_night_after_midnight() {
    agree(&[
        ("tonight at 1", "Thu 26 Nov 2026 01:00"),
        ("tonight 1:30", "Thu 26 Nov 2026 01:30"),
        ("tonight at 1am", "Thu 26 Nov 2026 01:00"),
        ("tonight 00:30", "Thu 26 Nov 2026 00:30"),
        ("tomorrow night at 2", "Fri 27 Nov 2026 02:00 | Thu 26 Nov 2026 02:00"),
        ("fri 1 at night", "Sat 28 Nov 2026 01:00 | Fri 27 Nov 2026 01:00"),
        ("tonight at midnight", "Thu 26 Nov 2026 00:00"),
        ("midnight", "Thu 26 Nov 2026 00:00"),
        ("fri midnight", "Sat 28 Nov 2026 00:00 | Fri 27 Nov 2026 00:00"),
        ("12:00 midnight november 30", "Tue 1 Dec 2026 00:00 | Mon 30 Nov 2026 00:00"),
        ("fri 12 midnight", "Sat 28 Nov 2026 00:00 | Fri 27 Nov 2026 00:00"),
        ("fri 12am", "Fri 27 Nov 2026 00:00"),
        ("friday night 12am", "Sat 28 Nov 2026 00:00 | Fri 27 Nov 2026 00:00"),
        ("tonight at 1 pm", "unsure"),
    ]);
}

#[test]
fn an_hour_with_something_on_it() {
    agree(&[
        ("fri 8pm?", "Fri 27 Nov 2026 20:00"),
        ("fri 8pm!", "Fri 27 Nov 2026 20:00"),
        ("fri (8pm)", "Fri 27 Nov 2026 20:00"),
        ("tomorrow at 230 pm", "Thu 26 Nov 2026 14:30"),
        ("tomorrow 230pm", "Thu 26 Nov 2026 14:30"),
        ("tomorrow at 6p", "Thu 26 Nov 2026 18:00"),
        ("fri 1030am", "Fri 27 Nov 2026 10:30"),
        ("fri 19:30h", "Fri 27 Nov 2026 19:30"),
        ("fri 19:30 h", "Fri 27 Nov 2026 19:30"),
        ("fri 19.30 Uhr", "Fri 27 Nov 2026 19:30"),
        ("fri 20 h", "Fri 27 Nov 2026 20:00"),
        ("fri 20 hrs", "Fri 27 Nov 2026 20:00"),
        ("fri 8 Uhr 30", "Fri 27 Nov 2026 08:30"),
        ("fri ٨:٠٠", "Fri 27 Nov 2026 20:00 | Fri 27 Nov 2026 08:00"),
        ("fri １９：３０", "Fri 27 Nov 2026 19:30"),
        ("fri\u{A0}19:30", "Fri 27 Nov 2026 19:30"),
        ("f\u{200B}ri 19\u{200E}:30", "Fri 27 Nov 2026 19:30"),
        ("Sat., Nov. 28, 10:30 a.m.-9 p.m.", "Sat 28 Nov 2026 10:30"),
        ("sat 10am-2pm", "Sat 28 Nov 2026 10:00"),
        ("sat 7pm – 9pm", "Sat 28 Nov 2026 19:00"),
        ("next fri 7ish", "Fri 27 Nov 2026 19:00 | Fri 4 Dec 2026 19:00"),
        ("fri around 20:00", "Fri 27 Nov 2026 20:00"),
        ("fri about 8", "Fri 27 Nov 2026 20:00 | Fri 27 Nov 2026 08:00"),
        ("fri ~8pm", "Fri 27 Nov 2026 20:00"),
        ("fri by 8pm", "Fri 27 Nov 2026 20:00"),
        ("fri @8pm", "Fri 27 Nov 2026 20:00"),
        ("fri@20:00", "Fri 27 Nov 2026 20:00"),
        ("fri20:00", "Fri 27 Nov 2026 20:00"),
        ("sat8pm", "Sat 28 Nov 2026 20:00"),
        // Figures of an hour that cannot be read.
        ("fri 19:3", "unsure"),
        ("fri 8:15:30pm", "unsure"),
        ("fri 20:00 19:3", "unsure"),
        ("8:pm", "unclear"),
    ]);
}

#[test]
fn two_hours() {
    agree(&[
        ("friday 8pm or 9pm?", "unsure"),
        ("friday 8pm or 9pm", "unsure"),
        ("friday 8pm/9pm", "unsure"),
        ("friday 8pm, 9pm", "unsure"),
        ("friday 20:00 oder 21:00", "unsure"),
        ("fri 19:30 before 22:00", "unsure"),
        ("fri noon 20:00", "unsure"),
    ]);
}

#[test]
fn a_meal_of_the_morning() {
    agree(&[
        ("sunday brunch 11", "Sun 29 Nov 2026 11:00 | Sun 29 Nov 2026 23:00 (brunch)"),
        ("sunday breakfast at 9", "Sun 29 Nov 2026 09:00 | Sun 29 Nov 2026 21:00 (breakfast)"),
        ("sunday brunch 11:00", "Sun 29 Nov 2026 11:00 (brunch)"),
        ("sunday lunch 1", "Sun 29 Nov 2026 13:00 | Sun 29 Nov 2026 01:00 (lunch)"),
        ("sat apollo 13", "Sat 28 Nov 2026 ? (apollo 13)"),
    ]);
}
