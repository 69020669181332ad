//! Which card comes next.
//!
//! Two kinds of rules. The *pool* says which cards are for this couple at all, by now: not too deep too soon, and those
//! behind a door only once both have opened it, each in private. The *pace* says what may follow what: a hard card comes seldom, and a light one after it. Within both, cards
//! that were not shown yet come first, then those of longest ago; the kind of card changes; and the four ingredients
//! keep in balance.

use std::collections::HashMap;

use chrono::{DateTime, Duration, TimeDelta, Utc};
use rand::Rng;
use rand::seq::IndexedRandom;

use crate::prompts::card::Card;
use crate::prompts::card_id::CardId;
use crate::prompts::chapter::ChapterWeights;
use crate::prompts::library::Library;
use crate::prompts::names::{Apart, Depth, Family, Gate, Named, Pack, Reveal, Sensitivity, Skip};
use crate::prompts::times::{DayPart, LifeStage, MeantFor, Occasion, Season};

/// For so long all cards are easy.
const SETTLING: Duration = Duration::days(14);
/// So many cards have to stand before they get personal.
const STOOD: u32 = 4;
/// Of so many cards in a row, at most one is an antidote.
const ANTIDOTE_SPAN: usize = 6;
/// Of so many cards in a row, at most one lies behind a door.
const DOOR_SPAN: usize = 8;
/// Of so many cards in a row, one is of a pack that they want, as long as it has cards that were not shown. The same holds
/// for the stage of life at which they are.
const WANTED_SPAN: usize = 6;
/// How far back the balance of ingredients looks.
const BALANCE_SPAN: usize = 24;
/// The last cards, which count twice.
const LATELY: usize = 4;
/// Once all have been shown, one in so many (those of longest ago) is up for choice.
const STALEST: usize = 3;
/// When an antidote may come, it does so one time in this many: about one card in seven. With fewer, the ingredients of
/// a whole library would not last a year of daily cards.
const ANTIDOTE_CHANCE: u32 = 2;

/// What is known of a couple's cards so far.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// Oldest first; at least since the pool was last used up.
    pub shown: &'a [CardId],
    /// What day of the year it is to them, the nearest to the two first. Empty where the card is not that of the day.
    pub occasions: &'a [Occasion],
    /// The cards that came on such days, each as often as it came.
    pub on_occasions: &'a [CardId],
    pub paired_at: DateTime<Utc>,
    /// Cards that were left standing: neither exchanged nor put aside.
    pub stood: u32,
    /// The doors that both have opened, each in private: tender cards lie behind the heavy one, intimate cards behind
    /// the other.
    pub open: &'a [Gate],
    /// A light week: easy cards about the ingredients only.
    pub light_only: bool,
    pub hour: Hour,
    pub season: Season,
    pub part: DayPart,
    /// How much is left of the day.
    pub day_left: TimeDelta,
    /// Topics that one of them, or both, asked to be left out.
    pub left_out: &'a [Skip],
    /// Whether they live in one place.
    pub living: Apart,
    /// Whether a card for each alone could reach them.
    pub corners: Corners,
    /// The packs that they want.
    pub packs: &'a [Pack],
    /// What their life is like, as far as they say so.
    pub stages: &'a [LifeStage],
    /// Cards that come first where they may, in this order.
    pub leading: &'a [CardId],
    /// What else is likelier than what; `None`: the ingredients keep in balance.
    pub weights: Option<&'a ChapterWeights>,
    /// Cards that are to come by another way.
    pub kept_back: &'a [CardId],
}

/// In whose private chat the bot can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corners {
    /// In that of each of the two.
    Both,
    NotBoth,
}

/// What kind of hour it is for the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hour {
    /// Before noon from Monday to Friday: nothing from behind a door.
    WorkMorning,
    Other,
}

impl History<'_> {
    fn deepest(&self, now: DateTime<Utc>) -> Depth {
        if self.light_only || now - self.paired_at < SETTLING || self.stood < STOOD {
            Depth::Easy
        } else if self.open.contains(&Gate::Heavy) {
            Depth::Tender
        } else {
            Depth::Personal
        }
    }

    /// Whether a card may come at a moment at which cards are as deep as this at most.
    fn lets_come(&self, card: &Card, deepest: Depth) -> bool {
        card.is_let_through(self.open)
            && (card.reveal != Reveal::PrivateOnly || self.corners == Corners::Both)
            && card.depth <= deepest
            && (card.sensitivity == Sensitivity::Open || deepest > Depth::Easy)
            && (card.is_light() || !self.light_only)
            && (self.hour == Hour::Other || !card.is_behind_a_door())
            && card.suits(self.left_out, self.living)
            && card.has_time(self.day_left)
            && card.is_in_time(self.season, self.part)
    }

    /// Whether a card is meant for these two, on any day.
    fn is_meant_for_them(&self, card: &Card) -> bool {
        card.pack.is_none_or(|pack| self.packs.contains(&pack))
            && match card.meant_for {
                MeantFor::Everyone => true,
                MeantFor::Stage(stage) => self.stages.contains(&stage),
                MeantFor::Occasion(_) => false,
            }
    }
}

