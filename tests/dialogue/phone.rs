//! The screen on which it is all read: a phone of 390 x 531 px, the narrowest buttons at 360 px.

use nearer::couple::{CardSerial, Phrase, card_face};
use nearer::prompts::{Card, Library, Mode};
use nearer::rehearsal::{JournalEntry, Seen};

use crate::town::BOT;

/// Signs in a line.
const WIDE: usize = 44;
/// Lines on a screen, beside a few rows of buttons.
const TALL: usize = 16;
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
        assert!(lines(text) <= TALL, "{} lines at a width of {WIDE}:\n{text}", lines(text));
        for row in buttons {
            let widest = row.iter().map(|label| label.chars().count()).max().unwrap_or(0);
            let fits = LABELS.get(row.len() - 1).is_none_or(|width| widest <= *width);
            assert!(fits, "cut off on a small phone: {row:?}, below\n{text}");
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

/// A card as it is laid, with whoever starts.
fn as_laid(card: &Card, library: &Library) -> String {
    let body = card_face(card, CardSerial::default()).body;
    let said = body.iter().map(|phrase| library.voice().say(phrase, str::to_owned));
    let starts = match card.mode {
        Mode::Appreciation => "Ana starts today. The one who is thanked says which part of it meant most.",
        _ => "Ana starts today.",
    };
    said.chain([starts.to_owned()]).map(|part| without_tags(&part)).collect::<Vec<_>>().join("\n\n")
}

fn without_tags(text: &str) -> String {
    text.split('<')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once('>').map_or("", |it| it.1) })
        .collect()
}

#[test]
fn cards_that_no_dialogue_meets_fit_too_also_on_a_path() {
    let library = Library::embedded().expect("a sound library");
    let plain = library.cards().iter().map(|card| as_laid(card, &library));
    let on_paths = library.paths().iter().flat_map(|path| {
        let head = move |line: &str| format!("{}, card 14 of 14\n{line}", path.title);
        let cards = path.cards(&library).into_iter();
        cards.map(move |(day, card)| (head(&day.line), card)).collect::<Vec<_>>()
    });
    let on_paths = on_paths.map(|(head, card)| format!("{head}\n\n{}", as_laid(card, &library)));
    let tall: Vec<String> = plain.chain(on_paths).filter(|text| lines(text) > TALL).collect();
    assert!(tall.is_empty(), "{} are too tall: {tall:#?}", tall.len());
}
