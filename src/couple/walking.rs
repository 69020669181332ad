//! A path: for a fortnight the daily cards follow an order that leads somewhere. Either of the two begins one, either
//! ends it, and nothing is said of one that is left.

use crate::couple::PathAction;
use crate::couple::line_for;
use crate::line;
use serde::{Deserialize, Serialize};

use super::{Action, Button, Couple, Cx, Message, MessageId, Phrase, Show, Value, screens};
use crate::prompts::{Card, CardId, CardPath, Gate, Hour, Library, PathDay, PathId};

/// Where they are on a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    pub path: PathId,
    /// Its cards that have come, oldest first.
    #[serde(default, with = "crate::prompts::id_list")]
    pub met: Vec<CardId>,
}

/// What comes next on a path.
pub(super) struct NextDay<'l> {
    pub path: &'l CardPath,
    pub day: &'l PathDay,
    pub card: &'l Card,
    /// Counted from 1.
    number: usize,
    of: usize,
}

/// What is true at this moment of what may come.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    /// The doors that are open.
    pub open: &'a [Gate],
    pub light_only: bool,
    pub hour: Hour,
}

impl Moment<'_> {
    /// Whether the path goes on now. On a light day it waits, so that nothing is met out of its order.
    fn goes_on(&self, next: &Card) -> bool {
        !self.light_only || next.is_light()
    }

    /// Whether a card of a path suits this hour. One that does not keeps its place.
    fn suits(&self, card: &Card) -> bool {
        self.hour == Hour::Other || !card.is_behind_a_door()
    }
}

impl Walk {
    /// The days that are still to come; none where the path is gone, or at its end.
    pub(super) fn left<'l>(&self, library: &'l Library) -> Vec<(&'l PathDay, &'l Card)> {
        let cards = library.path(&self.path).map(|path| path.cards(library)).unwrap_or_default();
        cards.into_iter().filter(|(_, card)| !self.met.contains(&card.id)).collect()
    }

    /// The next day that suits; none while the path lies behind a door that is shut.
    pub(super) fn next<'l>(&self, library: &'l Library, moment: Moment<'_>) -> Option<NextDay<'l>> {
        let path = library.path(&self.path).filter(|path| moment.open.contains(&path.gate))?;
        let left = self.left(library);
        let (number, of) = (self.met.len() + 1, self.met.len() + left.len());
        left.first().filter(|(_, card)| moment.goes_on(card))?;
        let (day, card) = left.into_iter().find(|(_, card)| moment.suits(card))?;
        Some(NextDay { path, day, card, number, of })
    }

    /// A card was put aside: it keeps its place.
    pub(super) fn give_back(&mut self, card: &CardId) {
        self.met.retain(|met| met != card);
    }
}

