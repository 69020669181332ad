//! A year in chapters: each opens, has its middle and ends as it is written, follows what it may follow, and waits or goes
//! in silence where it has to.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, ChapterAction, ChatId, Effect, Event, Message, MessageId, Outgoing, Pace, Tag, TimerKind, Wish,
};
use nearer::prompts::{Before, Card, CardId, Chapter, ChapterId, Gate};

use crate::kit::{ANA, Two, World, library, lisbon, seeded, tap, utc};

struct Life {
    two: Two,
    /// The cards that came by themselves: when, which, and the line of a chapter above it.
    came: Vec<(DateTime<Utc>, &'static Card, Option<String>)>,
}

fn begin() -> DateTime<Utc> {
    utc("2026-11-23T12:00:00Z")
}

fn line_of_chapter(message: &Message) -> Option<String> {
    let first = message.body.first().filter(|phrase| phrase.key == "chapter-line")?;
    Some(format!("{first:?}"))
}

impl Life {
    fn new(seed: u64, pace: Pace) -> Self {
        let mut two = Two::paired(ChatId(-10 - seed.cast_signed()), lisbon(), begin(), seeded(seed));
        two.couple.settings.pace = pace;
        two.want_cards_alone();
        Self { two, came: Vec::new() }
    }

    fn lives(&mut self, days: i64) {
        let until = self.two.now + TimeDelta::days(days);
        while self.rings(until).is_some() {
            self.two.are_about();
        }
    }

    fn chapters(&self) -> Vec<ChapterId> {
        let year = &self.two.couple.deck.year;
        year.behind.iter().cloned().chain(year.now.as_ref().map(|now| now.id.clone())).collect()
    }
}

impl World for Life {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let by_itself = matches!(event, Event::Due { kind: TimerKind::Card, .. });
        let effects = self.two.happens(event);
        for row in &effects {
            let (Some(Tag::Card(serial)), Effect::Say { message, .. }) = (row.tag, &row.effect) else { continue };
            let current = self.two.couple.deck.current.as_mut().filter(|card| card.serial == serial);
            let Some(current) = current else { continue };
            current.message = Some(MessageId(1));
            if by_itself {
                let card = library().card(&current.card).expect("a card of the library");
                self.came.push((self.two.now, card, line_of_chapter(message)));
            }
        }
        effects
    }
}

fn chapter(id: &ChapterId) -> &'static Chapter {
    library().chapter(id).expect("a chapter of the library")
}

#[test]
fn a_year_goes_from_the_first_days_through_chapters_that_open_and_end() {
    for seed in 0..6 {
        let mut life = Life::new(seed, Pace::Daily);
        life.lives(365);
        let ids: Vec<&CardId> = life.came.iter().map(|(_, card, _)| &card.id).collect();
        let first = library().first_days(nearer::prompts::Apart::Together);
        assert_eq!(ids[..14].iter().copied().collect::<BTreeSet<_>>(), first.iter().collect(), "the first days");
        let different: BTreeSet<_> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "no card twice in a year");
        let behind = &life.two.couple.deck.year.behind;
        assert!(behind.len() >= 6, "{behind:?}");
        for (nth, id) in behind.iter().enumerate() {
            let chapter = chapter(id);
            assert!(nth as u64 >= chapter.behind, "{id} as number {nth}: {behind:?}");
            assert!(nth > 0 || chapter.after.contains(&Before::FirstDays), "{id} follows the first days");
            if behind[..nth].contains(id) {
                let open = library().chapters().iter().filter(|other| other.gate == Gate::Open);
                let unmet = open.filter(|other| !behind[..nth].contains(&other.id)).count();
                assert_eq!(unmet, 0, "{id} comes again before all have been: {behind:?}");
                continue;
            }
            assert!(chapter.gate == Gate::Open, "{id} lies behind a door that is shut");
            let places: Vec<usize> = chapter.cards().filter_map(|card| ids.iter().position(|id| *id == card)).collect();
            assert!(places.len() * 10 >= chapter.cards().count() * 6, "{id}: most of its own cards come");
            let last = ids.iter().position(|id| Some(*id) == chapter.ends.last());
            let opened =
                life.came.iter().position(|(_, _, line)| line.as_ref().is_some_and(|l| l.contains(&chapter.opening)));
            let ended =
                life.came.iter().position(|(_, _, line)| line.as_ref().is_some_and(|l| l.contains(&chapter.closing)));
            assert_eq!(ended, last, "{id} closes with its last card");
            let (opened, ended) = (opened.expect("an opening"), ended.expect("a closing"));
            let weeks = (life.came[ended].0 - life.came[opened].0).num_days() / 7;
            assert!((3..=7).contains(&weeks), "{id} took {weeks} weeks");
        }
    }
}

#[test]
fn at_one_card_a_week_a_chapter_still_has_its_cards() {
    let mut life = Life::new(3, Pace::Weekly);
    life.lives(365);
    let behind = &life.two.couple.deck.year.behind;
    assert!(!behind.is_empty());
    let ids: Vec<&CardId> = life.came.iter().map(|(_, card, _)| &card.id).collect();
    let chapter = chapter(&behind[0]);
    assert!(chapter.ends.iter().all(|end| ids.contains(&end)), "its last cards come");
}

#[test]
fn they_name_what_comes_next_or_none_or_leave_it() {
    let mut life = Life::new(5, Pace::Daily);
    life.lives(20);
    let first = life.chapters();
    assert_eq!(first.len(), 1, "a chapter follows the first days");
    let named = library()
        .chapters()
        .iter()
        .find(|chapter| chapter.gate == Gate::Open && chapter.id != first[0])
        .expect("another");
    life.happens(tap(ANA, Action::Chapter(ChapterAction::Next(named.id.clone())), 1));
    life.happens(tap(ANA, Action::Chapter(ChapterAction::Leave), 1));
    life.lives(3);
    assert_eq!(life.chapters(), [first[0].clone(), named.id.clone()]);
    life.happens(tap(ANA, Action::Chapter(ChapterAction::Mixed), 1));
    life.happens(tap(ANA, Action::Chapter(ChapterAction::Leave), 1));
    life.lives(10);
    assert_eq!(life.chapters().len(), 2, "the cards come mixed");
    assert_eq!(life.two.couple.deck.year.next, Wish::Mixed);
    life.happens(tap(ANA, Action::Chapter(ChapterAction::Chance), 1));
    life.lives(3);
    assert_eq!(life.chapters().len(), 3);
}

#[test]
fn after_a_month_without_cards_another_chapter_begins_without_a_word() {
    let mut life = Life::new(8, Pace::Daily);
    life.lives(20);
    life.two.couple.rest = nearer::couple::Rest::UntilResumed;
    life.two.now += TimeDelta::days(40);
    life.two.couple.rest = nearer::couple::Rest::Awake;
    let before = life.came.len();
    life.lives(30);
    let year = &life.two.couple.deck.year;
    assert_eq!(year.behind.len(), 1, "the first is over");
    let closing = &chapter(&year.behind[0]).closing;
    assert!(!life.came[before..].iter().any(|(_, _, line)| line.as_ref().is_some_and(|line| line.contains(closing))));
}
