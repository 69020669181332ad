//! `/about`: the whole idea in plain words, page by page, edited in place.

use super::AboutPage::{
    Commitment, Dishonesty, Enemies, Entitlement, Ingredients, Intro, Limits, LoveFriendship, Resentment, RestsOn,
    Selfishness, Trust, Vulnerability,
};
use super::{AboutPage, Action, Button, Cx, Message, MessageId, Show};
use crate::couple::AboutAction;
use crate::couple::line_for;
use crate::line;

/// A tap on a button about it.
pub(super) fn tap(action: AboutAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
    match action {
        AboutAction::Open => {
            cx.say(page(AboutPage::Intro));
            Show::Nothing
        }
        AboutAction::Page(next) => cx.edit(message, page(next)),
    }
}

/// A page of it, with the way down and the way back.
pub(super) fn page(page: AboutPage) -> Message {
    let (below, above): (&[AboutPage], Option<AboutPage>) = match page {
        Intro => (&[Ingredients, Enemies, RestsOn, Limits], None),
        Ingredients => (&[LoveFriendship, Vulnerability, Trust, Commitment], Some(Intro)),
        Enemies => (&[Selfishness, Dishonesty, Entitlement, Resentment], Some(Intro)),
        RestsOn | Limits => (&[], Some(Intro)),
        LoveFriendship | Vulnerability | Trust | Commitment => (&[], Some(Ingredients)),
        Selfishness | Dishonesty | Entitlement | Resentment => (&[], Some(Enemies)),
    };
    let down = below.iter().map(|page| Button::Act {
        label: line_for::about_button(*page),
        action: Action::About(AboutAction::Page(*page)),
    });
    let back = above.map(|above| Button::new(line::button_about_back(), Action::About(AboutAction::Page(above))));
    Message::new([line_for::about(page)]).grid(1, down).row(back)
}
