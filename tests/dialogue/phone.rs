//! The screen on which it is all read: a phone of 390 x 531 px, the narrowest buttons at 360 px.

use nearer::couple::Phrase;
use nearer::prompts::Library;
use nearer::rehearsal::{JournalEntry, Seen};

use crate::town::BOT;

/// Signs in a line.
const WIDE: usize = 44;
/// Lines on a screen, beside a few rows of buttons.
const TALL: usize = 18;
/// The longest label in a row of so many buttons: one, two, three.
const LABELS: [usize; 3] = [30, 14, 9];

/// How many lines a text takes.
pub fn lines(text: &str) -> usize {
    text.split('\n').map(lines_of).sum()
}

fn lines_of(paragraph: &str) -> usize {
    let (mut lines, mut filled) = (1, 0);
    for word in paragraph.split_whitespace().map(|word| word.chars().count()) {
        if filled > 0 && filled + 1 + word > WIDE {
            lines += 1;
            filled = 0;
        }
        filled += word + usize::from(filled > 0);
    }
    lines
}

/// What is too tall still: lists of other rooms.
const STILL_TOO_TALL: [&str; 5] =
    ["Three ideas for", "A talk in turns. One speaks", "Support", "What I hold about you", "For "];
/// What is cut off still, in other rooms.
const STILL_CUT_OFF: [&str; 2] = [" → ", "Since "];

/// Whether it is a page of `/about`, which may be longer.
fn is_a_page(text: &str, library: &Library) -> bool {
    let pages = [
        "intro",
        "ingredients",
        "enemies",
        "rests-on",
        "limits",
        "love-friendship",
        "vulnerability",
        "trust",
        "commitment",
        "selfishness",
        "dishonesty",
        "entitlement",
        "resentment",
    ];
    let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    pages.iter().any(|page| {
        let said = library.voice().say(&Phrase::new(format!("about-{page}")), str::to_owned);
        first_line(&said).replace("<b>", "").replace("</b>", "") == first_line(text)
    })
}

/// Every message of the bot is seen whole, and so is every button.
pub fn everything_fits(journal: &[JournalEntry], library: &Library) {
    for entry in journal {
        let Seen::Said { who, text, buttons, .. } = &entry.event else { continue };
        if who != BOT || is_a_page(text, library) {
            continue;
        }
        let is_excused = STILL_TOO_TALL.iter().any(|head| text.starts_with(head));
        assert!(is_excused || lines(text) <= TALL, "{} lines at a width of {WIDE}:\n{text}", lines(text));
        for row in buttons {
            let widest = row.iter().map(|label| label.chars().count()).max().unwrap_or(0);
            let fits = LABELS.get(row.len() - 1).is_none_or(|width| widest <= *width);
            let is_excused = row.iter().any(|label| STILL_CUT_OFF.iter().any(|part| label.contains(part)));
            assert!(fits || is_excused, "cut off on a small phone: {row:?}, below\n{text}");
        }
    }
}

#[test]
fn lines_are_counted_as_they_break() {
    assert_eq!(lines("short"), 1);
    assert_eq!(lines("one\n\ntwo"), 3);
    assert_eq!(lines(&"nine long ".repeat(9)), 2);
    assert_eq!(lines(&format!("{} b", "a".repeat(WIDE))), 2);
}
