//! *Support*: who helps, in private and always in the same place. Nothing of it is kept: neither that someone opened it
//! nor which country they chose.
//!
//! The first page has what is needed at once: the numbers. It fits on a screen, as each page behind it does.

use crate::couple::{CornerAction, SupportPage};
use crate::line;

use super::{Action, Button, CornerContext, Couple, Found, Message, Phrase, Settling, UserId, Value, home, zones};
use crate::prompts::{Country, CountryCode, LineKind, Support, SupportLine};

/// *Support* for this person: their country's lines, where their time zone tells it, else a choice.
pub(super) fn screen(user: UserId, couples: &[Couple], support: &Support) -> Message {
    match country_of(user, couples, support) {
        Some(country) => of_country(country),
        None => countries(support),
    }
}

/// The same where a country or a place was typed behind it. One that is not known leads to the choice.
pub(super) fn typed(words: &str, user: UserId, cx: &CornerContext<'_>) -> Message {
    let support = cx.library.support();
    if words.is_empty() {
        return screen(user, cx.couples, support);
    }
    let word = words.to_lowercase();
    let is_named = |country: &&Country| country.name.to_lowercase() == word;
    let by_code = || CountryCode::read(&word).and_then(|code| support.country(code));
    let by_place = || match zones::find(words, cx.library.places(), cx.now) {
        Found::One(zone) => support.country_at(zone),
        Found::Near(_) | Found::Several(_) | Found::Clock(_) | Found::Nothing => None,
    };
    let country = support.countries.iter().find(is_named).or_else(by_code).or_else(by_place);
    country.map_or_else(|| countries(support), of_country)
}

/// The lines of a country that was chosen; a choice, where it has gone since.
pub(super) fn chosen(code: CountryCode, support: &Support) -> Message {
    support.country(code).map_or_else(|| countries(support), of_country)
}

/// A page behind the first of a country.
pub(super) fn more(code: CountryCode, page: SupportPage, support: &Support) -> Message {
    let Some(country) = support.country(code) else { return countries(support) };
    let first = CornerAction::Country(code);
    match page {
        SupportPage::Who => who(&country.lines, first, CornerAction::CountryPage(code, SupportPage::Others)),
        SupportPage::Others => {
            let is_there = country.lines.iter().any(|line| line.kind == LineKind::Stop);
            let stop = is_there.then(|| line::support_stop(lines(&country.lines, LineKind::Stop, in_full)));
            let elsewhere: Vec<&str> = support.worldwide.iter().map(|line| line.reach.as_str()).collect();
            let stop = stop.unwrap_or_else(line::support_stop_none);
            Message::new([stop, line::support_stuck(), line::support_elsewhere(elsewhere.join(", "))])
                .row([button_back(CornerAction::CountryPage(code, SupportPage::Who))])
        }
    }
}

/// The same where none of the countries is theirs.
pub(super) fn more_worldwide(page: SupportPage, support: &Support) -> Message {
    match page {
        SupportPage::Who => {
            who(&support.worldwide, CornerAction::Worldwide, CornerAction::WorldPage(SupportPage::Others))
        }
        SupportPage::Others => Message::new([line::support_stop_none(), line::support_stuck()])
            .row([button_back(CornerAction::WorldPage(SupportPage::Who))]),
    }
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
        line::support_danger_anywhere(),
        line::support_worldwide(lines(&support.worldwide, LineKind::Hurt, in_short)),
        line::support_device(),
    ])
    .row([button_more(CornerAction::WorldPage(SupportPage::Who)), another_country()])
    .row([home::back()])
}

/// The button that leads here.
pub(super) fn button() -> Button {
    Button::new(line::button_support(), Action::Corner(CornerAction::Support))
}

fn of_country(country: &Country) -> Message {
    let lines = lines(&country.lines, LineKind::Hurt, in_short);
    let (name, number) = (country.name.as_str(), country.emergency.as_str());
    let first = line::SupportFirst { country: name, lines, number }.phrase();
    Message::new([line::support(), first, line::support_device()])
        .row([button_more(CornerAction::CountryPage(country.code, SupportPage::Who)), another_country()])
        .row([home::back()])
}

/// What each of them does.
fn who(all: &[SupportLine], back: CornerAction, more: CornerAction) -> Message {
    Message::new([line::support_who(lines(all, LineKind::Hurt, in_full))]).row([button_more(more), button_back(back)])
}

fn lines(all: &[SupportLine], kind: LineKind, said: fn(&SupportLine) -> Phrase) -> Value {
    Value::Lines(all.iter().filter(|line| line.kind == kind).map(said).collect())
}

fn in_full(of: &SupportLine) -> Phrase {
    let (name, reach, what) = (of.name.as_str(), of.reach.as_str(), of.what.as_str());
    match of.hours.as_deref() {
        Some(hours) => line::SupportLineHours { hours, name, reach, what }.phrase(),
        None => line::SupportLine { name, reach, what }.phrase(),
    }
}

fn in_short(of: &SupportLine) -> Phrase {
    let (name, reach) = (of.name.as_str(), of.reach.as_str());
    match of.hours.as_deref() {
        Some(hours) => line::SupportShortHours { hours, name, reach }.phrase(),
        None => line::SupportShort { name, reach }.phrase(),
    }
}

fn button_more(to: CornerAction) -> Button {
    Button::new(line::button_on(), Action::Corner(to))
}

fn button_back(to: CornerAction) -> Button {
    Button::new(line::button_back(), Action::Corner(to))
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