/// Chooses the next card; `None` only if no card of the library is for this couple now.
pub fn choose<'l>(library: &'l Library, history: &History, now: DateTime<Utc>, rng: &mut impl Rng) -> Option<&'l Card> {
    let past = Past::of(library, history.shown);
    if let Some(card) = of_the_day(library, &past, history, now, rng) {
        return Some(card);
    }
    let paced = paced(pool(library, &past, history, now), &past);
    let leads = |id: &CardId| paced.iter().find(|candidate| candidate.card.id == *id && candidate.shown_at.is_none());
    if let Some(leading) = history.leading.iter().find_map(leads) {
        return Some(leading.card);
    }
    let turn = take_turns(those_wanted(paced, &past), rng);
    let varied = prefer(rested(turn), |card| !past.tires_of(card));
    let lightened = if past.last_is_antidote() { prefer(varied, |card| card.depth == Depth::Easy) } else { varied };
    let chosen = match history.weights {
        Some(weights) => lightened.choose_weighted(rng, |candidate| weights.of(candidate.card)).ok().copied(),
        None => balanced(lightened, &past).choose(rng).copied(),
    };
    chosen.map(|candidate| candidate.card)
}

/// A card that may be chosen.
#[derive(Clone, Copy)]
struct Candidate<'l> {
    card: &'l Card,
    /// Its last place among the cards shown; `None`: it was not shown yet.
    shown_at: Option<u32>,
}

/// The cards that are for this couple by now.
fn pool<'l>(library: &'l Library, past: &Past, history: &History, now: DateTime<Utc>) -> Vec<Candidate<'l>> {
    let deepest = history.deepest(now);
    let fits = |Candidate { card, .. }: &Candidate| history.is_meant_for_them(card) && history.lets_come(card, deepest);
    let mut kept_back = vec![false; library.cards().len()];
    for number in history.kept_back.iter().filter_map(|id| library.number(id)) {
        kept_back[number] = true;
    }
    let candidates = library.cards().iter().zip(&past.shown_at).zip(kept_back).filter(|(_, kept_back)| !kept_back);
    let mut pool = Vec::with_capacity(library.cards().len());
    pool.extend(candidates.map(|((card, shown_at), _)| Candidate { card, shown_at: *shown_at }).filter(fits));
    pool
}

/// A card for what the day is to them. Of its kind those that came least: none comes again before all others have that
/// can come to these two.
fn of_the_day<'l>(
    library: &'l Library,
    past: &Past,
    history: &History,
    now: DateTime<Utc>,
    rng: &mut impl Rng,
) -> Option<&'l Card> {
    let deepest = history.deepest(now);
    let came = |card: &Card| history.on_occasions.iter().filter(|id| **id == card.id).count();
    history.occasions.iter().find_map(|occasion| {
        let suit = |card: &&Card| card.suits(history.left_out, history.living);
        let of_kind = library.cards().iter().filter(|card| card.meant_for == MeantFor::Occasion(*occasion));
        let theirs: Vec<&Card> = of_kind.filter(suit).collect();
        let least = theirs.iter().map(|card| came(card)).min()?;
        let may_come = theirs.into_iter().filter(|card| came(card) == least && history.lets_come(card, deepest));
        let candidates = may_come.map(|card| Candidate { card, shown_at: None }).collect();
        paced(candidates, past).choose(rng).map(|candidate| candidate.card)
    })
}

/// What was shown, as far as the library still knows it.
struct Past<'l> {
    /// Oldest first; `None` where a card has gone from the library since.
    cards: Vec<Option<&'l Card>>,
    /// For each card of the library its last place among them.
    shown_at: Vec<Option<u32>>,
}

impl<'l> Past<'l> {
    fn of(library: &'l Library, shown: &[CardId]) -> Self {
        let mut shown_at = vec![None; library.cards().len()];
        let cards = (0..).zip(shown).map(|(place, id)| {
            let number = library.number(id)?;
            *shown_at.get_mut(number)? = Some(place);
            library.cards().get(number)
        });
        Self { cards: cards.collect(), shown_at }
    }

    fn recent(&self, span: usize) -> impl Iterator<Item = &'l Card> {
        self.cards.iter().rev().take(span).copied().flatten()
    }

    fn last(&self) -> Option<&'l Card> {
        self.cards.last().copied().flatten()
    }

    fn last_is_antidote(&self) -> bool {
        self.last().is_some_and(|card| card.family.is_antidote())
    }

    /// Whether the last two cards were of this card's mode already.
    fn tires_of(&self, card: &Card) -> bool {
        let mut modes = self.recent(2).map(|card| card.mode);
        self.cards.len() >= 2 && modes.next() == Some(card.mode) && modes.next() == Some(card.mode)
    }
}

