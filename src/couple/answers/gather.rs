//! How an answer is given in the private chat: asked for, sent, changed, taken back.

use chrono::{DateTime, Utc};

use super::faces::View;
use super::{ASKED_JUST_NOW, AnswerAction, How, Link, MOST_MESSAGES, OPENS_AFTER, Round, Side, Stage, Step};
use crate::couple::{CardSerial, Couple, Cx, Door, Message, MessageId, Show, Spot, Tag, UserId};
use crate::line;
use crate::prompts::Library;

impl Couple {
    /// What this one of the two sees of a round; `None` where its card has gone from the library.
    pub(super) fn view<'v>(&'v self, serial: CardSerial, user: UserId, library: &'v Library) -> Option<View<'v>> {
        let round = self.answers.rounds.iter().find(|round| round.serial == serial)?;
        let other = self.people()?.other(user);
        Some(View { chat: self.chat, round, card: library.card(&round.card)?, other, settings: &self.settings })
    }

    /// *Answer in private* under a card. The tap leads to the private chat, where the question waits. Where that chat is
    /// not open, choices are made in the group, by what this one alone sees there.
    pub(in crate::couple) fn answer_tap(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) -> Show {
        let Some(round) = self.answers.round(serial).filter(|round| round.takes_answers(cx.now)) else {
            return Show::Box(line::alert_answers_closed());
        };
        let how = round.how;
        let link = Show::Link(Link { chat: self.chat, serial });
        if self.answers.reach.get(&user) == Some(&Door::Open) {
            self.ask(user, serial, cx);
            return link;
        }
        if how != How::GuessByChoice {
            return link;
        }
        let at = self.side(user, serial).map_or(Step::Own, |side| side.at);
        match self.view(serial, user, cx.library).map(|view| view.at(at)) {
            Some(message) => Show::alone(user, message, Spot::New, link),
            None => link,
        }
    }

    /// A tap in the group, on what this one alone sees there.
    pub(in crate::couple) fn answer_tap_alone(
        &mut self,
        user: UserId,
        message: MessageId,
        action: AnswerAction,
        cx: &mut Cx<'_>,
    ) -> Show {
        let (chat, serial) = action.about();
        if chat != self.chat {
            return Show::Box(line::alert_old_button());
        }
        let next = self.after_answer_tap(user, action, cx);
        Show::alone(user, next, Spot::InPlace(message), Show::Link(Link { chat, serial }))
    }

    /// They have come by the link.
    pub(in crate::couple) fn asks_for_question(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) {
        if self.answers.round(serial).is_some_and(|round| round.takes_answers(cx.now)) {
            self.ask(user, serial, cx);
        } else {
            cx.privately(user, Message::new([line::alert_answers_closed()]), None);
        }
    }

    /// The question goes to the private chat, as it stands for this one; not twice in a few minutes.
    fn ask(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) {
        let Some(side) = self.side(user, serial) else { return };
        if side.asked.is_some_and(|asked| cx.now - asked < ASKED_JUST_NOW) {
            return;
        }
        side.asked = Some(cx.now);
        let at = side.at;
        let Some(view) = self.view(serial, user, cx.library) else { return };
        let message = view.at(at);
        cx.privately(user, message, Some(Tag::Question(Link { chat: self.chat, serial })));
    }

    /// The side of one, begun if there is none yet.
    fn side(&mut self, user: UserId, serial: CardSerial) -> Option<&mut Side> {
        let round = self.answers.round(serial)?;
        Some(round.sides.entry(user).or_insert_with(|| Side::new(None)))
    }

    /// One sent something to the question of this card.
    pub(in crate::couple) fn answered(&mut self, user: UserId, serial: CardSerial, id: MessageId, cx: &mut Cx<'_>) {
        let round = self.answers.round(serial).filter(|round| round.takes_answers(cx.now));
        if round.as_ref().is_some_and(|round| round.how == How::GuessByChoice) {
            return cx.privately(user, Message::new([line::answer_by_button()]), None);
        }
        let Some(Round { sides, stage, how, .. }) = round else {
            return cx.privately(user, Message::new([line::answer_too_late()]), None);
        };
        let how = *how;
        // One who took their answer back is asked anew before they answer anew.
        let Some(side) = sides.get_mut(&user) else {
            return cx.privately(user, Message::new([line::corner_spoke()]), None);
        };
        if side.count() >= MOST_MESSAGES {
            return cx.privately(user, Message::new([line::answer_full()]), None);
        }
        // More after *That's all*: then it was not all.
        let again = side.at == Step::Done;
        if again {
            side.at = if how == How::Guess { Step::Guess } else { Step::Own };
            *stage = Stage::Gathering;
        }
        let first = side.part().messages.is_empty();
        side.part().messages.insert(id);
        if first || again {
            let at = side.at;
            let Some(view) = self.view(serial, user, cx.library) else { return };
            let message = view.received(at);
            cx.privately(user, message, None);
        }
    }

