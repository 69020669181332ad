//! How much of what a library holds, and what the one built into the program has to hold.

use std::collections::BTreeSet;
use std::fmt;

use crate::prompts::card::Card;
use crate::prompts::card_path::PATH_DAYS;
use crate::prompts::date::DateIdea;
use crate::prompts::finding::{Finding, Severity};
use crate::prompts::library::Library;
use crate::prompts::names::{
    Cost, DatePlace, Depth, Energy, Family, Fit, Mode, Named, Novelty, Pack, Sensitivity, Who,
};
use crate::prompts::script::{Act, BothHow, Script, ScriptStep};
use crate::prompts::times::{MeantFor, Occasion};

/// How a figure that is not reached counts: the built-in library has to reach all.
const SHORTFALL: Severity = Severity::Error;

// The figures, from the plan of the library: a year of daily cards without a repeat (issue 6, "What there must be").

/// Open cards of each ingredient.
const PER_INGREDIENT: usize = 90;
/// Open cards of each antidote.
const PER_ANTIDOTE: usize = 30;
/// Cards of each pack (issue 14, point 9).
const PER_PACK: usize = 20;
/// Cards for each stage of life, and for each occasion: these and the three below (issue 14, point 8).
const PER_STAGE: usize = 6;
/// Two come in a year, or one.
const OF_NEW_YEAR: usize = 12;
const OF_ANNIVERSARY: usize = 12;
/// Birthdays and feasts.
const OF_OTHER_DAYS: usize = 8;
/// Cards behind the door of closeness.
const INTIMATE: usize = 40;
/// Ideas for a date.
const DATES: usize = 150;
/// One in so many of them costs nothing, and one in so many suits tired people at home.
const DATES_THIRD: usize = 3;
/// Ideas that work from two places.
const DATES_APART: usize = 30;
/// Ideas that are new to almost anybody.
const DATES_NEW: usize = 30;
/// One for each week of a year.
const TELLINGS: usize = 52;
/// Fortnights to choose from.
const PATHS: usize = 6;
/// Openers of a conversation: two turns have one each, so six evenings pass before one comes again.
const OPENERS: usize = 13;
/// Different stems for each kind of step in a conversation.
const STEMS_PER_KIND: usize = 20;
/// Stems of one step, of which four are drawn at each asking.
const STEMS_PER_STEP: usize = 12;
/// The same for a side step.
const STEMS_ASIDE: usize = 8;

/// One thing that is counted, and how much of it there has to be.
struct Figure {
    what: String,
    found: usize,
    least: usize,
}

fn figures(library: &Library) -> Vec<Figure> {
    let figure = |what: &str, found: usize, least: usize| Figure { what: what.to_owned(), found, least };
    let cards = |counts: &dyn Fn(&Card) -> bool| usual(library).filter(|card| counts(card)).count();
    let dates = |counts: &dyn Fn(&DateIdea) -> bool| library.dates().iter().filter(|date| counts(date)).count();
    let third = library.dates().len().max(DATES).div_ceil(DATES_THIRD);
    let families = Family::ALL.iter().map(|family| Figure {
        what: format!("open cards of {}", family.name()),
        found: cards(&|card| card.family == *family && card.sensitivity == Sensitivity::Open),
        least: if family.is_antidote() { PER_ANTIDOTE } else { PER_INGREDIENT },
    });
    let packs = Pack::ALL.iter().map(|pack| Figure {
        what: format!("cards of the pack {}", pack.name()),
        found: library.cards().iter().filter(|card| card.pack == Some(*pack)).count(),
        least: PER_PACK,
    });
    let of_days = MeantFor::all().filter(|meant| *meant != MeantFor::Everyone).map(|meant| Figure {
        what: format!("cards for {}", meant.name()),
        found: library.cards().iter().filter(|card| card.meant_for == meant).count(),
        least: match meant {
            MeantFor::Everyone => 0,
            MeantFor::Stage(_) => PER_STAGE,
            MeantFor::Occasion(Occasion::Anniversary) => OF_ANNIVERSARY,
            MeantFor::Occasion(Occasion::NewYear) => OF_NEW_YEAR,
            MeantFor::Occasion(Occasion::Birthday | Occasion::Feast) => OF_OTHER_DAYS,
        },
    });
    let whole = library.paths().iter().filter(|path| path.days.len() == PATH_DAYS).count();
    families
        .chain([
            figure("intimate cards", cards(&|card| card.sensitivity == Sensitivity::Intimate), INTIMATE),
            figure("date ideas", library.dates().len(), DATES),
            figure("date ideas that cost nothing", dates(&|date| date.cost == Cost::Free), third),
            figure("date ideas for tired people at home", dates(&is_for_the_tired), third),
            figure("date ideas that work apart", dates(&|date| date.apart.is_some()), DATES_APART),
            figure("date ideas that are new", dates(&|date| date.novelty == Novelty::New), DATES_NEW),
            figure("tellings", library.tellings().len(), TELLINGS),
            figure("paths of a fortnight", whole, PATHS),
        ])
        .chain(packs)
        .chain(of_days)
        .chain(library.scripts().iter().flat_map(figures_of_script))
        .collect()
}