/// The cards that may follow what was shown. Where the rules leave nothing (a small library), they give way one by
/// one, the spacing of hard cards last: there is to be a card.
fn paced<'l>(pool: Vec<Candidate<'l>>, past: &Past) -> Vec<Candidate<'l>> {
    // The first cards of all are about the ingredients.
    let antidote_is_due =
        past.cards.len() >= ANTIDOTE_SPAN - 1 && !past.recent(ANTIDOTE_SPAN - 1).any(|card| card.family.is_antidote());
    let door_is_due = !past.recent(DOOR_SPAN - 1).any(Card::is_behind_a_door);
    let after_door = past.last().is_some_and(Card::is_behind_a_door);
    // No two hard cards come one after the other, even where each is due.
    let gentle = prefer(pool, |card| {
        (antidote_is_due || !card.family.is_antidote())
            && (!card.is_behind_a_door() || (door_is_due && !past.last_is_antidote()))
    });
    if after_door { prefer(gentle, |card| card.depth == Depth::Easy) } else { gentle }
}

/// Who wants a pack, or is at a stage of life, sees it among their cards: one is due where the last few were of none.
fn those_wanted<'l>(paced: Vec<Candidate<'l>>, past: &Past) -> Vec<Candidate<'l>> {
    let of_packs = one_is_due(paced, past, |card| card.pack.is_some());
    one_is_due(of_packs, past, |card| card.meant_for.stage().is_some())
}

fn one_is_due<'l>(cards: Vec<Candidate<'l>>, past: &Past, is_wanted: impl Fn(&Card) -> bool) -> Vec<Candidate<'l>> {
    if past.recent(WANTED_SPAN - 1).any(&is_wanted) {
        return prefer(cards, |card| !is_wanted(card));
    }
    these_or_all(cards, |candidate| is_wanted(candidate.card) && candidate.shown_at.is_none())
}

/// Whether an ingredient or an antidote is next, where both may come.
fn take_turns<'l>(paced: Vec<Candidate<'l>>, rng: &mut impl Rng) -> Vec<Candidate<'l>> {
    let is = |candidate: &Candidate, antidote: bool| candidate.card.family.is_antidote() == antidote;
    let any = |antidote| paced.iter().any(|candidate| is(candidate, antidote));
    if !any(true) || !any(false) {
        return paced;
    }
    let unseen = |antidote| paced.iter().any(|candidate| is(candidate, antidote) && candidate.shown_at.is_none());
    let antidote = match (unseen(true), unseen(false)) {
        (true, false) => true,
        (false, true) => false,
        _ => rng.random_ratio(1, ANTIDOTE_CHANCE),
    };
    these_or_all(paced, |candidate| is(candidate, antidote))
}

/// Those not shown yet; once there are none, those of longest ago.
fn rested(mut cards: Vec<Candidate>) -> Vec<Candidate> {
    if cards.iter().any(|candidate| candidate.shown_at.is_none()) {
        cards.retain(|candidate| candidate.shown_at.is_none());
    } else {
        cards.sort_by_key(|candidate| candidate.shown_at);
        cards.truncate(cards.len().div_ceil(STALEST));
    }
    cards
}

/// Those of the family that came least of late.
fn balanced<'l>(cards: Vec<Candidate<'l>>, past: &Past) -> Vec<Candidate<'l>> {
    // What came in the last days counts twice: three of a family in a row would keep it away
    // for long once they are all counted.
    let within = |span, family: Family| past.recent(span).filter(|card| card.family == family).count();
    // Of two that came as often by this count, the one that came less in all: what drops out of the span next is its.
    let count = |family| {
        let in_all = within(BALANCE_SPAN, family);
        (in_all + within(LATELY, family), in_all)
    };
    let counts: HashMap<Family, _> = Family::ALL.iter().map(|family| (*family, count(*family))).collect();
    let least = cards.iter().filter_map(|candidate| counts.get(&candidate.card.family)).min();
    prefer(cards, |card| counts.get(&card.family) == least)
}

/// Those that are liked, or all if none is.
fn prefer(cards: Vec<Candidate>, like: impl Fn(&Card) -> bool) -> Vec<Candidate> {
    these_or_all(cards, |candidate| like(candidate.card))
}

/// Nothing is moved to another place: this runs many times for a card, on hundreds of candidates.
fn these_or_all(mut cards: Vec<Candidate>, these: impl Fn(&Candidate) -> bool) -> Vec<Candidate> {
    if cards.iter().any(&these) {
        cards.retain(these);
    }
    cards
}

#[cfg(test)]
mod tests;
