//! The year of a couple: after the first days come chapters of some weeks, each about one thing, with a card that opens
//! it, one in its middle and some that end it. What comes between is chosen as ever, by the weights of the chapter.
//!
//! All rules of choosing come first: a card of a chapter that may not come now waits, and one that these two do not get
//! is left out without a word. On a path, and in light days, a chapter waits.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

use super::{Action, Button, ChapterAction, Couple, Cx, Message, MessageId, Phrase, SettingsAction, Show};
use crate::line;
use crate::prompts::{Before, Card, CardId, Chapter, ChapterId, Gate, Library};

/// The first cards of all are those of the first days.
pub const FIRST_DAYS: usize = 14;
/// So many cards a chapter has at the least, however slowly they come.
const LEAST_CARDS: u32 = 12;
/// One card in so many is one that carries the chapter.
const ANCHOR_EVERY: u32 = 2;
/// A chapter in which nothing came for so long is dropped without a word.
const DROPPED_AFTER: TimeDelta = TimeDelta::days(30);

/// Where a couple is in its year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Year {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<ChapterNow>,
    /// The chapters that lie behind them, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub behind: Vec<ChapterId>,
    #[serde(default, skip_serializing_if = "Wish::is_chance")]
    pub next: Wish,
}

/// The chapter they are in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChapterNow {
    pub id: ChapterId,
    /// The couple-local day on which it began.
    pub since: NaiveDate,
    /// How many cards have come in it.
    pub cards: u32,
    /// When the last of them came (UTC).
    pub last: DateTime<Utc>,
    /// Its own cards that have come.
    #[serde(default, with = "crate::prompts::id_list")]
    pub met: Vec<CardId>,
}

/// What is to come after the chapter they are in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// One that may follow, by chance.
    #[default]
    Chance,
    Named(ChapterId),
    /// None: the cards come mixed.
    Mixed,
}

impl Wish {
    fn is_chance(&self) -> bool {
        *self == Self::Chance
    }
}

/// What a chapter asks of the next card.
#[derive(Debug, Default)]
pub(super) struct Asked<'l> {
    pub leading: Vec<CardId>,
    /// What is to come at its own time only.
    pub kept_back: Vec<CardId>,
    pub chapter: Option<&'l Chapter>,
}

impl Year {
    /// Whether nothing is kept of it yet.
    pub(super) fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    fn has_behind(&self, id: &ChapterId) -> bool {
        self.behind.contains(id)
    }

    /// A card went back: it may come again, in its place.
    pub(super) fn give_back(&mut self, card: &CardId) {
        if let Some(now) = &mut self.now {
            let met = now.met.len();
            now.met.retain(|met| met != card);
            now.cards = now.cards.saturating_sub(u32::from(now.met.len() < met));
        }
    }
}

impl Chapter {
    /// Whether it may begin now. One that was named need not wait for others.
    fn may_come(&self, year: &Year, open: &[Gate]) -> bool {
        open.contains(&self.gate)
            && u64::try_from(year.behind.len()).is_ok_and(|behind| behind >= self.behind)
            && year.behind.last() != Some(&self.id)
    }

    /// Whether it fits straight after what lies behind them.
    fn follows(&self, year: &Year) -> bool {
        let last = year.behind.last();
        let fits = |before: &Before| match before {
            Before::FirstDays => last.is_none(),
            Before::Chapter(id) => last == Some(id),
        };
        self.after.is_empty() || self.after.iter().any(fits)
    }
}

