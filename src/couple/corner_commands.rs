//! Commands in the private corner.

use super::corner::{SUPPORT, Tells};
use super::{
    AboutPage, Action, Arrival, Behind, Button, ChatId, Command, Corner, CornerAction, CornerContext, Couple, Event,
    Message, UserId, about, arrival, mydata, own, support,
};
use crate::line;

impl Corner {
    pub(super) fn command(
        &mut self,
        user: UserId,
        command: &Command,
        cx: &CornerContext<'_>,
        tells: &mut Tells,
    ) -> Message {
        match command {
            Command::Start(payload) if payload == SUPPORT => support::screen(user, cx.couples, cx.library.support()),
            // Who took the way to Support is not kept from it.
            Command::Start(_) => self.arrives().unwrap_or_else(|| self.home(cx.now)),
            Command::Help => self.help(),
            Command::Support(words) => support::typed(words, user, cx),
            Command::MyData => mydata::page(user, self, 0, cx),
            Command::About => about::page(AboutPage::Intro),
            Command::Add(behind) => {
                let mut which = own::which_group(self);
                which.body.extend((*behind == Behind::Words).then(line::own_words_behind));
                which
            }
            Command::Kept => own::list(user, cx.couples, 0),
            Command::Leave => self.leave(user, cx, tells),
            Command::Settings(words) if words.is_empty() => self.doors(),
            // Zone, hour, pace: what the two set together.
            Command::Settings(_)
            | Command::Card
            | Command::Date(_)
            | Command::Dates
            | Command::Listen(_)
            | Command::Path(_)
            | Command::Pause(_)
            | Command::Resume
            | Command::Stop => Message::new([line::corner_in_your_group()]),
            Command::Unknown(None, _) => Message::new([line::corner_unknown_command()]),
            Command::Unknown(Some(nearest), _) => Message::new([line::unknown_command_near(*nearest)]),
            Command::TooLong => Message::new([line::too_long()]),
        }
    }

    /// The three sentences, where they were never shown.
    pub(super) fn arrives(&mut self) -> Option<Message> {
        let before = std::mem::replace(&mut self.arrival, Arrival::Shown);
        (before == Arrival::ToCome).then(arrival::question)
    }

    /// `/leave`: at once where it is clear which couple is meant, else they choose.
    fn leave(&self, user: UserId, cx: &CornerContext<'_>, tells: &mut Tells) -> Message {
        let mut couples = self.couples.iter();
        match (couples.next(), couples.next()) {
            (None, _) => Message::new([line::nothing_to_leave()]),
            (Some((chat, _)), None) => leave_now(user, *chat, cx, tells),
            _ => self.leave_which(),
        }
    }
}

/// This couple is left, at once.
pub(super) fn leave_now(user: UserId, chat: ChatId, cx: &CornerContext<'_>, tells: &mut Tells) -> Message {
    tells.push((chat, Event::Leaves(user)));
    let couple = cx.couples.iter().find(|couple| couple.chat == chat);
    let other = couple.and_then(Couple::people).map(|people| people.other(user));
    let refuse = |other| Button::new(line::button_refuse(), Action::Corner(CornerAction::Refuse(other)));
    Message::new([line::corner_left()]).row(other.map(refuse))
}
