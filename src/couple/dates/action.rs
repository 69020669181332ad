//! What the buttons of date nights do.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::names::{EveningId, Lead, OfferSerial, Span, Verdict};
use crate::couple::carried::{Carried, Data, Words, carried, carried_name, carried_number};
use crate::prompts::{Apart, Cost, Energy};

/// The number of something typed that is still to be decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftSerial(pub u32);

carried_number!(DraftSerial(u32), EveningId(u32), OfferSerial(u32));
carried_name!(Lead, Span, Verdict);

carried!(
    /// What a day and an hour are chosen for. One word.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub joined enum For {
        /// An evening without anything yet.
        "n" => New,
        /// The idea that was proposed at the end of this offer.
        "i" => Idea(offer: OfferSerial),
        /// What was typed.
        "d" => Draft(draft: DraftSerial),
        /// Another time for an evening that is set.
        "m" => Move(stamp: Stamp),
    }
);

/// An evening as it was when a button was shown: a button of an older state is refused, so that nobody agrees to a
/// time that they did not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub evening: EveningId,
    pub revision: u32,
}

/// Both numbers in one word: `5.1`.
impl Carried for Stamp {
    fn write(&self, data: &mut Data) {
        data.word(&format!("{}.{}", self.evening.0, self.revision));
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        let (evening, revision) = words.next()?.split_once('.')?;
        Some(Self { evening: EveningId(evening.parse().ok()?), revision: revision.parse().ok()? })
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { evening: EveningId(u32::MAX), revision: u32::MAX }, Self { evening: EveningId(1), revision: 0 }]
    }
}

carried!(
    /// Everything that a button about date nights can do.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum DateAction {
        /// `/date`: the wishes, and three ideas or an evening from there.
        "ask" => Ask,
        "energy" => Energy(energy: Energy),
        "cost" => Cost(cost: Cost),
        "span" => Span(span: Span),
        "" => Apart(living: Apart),
        /// Nothing now: the screen of wishes goes.
        "enough" => Enough,
        /// Three ideas.
        "three" => Three,
        /// One of the three appeals, or no more; private.
        "like" => Like(offer: OfferSerial, place: u8),
        /// One of the three in full, and back to them.
        "about" => About(offer: OfferSerial, place: u8),
        "these" => These(offer: OfferSerial),
        /// Has looked at all three; private.
        "looked" => Looked(offer: OfferSerial),
        "more" => More(offer: OfferSerial),
        "notnow" => NotNow(offer: OfferSerial),
        /// Choose a day.
        "days" => Days(what: For),
        /// Choose an hour of it.
        "hours" => Hours(what: For, day: NaiveDate),
        /// Set the evening.
        "book" => Book(what: For, at: NaiveDateTime),
        /// The same, after they were asked.
        "sure" => Sure(what: For, at: NaiveDateTime),
        /// The evening's own message.
        "eve" => Evening(evening: EveningId),
        "in" => In(stamp: Stamp),
        "change" => Change(evening: EveningId),
        /// Three ideas for this evening.
        "ideas" => Ideas(evening: EveningId),
        /// Who plans it; private.
        "who" => Who(evening: EveningId),
        "swap" => Swap(evening: EveningId),
        "off" => CallOff(stamp: Stamp),
        /// An evening called off by mistake is set again, by the one who called it off.
        "undo" => Undo(evening: EveningId),
        /// No regular evening any more.
        "endregular" => EndRegular,
        /// It stays, and no other takes its place.
        "keepregular" => KeepRegular,
        /// One ended by mistake is set again, by the one who ended it. `first`: the first of its rule.
        "regularback" => RegularBack(first: NaiveDateTime),
        /// The calendar file of an evening.
        "file" => File(evening: EveningId),
        /// The whole calendar.
        "files" => Files,
        /// The morning after; private.
        "said" => Said(evening: EveningId, verdict: Verdict),
        /// `/dates`.
        "list" => List,
        /// Choose the reminders.
        "leads" => Leads,
        "lead" => Lead(lead: Lead),
        /// Choose the day of the weekly idea.
        "weekly" => Weekly,
        "weekday" => WeeklyDay(day: Weekday),
        "weekhour" => WeeklyHour(hour: NaiveTime),
        "weekoff" => WeeklyOff,
    }
);
