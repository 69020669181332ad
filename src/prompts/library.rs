//! All the words of one language, loaded and checked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use chrono_tz::Tz;

use super::card::{Card, CardFile, CardId, Family, Origin, Sensitivity};
use super::card_path::{self, CardPath, PathDay, PathId, WrittenPath};
use super::date::DateIdea;
use super::fields::{Fields, parse};
use super::script::{Script, ScriptId, ScriptStep};
use super::selection::Selection;
use super::source::{self, Source};
use super::stems::Stems;
use super::telling::Telling;
use super::wording::Rules;
use super::{Finding, Named, Severity, Unusable, Voice, places, script_rules, voice_rules};

/// Everything that couples read. Immutable once loaded; share it by `Arc`.
pub struct Library {
    cards: Vec<Card>,
    by_id: HashMap<CardId, usize>,
    dates: Vec<DateIdea>,
    scripts: Vec<Script>,
    tellings: Vec<Telling>,
    paths: Vec<CardPath>,
    voice: Voice,
    places: BTreeMap<String, Tz>,
}

impl Library {
    /// The library built into the program. A test proves that it loads; an error here means a broken build.
    pub fn embedded() -> Result<Self, Unusable> {
        Self::open(&Selection::default())
    }

    /// A host's own library, in place of the embedded one. `dir` holds `en/`, like `prompts/` in the repository.
    pub fn load(dir: &Path) -> Result<Self, Unusable> {
        Self::open(&Selection { in_place: Some(dir.to_owned()), ..Selection::default() })
    }

    /// The card of this name; `None` if it has gone since it was shown.
    #[must_use]
    pub fn card(&self, id: &CardId) -> Option<&Card> {
        self.by_id.get(id).and_then(|index| self.cards.get(*index))
    }

    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    #[must_use]
    pub fn dates(&self) -> &[DateIdea] {
        &self.dates
    }

    /// The guided conversations, in the order of their length.
    #[must_use]
    pub fn scripts(&self) -> &[Script] {
        &self.scripts
    }

    /// The conversation of this name; `None` if it has gone since it was begun.
    #[must_use]
    pub fn script(&self, id: &ScriptId) -> Option<&Script> {
        self.scripts.iter().find(|script| script.id == *id)
    }

    /// The date idea of this name; `None` if it has gone since it was shown.
    #[must_use]
    pub fn date(&self, id: &CardId) -> Option<&DateIdea> {
        self.dates.iter().find(|date| date.id == *id)
    }

    /// The thoughts that come once a week.
    #[must_use]
    pub fn tellings(&self) -> &[Telling] {
        &self.tellings
    }

    /// The fortnights of cards that a couple can choose, by their titles.
    #[must_use]
    pub fn paths(&self) -> &[CardPath] {
        &self.paths
    }

    /// The path of this name; `None` if it has gone since it was begun.
    #[must_use]
    pub fn path(&self, id: &PathId) -> Option<&CardPath> {
        self.paths.iter().find(|path| path.id == *id)
    }

    #[must_use]
    pub fn voice(&self) -> &Voice {
        &self.voice
    }

    /// Cities and countries that the time zone database does not name, and their zones.
    #[must_use]
    pub fn places(&self) -> &BTreeMap<String, Tz> {
        &self.places
    }

    /// Keeps the families and the ids that are wanted. Paths pass over what has gone.
    pub(super) fn keep(&mut self, family: impl Fn(Family) -> bool, id: impl Fn(&CardId) -> bool) {
        self.cards.retain(|card| family(card.family) && id(&card.id));
        self.dates.retain(|date| id(&date.id));
        self.tellings.retain(|telling| family(telling.about) && id(&telling.id));
        self.by_id = self.cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
    }

    /// A library of these cards only, to try a choice on.
    #[cfg(test)]
    pub(super) fn of_cards(cards: Vec<Card>) -> Self {
        let by_id = cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
        Self { cards, by_id, ..Self::bare() }
    }

    /// A library of these tellings only.
    #[cfg(test)]
    pub(super) fn of_tellings(tellings: Vec<Telling>) -> Self {
        Self { tellings, ..Self::bare() }
    }

    fn bare() -> Self {
        Self {
            cards: Vec::new(),
            by_id: HashMap::new(),
            dates: Vec::new(),
            scripts: Vec::new(),
            tellings: Vec::new(),
            paths: Vec::new(),
            voice: Voice::read(&[], &mut Vec::new()),
            places: BTreeMap::new(),
        }
    }
}

/// A library and what was found while it was read.
pub(super) struct Reading {
    pub library: Library,
    pub findings: Vec<Finding>,
    /// Where each card, date and telling stands.
    pub spots: HashMap<CardId, Spot>,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub file: String,
    pub line: usize,
}

