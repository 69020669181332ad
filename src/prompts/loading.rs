//! The files of one language put together: each is read, held to the rules and set in its place.

use std::collections::{HashMap, HashSet};

use super::card::{Card, Provenance};
use super::card_id::{ByCard, CardId};
use super::card_path::{CardPath, PathDay};
use super::chapter::{Chapter, FirstDays};
use super::date::DateIdea;
use super::finding::{Finding, Severity};
use super::library::Library;
use super::names::{Apart, Family, Named, Sensitivity};
use super::places::Places;
use super::reading::card::CardFile;
use super::reading::fields::{Fields, parse};
use super::reading::source::{self, Source};
use super::reading::stems::Stems;
use super::reading::{chapter as chapters, places, support};
use super::rules::path::{self, WrittenPath};
use super::rules::wording::Rules;
use super::rules::{chapter, script, voice};
use super::script::{Script, ScriptStep};
use super::support::{LastLook, Support};
use super::telling::Telling;
use super::voice::Voice;

/// A library and what was found while it was read.
pub(super) struct LoadedLibrary {
    pub library: Library,
    pub findings: Vec<Finding>,
    /// Where each card, date and telling stands.
    pub spots: HashMap<CardId, Spot>,
    /// When someone last looked at the lines of support.
    pub looks: Vec<LastLook>,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub file: String,
    pub line: usize,
}

/// Reads all files of one language.
pub(super) fn read(sources: &[Source], mut findings: Vec<Finding>) -> LoadedLibrary {
    let mut collected = Collected::default();
    for source in sources.iter().filter(|source| source.place == "words.toml") {
        collected.rules.read(source, &mut findings);
    }
    for source in sources.iter().filter(|source| source.place == "stems.toml") {
        collected.stems.read(source, |stem| collected.rules.stem(stem), &mut findings);
    }
    let (mut places, mut helping, mut looks) = (Places::default(), Support::default(), Vec::new());
    for source in sources.iter().filter(|source| source.has_ending("toml")) {
        match source.place.as_str() {
            "words.toml" | "stems.toml" => {}
            "tellings.toml" => collected.read_tellings(source, &mut findings),
            "dates.toml" => collected.read_dates(source, &mut findings),
            "chapters.toml" => collected.read_chapters(source, &mut findings),
            "first_days.toml" => collected.read_first_days(source, &mut findings),
            "places.toml" => places::read(source, &mut places, &mut findings),
            "support.toml" => support::read(source, &mut helping, &mut looks, &mut findings),
            place if place.starts_with("cards/") => collected.read_cards(source, &mut findings),
            place if place.starts_with("paths/") => collected.read_path(source, &mut findings),
            place if place.starts_with("conversations/") => collected.read_script(source, &mut findings),
            _ => {
                let mend = "there are cards/, conversations/ and paths/; beside them dates, tellings, stems, places, support \
                     and words";
                findings.push(Finding::warning(&source.name, None, "nobody reads this file", mend));
            }
        }
    }
    let spoken = Voice::read(sources, &mut findings);
    voice::check(&spoken, sources, &collected.rules, &mut findings);
    missing(sources, &collected, &mut findings);
    places::check(&places, source::name_beside(sources, "places.toml"), &mut findings);
    support::check(&helping, source::name_beside(sources, "support.toml"), &mut findings);

    let mean_grade = Rules::mean_grade(collected.cards.iter().map(|card| card.text.as_str()));
    if mean_grade > Rules::MEAN_GRADE {
        let what = format!("the cards read like grade {mean_grade:.1}; the aim is {}", Rules::MEAN_GRADE);
        let name = source::name_beside(sources, "cards");
        findings.push(Finding::warning(name, None, what, "shorter sentences, shorter words"));
    }
    let by_id: ByCard<usize> =
        collected.cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
    for written in &collected.paths {
        path::prove(written, |id| by_id.get(id).and_then(|index| collected.cards.get(*index)), &mut findings);
    }
    let files = ["chapters.toml", "first_days.toml"].map(|place| source::name_beside(sources, place));
    let named = |id: &CardId| by_id.get(id).and_then(|index| collected.cards.get(*index));
    chapter::prove(
        &collected.chapters,
        &collected.first_days,
        files.each_ref().map(String::as_str),
        named,
        &mut findings,
    );
    let mut paths: Vec<CardPath> = collected.paths.into_iter().map(|written| written.path).collect();
    paths.sort_by(|a, b| a.title.cmp(&b.title));
    collected.scripts.sort_by(|a, b| (a.minutes, &a.id).cmp(&(b.minutes, &b.id)));
    let library = Library {
        cards: collected.cards,
        by_id,
        dates: collected.dates,
        scripts: collected.scripts,
        tellings: collected.tellings,
        paths,
        packs: Vec::new(),
        chapters: collected.chapters,
        first_days: collected.first_days,
        voice: spoken,
        places,
        support: helping,
    };
    LoadedLibrary { library, findings, spots: collected.ids, looks }
}

/// What has been read so far.
#[derive(Default)]
struct Collected {
    rules: Rules,
    stems: Stems,
    cards: Vec<Card>,
    dates: Vec<DateIdea>,
    scripts: Vec<Script>,
    tellings: Vec<Telling>,
    paths: Vec<WrittenPath>,
    chapters: Vec<Chapter>,
    first_days: FirstDays,
    /// Ids, each with the place where it stands. Cards, dates and tellings share them: an id says what was shown.
    ids: HashMap<CardId, Spot>,
}