impl Couple {
    /// What the first days or the chapter ask of the card that is chosen now. Begins a chapter where one is to begin.
    pub(super) fn chapter_asks<'l>(&mut self, open: &[Gate], cx: &mut Cx<'l>) -> Asked<'l> {
        let library = cx.library;
        let living = self.settings.living();
        let at_the_beginning = Year { next: self.deck.year.next.clone(), ..Year::default() } == self.deck.year;
        if at_the_beginning && self.deck.year.next != Wish::Mixed && self.deck.shown.len() < FIRST_DAYS {
            let leading = library.first_days(living).to_vec();
            return Asked { leading, kept_back: self.later_cards(library), chapter: None };
        }
        let today = self.settings.day(cx.now);
        let (left_out, shown) = (self.topics_left_out(), self.deck.shown.clone());
        let can_come =
            |id: &CardId| library.card(id).is_some_and(|card| card.suits(&left_out, living)) && !shown.contains(id);
        let is_over = |now: &mut ChapterNow| match library.chapter(&now.id) {
            None => true,
            Some(chapter) => {
                let has_end = chapter.ends.last().is_some_and(can_come);
                !open.contains(&chapter.gate)
                    || cx.now - now.last > DROPPED_AFTER
                    || (!has_end && now.is_ending(chapter, today))
            }
        };
        // Without its closing line: behind a door that was shut, after weeks without a card, or where its last card came
        // the first time already.
        if let Some(dropped) = self.deck.year.now.take_if(is_over) {
            self.deck.year.behind.push(dropped.id);
        }
        if self.deck.year.now.is_none() {
            self.begin_chapter(today, open, cx);
        }
        let Some(now) = &self.deck.year.now else { return Asked::default() };
        let Some(chapter) = library.chapter(&now.id) else { return Asked::default() };
        let to_come = |cards: &[CardId]| -> Vec<CardId> {
            cards.iter().filter(|id| !now.met.contains(id) && can_come(id)).cloned().collect()
        };
        let leading = if now.is_ending(chapter, today) {
            to_come(&chapter.ends)
        } else if now.cards % ANCHOR_EVERY == 0 {
            to_come(&chapter.anchors)
        } else {
            Vec::new()
        };
        let mut kept_back = self.later_cards(library);
        kept_back.retain(|id| !leading.contains(id));
        Asked { leading, kept_back, chapter: Some(chapter) }
    }

    /// Cards of chapters that are to come at their own time: of those ahead, and of the one they are in.
    fn later_cards(&self, library: &Library) -> Vec<CardId> {
        if self.deck.year.next == Wish::Mixed && self.deck.year.now.is_none() {
            return Vec::new();
        }
        let ahead = library.chapters().iter().filter(|chapter| !self.deck.year.has_behind(&chapter.id));
        ahead.flat_map(Chapter::cards).cloned().collect()
    }

    fn begin_chapter(&mut self, today: NaiveDate, open: &[Gate], cx: &mut Cx<'_>) {
        let chapters = cx.library.chapters();
        let named = match std::mem::take(&mut self.deck.year.next) {
            Wish::Mixed => {
                self.deck.year.next = Wish::Mixed;
                return;
            }
            Wish::Named(id) => chapters.iter().find(|chapter| chapter.id == id && open.contains(&chapter.gate)),
            Wish::Chance => None,
        };
        let year = &self.deck.year;
        let chosen = named.or_else(|| {
            let may: Vec<&Chapter> = chapters.iter().filter(|chapter| chapter.may_come(year, open)).collect();
            // Those that were away longest; never been is longest of all. Of them, one that fits after the last.
            let away = |chapter: &&Chapter| year.behind.iter().rposition(|id| *id == chapter.id);
            let longest = may.iter().map(away).min()?;
            let longest: Vec<&Chapter> = may.into_iter().filter(|chapter| away(chapter) == longest).collect();
            let fitting: Vec<&Chapter> = longest.iter().copied().filter(|chapter| chapter.follows(year)).collect();
            if fitting.is_empty() { longest.choose(cx.rng).copied() } else { fitting.choose(cx.rng).copied() }
        });
        self.deck.year.now = chosen.map(|chapter| ChapterNow {
            id: chapter.id.clone(),
            since: today,
            cards: 0,
            last: cx.now,
            met: Vec::new(),
        });
    }

    /// A card was laid in the chapter: the line that stands above it, if it has one, and whether the chapter ends with it.
    pub(super) fn chapter_goes_on(&mut self, card: &Card, chapter: &Chapter, now: DateTime<Utc>) -> Option<Phrase> {
        let again = self.deck.year.has_behind(&chapter.id);
        let state = self.deck.year.now.as_mut()?;
        let is_first = state.met.is_empty() && state.cards == 0;
        state.cards = state.cards.saturating_add(1);
        state.last = now;
        if chapter.cards().any(|id| *id == card.id) {
            state.met.push(card.id.clone());
        }
        let is_last = chapter.ends.last() == Some(&card.id);
        if is_last && let Some(over) = self.deck.year.now.take() {
            self.deck.year.behind.push(over.id);
        }
        // What one of the two can keep away alone carries no line.
        let title = chapter.title.as_str();
        let above = |text: &str| Some(line::ChapterLine { line: text, title }.phrase());
        match () {
            () if !card.comes_whatever_one_chose() => None,
            () if is_first => above(if again { &chapter.again } else { &chapter.opening }),
            () if is_last => above(&chapter.closing),
            () if card.id == chapter.middle_with => above(&chapter.middle),
            () => None,
        }
    }

    /// A tap on a button about chapters.
    pub(super) fn chapter_tap(&mut self, action: &ChapterAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            ChapterAction::Ask => {}
            ChapterAction::Next(id) => self.deck.year.next = Wish::Named(id.clone()),
            ChapterAction::Chance => self.deck.year.next = Wish::Chance,
            ChapterAction::Mixed => self.deck.year.next = Wish::Mixed,
            ChapterAction::Leave => {
                if let Some(left) = self.deck.year.now.take() {
                    self.deck.year.behind.push(left.id);
                }
            }
        }
        let screen = self.chapters_screen(cx);
        cx.edit(message, screen)
    }

    /// What comes after this chapter, to be chosen.
    pub(super) fn chapters_screen(&self, cx: &Cx<'_>) -> Message {
        let open = self.open_doors(cx.now);
        let title = |id: &ChapterId| cx.library.chapter(id).map(|chapter| chapter.title.as_str());
        let now = self.deck.year.now.as_ref().and_then(|now| title(&now.id));
        let mut body = vec![now.map_or_else(line::chapter_none_now, line::chapter_now)];
        body.push(match &self.deck.year.next {
            Wish::Chance => line::chapter_next_chance(),
            Wish::Mixed => line::chapter_next_mixed(),
            Wish::Named(id) => title(id).map_or_else(line::chapter_next_chance, line::chapter_next_named),
        });
        let act = |label: Phrase, action| Button::new(label, Action::Chapter(action));
        let in_now = |chapter: &&Chapter| self.deck.year.now.as_ref().is_none_or(|now| now.id != chapter.id);
        // What lies behind a door is chosen by itself only, once its door is open: it is no button.
        let chapters =
            cx.library.chapters().iter().filter(|chapter| chapter.gate == Gate::Open && open.contains(&chapter.gate));
        let buttons = chapters
            .filter(in_now)
            .map(|chapter| act(line::button_plain(chapter.title.as_str()), ChapterAction::Next(chapter.id.clone())));
        Message::new(body)
            .grid(2, buttons)
            .row([
                act(line::button_chapter_chance(), ChapterAction::Chance),
                act(line::button_chapter_mixed(), ChapterAction::Mixed),
            ])
            .row(self.deck.year.now.as_ref().map(|_| act(line::button_chapter_leave(), ChapterAction::Leave)))
            .row([Button::new(line::button_back(), Action::Settings(SettingsAction::Overview))])
    }
}

impl ChapterNow {
    /// Whether it is time for the cards that end it.
    fn is_ending(&self, chapter: &Chapter, today: NaiveDate) -> bool {
        let weeks = i64::try_from(chapter.weeks).unwrap_or(i64::MAX);
        let ends = u32::try_from(chapter.ends.len()).unwrap_or(0);
        let days = (today - self.since).num_days();
        days + i64::from(ends) >= weeks.saturating_mul(7) && self.cards + ends >= LEAST_CARDS
    }
}
