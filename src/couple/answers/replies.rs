//! After an opening: one reply of each to the other, passed over by either without a word.

use super::{Round, Stage};
use crate::couple::{Couple, Cx, Said, UserId};
use crate::line;

/// Whether something that was said is a reply to opened answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::couple) enum Heard {
    AReply,
    SomethingElse,
}

impl Couple {
    /// One said something in the group. When both have replied, one line says so; else nothing does.
    pub(in crate::couple) fn reply_heard(&mut self, user: UserId, said: Said, cx: &mut Cx<'_>) -> Heard {
        let (Some(to), Some(people)) = (said.to, self.people()) else { return Heard::SomethingElse };
        let opened = self.answers.rounds.iter_mut().find_map(|round| match round {
            Round { stage: Stage::Opened(opened), thread, .. } if opened.under.contains_key(&to) => {
                Some((opened, *thread))
            }
            _ => None,
        });
        let Some((opened, thread)) = opened else { return Heard::SomethingElse };
        // To one's own answer one may add; that is no reply to the other.
        if opened.under.get(&to) == Some(&Some(user)) {
            return Heard::AReply;
        }
        let news = opened.replied.insert(user);
        if news && people.iter().all(|user| opened.replied.contains(user)) {
            cx.in_thread(thread, |cx| cx.line(line::answers_warm()));
        }
        Heard::AReply
    }
}
