//! A line as it was typed, cut into tokens: words, and parts of words where people join what they mean without a
//! blank ("fri/sat", "fri20:00", "10am-2pm"). What stands in quotes is a title and has no meaning here.

use std::ops::Range;

use super::fold::{self, Folded};
use super::{figures, words};

/// A line of more tokens is not looked at: no one says when in so many words.
const MOST_TOKENS: usize = 200;

/// One word, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Where it stands in the line, with the signs around it.
    place: Range<usize>,
    /// As it is compared: folded, without the signs around it; empty in quotes.
    text: String,
    /// A full stop stood behind it: "24."
    pub stop: bool,
    pub case: Case,
    /// No blank stands before it.
    pub glued: bool,
    pub quoted: bool,
}

/// In which letters a word was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Small,
    /// It begins with a capital: "Berlin".
    Capital,
    /// Two capitals and more: "EST".
    Capitals,
}

/// A line and its tokens.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    typed: &'a str,
    tokens: Vec<Token>,
}

/// Signs in which a title can stand.
const QUOTES: [char; 8] = ['"', '“', '”', '„', '«', '»', '‟', '＂'];
/// The same, where the other one of the pair is there too.
const SINGLE: [char; 3] = ['\'', '‘', '’'];

/// One letter of a word as it is compared, and where it was typed.
type Letter = (char, Range<usize>);

impl<'a> Line<'a> {
    /// `None`: it is longer than anything that says when.
    pub(super) fn cut(typed: &'a str) -> Option<Self> {
        let mut line = Self { typed, tokens: Vec::new() };
        let mut word: Vec<Letter> = Vec::new();
        let mut from = 0;
        for (at, c) in typed.char_indices() {
            let here = at..at + c.len_utf8();
            match fold::character(c) {
                Folded::Nothing => {}
                Folded::Letters(letters) => word.extend(letters.chars().map(|letter| (letter, here.clone()))),
                Folded::Same(letter) => word.push((letter, here)),
                Folded::Blank => {
                    line.add(&mut word, from..at);
                    from = here.end;
                }
            }
            if line.tokens.len() > MOST_TOKENS {
                return None;
            }
        }
        line.add(&mut word, from..typed.len());
        line.quote();
        (line.tokens.len() <= MOST_TOKENS).then_some(line)
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token at this place, as it is compared; empty where there is none.
    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// The same line with another word at this place.
    pub(super) fn with(&self, at: usize, word: &str) -> Self {
        let mut other = self.clone();
        if let Some(token) = other.tokens.get_mut(at) {
            word.clone_into(&mut token.text);
        }
        other
    }

    /// The one before it.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.text(at))
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Some tokens from here on, as they are compared.
    pub(super) fn texts(&self, at: usize) -> Vec<&str> {
        (at..(at + 7).min(self.len())).map(|at| self.text(at)).collect()
    }

    /// The title that these tokens are, in order. Quotes around the whole of it are no part of it, nor are signs that
    /// set it off from the rest.
    pub(super) fn title(&self, left: &[usize]) -> Option<String> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for at in left {
            let Some(token) = self.tokens.get(*at) else { continue };
            let joins = at.checked_sub(1).is_some_and(|before| left.contains(&before));
            match pieces.last_mut().filter(|_| joins) {
                Some(piece) => piece.end = token.place.end,
                None => pieces.push(token.place.clone()),
            }
        }
        let joined = pieces.into_iter().filter_map(|piece| self.typed.get(piece)).collect::<Vec<_>>().join(" ");
        let sets_off = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—');
        let quoted = left.iter().all(|at| self.tokens.get(*at).is_some_and(|token| token.quoted));
        let bare = joined.trim_matches(sets_off);
        let bare = if quoted { bare.trim_matches(|c| QUOTES.contains(&c) || SINGLE.contains(&c)) } else { bare };
        (!bare.is_empty()).then(|| bare.to_owned())
    }

    /// Adds a word, in parts where it has some.
    fn add(&mut self, word: &mut Vec<Letter>, place: Range<usize>) {
        let letters = std::mem::take(word);
        if letters.is_empty() {
            return;
        }
        let cuts = cuts(&letters);
        let mut start = place.start;
        for (nth, cut) in cuts.iter().enumerate() {
            let last = nth + 1 == cuts.len();
            let end = if last { place.end } else { letters[cut.end - 1].1.end.max(start) };
            let part = &letters[cut.clone()];
            let raw = self.typed.get(start..end).unwrap_or_default();
            self.tokens.push(token(part, start..end, raw, nth > 0));
            start = end;
        }
    }