impl NextDay<'_> {
    /// The line above its card. Where what one of the two chose in private can put another card in its place, it is the
    /// line that would stand above that one: so the line tells nothing.
    pub(super) fn line(&self) -> Phrase {
        if self.card.comes_whatever_one_chose() { self.above(self.day.line.as_str()) } else { self.neutral_line() }
    }

    /// The line above a card that stands in for its own: one that suits any.
    pub(super) fn neutral_line(&self) -> Phrase {
        self.above(line_for::any_day_of_a_path(self.number))
    }

    fn above(&self, line: impl Into<Value>) -> Phrase {
        let (day, days) = (number(self.number), number(self.of));
        line::PathDay { title: self.path.title.as_str(), day, days, line }.phrase()
    }

    /// What stands below the last of its cards.
    pub(super) fn below(&self) -> Option<Phrase> {
        (self.number == self.of).then(line::path_last)
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Couple {
    /// `/path`, `/path friends`, `/path off`.
    pub(super) fn path_typed(&mut self, typed: &str, cx: &mut Cx<'_>) {
        let typed = typed.trim();
        let named = |path: &&CardPath| [&path.id.0, &path.title].iter().any(|name| name.eq_ignore_ascii_case(typed));
        let message = if ["off", "end", "stop"].iter().any(|off| typed.eq_ignore_ascii_case(off)) {
            self.end_path()
        } else {
            match self.paths(cx).into_iter().find(named) {
                Some(path) => self.begin_path(path, cx),
                None => self.path_list(cx),
            }
        };
        cx.say(message);
    }

    /// A tap on a button about paths.
    pub(super) fn path_tap(&mut self, action: PathAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            PathAction::Begin(path) => self.path_chosen(&path, message, cx),
            PathAction::Look(path) => match self.paths(cx).into_iter().find(|there| there.id == path) {
                Some(path) => cx.edit(message, path_screen(path)),
                None => Self::path_gone(message, cx),
            },
            PathAction::List => {
                let list = self.path_list(cx);
                cx.edit(message, list)
            }
            PathAction::End => {
                let ended = self.end_path();
                cx.edit(message, ended)
            }
        }
    }

    fn path_gone(message: MessageId, cx: &mut Cx<'_>) -> Show {
        cx.unbutton(message);
        Show::Passing(line::alert_path_not_now())
    }

    fn path_chosen(&mut self, id: &PathId, message: MessageId, cx: &mut Cx<'_>) -> Show {
        let Some(path) = self.paths(cx).into_iter().find(|path| path.id == *id) else {
            return Self::path_gone(message, cx);
        };
        let begun = self.begin_path(path, cx);
        cx.edit(message, begun)
    }

    /// The path is left; the cards come as before.
    pub(super) fn end_path(&mut self) -> Message {
        Message::new([if self.deck.walk.take().is_some() { line::path_ended() } else { line::path_not_on() }])
    }

    fn begin_path(&mut self, path: &CardPath, cx: &Cx<'_>) -> Message {
        let walk = Walk { path: path.id.clone(), met: Vec::new() };
        let days = walk.left(cx.library).len();
        self.deck.walk = Some(walk);
        Message::new([line::PathBegun {
            days: number(days),
            rhythm: screens::rhythm(&self.settings),
            title: path.title.as_str(),
        }
        .phrase()])
        .for_the_two(path.gate != Gate::Open)
    }

    /// The paths that they can begin.
    fn paths<'l>(&self, cx: &Cx<'l>) -> Vec<&'l CardPath> {
        let open = self.open_doors(cx.now);
        let leads = |path: &&CardPath| open.contains(&path.gate) && !path.cards(cx.library).is_empty();
        cx.library.paths().iter().filter(leads).collect()
    }

    fn path_list(&self, cx: &Cx<'_>) -> Message {
        let paths = self.paths(cx);
        let behind_a_door = paths.iter().any(|path| path.gate != Gate::Open);
        let mut body = vec![if paths.is_empty() { line::path_none() } else { line::path_title() }];
        let walk = self.deck.walk.as_ref();
        let moment = Moment { open: &self.open_doors(cx.now), light_only: false, hour: Hour::Other };
        let next = walk.and_then(|walk| walk.next(cx.library, moment));
        body.extend(next.map(|next| {
            line::PathNow { day: number(next.number), days: number(next.of), title: next.path.title.as_str() }.phrase()
        }));
        let left = walk.map_or(0, |walk| walk.left(cx.library).len());
        let at_its_end = walk.filter(|_| left == 0).and_then(|walk| cx.library.path(&walk.path));
        body.extend(
            at_its_end.filter(|path| paths.contains(path)).map(|path| line::path_at_its_end(path.title.as_str())),
        );
        let others = paths.into_iter().filter(|path| walk.is_none_or(|walk| walk.path != path.id));
        let buttons = others.map(|path| Button::Act {
            label: line::button_plain(path.title.as_str()),
            action: Action::Path(PathAction::Look(path.id.clone())),
        });
        Message::new(body)
            .grid(1, buttons)
            .row(walk.filter(|_| left > 0).map(|_| Button::new(line::button_path_off(), Action::Path(PathAction::End))))
            .for_the_two(behind_a_door)
    }
}

/// One path: what it is, and whether they begin it.
fn path_screen(path: &CardPath) -> Message {
    let about = line::PathLine { line: path.line.as_str(), title: path.title.as_str() }.phrase();
    let begin = Action::Path(PathAction::Begin(path.id.clone()));
    Message::new([about])
        .row([Button::new(line::button_path_begin(), begin)])
        .row([Button::new(line::button_back(), Action::Path(PathAction::List))])
        .for_the_two(path.gate != Gate::Open)
}
