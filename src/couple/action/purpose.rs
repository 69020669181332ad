//! What an action is about, where that decides more than what it does.

use super::{Action, CardAction, ChapterAction, CornerAction, PathAction, RestAction};
use crate::couple::{ChatId, DateAction, Tag, TalkAction, TalkTap, WeeklyTap};

// One arm for each enum of its own reads as a list of them.
#[allow(clippy::match_same_arms)]
impl Action {
    /// The message that this button stands under, where it is one that is told apart.
    #[must_use]
    pub fn under(&self) -> Option<Tag> {
        match self {
            Self::Card(CardAction::Another(serial) | CardAction::NotToday(serial) | CardAction::Answer(serial)) => {
                Some(Tag::Card(*serial))
            }
            Self::Talk(TalkAction::Tap(serial, _)) => Some(Tag::Talk(*serial)),
            _ => None,
        }
    }

    /// Whether it is for two who are both there: it rests while one of them is not in the group. What ends something, or
    /// only shows it, can be done alone.
    pub(in crate::couple) fn takes_both(&self) -> bool {
        match self {
            Self::Card(card) => match card {
                CardAction::Now | CardAction::Another(_) | CardAction::Undo(_) => true,
                CardAction::NotToday(_) | CardAction::Keep(_) | CardAction::Answer(_) | CardAction::KeptPage(_) => {
                    false
                }
            },
            Self::Path(path) => match path {
                PathAction::Begin(_) | PathAction::Look(_) | PathAction::List => true,
                PathAction::End => false,
            },
            Self::Chapter(chapter) => match chapter {
                ChapterAction::Ask | ChapterAction::Next(_) | ChapterAction::Chance | ChapterAction::Mixed => true,
                ChapterAction::Leave => false,
            },
            Self::Rest(RestAction::For(_) | RestAction::Until(_) | RestAction::Resume) | Self::Open(_) => true,
            Self::Talk(TalkAction::Tap(_, TalkTap::Stop) | TalkAction::Weekly(WeeklyTap::Off)) => false,
            Self::Talk(_) => true,
            Self::Date(date) => date.takes_both(),
            Self::Join
            | Self::About(_)
            | Self::TellingOff
            | Self::Settings(_)
            | Self::Space(_)
            | Self::Corner(_)
            | Self::Answer(_)
            | Self::Own(_) => false,
        }
    }
}

impl DateAction {
    fn takes_both(self) -> bool {
        match self {
            Self::Enough
            | Self::NotNow(_)
            | Self::Evening(_)
            | Self::CallOff(_)
            | Self::EndRegular
            | Self::KeepRegular
            | Self::File(_)
            | Self::Files
            | Self::Said(..)
            | Self::List
            | Self::WeeklyOff => false,
            Self::Ask
            | Self::Energy(_)
            | Self::Cost(_)
            | Self::Span(_)
            | Self::Apart(_)
            | Self::Three
            | Self::Like(..)
            | Self::About(..)
            | Self::These(_)
            | Self::Looked(_)
            | Self::More(_)
            | Self::Days(_)
            | Self::Hours(..)
            | Self::Book(..)
            | Self::Sure(..)
            | Self::In(_)
            | Self::Change(_)
            | Self::Ideas(_)
            | Self::Who(_)
            | Self::Swap(_)
            | Self::Undo(_)
            | Self::RegularBack(_)
            | Self::Leads
            | Self::Lead(_)
            | Self::Weekly
            | Self::WeeklyDay(_)
            | Self::WeeklyHour(_) => true,
        }
    }
}

impl CornerAction {
    /// Whether its screen is about doors or topics.
    pub(in crate::couple) fn is_about_doors_or_topics(self) -> bool {
        match self {
            Self::Doors
            | Self::DoorsOf(_)
            | Self::Door(..)
            | Self::Unlock(..)
            | Self::Agree(_)
            | Self::Lock(..)
            | Self::OpenDoor(_)
            | Self::ShutDoor(_)
            | Self::Topics
            | Self::Topic(_)
            | Self::LetIn(_)
            | Self::LeaveOut(_) => true,
            Self::Leave(_)
            | Self::Refuse(_)
            | Self::LetAllIn
            | Self::NotUs(_)
            | Self::Asked(..)
            | Self::Says(..)
            | Self::After(_)
            | Self::Felt(..)
            | Self::Lighter(_)
            | Self::Freely(_)
            | Self::Home
            | Self::AskLeave
            | Self::MyData
            | Self::Support
            | Self::Countries
            | Self::Country(_)
            | Self::Worldwide
            | Self::CountryPage(..)
            | Self::WorldPage(_)
            | Self::MyDataPage(_) => false,
        }
    }

    /// The same action about groups by the ids that they have now: a supergroup has another than the group that it was.
    pub(in crate::couple) fn in_groups_as(self, now_called: impl Fn(ChatId) -> ChatId) -> Self {
        match self {
            Self::Leave(chat) => Self::Leave(now_called(chat)),
            Self::NotUs(chat) => Self::NotUs(now_called(chat)),
            Self::DoorsOf(chat) => Self::DoorsOf(now_called(chat)),
            Self::Door(chat, gate) => Self::Door(now_called(chat), gate),
            Self::Unlock(chat, gate) => Self::Unlock(now_called(chat), gate),
            Self::Agree(chat) => Self::Agree(now_called(chat)),
            Self::Lock(chat, gate) => Self::Lock(now_called(chat), gate),
            Self::Asked(chat, number) => Self::Asked(now_called(chat), number),
            Self::Says(chat, number, says) => Self::Says(now_called(chat), number, says),
            Self::After(chat) => Self::After(now_called(chat)),
            Self::Felt(chat, feeling) => Self::Felt(now_called(chat), feeling),
            Self::Lighter(chat) => Self::Lighter(now_called(chat)),
            Self::Refuse(_)
            | Self::LetAllIn
            | Self::Doors
            | Self::OpenDoor(_)
            | Self::ShutDoor(_)
            | Self::Topics
            | Self::Topic(_)
            | Self::LetIn(_)
            | Self::LeaveOut(_)
            | Self::Freely(_)
            | Self::Home
            | Self::AskLeave
            | Self::MyData
            | Self::Support
            | Self::Countries
            | Self::Country(_)
            | Self::Worldwide
            | Self::CountryPage(..)
            | Self::WorldPage(_)
            | Self::MyDataPage(_) => self,
        }
    }
}
