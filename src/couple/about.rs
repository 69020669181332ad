//! `/about`: the whole idea in plain words, page by page, edited in place.

use super::AboutPage::{
    Commitment, Dishonesty, Enemies, Entitlement, Ingredients, Intro, Limits, LoveFriendship, Resentment, RestsOn,
    Selfishness, Trust, Vulnerability,
};
use super::{AboutPage, Action, Button, Message, Phrase};

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
        label: Phrase::new(format!("button-about-{}", page.name())),
        action: Action::About(*page),
    });
    let back = above.map(|above| Button::new("button-about-back", Action::About(above)));
    Message::new([Phrase::new(format!("about-{}", page.name()))]).grid(1, down).row(back)
}
