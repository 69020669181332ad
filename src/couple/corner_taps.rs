//! What the buttons in a private chat do.

use super::corner::Tells;
use super::corner::leave;
use super::{
    AboutAction, AboutPage, Action, ChatId, Corner, CornerAction, CornerContext, Couple, Door, Event, Link, Message,
    MessageId, Press, Show, UserId, about, arrival, conversation, mydata, support, topics,
};
use crate::line;
use crate::prompts::Gate;

impl Corner {
    /// What a tap shows, and what becomes of the screen that it was on.
    pub(super) fn tap(
        &mut self,
        user: UserId,
        message: MessageId,
        press: Press,
        cx: &CornerContext<'_>,
        tells: &mut Tells,
    ) -> (Show, Screen) {
        let old = (Show::Box(line::alert_old_button()), Screen::Same);
        let Press::Known(action) = press else { return old };
        match action {
            Action::About(AboutAction::Open) => (Show::Nothing, Screen::New(about::page(AboutPage::Intro))),
            Action::About(AboutAction::Page(page)) => (Show::Nothing, Screen::InPlace(about::page(page))),
            Action::Corner(action) => self.own_tap(user, action, cx, tells).unwrap_or(old),
            Action::Answer(action) => {
                let (chat, serial) = action.about();
                let chat = self.questions.now_called(chat);
                if !self.couples.contains_key(&chat) {
                    return old;
                }
                self.questions.attend(Link { chat, serial });
                tells.push((chat, Event::AnswerTap { user, screen: message, action }));
                (Show::Nothing, Screen::Same)
            }
            // What the two do together, they do in their group.
            Action::Join
            | Action::Card(_)
            | Action::Path(_)
            | Action::TellingOff
            | Action::Rest(_)
            | Action::Settings(_)
            | Action::Talk(_)
            | Action::Date(_) => old,
        }
    }

    /// A tap on a button of the corner's own; `None` where it is about a couple that this person is not of.
    fn own_tap(
        &mut self,
        user: UserId,
        action: CornerAction,
        cx: &CornerContext<'_>,
        tells: &mut Tells,
    ) -> Option<(Show, Screen)> {
        let is_theirs = |chat: &ChatId| self.couples.contains_key(chat);
        let screen = match action {
            CornerAction::Leave(chat) => {
                is_theirs(&chat).then(|| tells.push((chat, leave(user))))?;
                Message::new([line::corner_left()])
            }
            CornerAction::Lighter(chat) => {
                is_theirs(&chat).then(|| tells.push((chat, Event::Lighter)))?;
                Message::new([line::after_lighter()])
            }
            CornerAction::Doors => self.doors(),
            CornerAction::OpenDoor(gate) => return Some(self.turn_door(user, gate, Door::Open, tells)),
            CornerAction::ShutDoor(gate) => return Some(self.turn_door(user, gate, Door::Closed, tells)),
            CornerAction::Topics => topics::screen(&self.left_out),
            CornerAction::LetIn(topic) => {
                self.left_out.remove(&topic);
                return Some(self.topics_changed(user, tells));
            }
            CornerAction::LeaveOut(topic) => {
                self.left_out.insert(topic);
                return Some(self.topics_changed(user, tells));
            }
            CornerAction::Asked(chat, number) => self.couple(chat, cx)?.asked_screen(number, cx.library, cx.now),
            CornerAction::Says(chat, number, says) => {
                let show = self.couple(chat, cx)?.asked_answer(number, says, cx.library, cx.now);
                tells.push((chat, Event::Says { user, number, says }));
                return Some((show, Screen::Same));
            }
            CornerAction::After(chat) => conversation::aftercare_question(chat),
            CornerAction::Felt(chat, feeling) => conversation::aftercare_answer(chat, feeling),
            CornerAction::Freely(freely) => arrival::answer(freely, self),
            CornerAction::Home => self.home(),
            CornerAction::AskLeave => self.ask_leave(),
            // A message of its own: the file comes under it.
            CornerAction::MyData => return Some((Show::Nothing, Screen::New(mydata::page(user, self, cx)))),
            CornerAction::Support => support::screen(user, cx.couples, cx.library.support()),
            CornerAction::Countries => support::countries(cx.library.support()),
            CornerAction::Country(code) => support::chosen(code, cx.library.support()),
            CornerAction::Worldwide => support::worldwide(cx.library.support()),
        };
        Some((Show::Nothing, Screen::InPlace(screen)))
    }

    /// The couple of this group, where this person is one of the two.
    fn couple<'c>(&self, chat: ChatId, cx: &CornerContext<'c>) -> Option<&'c Couple> {
        cx.couples.iter().find(|couple| couple.chat == chat && self.couples.contains_key(&chat))
    }

    fn turn_door(&mut self, user: UserId, gate: Gate, door: Door, tells: &mut Tells) -> (Show, Screen) {
        match door {
            Door::Open => drop(self.opened.insert(gate)),
            Door::Closed => drop(self.opened.remove(&gate)),
        }
        let told = Event::Opened { user, gate, door };
        tells.extend(self.couples.keys().map(|chat| (*chat, told.clone())));
        (Show::Passing(line::alert_door()), Screen::InPlace(self.doors()))
    }

    fn topics_changed(&mut self, user: UserId, tells: &mut Tells) -> (Show, Screen) {
        let told = self.leaves_out(user);
        tells.extend(self.couples.keys().map(|chat| (*chat, told.clone())));
        (Show::Passing(line::alert_door()), Screen::InPlace(topics::screen(&self.left_out)))
    }
}

/// What a tap does to the screen that it was on.
pub(super) enum Screen {
    Same,
    InPlace(Message),
    /// A message of its own.
    New(Message),
}
