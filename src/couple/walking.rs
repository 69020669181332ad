//! A path: for a fortnight the daily cards follow an order that leads somewhere. Either of the two begins one, either
//! ends it, and nothing is said of one that is left.

use serde::{Deserialize, Serialize};

use super::{Action, Button, Class, Context, Couple, Effect, Effects, Message, MessageId, Phrase, Show, screens};
use crate::prompts::{Card, CardId, CardPath, Gate, Hour, Library, PathDay, PathId};

/// Where they are on a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    pub path: PathId,
    /// Its cards that have come, oldest first.
    #[serde(default)]
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

/// Lines of the voice that suit any card of a path.
const NEUTRAL_LINES: usize = 6;

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
    /// The line above its card.
    pub(super) fn line(&self) -> Phrase {
        self.place("path-day").with("line", self.day.line.as_str())
    }

    /// The line above a card that stands in for its own: one that suits any.
    pub(super) fn neutral_line(&self) -> Phrase {
        let line = Phrase::new(format!("path-neutral-{}", self.number % NEUTRAL_LINES));
        self.place("path-day").with("line", line)
    }

    fn place(&self, key: &str) -> Phrase {
        Phrase::new(key)
            .with("title", self.path.title.as_str())
            .with("day", number(self.number))
            .with("days", number(self.of))
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Couple {
    /// `/path`, `/path friends`, `/path off`.
    pub(super) fn path_typed(&mut self, typed: &str, context: &Context<'_>, out: &mut Effects) {
        let typed = typed.trim();
        let named = |path: &&CardPath| [&path.id.0, &path.title].iter().any(|name| name.eq_ignore_ascii_case(typed));
        let message = if ["off", "end", "stop"].iter().any(|off| typed.eq_ignore_ascii_case(off)) {
            self.end_path()
        } else {
            match self.paths(context).into_iter().find(named) {
                Some(path) => self.begin_path(path, context),
                None => self.path_list(context),
            }
        };
        out.say(message);
    }

    /// A path chosen from the list.
    pub(super) fn path_tapped(
        &mut self,
        id: &PathId,
        message: MessageId,
        context: &Context<'_>,
        out: &mut Effects,
    ) -> Show {
        let Some(path) = self.paths(context).into_iter().find(|path| path.id == *id) else {
            out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: message }));
            return Show::Box(Phrase::new("alert-path-not-now"));
        };
        let begun = self.begin_path(path, context);
        out.screen(message, begun)
    }

    /// The path is left; the cards come as before.
    pub(super) fn end_path(&mut self) -> Message {
        let key = if self.deck.walk.take().is_some() { "path-ended" } else { "path-not-on" };
        Message::new([Phrase::new(key)])
    }

    fn begin_path(&mut self, path: &CardPath, context: &Context<'_>) -> Message {
        let walk = Walk { path: path.id.clone(), met: Vec::new() };
        let days = walk.left(context.library).len();
        self.deck.walk = Some(walk);
        Message::new([Phrase::new("path-begun")
            .with("title", path.title.as_str())
            .with("days", number(days))
            .with("rhythm", screens::rhythm(&self.settings))])
        .for_the_two(path.gate != Gate::Open)
    }

    /// The paths that they can begin.
    fn paths<'l>(&self, context: &Context<'l>) -> Vec<&'l CardPath> {
        let open = self.open_doors(context.now);
        let leads = |path: &&CardPath| open.contains(&path.gate) && !path.cards(context.library).is_empty();
        context.library.paths().iter().filter(leads).collect()
    }

    fn path_list(&self, context: &Context<'_>) -> Message {
        let paths = self.paths(context);
        let behind_a_door = paths.iter().any(|path| path.gate != Gate::Open);
        let mut body = vec![Phrase::new(if paths.is_empty() { "path-none" } else { "path-title" })];
        body.extend(
            paths.iter().map(|path| {
                Phrase::new("path-line").with("title", path.title.as_str()).with("line", path.line.as_str())
            }),
        );
        let walk = self.deck.walk.as_ref();
        let moment = Moment { open: &self.open_doors(context.now), light_only: false, hour: Hour::Other };
        let next = walk.and_then(|walk| walk.next(context.library, moment));
        body.extend(next.map(|next| {
            Phrase::new("path-now")
                .with("title", next.path.title.as_str())
                .with("day", number(next.number))
                .with("days", number(next.of))
        }));
        let others = paths.into_iter().filter(|path| walk.is_none_or(|walk| walk.path != path.id));
        let buttons = others.map(|path| Button::Act {
            label: Phrase::new("button-plain").with("label", path.title.as_str()),
            action: Action::Path(path.id.clone()),
        });
        Message::new(body)
            .grid(1, buttons)
            .row(walk.map(|_| Button::new("button-path-off", Action::PathOff)))
            .for_the_two(behind_a_door)
    }
}
