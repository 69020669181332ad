//! What people ask for, by a command or a tap: who may, and which part of the house does it.

use super::conversation::TakenUp;
use super::{
    AboutPage, Action, Bond, Class, Command, Context, Couple, Effect, Effects, MessageId, Phrase, Press, Rest, Sender,
    Show, UserId, about, screens,
};

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
            (Sender::Human(_), Bond::Two { .. }) => Role::Stranger,
        }
    }

    pub(super) fn command(
        &mut self,
        from: Sender,
        command: Command,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) -> Fate {
        match (self.role(from), command) {
            (Role::Nobody, _) => out.line("anonymous"),
            (Role::Stranger, _) => out.line("for-two"),
            (_, Command::Help) => out.say(screens::help(self.people().is_some())),
            (_, Command::About) => out.say(about::page(AboutPage::Intro)),
            (_, Command::Unknown) => out.line("unknown-command"),
            (Role::Newcomer(user), Command::Leave) => return self.leave_unpaired(user, out),
            (Role::Newcomer(_), Command::Start(payload)) => self.start_unpaired(&payload, context.now, out),
            (Role::Newcomer(_), _) => self.greet_first(context.now, out),
            (Role::One(_), Command::Start(_)) => out.say(screens::help(true)),
            (Role::One(_), Command::Card) => self.card_now(context, out),
            (Role::One(user), Command::Date(words)) => self.date_command(user, &words, context, out),
            (Role::One(_), Command::Dates) => self.dates_command(context, out),
            (Role::One(_), Command::Path(typed)) => self.path_typed(&typed, context, out),
            (Role::One(_), Command::Kept) => out.say(self.kept_page(0, context)),
            (Role::One(_), Command::Pause(until)) => self.pause_typed(&until, context.now, out),
            (Role::One(_), Command::Resume) => {
                if self.take_up_talk(context, out) == TakenUp::Nothing || self.rest != Rest::Awake {
                    let message = self.resume(context.now);
                    out.say(message);
                }
            }
            (Role::One(user), Command::Listen(typed)) => self.listen_typed(user, &typed, context, out),
            (Role::One(user), Command::Settings(typed)) => self.settings_typed(user, &typed, context, out),
            (Role::One(_), Command::Leave) => {
                out.thread = self.thread;
                out.line("closed");
                return Fate::Erased;
            }
        }
        Fate::Kept
    }

    /// Does what a button says, if this person may, and answers what the tap shows.
    pub(super) fn tap(
        &mut self,
        from: Sender,
        message: MessageId,
        press: Press,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) -> Show {
        let Press::Known(action) = press else {
            return Show::Box(Phrase::new("alert-old-button"));
        };
        match (self.role(from), action) {
            (Role::Nobody, _) => Show::Box(Phrase::new("alert-anonymous")),
            (Role::Stranger, _) => Show::Box(Phrase::new("alert-for-two")),
            (Role::One(_) | Role::Newcomer(_), Action::OpenAbout) => {
                out.say(about::page(AboutPage::Intro));
                Show::Nothing
            }
            (Role::One(_) | Role::Newcomer(_), Action::About(page)) => out.screen(message, about::page(page)),
            (Role::Newcomer(user), Action::Join) => self.join(user, message, context.now, out),
            (Role::Newcomer(_), _) => Show::Box(Phrase::new("alert-first-both-in")),
            (Role::One(_), Action::Join) => Show::Passing(Phrase::new("alert-both-in")),
            (Role::One(_), Action::CardNow) => {
                out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: message }));
                self.card_now(context, out);
                Show::Nothing
            }
            (Role::One(_), Action::Another(serial)) => self.another_card(serial, message, context, out),
            (Role::One(_), Action::NotToday(serial)) => self.not_today(serial, message, out),
            (Role::One(_), Action::Keep(card)) => self.deck.keep(card, context.library),
            (Role::One(_), Action::KeptPage(page)) => out.screen(message, self.kept_page(usize::from(page), context)),
            (Role::One(user), Action::Date(action)) => self.date_tap(user, action, message, context, out),
            (Role::One(_), Action::Path(path)) => self.path_tapped(&path, message, context, out),
            (Role::One(_), Action::PathOff) => {
                let ended = self.end_path();
                out.screen(message, ended)
            }
            (Role::One(_), Action::TellingOff) => self.telling_off(message, context.now, out),
            (Role::One(_), Action::Rest(length)) => self.pause_by_button(length, message, context.now, out),
            (Role::One(_), Action::Resume) => {
                let resumed = self.resume(context.now);
                out.screen(message, resumed)
            }
            (Role::One(user), Action::Listen(script)) => self.listen_tapped(user, &script, message, context, out),
            (Role::One(_), Action::TalkWeekly(tap)) => self.weekly_tapped(&tap, message, context, out),
            (Role::One(user), Action::Talk(serial, tap)) => self.talk_tapped(user, serial, tap, message, context, out),
            (Role::One(user), action) => self.settings_tap(user, &action, message, context, out),
        }
    }
}
