//! What is asked before an evening is set: where it would take the place of something else.

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};

use super::action::{DateAction, For};
use super::booking::act;
use super::evening::{Hold, Origin, Title, Wording};
use super::names::EveningId;
use super::unread::check;
use crate::couple::{Couple, Message, UserId, line_for, said_time};
use crate::line;
use crate::spoken_time::Every;

impl Couple {
    /// The question that comes before setting this; `None` where nothing is in its way.
    pub(super) fn question_before(&self, what: For, local: NaiveDateTime, now: DateTime<Utc>) -> Option<Message> {
        check(local, self.settings.zone, now).ok()?;
        match what {
            For::Draft(serial) => {
                let draft = self.dates.draft.as_ref().filter(|draft| draft.serial == serial)?;
                self.asks_for_room(what, local, draft.every?)
            }
            For::New | For::Idea(_) | For::Move(_) => None,
        }
    }

    /// There is one regular evening: a second one takes its place, and that is asked first.
    fn asks_for_room(&self, what: For, local: NaiveDateTime, every: Every) -> Option<Message> {
        let regular = self.dates.regular.as_ref().filter(|regular| !regular.is_same(every, local))?;
        let new = line_for::rule(every, line_for::weekday(local.weekday()), said_time::clock(local.time()));
        let question = Message::new([line::regular_there(regular.said())]);
        Some(
            question
                .row([act(line::button_regular_yes(new), DateAction::Sure(what, local))])
                .row([act(line::button_regular_keep(regular.said()), DateAction::KeepRegular)]),
        )
    }

    /// The next evening of the rule, where it is this very rule that is set once more: a title may come along, and with
    /// it the other is asked anew.
    pub(super) fn same_rule(
        &mut self,
        user: UserId,
        every: Every,
        local: NaiveDateTime,
        title: Option<&Title>,
        now: DateTime<Utc>,
    ) -> Option<EveningId> {
        let regular = self.dates.regular.as_mut().filter(|regular| regular.is_same(every, local))?;
        let is_next = |origin: Origin| matches!(origin, Origin::Regular(_));
        let next = self.dates.evenings.iter().find(|evening| is_next(evening.origin) && evening.is_ahead(now))?.id;
        if let (Some(title), None) = (title, &regular.title) {
            regular.title = Some(title.clone());
            regular.hold = Hold::One(user);
            let untitled = |evening: &&mut super::Evening| is_next(evening.origin) && evening.is_ahead(now);
            for evening in self.dates.evenings.iter_mut().filter(untitled).filter(|evening| evening.title.is_none()) {
                evening.title = Some(title.clone());
                evening.wording = Wording::OfOne;
                evening.hold = Hold::One(user);
                evening.revision += 1;
            }
        }
        Some(next)
    }
}