impl Collected {
    fn read_cards(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let file = CardFile::read(&mut head);
        let entries = head.entries("card");
        head.finish();
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            let card = Card::read(&mut fields, &file);
            // Asked here, since it is about the check and not about the card.
            let cue_not_needed = fields.flag("cue_not_needed");
            if let Some(card) = card {
                self.rules.check_card(&card, cue_not_needed, &mut fields);
                if self.is_new(&card.id, source, &mut fields) {
                    self.cards.push(card);
                }
            }
            fields.finish();
        }
    }

    fn read_dates(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let of_file = Provenance::read(&mut head, &Provenance::default());
        let entries = head.entries("date");
        head.finish();
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            if let Some(date) = DateIdea::read(&mut fields, &of_file) {
                self.rules.check_date(&date, &mut fields);
                if self.is_new(&date.id, source, &mut fields) {
                    self.dates.push(date);
                }
            }
            fields.finish();
        }
    }

    fn read_tellings(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let of_file = Provenance::read(&mut head, &Provenance::default());
        let entries = head.entries("telling");
        head.finish();
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            if let Some(telling) = Telling::read(&mut fields, &of_file) {
                self.rules.check_telling(&telling, &mut fields);
                if self.is_new(&telling.id, source, &mut fields) {
                    self.tellings.push(telling);
                }
            }
            fields.finish();
        }
    }

    fn read_chapters(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let entries = head.entries("chapter");
        head.finish();
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            if let Some(chapter) = Chapter::read(&mut fields) {
                self.rules.check_chapter(&chapter, &mut fields);
                if self.chapters.iter().any(|other| other.id == chapter.id) {
                    fields.note(Severity::Error, "id", "another chapter has this name", "give it a name of its own");
                }
                self.chapters.push(chapter);
            }
            fields.finish();
        }
    }

    fn read_first_days(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let entries = head.entries("first");
        head.finish();
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            let living = fields.required(Fields::one_of, "living");
            let days = chapters::ids(&mut fields, "days");
            match living {
                Some(Apart::Together) => self.first_days.together = days,
                Some(Apart::Apart) => self.first_days.apart = days,
                None => {}
            }
            fields.finish();
        }
    }

    fn read_path(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let path = CardPath::read_head(&mut head);
        let entries = head.entries("day");
        if let Some(path) = &path {
            self.rules.check_path(path, &mut head);
            if self.paths.iter().any(|other| other.path.id == path.id) {
                head.note(Severity::Error, "id", "another path has this name", "give it a name of its own");
            }
        }
        head.finish();
        let (mut days, mut lines, count) = (Vec::new(), Vec::new(), entries.len());
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            if let Some(day) = PathDay::read(&mut fields) {
                self.rules.check_path_day(&day, &mut fields);
                lines.push(fields.line("card"));
                days.push(day);
            }
            fields.finish();
        }
        // What cannot be read is told already; the proof is about what the writer meant.
        if let Some(path) = path.filter(|_| days.len() == count) {
            self.paths.push(WrittenPath { path: CardPath { days, ..path }, file: source.name.clone(), lines });
        }
    }

    fn read_script(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        let table = parse(source, findings);
        let mut head = Fields::new(source, &table, 0, findings);
        let script = Script::read_head(&mut head);
        let entries = head.entries("step");
        if let Some(script) = &script {
            self.rules.check_script_head(script, &mut head);
            if self.scripts.iter().any(|other| other.answers_to(&script.id.0)) {
                head.note(Severity::Error, "id", "another script has this name", "give it a name of its own");
            }
        }
        head.finish();
        let (mut steps, mut lines, count) = (Vec::new(), Vec::new(), entries.len());
        for (entry, start) in entries {
            let mut fields = Fields::new(source, entry, start, findings);
            if let Some(step) = ScriptStep::read(&mut fields, &self.stems) {
                self.rules.check_step(&step, &mut fields);
                lines.push(fields.line("id"));
                steps.push(step);
            }
            fields.finish();
        }
        // What cannot be read is told already; the proof is about what the writer meant.
        if let Some(script) = script.filter(|_| steps.len() == count) {
            let script = Script { steps, ..script };
            script::prove(&script, &source.name, &lines, findings);
            self.scripts.push(script);
        }
    }

    fn is_new(&mut self, id: &CardId, source: &Source, fields: &mut Fields) -> bool {
        if let Some(first) = self.ids.get(id) {
            let what = format!("the id {id} is already taken in {}:{}", first.file, first.line);
            fields.note(Severity::Error, "id", what, "give it the next free number");
            return false;
        }
        self.ids.insert(id.clone(), Spot { file: source.name.clone(), line: fields.line("id") });
        true
    }
}

/// What a library cannot be without.
fn missing(sources: &[Source], collected: &Collected, findings: &mut Vec<Finding>) {
    let places: HashSet<_> = sources.iter().map(|source| source.place.as_str()).collect();
    for file in ["dates.toml", "places.toml", "support.toml", "words.toml"] {
        if !places.contains(file) {
            let name = source::name_beside(sources, file);
            findings.push(Finding::error(name, None, "is missing", "copy it from prompts/en/ of the repository"));
        }
    }
    for family in Family::ALL {
        let open = |card: &Card| card.family == *family && card.is_usual() && card.sensitivity == Sensitivity::Open;
        if !collected.cards.iter().any(open) {
            let what = format!("there is no card of the family {}", family.name());
            let mend = format!("add cards/{0}.toml with family = \"{0}\"", family.name());
            findings.push(Finding::error(source::name_beside(sources, "cards"), None, what, mend));
        }
    }
}