impl Reading {
    /// Where there was nothing to read, and why.
    pub(super) fn of_nothing(why: Finding) -> Self {
        Self { library: Library::bare(), findings: vec![why], spots: HashMap::new() }
    }

    pub(super) fn into_result(self) -> Result<Library, Unusable> {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(Unusable(self.findings));
        }
        Ok(self.library)
    }

    /// A host's own voice has to know every line that the program may say.
    pub(super) fn compare_with_embedded(&mut self, sources: &[Source]) {
        let (embedded, _) = source::embedded();
        let ours = Voice::read(&embedded, &mut Vec::new());
        voice_rules::compare(&self.library.voice, sources, &ours, &mut self.findings);
    }
}

/// Reads all files of one language.
pub(super) fn read(sources: &[Source], mut findings: Vec<Finding>) -> Reading {
    let mut shelf = Shelf::default();
    for source in sources.iter().filter(|source| source.place == "words.toml") {
        shelf.rules.read(source, &mut findings);
    }
    for source in sources.iter().filter(|source| source.place == "stems.toml") {
        shelf.stems.read(source, &shelf.rules, &mut findings);
    }
    let mut places = BTreeMap::new();
    for source in sources.iter().filter(|source| source.has_ending("toml")) {
        match source.place.as_str() {
            "words.toml" | "stems.toml" => {}
            "tellings.toml" => shelf.read_tellings(source, &mut findings),
            "dates.toml" => shelf.read_dates(source, &mut findings),
            "places.toml" => places::read(source, &mut places, &mut findings),
            place if place.starts_with("cards/") => shelf.read_cards(source, &mut findings),
            place if place.starts_with("paths/") => shelf.read_path(source, &mut findings),
            place if place.starts_with("conversations/") => shelf.read_script(source, &mut findings),
            _ => {
                let mend =
                    "there are cards/, conversations/ and paths/; beside them dates, tellings, stems, places and words";
                findings.push(Finding::warning(&source.name, None, "nobody reads this file", mend));
            }
        }
    }
    let voice = Voice::read(sources, &mut findings);
    voice_rules::check(&voice, sources, &shelf.rules, &mut findings);
    missing(sources, &shelf, &mut findings);

    let mean_grade = Rules::mean_grade(shelf.cards.iter().map(|card| card.text.as_str()));
    if mean_grade > Rules::MEAN_GRADE {
        let what = format!("the cards read like grade {mean_grade:.1}; the aim is {}", Rules::MEAN_GRADE);
        let name = source::name_beside(sources, "cards");
        findings.push(Finding::warning(name, None, what, "shorter sentences, shorter words"));
    }
    let by_id: HashMap<_, _> = shelf.cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
    for written in &shelf.paths {
        card_path::prove(written, |id| by_id.get(id).and_then(|index| shelf.cards.get(*index)), &mut findings);
    }
    let mut paths: Vec<CardPath> = shelf.paths.into_iter().map(|written| written.path).collect();
    paths.sort_by(|a, b| a.title.cmp(&b.title));
    shelf.scripts.sort_by(|a, b| (a.minutes, &a.id).cmp(&(b.minutes, &b.id)));
    let library = Library {
        cards: shelf.cards,
        by_id,
        dates: shelf.dates,
        scripts: shelf.scripts,
        tellings: shelf.tellings,
        paths,
        voice,
        places,
    };
    Reading { library, findings, spots: shelf.ids }
}

/// What has been read so far.
#[derive(Default)]
struct Shelf {
    rules: Rules,
    stems: Stems,
    cards: Vec<Card>,
    dates: Vec<DateIdea>,
    scripts: Vec<Script>,
    tellings: Vec<Telling>,
    paths: Vec<WrittenPath>,
    /// Ids, each with the place where it stands. Cards, dates and tellings share them: an id says what was shown.
    ids: HashMap<CardId, Spot>,
}

impl Shelf {
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
        let of_file = Origin::read(&mut head, &Origin::default());
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
        let of_file = Origin::read(&mut head, &Origin::default());
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
            script_rules::prove(&script, &source.name, &lines, findings);
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
fn missing(sources: &[Source], shelf: &Shelf, findings: &mut Vec<Finding>) {
    let places: HashSet<_> = sources.iter().map(|source| source.place.as_str()).collect();
    for file in ["dates.toml", "places.toml", "words.toml"] {
        if !places.contains(file) {
            let name = source::name_beside(sources, file);
            findings.push(Finding::error(name, None, "is missing", "copy it from prompts/en/ of the repository"));
        }
    }
    for family in Family::ALL {
        let open = |card: &Card| card.family == *family && card.sensitivity == Sensitivity::Open;
        if !shelf.cards.iter().any(open) {
            let what = format!("there is no card of the family {}", family.name());
            let mend = format!("add cards/{0}.toml with family = \"{0}\"", family.name());
            findings.push(Finding::error(source::name_beside(sources, "cards"), None, what, mend));
        }
    }
}
