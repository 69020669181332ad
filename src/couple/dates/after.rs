//! The morning after: did it happen, and would it be nice again? What each says moves the weight of the idea, slowly,
//! and nothing else; nobody sees what the other said.

use crate::couple::line_for;
use crate::couple::said_time;
use crate::line;
use std::collections::BTreeMap;

use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Dates;
use super::action::{DateAction, For};
use super::evening::Evening;
use super::names::{DateTag, EveningId, Verdict};
use super::reminders::next_waking;
use super::wishes::button;
use crate::couple::rhythm::{Settings, time};
use crate::couple::{Couple, Cx, Message, MessageId, Show, UserId};
use crate::prompts::MOST_LIKED;

/// A question about an evening of longer ago is not asked any more.
pub(super) const TOO_LATE_TO_ASK: TimeDelta = TimeDelta::days(2);
/// So long the buttons work, and so long what each said is kept.
const OPEN: TimeDelta = TimeDelta::days(2);

impl Verdict {
    /// How far it moves the liking of an idea.
    fn weight(self) -> i8 {
        match self {
            Self::Loved => 1,
            Self::Fine | Self::Moved => 0,
            Self::NotForUs => -1,
        }
    }
}

/// What became of an evening.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum After {
    /// It is ahead, or nobody has been asked yet.
    #[default]
    ToCome,
    /// What each said so far, and until when they can (UTC).
    Asked {
        #[serde(default)]
        said: BTreeMap<UserId, Verdict>,
        until: DateTime<Utc>,
    },
    Closed,
    /// It did not happen then.
    Moved,
}

impl Evening {
    /// When the morning after is.
    pub(super) fn morning_after(&self, settings: &Settings) -> DateTime<Utc> {
        let day = settings.day(self.at).checked_add_days(Days::new(1));
        let morning = day.map_or(self.at + TimeDelta::days(1), |day| settings.instant(day, time(10, 0)));
        next_waking(settings, morning)
    }
}

impl Dates {
    /// The time for saying how it was is over: what was said moves the idea's weight and is forgotten.
    pub(super) fn close(&mut self, id: EveningId) {
        let Some(evening) = self.evening_mut(id) else { return };
        let After::Asked { said, .. } = std::mem::replace(&mut evening.after, After::Closed) else { return };
        let Some(idea) = evening.idea.clone() else { return };
        let moved: i8 = said.values().map(|verdict| verdict.weight()).sum();
        if moved != 0 {
            let liked = self.liking.entry(idea).or_default();
            *liked = liked.saturating_add(moved).clamp(-MOST_LIKED, MOST_LIKED);
        }
    }
}

impl Couple {
    /// Asks how it was.
    pub(super) fn ask_after(&mut self, id: EveningId, cx: &mut Cx<'_>) {
        let Some(evening) = self.dates.evening_mut(id) else { return };
        evening.after = After::Asked { said: BTreeMap::new(), until: cx.now + OPEN };
        let Some(evening) = self.dates.evening(id) else { return };
        // After a stop or a rest it may be asked later in the day.
        let morning = said_time::is_morning(cx.now.with_timezone(&self.settings.zone).time());
        let mut body = vec![if morning { line::after() } else { line::after_later() }];
        body.extend(evening.said_title().iter().map(|title| line::evening_title(title.text())));
        let idea = evening.idea_for_all(cx.library);
        body.extend(idea.map(|idea| line::after_idea(idea.title.as_str())));
        body.push(line::after_how());
        let said = |verdict: Verdict| button(line_for::verdict_button(verdict), DateAction::Said(id, verdict));
        let message = Message::new(body)
            .row([said(Verdict::Loved), said(Verdict::Fine)])
            .row([said(Verdict::NotForUs), said(Verdict::Moved)]);
        self.say_by_itself(message, Some(DateTag::After(id)), cx);
    }

    /// One says how it was. Only "we moved it" changes anything that the other can see: it is about the evening.
    pub(super) fn said(
        &mut self,
        user: UserId,
        id: EveningId,
        verdict: Verdict,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Option<Show> {
        let evening = self.dates.evening_mut(id)?;
        let After::Asked { said, .. } = &mut evening.after else { return None };
        if verdict == Verdict::Moved {
            evening.after = After::Moved;
            let stamp = evening.stamp();
            let mut days = self.days_screen(For::Move(stamp), cx.now);
            days.body.insert(0, line::after_moved());
            return Some(cx.edit(message, days));
        }
        said.insert(user, verdict);
        Some(Show::Passing(line::alert_after()))
    }
}