    /// Takes the meaning from what stands in quotes. Quotes that are opened and not closed are signs like others.
    fn quote(&mut self) {
        for pair in [&QUOTES[..], &SINGLE[..]] {
            let mut opened = None;
            for at in 0..self.tokens.len() {
                let token = &self.tokens[at];
                let raw = self.typed.get(token.place.clone()).unwrap_or_default();
                if opened.is_none() && !token.quoted && !token.glued && raw.starts_with(pair) {
                    opened = Some(at);
                }
                let ends = raw.trim_end_matches(|c: char| !c.is_alphanumeric() && !pair.contains(&c)).ends_with(pair);
                let closes = ends && raw.chars().count() > 1;
                if let Some(from) = opened.filter(|_| closes) {
                    for token in &mut self.tokens[from..=at] {
                        token.text.clear();
                        token.quoted = true;
                    }
                    opened = None;
                }
            }
        }
    }
}

fn token(letters: &[Letter], place: Range<usize>, raw: &str, glued: bool) -> Token {
    let whole: String = letters.iter().map(|(letter, _)| *letter).collect();
    let stop = whole.trim_end_matches([',', ';', ':', '!', '?', ')']).ends_with('.');
    let bare = whole.trim_matches(|c: char| !c.is_alphanumeric());
    let text = if bare.is_empty() && matches!(whole.as_str(), "-" | "+" | "@" | "~") { &whole } else { bare };
    let text = text.strip_suffix("'s").filter(|one| words::weekday(one).is_some()).unwrap_or(text);
    let letters: Vec<char> = raw.chars().filter(|c| c.is_alphabetic()).collect();
    let case = match letters.first() {
        Some(_) if letters.len() > 1 && letters.iter().all(|letter| letter.is_uppercase()) => Case::Capitals,
        Some(first) if first.is_uppercase() => Case::Capital,
        _ => Case::Small,
    };
    Token { place, text: text.to_owned(), stop, case, glued, quoted: false }
}

/// Where a word is cut: at signs that join words, but not within a date, an hour or a stretch of them; and between
/// the name of a day or a month and a number.
fn cuts(word: &[Letter]) -> Vec<Range<usize>> {
    let at = |place: usize| word.get(place).map_or(' ', |(letter, _)| *letter);
    let mut cuts = Vec::new();
    let mut from = 0;
    let mut cut = |from: &mut usize, end: usize| {
        if end > *from {
            cuts.push(*from..end);
            *from = end;
        }
    };
    let worded = |from: usize, end: usize| -> String { word[from..end].iter().map(|(letter, _)| *letter).collect() };
    for place in 1..word.len() {
        let (before, here, after) = (at(place - 1), at(place), at(place + 1));
        let within_figures = before.is_ascii_digit() && after.is_ascii_digit();
        let ends = place + 1 < word.len();
        match here {
            // A sign that means something of its own beside an hour.
            '@' | '+' | '~' if ends => {
                cut(&mut from, place);
                cut(&mut from, place + 1);
            }
            '-' if ends && !within_figures => {
                cut(&mut from, place);
                if before.is_ascii_digit() || after.is_ascii_digit() {
                    cut(&mut from, place + 1);
                }
            }
            ',' | ';' | '/' | '|' | '&' | '>' | '→' | '=' | '(' | '"' if ends && !within_figures => {
                cut(&mut from, place + 1);
            }
            _ if before.is_alphabetic() && here.is_ascii_digit() => {
                let name = worded(from, place);
                let name = name.trim_matches(|c: char| !c.is_alphanumeric());
                let is_hour = figures::is_figures(&worded(from, word.len()));
                // "2026-11-27T19:30" is a day and an hour.
                let is_stamp = before == 't' && place - from > 9 && at(from).is_ascii_digit();
                if is_stamp {
                    cut(&mut from, place - 1);
                    from = place;
                } else if !is_hour && (words::names_a_day(name) || words::month(name).is_some() || before_hour(name)) {
                    cut(&mut from, place);
                }
            }
            _ if before.is_ascii_digit() && here.is_alphabetic() => {
                let end = (place..word.len()).find(|place| !at(*place).is_alphabetic()).unwrap_or(word.len());
                let name = worded(place, end);
                if words::names_a_day(&name) || words::month(&name).is_some() && name.len() > 2 {
                    cut(&mut from, place);
                }
            }
            _ if matches!(before, '@' | '~' | '+' | '-') && place == 1 => cut(&mut from, place),
            _ => {}
        }
    }
    cut(&mut from, word.len());
    cuts
}

fn before_hour(word: &str) -> bool {
    word.len() > 1 && (words::means(word, words::Sense::At) || words::means(word, words::Sense::About))
}