/// So that a conversation does not read the same twice.
fn figures_of_script(script: &Script) -> Vec<Figure> {
    let openers = Figure { what: format!("openers of {}", script.id), found: script.openers.len(), least: OPENERS };
    let in_words: Vec<(&str, &ScriptStep)> =
        script.steps.iter().filter_map(|step| Some((kind_of_words(&step.act)?, step))).collect();
    let kinds: BTreeSet<&str> = in_words.iter().map(|(kind, _)| *kind).collect();
    let of_kinds = kinds.into_iter().map(|kind| {
        let ours = in_words.iter().filter(|(other, _)| *other == kind).flat_map(|(_, step)| &step.stems);
        Figure {
            what: format!("stems for the {kind} steps of {}", script.id),
            found: ours.collect::<BTreeSet<_>>().len(),
            least: STEMS_PER_KIND,
        }
    });
    let of_steps = in_words.iter().map(|(_, step)| Figure {
        what: format!("stems for the step {} of {}", step.id, script.id),
        found: step.stems.len(),
        least: if step.aside { STEMS_ASIDE } else { STEMS_PER_STEP },
    });
    std::iter::once(openers).chain(of_kinds).chain(of_steps).collect()
}

/// The kind of a step in which something is said, as it stands in the file.
fn kind_of_words(act: &Act) -> Option<&'static str> {
    match act {
        Act::Turn { who: Who::Speaker, .. } => Some("speak"),
        Act::Turn { who: Who::Listener, .. } => Some("mirror"),
        Act::Both { how: BothHow::Words, .. } => Some("both"),
        _ => None,
    }
}

fn is_for_the_tired(date: &DateIdea) -> bool {
    date.place == DatePlace::Home && date.energy == Energy::Low
}

/// Where the built-in library is written.
const BUILT_IN: &str = "prompts/en";

/// What the built-in library lacks of these figures.
pub fn shortfalls(library: &Library) -> Vec<Finding> {
    let short = |figure: Figure| {
        let Figure { what, found, least } = figure;
        let lack = least.checked_sub(found).filter(|lack| *lack > 0)?;
        let finding = Finding::error(BUILT_IN, None, format!("{found} {what}; there are to be {least}"), {
            format!("write {lack} more")
        });
        Some(Finding { severity: SHORTFALL, ..finding })
    };
    figures(library).into_iter().filter_map(short).chain(deeds_without_time(library)).collect()
}

/// Deeds that do not say when they are to be done.
fn deeds_without_time(library: &Library) -> impl Iterator<Item = Finding> {
    let deeds = library.cards().iter().filter(|card| card.mode == Mode::MicroAction && card.when.is_none());
    deeds.map(|card| {
        let mend = "write when = \"now\", \"today\" or \"tomorrow\"";
        Finding::error(BUILT_IN, None, format!("the deed {} does not say when", card.id), mend)
    })
}

/// The balance of a library, as a table and some lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// One row for each family: its name and its counts in the order of [`COLUMNS`].
    families: Vec<(&'static str, Vec<usize>)>,
    /// Everything else, by what it is sorted: a name, and each count with its own name.
    sorts: Vec<(&'static str, Vec<(&'static str, usize)>)>,
}

/// What is counted in each family.
const COLUMNS: [&str; 11] =
    ["cards", "intimate", "easy", "personal", "tender", "question", "thanks", "deed", "memory", "wish", "guess"];

