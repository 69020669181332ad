//! *Support*: who helps, in private and always in the same place. Nothing of it is kept: neither that someone opened it
//! nor which country they chose.

use crate::couple::CornerAction;
use crate::line;

use super::{Action, Button, Couple, Message, Phrase, Settling, UserId, Value, home};
use crate::prompts::{Country, CountryCode, LineKind, Support, SupportLine};

/// *Support* for this person: their country's lines, where their time zone tells it, else a choice.
pub(super) fn screen(user: UserId, couples: &[Couple], support: &Support) -> Message {
    match country_of(user, couples, support) {
        Some(country) => of_country(country, support),
        None => countries(support),
    }
}

/// The lines of a country that was chosen; a choice, where it has gone since.
pub(super) fn chosen(code: CountryCode, support: &Support) -> Message {
    support.country(code).map_or_else(|| countries(support), |country| of_country(country, support))
}

/// Which country?
pub(super) fn countries(support: &Support) -> Message {
    let countries = support.countries.iter().map(|country| {
        let label = line::button_plain(country.name.as_str());
        Button::new(label, Action::Corner(CornerAction::Country(country.code)))
    });
    Message::new([line::support(), line::support_device(), line::support_danger_anywhere(), line::support_which()])
        .grid(2, countries)
        .row([Button::new(line::button_somewhere_else(), Action::Corner(CornerAction::Worldwide))])
        .row([home::back()])
}

/// Where none of the countries is theirs.
pub(super) fn worldwide(support: &Support) -> Message {
    Message::new([
        line::support(),
        line::support_device(),
        line::support_danger_anywhere(),
        line::support_worldwide(lines(&support.worldwide, LineKind::Hurt)),
        line::support_stop_none(),
        line::support_stuck(),
    ])
    .row([another_country()])
    .row([home::back()])
}

/// The button that leads here.
pub(super) fn button() -> Button {
    Button::new(line::button_support(), Action::Corner(CornerAction::Support))
}

fn of_country(country: &Country, support: &Support) -> Message {
    let name = country.name.as_str();
    let stop = if country.lines.iter().any(|line| line.kind == LineKind::Stop) {
        line::support_stop(lines(&country.lines, LineKind::Stop))
    } else {
        line::support_stop_none()
    };
    let elsewhere: Vec<&str> = support.worldwide.iter().map(|line| line.reach.as_str()).collect();
    Message::new([
        line::support(),
        line::support_device(),
        line::SupportDanger { country: name, number: country.emergency.as_str() }.phrase(),
        line::SupportLines { country: name, lines: lines(&country.lines, LineKind::Hurt) }.phrase(),
        stop,
        line::support_stuck(),
        line::support_elsewhere(elsewhere.join(", ")),
    ])
    .row([another_country()])
    .row([home::back()])
}

fn lines(all: &[SupportLine], kind: LineKind) -> Value {
    Value::Lines(all.iter().filter(|line| line.kind == kind).map(said).collect())
}

fn said(of: &SupportLine) -> Phrase {
    let (name, reach, what) = (of.name.as_str(), of.reach.as_str(), of.what.as_str());
    match of.hours.as_deref() {
        Some(hours) => line::SupportLineHours { hours, name, reach, what }.phrase(),
        None => line::SupportLine { name, reach, what }.phrase(),
    }
}

fn another_country() -> Button {
    Button::new(line::button_support_country(), Action::Corner(CornerAction::Countries))
}

/// The one country in whose time zones this person lives, as their couples know it.
fn country_of<'s>(user: UserId, couples: &[Couple], support: &'s Support) -> Option<&'s Country> {
    let zone = |couple: &Couple| match couple.settings.second {
        Some(second) if second.of == user => second.zone,
        _ => couple.settings.zone,
    };
    // Before they have said where they live, the zone is only a default.
    let placed = couples.iter().filter(|couple| couple.settling != Settling::Unplaced);
    let mut found = placed.map(|couple| support.country_at(zone(couple)));
    let first = found.next()??;
    found.all(|other| other.is_some_and(|other| other.code == first.code)).then_some(first)
}
