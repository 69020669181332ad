//! The rules for words: short, plain, one ask, free of orders and verdicts.

use std::collections::HashMap;

use super::grade;
use crate::prompts::card::{Card, Listener, MOST_CHOICES};
use crate::prompts::card_path::{CardPath, PathDay};
use crate::prompts::chapter::Chapter;
use crate::prompts::date::DateIdea;
use crate::prompts::finding::{Finding, Severity};
use crate::prompts::names::{Depth, Mode, Reveal};
use crate::prompts::reading::fields::{Fields, parse};
use crate::prompts::reading::source::Source;
use crate::prompts::telling::Telling;

/// Words that have no place in a card, each with the reason; from `words.toml`.
#[derive(Default)]
pub struct Rules {
    /// By their first words: every text of the library is held against them at every start.
    banned: HashMap<String, Vec<Banned>>,
}

struct Banned {
    /// One word, or several in a row.
    words: Vec<String>,
    why: String,
}

impl Rules {
    const TEXT: usize = 240;
    const CUE: usize = 100;
    /// What a button shows at 360 pixels, two in a row.
    const CHOICE: usize = 24;
    const SENTENCES: usize = 3;
    /// One ask: a question, and at most one more that follows it up ("How did it start?").
    const QUESTIONS: usize = 2;
    const WORDS_PER_SENTENCE: f64 = 15.0;
    /// For one card: in a short text a single long word raises the grade much.
    const GRADE: f64 = 9.0;
    /// Words of a telling.
    const TELLING_WORDS: usize = 60;
    /// What two who are apart cannot do.
    const IN_ONE_ROOM: [&str; 3] = ["side by side", "hand in hand", "next to each other"];
    /// Where one of these stands, or a number, a fact is claimed.
    const CLAIMS: &str = "study studies studied research researcher researchers trial trials experiment experiments survey \
        surveys percent scientists psychologists evidence";
    /// For all cards together.
    pub const MEAN_GRADE: f64 = 6.0;

