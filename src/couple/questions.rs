//! The questions of cards that stand in one person's private chat: which of them something is an answer to.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{ChatId, Link, MessageId};

/// Questions that are remembered at once.
const MOST: usize = 8;
/// So long a question can be answered at the most.
const ASKED_FOR: TimeDelta = TimeDelta::hours(24);
/// So long after that what is said without a reply may be meant as an answer to it.
const MEANT_FOR: TimeDelta = TimeDelta::hours(6);
/// So long it is known that there was one, to say that it is over: until answers are forgotten.
const KNOWN_FOR: TimeDelta = super::FORGOTTEN_AFTER;
/// So long a button can carry the id that a group had before: until answers are forgotten.
const FORMER_FOR: TimeDelta = super::FORGOTTEN_AFTER;

/// The questions that stand in a private chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Questions {
    /// The one that is being answered last.
    asked: Vec<Question>,
    /// Where a card of their own was asked for and taken: a second message there is an answer to nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    taken: Vec<MessageId>,
    /// Those whose time is over: a reply to one comes too late.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    over: Vec<Question>,
    /// Groups that have another id now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former: Vec<Former>,
}

/// The question of a card, in this chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    #[serde(rename = "link")]
    about: About,
    message: MessageId,
    /// When it came (UTC).
    at: DateTime<Utc>,
}

/// What a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum About {
    /// An answer to a card.
    Card(Link),
    /// A card of their own, for this group.
    OwnCard { adds_to: ChatId },
}

impl About {
    fn chat(self) -> ChatId {
        match self {
            Self::Card(link) => link.chat,
            Self::OwnCard { adds_to } => adds_to,
        }
    }

    /// The same for a group that has another id.
    fn renamed(self, to: ChatId) -> Self {
        match self {
            Self::Card(link) => Self::Card(Link { chat: to, ..link }),
            Self::OwnCard { .. } => Self::OwnCard { adds_to: to },
        }
    }
}

/// A group that became a supergroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Former {
    from: ChatId,
    to: ChatId,
    /// When (UTC).
    at: DateTime<Utc>,
}

/// What something that was sent is an answer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerTo {
    One(About),
    /// There are several, and nothing tells which is meant.
    Unclear,
    /// More of what was taken already, such as the second picture of an album.
    Taken,
    /// The question is over.
    TooLate,
    Nothing,
}

impl Questions {
    /// Forgets what has had its time, and what belongs to none of these groups any more.
    pub(super) fn tidy(&mut self, now: DateTime<Utc>, is_theirs: impl Fn(&ChatId) -> bool) {
        self.over.extend(self.asked.extract_if(.., |question| now - question.at >= ASKED_FOR));
        self.asked.retain(|question| is_theirs(&question.about.chat()));
        self.over.retain(|question| now - question.at < KNOWN_FOR && is_theirs(&question.about.chat()));
        self.over.drain(..self.over.len().saturating_sub(MOST));
        self.former.retain(|former| now - former.at < FORMER_FOR && is_theirs(&former.to));
    }

    /// A question stands in the chat.
    pub(super) fn note(&mut self, about: About, message: MessageId, now: DateTime<Utc>) {
        self.asked.retain(|question| question.about != about);
        self.asked.push(Question { about, message, at: now });
        let surplus = self.asked.len().saturating_sub(MOST);
        self.asked.drain(..surplus);
    }

    /// What something is an answer to: the question under which it stands; without one, that which is being answered. A
    /// reply to anything else is clear only where there is one question.
    pub(super) fn answered(&mut self, to: Option<MessageId>, now: DateTime<Utc>) -> AnswerTo {
        if let Some(question) = self.asked.iter().find(|question| Some(question.message) == to).copied() {
            self.attend(question.about);
            return AnswerTo::One(question.about);
        }
        if to.is_some_and(|to| self.taken.contains(&to)) {
            return AnswerTo::Taken;
        }
        if self.over.iter().any(|question| Some(question.message) == to) {
            return AnswerTo::TooLate;
        }
        let over_of_late = self.over.iter().any(|question| now - question.at < ASKED_FOR + MEANT_FOR);
        match self.asked.as_slice() {
            [] if to.is_none() && over_of_late => AnswerTo::TooLate,
            [] => AnswerTo::Nothing,
            [.., last] if to.is_none() || self.asked.len() == 1 => AnswerTo::One(last.about),
            _ => AnswerTo::Unclear,
        }
    }

    /// This is the one that is being answered.
    pub(super) fn attend(&mut self, about: About) {
        if let Some(place) = self.asked.iter().position(|question| question.about == about) {
            let question = self.asked.remove(place);
            self.asked.push(question);
        }
    }