impl Balance {
    pub(in crate::prompts) fn of(library: &Library) -> Self {
        let families = Family::ALL.iter().map(|family| {
            let ours: Vec<&Card> = usual(library).filter(|card| card.family == *family).collect();
            let count = |counts: &dyn Fn(&Card) -> bool| ours.iter().filter(|card| counts(card)).count();
            let mut row = vec![ours.len(), count(&|card| card.sensitivity != Sensitivity::Open)];
            row.extend(Depth::ALL.map(|depth| count(&|card| card.depth == depth)));
            row.extend(Mode::ALL.iter().map(|mode| count(&|card| card.mode == *mode)));
            (family.name(), row)
        });
        let cards: Vec<&Card> = usual(library).collect();
        let dates = library.dates();
        let depths = Depth::ALL.map(|depth| (depth.name(), cards.iter().filter(|card| card.depth == depth).count()));
        let sorts = vec![
            ("cards by depth", depths.to_vec()),
            ("cards by mode", tally(cards.iter().map(|card| card.mode))),
            ("cards by sensitivity", tally(cards.iter().map(|card| card.sensitivity))),
            ("cards by reveal", tally(cards.iter().map(|card| card.reveal))),
            ("cards by fit", tally::<Fit>(cards.iter().flat_map(|card| card.fits.iter().copied()))),
            ("cards of packs", tally(library.cards().iter().filter_map(|card| card.pack))),
            ("cards for an occasion", tally(library.cards().iter().filter_map(|card| card.meant_for.occasion()))),
            ("cards for a stage", tally(library.cards().iter().filter_map(|card| card.meant_for.stage()))),
            ("cards for a season", tally(library.cards().iter().flat_map(|card| card.seasons.iter().copied()))),
            ("cards for some hours", tally(library.cards().iter().flat_map(|card| card.hours.iter().copied()))),
            ("dates by cost", tally(dates.iter().map(|date| date.cost))),
            ("dates by place", tally(dates.iter().map(|date| date.place))),
            ("dates by energy", tally(dates.iter().map(|date| date.energy))),
            ("dates by novelty", tally(dates.iter().map(|date| date.novelty))),
            (
                "dates that suit",
                vec![
                    ("the tired at home", dates.iter().filter(|date| is_for_the_tired(date)).count()),
                    ("two places", dates.iter().filter(|date| date.apart.is_some()).count()),
                    ("a quiet house", dates.iter().filter(|date| date.quiet).count()),
                ],
            ),
            ("tellings by family", tally(library.tellings().iter().map(|telling| telling.about))),
        ];
        Self { families: families.collect(), sorts }
    }

    /// How many cards a family has.
    #[must_use]
    pub fn cards_of(&self, family: Family) -> usize {
        self.families.iter().find(|(name, _)| *name == family.name()).and_then(|(_, row)| row.first()).map_or(0, |n| *n)
    }
}

/// The cards that come to everyone.
fn usual(library: &Library) -> impl Iterator<Item = &Card> {
    library.cards().iter().filter(|card| card.is_usual())
}

fn tally<T: Named + PartialEq>(found: impl Iterator<Item = T>) -> Vec<(&'static str, usize)> {
    let found: Vec<T> = found.collect();
    T::ALL.iter().map(|one| (one.name(), found.iter().filter(|other| *other == one).count())).collect()
}

impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<16}", "")?;
        for column in COLUMNS {
            write!(f, " {column:>8}")?;
        }
        for (family, row) in &self.families {
            write!(f, "\n{family:<16}")?;
            for count in row {
                write!(f, " {count:>8}")?;
            }
        }
        for (sort, counts) in &self.sorts {
            let all: usize = counts.iter().map(|(_, count)| count).sum();
            write!(f, "\n{sort}:")?;
            for (nth, (name, count)) in counts.iter().enumerate() {
                let share = (count * 100 + all / 2).checked_div(all).unwrap_or(0);
                write!(f, "{} {name} {count} ({share} %)", if nth == 0 { "" } else { "," })?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_library_falls_short_of_every_figure_and_says_by_how_much() {
        let found = shortfalls(&Library::of_cards(Vec::new()));
        assert_eq!(found.len(), 30);
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        for part in
            ["0 open cards of trust; there are to be 90 — mend: write 90 more", "0 tellings; there are to be 52"]
        {
            assert!(lines.iter().any(|line| line.contains(part)), "{lines:?}");
        }
    }

    #[test]
    fn intimate_cards_are_no_part_of_a_familys_figure() {
        let like = Library::embedded().expect("a sound library").cards()[0].clone();
        let card = |n: usize| Card {
            id: crate::prompts::CardId::read(&format!("tr-{n:03}")).unwrap(),
            family: Family::Trust,
            sensitivity: if n < 89 { Sensitivity::Open } else { Sensitivity::Intimate },
            ..like.clone()
        };
        let library = Library::of_cards((0..140).map(card).collect());
        let found = shortfalls(&library);
        let lines: Vec<String> = found.iter().map(|finding| finding.what.clone()).collect();
        assert!(lines.contains(&"89 open cards of trust; there are to be 90".to_owned()), "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains("intimate")), "{lines:?}");
        assert_eq!(Balance::of(&library).cards_of(Family::Trust), 140);
    }
}