    /// Reads a file of words, beside those that are there already.
    pub fn read(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let entries = head.entries("banned");
        head.finish();
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            let phrases = fields.texts("words");
            let why = fields.required(Fields::text, "why").unwrap_or_default();
            fields.finish();
            for phrase in &phrases {
                let words: Vec<String> = grade::words(phrase).collect();
                // A phrase of no words would be found everywhere.
                if let Some(first) = words.first().cloned() {
                    self.banned.entry(first).or_default().push(Banned { words, why: why.clone() });
                }
            }
        }
    }

    /// The school grade that reads these texts with ease, in the mean.
    pub fn mean_grade<'t>(texts: impl Iterator<Item = &'t str>) -> f64 {
        let (sum, count) = texts.fold((0.0, 0.0_f64), |(sum, count), text| (sum + grade::grade(text), count + 1.0));
        sum / count.max(1.0)
    }

    /// What is wrong with the manner of a text: banned words and exclamation marks.
    pub fn manner(&self, text: &str) -> Vec<(String, String)> {
        let words: Vec<_> = grade::words(text).collect();
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let here = self.banned.get(word).into_iter().flatten();
            for banned in here.filter(|banned| words[at..].starts_with(&banned.words)) {
                let told = (format!("says \"{}\"", banned.words.join(" ")), banned.why.clone());
                if !found.contains(&told) {
                    found.push(told);
                }
            }
        }
        if text.contains('!') {
            found.push(("has an exclamation mark".to_owned(), "say it calmly, with a full stop".to_owned()));
        }
        found
    }

    pub fn check_card(&self, card: &Card, cue_not_needed: bool, fields: &mut Fields) {
        self.check_text("text", &card.text, Self::SENTENCES, fields);
        if let Some(alt) = &card.alt {
            self.check_text("alt", alt, Self::SENTENCES, fields);
        }
        let key = match &card.listener {
            Some(Listener::Line(_)) => "listener_says",
            Some(Listener::Advice(_)) | None => "listener_cue",
        };
        match (&card.listener, card.reveal) {
            (Some(_), Reveal::PrivateOnly) => {
                let mend = "leave the cue out, or let the card be shared";
                fields.note(Severity::Warning, key, "a private card has no listener", mend);
            }
            (Some(listener), _) => self.check_line(key, listener.text(), Self::CUE, fields),
            (None, Reveal::PrivateOnly) => {}
            (None, _) if cue_not_needed => {}
            (None, _) => {
                let mend = "add listener_cue = \"…\": what may the other do? Or listener_says = \"…\": what could \
                            they say? Or cue_not_needed = true";
                fields.note(Severity::Error, key, "the listener has no cue", mend);
            }
        }
        self.check_guess(card, fields);
        if card.when.is_some() && card.mode != Mode::MicroAction {
            let mend = "leave it out, or make it mode = \"micro_action\"";
            fields.note(Severity::Error, "when", "only a deed is done at some time", mend);
        }
        if card.stays_away_on_its_occasion() {
            let mend = "let it be open, of depth 1 or 2, in no pack, and not private_only";
            fields.note(Severity::Error, "occasion", "a card of an occasion does not come to all who keep it", mend);
        }
        if card.depth == Depth::Tender && card.family.is_antidote() && card.reveal == Reveal::Talk {
            let mend = "let it be answered in private first: reveal = \"both_then_open\" or \"private_then_choose\"";
            fields.note(Severity::Warning, "reveal", "a tender card about a hard thing is put on the table", mend);
        }
    }

    /// A guess is answered by each in private; buttons answer nothing else.
    fn check_guess(&self, card: &Card, fields: &mut Fields) {
        if card.mode == Mode::Guess && card.reveal != Reveal::BothThenOpen {
            let mend = "let both answer first: reveal = \"both_then_open\"";
            fields.note(Severity::Error, "reveal", "a guess that is not opened together", mend);
        }
        if card.choices.is_empty() {
            return;
        }
        if card.mode != Mode::Guess {
            let mend = "leave the choices out, or make it mode = \"guess\"";
            fields.note(Severity::Error, "choices", "only a guess is answered by buttons", mend);
        }
        if !(2..=MOST_CHOICES).contains(&card.choices.len()) {
            let what = format!("{} choices; two to {MOST_CHOICES} fit", card.choices.len());
            fields.note(Severity::Error, "choices", what, "leave some out, or leave all out");
        }
        for choice in &card.choices {
            self.check_line("choices", choice, Self::CHOICE, fields);
        }
    }

    pub fn check_date(&self, date: &DateIdea, fields: &mut Fields) {
        self.check_line("title", &date.title, 40, fields);
        self.check_text("how", &date.how, 5, fields);
        self.check_line("access", &date.access, Self::CUE, fields);
        if let Some(apart) = &date.apart {
            self.check_line("apart", apart, Self::CUE, fields);
            if let Some(words) = Self::IN_ONE_ROOM.iter().find(|words| date.how.to_lowercase().contains(**words)) {
                let what = format!("`how` says \"{words}\", and `apart` that it works from two places");
                fields.note(Severity::Error, "how", what, "say it so that it fits both, or leave `apart` out");
            }
        }
    }

    pub fn check_telling(&self, telling: &Telling, fields: &mut Fields) {
        let count = grade::words(&telling.text).count();
        if count > Self::TELLING_WORDS {
            let what = format!("`text` has {count} words; {} fit", Self::TELLING_WORDS);
            fields.note(Severity::Error, "text", what, "say less");
        }
        self.check_manner("text", &telling.text, fields);
        Self::check_ease("text", &telling.text, fields);
        let claims = |word: String| Self::CLAIMS.split_whitespace().any(|claim| claim == word);
        let counts = telling.text.contains(|sign: char| sign.is_ascii_digit());
        if telling.source.is_none() && (counts || grade::words(&telling.text).any(claims)) {
            let mend = "add source = \"…\": who found it, and when; or say it without the claim";
            fields.note(Severity::Error, "text", "`text` claims a fact without a source", mend);
        }
    }

    pub fn check_path(&self, path: &CardPath, fields: &mut Fields) {
        self.check_line("title", &path.title, 20, fields);
        self.check_line("line", &path.line, 120, fields);
    }

    pub fn check_path_day(&self, day: &PathDay, fields: &mut Fields) {
        self.check_line("line", &day.line, 120, fields);
    }

    pub fn check_chapter(&self, chapter: &Chapter, fields: &mut Fields) {
        self.check_line("title", &chapter.title, 30, fields);
        let lines = [&chapter.opening, &chapter.again, &chapter.middle, &chapter.closing];
        for (key, line) in ["opening", "again", "middle", "closing"].into_iter().zip(lines) {
            self.check_text(key, line, Self::SENTENCES, fields);
        }
    }

    fn check_line(&self, key: &'static str, text: &str, longest: usize, fields: &mut Fields) {
        let length = text.chars().count();
        if length > longest {
            let what = format!("`{key}` has {length} characters; {longest} fit");
            fields.note(Severity::Error, key, what, "say less");
        }
        self.check_manner(key, text, fields);
    }

    fn check_manner(&self, key: &'static str, text: &str, fields: &mut Fields) {
        for (what, mend) in self.manner(text) {
            fields.note(Severity::Error, key, format!("`{key}` {what}"), mend);
        }
    }

    fn check_text(&self, key: &'static str, text: &str, sentences: usize, fields: &mut Fields) {
        self.check_line(key, text, Self::TEXT, fields);
        let found = grade::sentences(text);
        if found > sentences {
            let what = format!("`{key}` has {found} sentences; {sentences} fit");
            fields.note(Severity::Error, key, what, "leave one out");
        }
        if text.matches('?').count() > Self::QUESTIONS {
            let what = format!("`{key}` asks more than one thing");
            fields.note(Severity::Error, key, what, "one question, and at most one that follows it up");
        }
        Self::check_ease(key, text, fields);
    }

    fn check_ease(key: &'static str, text: &str, fields: &mut Fields) {
        let words = grade::words_per_sentence(text);
        if words > Self::WORDS_PER_SENTENCE {
            let what = format!("`{key}` has {words:.0} words to a sentence; {} are easy", Self::WORDS_PER_SENTENCE);
            fields.note(Severity::Warning, key, what, "cut a sentence in two");
        }
        let grade = grade::grade(text);
        if grade > Self::GRADE {
            let what = format!("`{key}` reads like grade {grade:.1}; up to {} is plain", Self::GRADE);
            fields.note(Severity::Warning, key, what, "shorter sentences, shorter words");
        }
    }
}
