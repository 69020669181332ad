//! What the two read about answers: what stands on the card, and the screens in the private chat.

use crate::couple::said_time::{self, As};
use chrono::{DateTime, Utc};

use super::{AnswerAction, How, Private, Round, Side, Step};
use crate::couple::{Action, Asks, Button, CardAction, CardSerial, ChatId, Couple, Message, Phrase, Settings, UserId};
use crate::line;
use crate::prompts::{Card, Mode, When};

/// What one of the two sees of a round.
pub(super) struct View<'v> {
    pub(super) chat: ChatId,
    pub(super) round: &'v Round,
    pub(super) card: &'v Card,
    pub(super) other: UserId,
    pub(super) settings: &'v Settings,
}

/// Until when something of a round lasts, on the couple's clock.
fn closing(settings: &Settings, round: &Round, at: DateTime<Utc>) -> Phrase {
    let local = at.with_timezone(&settings.zone).naive_local();
    said_time::moment(local, settings.day(round.begun), As::Deadline)
}

impl Couple {
    /// Who starts, and what else is to be known of a card that is laid.
    pub(in crate::couple) fn how_it_goes(&self, card: &Card, serial: CardSerial, now: DateTime<Utc>) -> Vec<Phrase> {
        let closes = |couple: &Self| {
            let round = couple.answers.rounds.iter().find(|round| round.serial == serial);
            round.map(|round| closing(&couple.settings, round, round.closes))
        };
        if let Some(Private(how)) = self.in_private(card, now) {
            let opens = closes(self);
            let line = match how {
                How::Together => opens.map(line::card_both_open),
                How::Guess | How::GuessByChoice => opens.map(line::card_guess_opens),
                How::ByChoice => Some(line::card_by_choice()),
            };
            return line.into_iter().collect();
        }
        let starts = self.people().map(|people| people[serial.0 as usize % 2]);
        let line = match card.mode {
            Mode::Guess => Some(line::card_guess_aloud()),
            Mode::MicroAction => Some(match card.when {
                Some(When::Now) | None => line::card_deed(),
                Some(When::Today) => line::card_deed_today(),
                Some(When::Tomorrow) => line::card_deed_tomorrow(),
            }),
            Mode::Appreciation => starts.map(line::card_thanks),
            Mode::Question | Mode::Memory | Mode::Future => starts.map(line::card_starts),
        };
        line.into_iter().collect()
    }
}

/// The button that leads from the card to the question.
pub(in crate::couple) fn answer_button(serial: CardSerial) -> Button {
    Button::new(line::button_answer(), Action::Card(CardAction::Answer(serial)))
}

/// It did not open, and this one alone hears of it. `text`: that of the card, where the library has it still.
pub(super) fn left_over(settings: &Settings, chat: ChatId, round: &Round, text: Option<&str>, why: Phrase) -> Message {
    let until = closing(settings, round, round.begun + super::FORGOTTEN_AFTER);
    let body = text.map(line::answer_question).into_iter().chain([why, line::answer_left_over_until(until)]);
    let button = |label, action| Button::new(label, Action::Answer(action));
    Message::new(body).row([
        button(line::button_share(), AnswerAction::Share(chat, round.serial)),
        button(line::button_let_go(), AnswerAction::LetGo(chat, round.serial)),
    ])
}

impl View<'_> {
    fn button(&self, label: Phrase, action: impl FnOnce(ChatId, CardSerial) -> AnswerAction) -> Button {
        Button::new(label, Action::Answer(action(self.chat, self.round.serial)))
    }

    /// What stands there at this step.
    pub(super) fn at(&self, at: Step) -> Message {
        if at == Step::Done { self.done() } else { self.question(at) }
    }

    /// The question, as it stands at this step.
    pub(super) fn question(&self, at: Step) -> Message {
        let text = line::answer_question(self.card.text.as_str());
        let until = || self.closes();
        let message = match (self.round.how, at) {
            (How::Together, _) => Message::new([text, line::answer_how_together(until())]).asking(Asks::ForWords),
            (How::ByChoice, _) => Message::new([text, line::answer_how_choose(until())]).asking(Asks::ForWords),
            (How::Guess, Step::Own | Step::Done) => {
                Message::new([text, line::answer_how_together(until()), line::answer_own_words()])
                    .asking(Asks::ForWords)
            }
            (How::Guess, Step::Guess) => Message::new([line::answer_guess_words(self.other)]).asking(Asks::ForWords),
            (How::GuessByChoice, Step::Own | Step::Done) => {
                Message::new([text, line::answer_own_choice()]).grid(2, self.choices(AnswerAction::Own))
            }
            (How::GuessByChoice, Step::Guess) => {
                Message::new([text, line::answer_guess_choice(self.other)]).grid(2, self.choices(AnswerAction::Guess))
            }
        };
        message.for_the_two(self.card.is_behind_a_door())
    }

    fn choices(&self, action: fn(ChatId, CardSerial, u8) -> AnswerAction) -> Vec<Button> {
        let button = |(place, choice): (u8, &String)| {
            self.button(line::button_plain(choice.as_str()), |chat, serial| action(chat, serial, place))
        };
        (0..).zip(&self.card.choices).map(button).collect()
    }

    /// After the first message of an answer.
    pub(super) fn received(&self, at: Step) -> Message {
        let text = line::answer_to(self.card.text.as_str());
        if self.round.how == How::ByChoice {
            return Message::new([text, line::answer_received_choose(self.other)]).row([
                self.button(line::button_share(), AnswerAction::Share),
                self.button(line::button_keep_it(), AnswerAction::Keep),
            ]);
        }
        let next = match (self.round.how, at) {
            (How::Guess, Step::Own) => line::answer_then_guess(),
            _ => line::answer_opens(self.closes()),
        };
        Message::new([text, line::answer_received(), next]).row([
            self.button(line::button_all_said(), AnswerAction::AllSaid),
            self.button(line::button_take_back(), AnswerAction::TakeBack),
        ])
    }

    /// One is done.
    pub(super) fn done(&self) -> Message {
        let done = match self.round.how {
            How::GuessByChoice => Message::new([line::answer_noted()]),
            _ => Message::new([line::answer_done(), line::answer_opens(self.closes())]),
        };
        done.row([
            self.button(line::button_change_answer(), AnswerAction::Change),
            self.button(line::button_take_back(), AnswerAction::TakeBack),
        ])
    }

    /// Nothing of an answer could be copied, and it can be given anew.
    pub(super) fn not_there(&self) -> Message {
        let own = (self.round.how == How::Guess).then(line::answer_own_words);
        let again = [line::answer_not_there(), line::answer_again_until(self.closes())];
        let text = line::answer_to(self.card.text.as_str());
        Message::new([text].into_iter().chain(again).chain(own)).asking(Asks::ForWords)
    }

    fn closes(&self) -> Phrase {
        closing(self.settings, self.round, self.round.closes)
    }

    /// A choice by its words; `None` where the card has lost it since.
    pub(super) fn choice(&self, place: Option<u8>) -> Option<&str> {
        self.card.choices.get(usize::from(place?)).map(String::as_str)
    }
}

impl Side {
    /// The messages of both parts.
    pub(super) fn count(&self) -> usize {
        self.own.messages.len() + self.guess.messages.len()
    }
}
