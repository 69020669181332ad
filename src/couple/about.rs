//! `/about`: the whole idea in plain words, page by page, edited in place.

use super::{AboutPage, Action, Button, Message, Phrase};

/// A page of it, with the way to the others.
pub(super) fn page(page: AboutPage) -> Message {
    let others = AboutPage::ALL.into_iter().filter(|other| *other != page);
    Message::new([Phrase::new(format!("about-{}", page.name()))]).grid(
        2,
        others.map(|other| Button::Act {
            label: Phrase::new(format!("button-about-{}", other.name())),
            action: Action::About(other),
        }),
    )
}