    /// A question has its answer, and takes no other.
    pub(super) fn settle(&mut self, about: About) {
        let settled = self.asked.iter().filter(|question| question.about == about);
        self.taken.extend(settled.map(|question| question.message));
        self.taken.drain(..self.taken.len().saturating_sub(MOST));
        self.asked.retain(|question| question.about != about);
    }

    /// Nothing more is an answer to this question.
    pub(super) fn forget(&mut self, about: About) {
        self.asked.retain(|question| question.about != about);
    }

    /// A group has another id.
    pub(super) fn rename(&mut self, from: ChatId, to: ChatId, now: DateTime<Utc>) {
        for question in self.asked.iter_mut().chain(&mut self.over).filter(|question| question.about.chat() == from) {
            question.about = question.about.renamed(to);
        }
        for former in self.former.iter_mut().filter(|former| former.to == from) {
            former.to = to;
        }
        self.former.push(Former { from, to, at: now });
    }

    /// Of each question its group, and when it came (UTC).
    pub(super) fn told(&self) -> impl Iterator<Item = (ChatId, DateTime<Utc>)> {
        self.asked.iter().chain(&self.over).map(|Question { about, message: _, at }| (about.chat(), *at))
    }

    /// The id that a group has now.
    pub(super) fn now_called(&self, chat: ChatId) -> ChatId {
        self.former.iter().rev().find(|former| former.from == chat).map_or(chat, |former| former.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::couple::CardSerial;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn link(chat: i64, serial: u32) -> About {
        About::Card(Link { chat: ChatId(chat), serial: CardSerial(serial) })
    }

    fn two() -> Questions {
        let mut questions = Questions::default();
        questions.note(link(-1, 5), MessageId(10), DateTime::UNIX_EPOCH);
        questions.note(link(-2, 7), MessageId(20), DateTime::UNIX_EPOCH);
        questions
    }

    #[test]
    fn words_belong_to_the_question_that_is_being_answered() {
        let mut questions = two();
        assert_eq!(questions.answered(None, NOW), AnswerTo::One(link(-2, 7)), "it came last");
        assert_eq!(questions.answered(Some(MessageId(10)), NOW), AnswerTo::One(link(-1, 5)), "it is a reply to that");
        assert_eq!(questions.answered(None, NOW), AnswerTo::One(link(-1, 5)), "and so is what follows");
        questions.attend(link(-2, 7));
        assert_eq!(questions.answered(None, NOW), AnswerTo::One(link(-2, 7)));
        assert_eq!(questions.answered(Some(MessageId(99)), NOW), AnswerTo::Unclear, "a reply to something else");
        let mut one = Questions::default();
        assert_eq!(one.answered(None, NOW), AnswerTo::Nothing);
        one.note(link(-1, 5), MessageId(10), DateTime::UNIX_EPOCH);
        assert_eq!(one.answered(Some(MessageId(99)), NOW), AnswerTo::One(link(-1, 5)));
    }

    #[test]
    fn a_group_that_has_another_id_is_found_under_the_one_before() {
        let mut questions = two();
        questions.rename(ChatId(-1), ChatId(-1_001), DateTime::UNIX_EPOCH);
        assert_eq!(questions.answered(Some(MessageId(10)), NOW), AnswerTo::One(link(-1_001, 5)));
        assert_eq!(questions.now_called(ChatId(-1)), ChatId(-1_001));
        assert_eq!(questions.now_called(ChatId(-2)), ChatId(-2));
        questions.tidy(DateTime::UNIX_EPOCH + FORMER_FOR, |_| true);
        assert_eq!(questions, Questions::default(), "in time it is forgotten");
    }

    #[test]
    fn a_reply_to_a_question_that_is_over_comes_too_late() {
        let mut questions = two();
        questions.tidy(DateTime::UNIX_EPOCH + ASKED_FOR, |chat| *chat == ChatId(-1));
        let soon = NOW + ASKED_FOR + MEANT_FOR - TimeDelta::minutes(1);
        assert_eq!(questions.answered(None, soon), AnswerTo::TooLate, "it may be meant as an answer");
        assert_eq!(questions.answered(None, NOW + ASKED_FOR + MEANT_FOR), AnswerTo::Nothing);
        assert_eq!(questions.answered(Some(MessageId(10)), NOW), AnswerTo::TooLate);
        assert_eq!(
            questions.answered(Some(MessageId(20)), NOW),
            AnswerTo::Nothing,
            "that group is not theirs any more"
        );
    }
}
