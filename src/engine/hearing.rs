//! Who is heard: the two before all others, and nobody without end.

use super::News;
use super::shares::{Asker, By, Heard};
use super::work::Work;
use crate::couple::{Action, Class, Command, CornerEvent, Couple, Event, Presence, Press, Sender, SpaceAction};
use crate::ids::{ChatId, UserId};
use crate::store::StoreError;

/// With so many rows before them, one of the two is not heard: what is said two minutes late answers nothing.
const MOST_FOR_THE_TWO: usize = 40;
/// The same for everybody else.
const MOST_FOR_GUESTS: usize = 10;

impl Work<'_> {
    /// How urgent it is to answer this; `None` where nothing is to follow from it.
    pub(super) fn hears(&mut self, news: &News) -> Result<Option<Class>, StoreError> {
        match news {
            News::Couple(chat, event) => self.hears_in_group(*chat, event),
            News::Corner(user, event) => self.hears_in_private(*user, event),
            News::Moved { .. } | News::Poison { .. } => Ok(Some(Class::Reply)),
        }
    }

    fn hears_in_group(&mut self, chat: ChatId, event: &Event) -> Result<Option<Class>, StoreError> {
        let from = match (event, event.from()) {
            (_, Some(from)) => from,
            // Whoever puts the bot in and out again and again has the share of one who stays unknown.
            (Event::Added, None) if !self.has_two(chat)? => Sender::Nobody,
            (_, None) => return Ok(Some(Class::Reply)),
        };
        let user = match from {
            Sender::Human(user) => Some(user),
            Sender::Nobody => None,
        };
        let by = if matches!(event, Event::Tap { .. }) { By::Tap } else { By::Words };
        // Before anything is read: a third person may try this very often.
        if self.given.shares.is_spent_by_third(chat, user, by, self.given.steady) {
            return Ok(None);
        }
        let couple = self.draft.couple(chat)?;
        let people = couple.as_deref().and_then(Couple::people);
        let asker = match (people, user) {
            (Some(people), Some(user)) if people.contains(&user) => Asker::OfTwo(chat, user),
            (Some(_), user) => Asker::Third(chat, user, by),
            (None, user) => Asker::Newcomer(chat, user),
        };
        Ok(match (event, asker) {
            // Nobody is kept from leaving, or from stopping a talk. What the two say to each other is never answered by more than a talk needs.
            (event, Asker::OfTwo(..)) if is_leaving(event) || matches!(event, Event::Spoke { .. }) => {
                Some(Class::Reply)
            }
            // What others say to each other, or to another bot, means only that the bot is here.
            (
                Event::Spoke { .. }
                | Event::CommandEdited { .. }
                | Event::Command { command: Command::Unknown(None, _), .. },
                _,
            ) if !matches!(asker, Asker::OfTwo(..)) => {
                let news = couple.is_some_and(|couple| couple.presence != Presence::Here);
                news.then_some(Class::Guest)
            }
            _ => self.takes_share(chat, asker),
        })
    }

    fn hears_in_private(&mut self, user: UserId, event: &CornerEvent) -> Result<Option<Class>, StoreError> {
        let chat = user.private_chat();
        if matches!(
            event,
            CornerEvent::Asked { .. } | CornerEvent::AsksCard { .. } | CornerEvent::Blocked | CornerEvent::Unblocked
        ) {
            return Ok(Some(Class::Reply));
        }
        let is_of_two = self.draft.corner(user)?.is_some_and(|corner| !corner.couples.is_empty());
        Ok(match event {
            CornerEvent::Command(Command::Leave) if is_of_two => Some(Class::Reply),
            _ if is_of_two => self.takes_share(chat, Asker::OfTwo(chat, user)),
            _ => self.takes_share(chat, Asker::Newcomer(chat, Some(user))),
        })
    }

    fn takes_share(&mut self, chat: ChatId, asker: Asker) -> Option<Class> {
        let (class, most) = match asker {
            Asker::OfTwo(..) => (Class::Reply, MOST_FOR_THE_TWO),
            Asker::Newcomer(..) | Asker::Third(..) => (Class::Guest, MOST_FOR_GUESTS),
        };
        let heard = self.given.waiting.count(chat, &self.draft.batch) < most
            && self.given.shares.take(asker, self.given.steady) == Heard::Yes;
        heard.then_some(class)
    }

    fn has_two(&self, chat: ChatId) -> Result<bool, StoreError> {
        Ok(self.draft.couple(chat)?.is_some_and(|couple| couple.people().is_some()))
    }
}

/// Whether one of the two closes their space, by the command or by the button that it leads to.
fn is_leaving(event: &Event) -> bool {
    matches!(
        event,
        Event::Command { command: Command::Leave | Command::Stop, .. }
            | Event::Tap { press: Press::Known(Action::Space(SpaceAction::Close(_))), .. }
    )
}
