//! What the buttons in a private chat do.

use super::corner::Tells;
use super::corner::{OpenScreen, would_add};
use super::corner_commands::leave_now;
use super::questions::About;
use super::{
    AboutAction, AboutPage, Action, AnswerAction, ChatId, Corner, CornerAction, CornerContext, Couple, Door, Event,
    Link, Message, MessageId, OwnAction, OwnDeed, Press, Show, UserId, about, arrival, conversation, door_screens,
    home, leaving, mydata, own, support, topics,
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
            Action::Corner(action) => {
                let (show, screen) = self.own_tap(user, action, cx, tells).unwrap_or(old);
                self.screen = match (&screen, self.screen) {
                    (Screen::InPlace(_), _) if action.is_about_doors_or_topics() => {
                        Some(OpenScreen::tapped(message, cx.now))
                    }
                    // Something else stands there now.
                    (Screen::InPlace(_), Some(open)) if open.message == message => None,
                    (_, open) => open,
                };
                (show, screen)
            }
            Action::Answer(action) => {
                let (chat, serial) = action.about();
                let chat = self.questions.now_called(chat);
                if !self.couples.contains_key(&chat) {
                    return old;
                }
                let about = About::Card(Link { chat, serial });
                self.questions.attend(about);
                if matches!(action, AnswerAction::Guess(..)) {
                    // The last of its buttons: from here on words are no answer to it.
                    self.questions.forget(about);
                }
                tells.push((chat, Event::AnswerTap { user, screen: message, action }));
                (Show::Nothing, Screen::Same)
            }
            Action::Own(own) => self.own_card_tap(user, own, message, cx, tells).unwrap_or(old),
            // What the two do together, they do in their group.
            Action::Join
            | Action::Card(_)
            | Action::Path(_)
            | Action::Chapter(_)
            | Action::TellingOff
            | Action::Rest(_)
            | Action::Settings(_)
            | Action::Talk(_)
            | Action::Space(_)
            | Action::Open(_)
            | Action::Date(_) => old,
        }
    }

    /// A tap about cards of their own; `None` where it is about a couple that this person is not of.
    fn own_card_tap(
        &self,
        user: UserId,
        action: OwnAction,
        screen: MessageId,
        cx: &CornerContext<'_>,
        tells: &mut Tells,
    ) -> Option<(Show, Screen)> {
        let (chat, event) = match action {
            OwnAction::List(page) => {
                return Some((Show::Nothing, Screen::InPlace(own::list(user, cx.couples, usize::from(page)))));
            }
            OwnAction::Add(chat) => (chat, would_add(user)),
            OwnAction::Look(chat, id) => (chat, Event::Own { user, deed: OwnDeed::Looks(id) }),
            OwnAction::TakeBack(chat, id) => (chat, Event::Own { user, deed: OwnDeed::TakesBack(id, screen) }),
        };
        let chat = self.questions.now_called(chat);
        self.couples.get(&chat)?;
        tells.push((chat, event));
        Some((Show::Nothing, Screen::Same))
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
        let screen = match action.in_groups_as(|chat| self.questions.now_called(chat)) {
            CornerAction::Leave(chat) => is_theirs(&chat).then(|| leave_now(user, chat, cx, tells))?,
            CornerAction::Refuse(who) => {
                self.apart.for_good(who).then(|| Message::new([line::refused()]).row([home::back()]))?
            }
            CornerAction::LetAllIn => {
                self.apart.let_all_in();
                return Some((Show::Passing(line::alert_let_all_in()), Screen::Same));
            }
            CornerAction::NotUs(chat) => {
                leaving::undoable(&self.couples, cx.now).filter(|young| *young == chat)?;
                tells.push((chat, Event::NotUs(user)));
                Message::new([line::not_us()])
            }
            CornerAction::Lighter(chat) => {
                is_theirs(&chat).then(|| tells.push((chat, Event::Lighter)))?;
                Message::new([line::after_lighter()])
            }
            // A button of before did not say which couple was meant: it opens none.
            CornerAction::Doors | CornerAction::OpenDoor(_) => self.doors(),
            CornerAction::DoorsOf(chat) => is_theirs(&chat).then(|| door_screens::doors_of(chat))?,
            CornerAction::Door(chat, gate) => {
                let stands = door_screens::stands(user, self.couple(chat, cx)?, gate);
                return Some((stands, Screen::InPlace(door_screens::door(chat, gate)?)));
            }
            CornerAction::Unlock(chat, Gate::Intimate) => is_theirs(&chat).then(|| door_screens::consent(chat))?,
            CornerAction::Unlock(chat, gate) => return self.turn_door(user, chat, gate, Door::Open, tells),
            CornerAction::Agree(chat) => return self.turn_door(user, chat, Gate::Intimate, Door::Open, tells),
            CornerAction::Lock(chat, gate) => return self.turn_door(user, chat, gate, Door::Closed, tells),
            // … and closes the door to all.
            CornerAction::ShutDoor(gate) => {
                let shut = |chat: &ChatId| (*chat, Event::Opened { user, gate, door: Door::Closed });
                tells.extend(self.couples.keys().map(shut));
                return Some((Show::Passing(line::alert_door()), Screen::InPlace(self.doors())));
            }
            CornerAction::Topics => topics::screen(),
            CornerAction::Topic(topic) => {
                return Some((topics::stands(topic, &self.left_out)?, Screen::InPlace(topics::one(topic)?)));
            }
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
            CornerAction::Freely(freely) => arrival::answer(freely, self, cx.now),
            CornerAction::Home => self.home(cx.now),
            CornerAction::AskLeave => self.ask_leave(),
            CornerAction::MyDataPage(page) => mydata::page(user, self, usize::from(page), cx),
            // A message of its own: the file comes under it.
            CornerAction::MyData => return Some((Show::Nothing, Screen::New(mydata::page(user, self, 0, cx)))),
            CornerAction::Support => support::screen(user, cx.couples, cx.library.support()),
            CornerAction::Countries => support::countries(cx.library.support()),
            CornerAction::Country(code) => support::chosen(code, cx.library.support()),
            CornerAction::Worldwide => support::worldwide(cx.library.support()),
            CornerAction::CountryPage(code, page) => support::more(code, page, cx.library.support()),
            CornerAction::WorldPage(page) => support::more_worldwide(page, cx.library.support()),
        };
        Some((Show::Nothing, Screen::InPlace(screen)))
    }

    /// The couple of this group, where this person is one of the two.
    fn couple<'c>(&self, chat: ChatId, cx: &CornerContext<'c>) -> Option<&'c Couple> {
        cx.couples.iter().find(|couple| couple.chat == chat && self.couples.contains_key(&chat))
    }

    /// The couple keeps how its doors stand. What is said and shown is the same whether it stood so before.
    fn turn_door(
        &self,
        user: UserId,
        chat: ChatId,
        gate: Gate,
        door: Door,
        tells: &mut Tells,
    ) -> Option<(Show, Screen)> {
        self.couples.get(&chat)?;
        tells.push((chat, Event::Opened { user, gate, door }));
        Some((Show::Passing(line::alert_door()), Screen::InPlace(door_screens::doors_of(chat))))
    }

    fn topics_changed(&mut self, user: UserId, tells: &mut Tells) -> (Show, Screen) {
        let told = self.leaves_out(user);
        tells.extend(self.couples.keys().map(|chat| (*chat, told.clone())));
        (Show::Passing(line::alert_door()), Screen::InPlace(topics::screen()))
    }
}

/// What a tap does to the screen that it was on.
pub(super) enum Screen {
    Same,
    InPlace(Message),
    /// A message of its own.
    New(Message),
}
