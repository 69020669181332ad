//! What people ask for, by a command or a tap: who may, and which part of the house does it.

use super::conversation::TakenUp;
use super::unknown::Answer;
use super::{
    AboutPage, Action, Bond, Command, Couple, Cx, MessageId, Press, Rest, Room, Sender, Show, UserId, about, screens,
};
use crate::line;

/// What one of the two may do, and what everybody else may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// One of the two.
    One(UserId),
    /// Someone in a group that has no two yet.
    Newcomer(UserId),
    /// Anyone else.
    Stranger,
    /// Nobody in particular: a bot, a channel, an anonymous administrator.
    Nobody,
}

/// Whether a couple goes on after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    Erased,
}

impl Couple {
    pub(super) fn role(&self, sender: Sender) -> Role {
        match (sender, &self.bond) {
            (Sender::Nobody, _) => Role::Nobody,
            (Sender::Human(user), Bond::Open { .. }) => Role::Newcomer(user),
            (Sender::Human(user), Bond::Two { people, .. }) if people.contains(&user) => Role::One(user),
            (Sender::Human(_), Bond::Two { .. } | Bond::Closing(_)) => Role::Stranger,
        }
    }

    pub(super) fn command(&mut self, from: Sender, command: Command, cx: &mut Cx<'_>) {
        match (self.role(from), command) {
            // Another's slip may be meant for another bot.
            (Role::Nobody | Role::Stranger, Command::Unknown(..) | Command::Stop)
            | (Role::Newcomer(_), Command::Unknown(None, _)) => {}
            (Role::Nobody, _) => cx.line(line::anonymous()),
            (Role::Stranger, _) => cx.line(line::for_two()),
            (_, Command::Help) => cx.say(screens::help(self.people().is_some())),
            (_, Command::About) => cx.say(about::page(AboutPage::Intro)),
            (_, Command::Unknown(_, word)) if self.unknown.note(word, cx.now) == Answer::WasAnswered => {}
            (_, Command::Unknown(None, _)) => cx.line(line::unknown_command()),
            (_, Command::Unknown(Some(nearest), _)) => cx.line(line::unknown_command_near(nearest)),
            (_, Command::TooLong) => cx.line(line::too_long()),
            // The same words for all that is for one alone, so that they tell nothing.
            (_, Command::Support(_) | Command::MyData) => cx.say(screens::in_your_corner()),
            (Role::Newcomer(user), Command::Leave) => self.leave_unpaired(user, cx),
            (Role::Newcomer(_), Command::Start(payload)) => self.start_unpaired(&payload, cx),
            (Role::Newcomer(_), _) => self.greet_first(cx),
            (Role::One(_), command) if self.one_is_gone() && command.takes_both() => {
                cx.line(line::alert_waits_for_both());
            }
            (Role::One(_), Command::Start(_)) => cx.say(screens::help(true)),
            (Role::One(_), Command::Card) => self.card_now(cx),
            (Role::One(user), Command::Date(words)) => self.date_command(user, &words, cx),
            (Role::One(_), Command::Dates) => self.dates_command(cx),
            (Role::One(_), Command::Path(typed)) => self.path_typed(&typed, cx),
            (Role::One(user), Command::Add(behind)) => self.asks_for_own_card(user, behind, cx),
            (Role::One(_), Command::Kept) => cx.say(self.kept_page(0, cx)),
            // A talk can be stopped by one alone; a rest is for two who are both there.
            (Role::One(user), Command::Stop) => match self.talk_ends_by_word(user, cx) {
                TakenUp::Nothing if self.one_is_gone() => cx.line(line::alert_waits_for_both()),
                TakenUp::Nothing => cx.say(screens::pause()),
                TakenUp::Talk => {}
            },
            (Role::One(user), Command::Pause(until)) => {
                if !until.is_empty() || self.talk_pauses_by_word(user, cx) == TakenUp::Nothing {
                    self.pause_typed(&until, cx);
                }
            }
            (Role::One(_), Command::Resume) => {
                if self.take_up_talk(cx) == TakenUp::Nothing || self.rest != Rest::Awake {
                    let message = self.resume();
                    cx.say(message);
                }
            }
            (Role::One(user), Command::Listen(typed)) => self.listen_typed(user, &typed, cx),
            (Role::One(user), Command::Settings(typed)) => self.settings_typed(user, &typed, cx),
            (Role::One(_), Command::Leave) => self.ask_leave(cx),
        }
    }

    /// Does what a button says, if this person may, and answers what the tap shows.
    pub(super) fn tap(&mut self, from: Sender, message: MessageId, press: Press, cx: &mut Cx<'_>) -> Show {
        let Press::Known(action) = press else {
            return Show::Passing(line::alert_old_button());
        };
        let user = match self.role(from) {
            Role::Nobody => return Show::Box(line::alert_anonymous()),
            Role::Stranger => return Show::Box(line::alert_for_two()),
            Role::Newcomer(user) => return self.newcomer_tap(user, &action, message, cx),
            Role::One(user) if self.is_away(user) => return Show::Box(line::alert_seen_again()),
            Role::One(_) if self.one_is_gone() && action.takes_both() => return Show::Box(line::alert_waits_for_both()),
            Role::One(user) => user,
        };
        match action {
            Action::Join => Show::Passing(line::alert_both_in()),
            Action::About(about) => about::tap(about, message, cx),
            Action::Card(card) => self.card_tap(user, card, message, cx),
            Action::Path(path) => self.path_tap(path, message, cx),
            Action::Chapter(chapter) => self.chapter_tap(&chapter, message, cx),
            Action::TellingOff => self.telling_off(message, cx),
            Action::Rest(rest) => self.rest_tap(rest, message, cx),
            Action::Settings(settings) => self.settings_tap(user, settings, message, cx),
            Action::Talk(talk) => self.talk_tap(user, talk, message, cx),
            Action::Space(space) => self.space_tap(user, space, message, cx),
            Action::Open(room) => {
                let command = match room {
                    Room::Talks => Command::Listen(String::new()),
                    Room::Evening => Command::Date(String::new()),
                };
                self.command(from, command, cx);
                Show::Nothing
            }
            Action::Date(date) => self.date_tap(user, date, message, cx),
            Action::Answer(action) => self.answer_tap_alone(user, message, action, cx),
            Action::Own(own) => self.own_tap(user, own, message, cx),
            Action::Corner(_) => Show::Box(line::alert_old_button()),
        }
    }

    /// A tap by someone in a group that has no two yet.
    fn newcomer_tap(&mut self, user: UserId, action: &Action, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            Action::Join => self.join(user, message, cx),
            Action::About(about) => about::tap(*about, message, cx),
            Action::Card(_)
            | Action::Path(_)
            | Action::Chapter(_)
            | Action::TellingOff
            | Action::Rest(_)
            | Action::Settings(_)
            | Action::Talk(_)
            | Action::Date(_)
            | Action::Space(_)
            | Action::Open(_)
            | Action::Corner(_)
            | Action::Own(_)
            | Action::Answer(_) => Show::Box(line::alert_first_both_in()),
        }
    }
}