    /// A tap in the private chat, under `screen`.
    pub(in crate::couple) fn private_answer_tap(
        &mut self,
        user: UserId,
        screen: MessageId,
        action: AnswerAction,
        cx: &mut Cx<'_>,
    ) {
        let next = self.after_answer_tap(user, action, cx);
        cx.edit_privately(user, screen, next);
    }

    /// Does what a button about an answer says; returns what stands in its place then.
    fn after_answer_tap(&mut self, user: UserId, action: AnswerAction, cx: &mut Cx<'_>) -> Message {
        let (_, serial) = action.about();
        let now = cx.now;
        let next = match action {
            AnswerAction::Share(..) => self.share(user, serial, cx),
            AnswerAction::Keep(..) => self.forgets(user, serial, line::answer_kept()),
            AnswerAction::LetGo(..) => self.forgets(user, serial, line::answer_let_go()),
            AnswerAction::TakeBack(..) => self.takes_back(user, serial, now),
            AnswerAction::Change(..) => self.changes(user, serial, cx),
            AnswerAction::AllSaid(..) => self.all_said(user, serial, cx),
            AnswerAction::Own(_, _, choice) => self.chooses(user, serial, Step::Own, choice, cx),
            AnswerAction::Guess(_, _, choice) => self.chooses(user, serial, Step::Guess, choice, cx),
        };
        next.unwrap_or_else(|| Message::new([line::answer_over()]))
    }

    /// The side of one in a round that still takes answers.
    fn open_side(&mut self, user: UserId, serial: CardSerial, now: DateTime<Utc>) -> Option<(&mut Round, Side)> {
        let round = self.answers.round(serial).filter(|round| round.takes_answers(now))?;
        let side = round.sides.get(&user)?.clone();
        Some((round, side))
    }

    fn takes_back(&mut self, user: UserId, serial: CardSerial, now: DateTime<Utc>) -> Option<Message> {
        let round = self.answers.round(serial).filter(|round| round.takes_answers(now))?;
        // A second tap finds nothing more to take back, and says the same.
        if round.sides.remove(&user).is_some() {
            round.stage = Stage::Gathering;
        }
        Some(Message::new([line::answer_taken_back()]))
    }

    fn changes(&mut self, user: UserId, serial: CardSerial, cx: &Cx<'_>) -> Option<Message> {
        let (round, side) = self.open_side(user, serial, cx.now)?;
        round.sides.insert(user, Side::new(side.asked));
        round.stage = Stage::Gathering;
        if round.how == How::GuessByChoice {
            return Some(self.view(serial, user, cx.library)?.question(Step::Own));
        }
        Some(Message::new([line::answer_anew()]))
    }

    /// *That's all*: of a guess in words the second half is asked for, else this one is done.
    fn all_said(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) -> Option<Message> {
        let (round, mut side) = self.open_side(user, serial, cx.now)?;
        if side.part().is_empty() {
            // A second tap on the same button: the guess is asked for already.
            let noted = side.at == Step::Guess && !side.own.is_empty();
            return Some(Message::new([if noted { line::answer_own_noted() } else { line::answer_anew() }]));
        }
        if round.how != How::Guess || side.at != Step::Own {
            return self.is_done(user, serial, cx);
        }
        side.at = Step::Guess;
        round.sides.insert(user, side);
        let question = self.view(serial, user, cx.library)?.question(Step::Guess);
        cx.privately(user, question, Some(Tag::Question(Link { chat: self.chat, serial })));
        Some(Message::new([line::answer_own_noted()]))
    }

    /// This one is done; once both are, it opens.
    fn is_done(&mut self, user: UserId, serial: CardSerial, cx: &Cx<'_>) -> Option<Message> {
        let people = self.people()?;
        let round = self.answers.round(serial)?;
        round.sides.get_mut(&user)?.at = Step::Done;
        if round.is_complete(people) && round.stage == Stage::Gathering {
            round.stage = Stage::Opens((cx.now + OPENS_AFTER).min(round.closes));
        }
        Some(self.view(serial, user, cx.library)?.done())
    }

    /// A choice by a button. One that was made before can be made anew by its own screen only.
    fn chooses(&mut self, user: UserId, serial: CardSerial, at: Step, choice: u8, cx: &mut Cx<'_>) -> Option<Message> {
        let known = self.view(serial, user, cx.library)?.choice(Some(choice)).is_some();
        let (round, mut side) = self.open_side(user, serial, cx.now).filter(|_| known)?;
        if side.at != at {
            let at = side.at;
            return Some(self.view(serial, user, cx.library)?.at(at));
        }
        side.part().choice = Some(choice);
        if at == Step::Own {
            side.at = Step::Guess;
            round.sides.insert(user, side);
            return Some(self.view(serial, user, cx.library)?.question(Step::Guess));
        }
        round.sides.insert(user, side);
        self.is_done(user, serial, cx)
    }
}
