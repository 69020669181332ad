//! The screens of settings, pause and help: what stands on them and which buttons.

use crate::couple::line_for;
use crate::couple::{AboutAction, CardAction, ChapterAction, RestAction, SettingsAction};
use crate::line;
use crate::prompts::Named;
use crate::prompts::Pack;
use crate::prompts::Places;
use crate::zones::Zone;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use super::{
    Action, Answering, Button, Couple, Message, Pace, Phrase, Quiet, Region, RestLength, Settings, rhythm::time,
};
use crate::prompts::Apart;

/// The hours that are offered, where they are not quiet.
const HOURS: [(u32, u32); 12] =
    [(7, 30), (8, 0), (9, 0), (10, 0), (12, 30), (15, 0), (17, 0), (18, 0), (19, 0), (20, 0), (21, 0), (22, 0)];

/// The quiet hours that are offered.
const QUIETS: [((u32, u32), (u32, u32)); 4] =
    [((22, 30), (7, 30)), ((21, 0), (8, 0)), ((23, 30), (6, 30)), ((0, 0), (9, 0))];

/// A time of day, as `20:00`.
pub(super) fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// A date, as "Thu 24 December" in the couple's language.
pub(super) fn date(day: NaiveDate) -> Phrase {
    line::Date {
        day: i64::from(day.day()),
        month: line_for::month(day),
        weekday: line_for::weekday(day.weekday()),
        year: i64::from(day.year()),
    }
    .phrase()
}

/// When cards come, in one line.
pub(super) fn rhythm(settings: &Settings) -> Phrase {
    line_for::rhythm(settings.pace, clock(settings.hour), line_for::weekday(settings.weekly_on))
}

/// A button whose label is a name or a number, not a sentence.
fn plain(label: String, action: Action) -> Button {
    Button::Act { label: line::button_plain(label), action }
}

/// Choose a region; `first` stands above it when they have just paired.
pub(super) fn regions(first: Option<Phrase>) -> Message {
    let regions = Region::ALL.iter().copied().map(|region| Button::Act {
        label: line_for::region(region),
        action: Action::Settings(SettingsAction::Cities(region)),
    });
    Message::new(first.into_iter().chain([line::choose_region()])).grid(2, regions)
}

/// Choose a city of a region.
pub(super) fn cities(region: Region, places: &Places) -> Message {
    let cities = places.cities(region).iter();
    let cities = cities.map(|zone| plain(zone.city(), Action::Settings(SettingsAction::Zone(*zone))));
    Message::new([line::choose_city()])
        .grid(3, cities)
        .row([Button::new(line::button_back(), Action::Settings(SettingsAction::Regions))])
}

/// Choose the hour of the card.
pub(super) fn hours(settings: &Settings, now: DateTime<Utc>) -> Message {
    let hours = HOURS.map(|(hour, minute)| time(hour, minute));
    let open = hours.into_iter().filter(|hour| !settings.quiet.covers(*hour));
    Message::new([line::ChooseHour {
        city: settings.zone.city(),
        now: clock(now.with_timezone(&settings.zone).time()),
    }
    .phrase()])
    .grid(4, open.map(|hour| plain(clock(hour), Action::Settings(SettingsAction::Hour(hour)))))
}

/// Choose the pace.
pub(super) fn paces() -> Message {
    let paces = Pace::ALL.iter().rev().copied().map(|pace| Button::Act {
        label: line_for::pace_button(pace),
        action: Action::Settings(SettingsAction::Pace(pace)),
    });
    Message::new([line::choose_pace()]).grid(2, paces)
}

/// Choose the day of a weekly card.
pub(super) fn days() -> Message {
    let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok());
    let days = days
        .map(|day| Button::Act { label: line_for::weekday(day), action: Action::Settings(SettingsAction::Day(day)) });
    Message::new([line::choose_day()]).grid(4, days)
}

/// Choose among the packs; those that come are marked.
pub(super) fn packs(couple: &Couple, of_host: &[Pack]) -> Message {
    let wanted = couple.settings.packs(of_host);
    let packs = Pack::ALL.iter().copied().map(|pack| {
        let label =
            if wanted.contains(&pack) { line::button_pack_on(pack.line()) } else { line::button_pack_off(pack.line()) };
        Button::new(label, Action::Settings(SettingsAction::Pack(pack)))
    });
    Message::new([line::choose_packs()])
        .grid(2, packs)
        .row([Button::new(line::button_back(), Action::Settings(SettingsAction::Overview))])
}

/// Choose the quiet hours.
pub(super) fn quiets() -> Message {
    let quiets = QUIETS.map(|(from, to)| quiet(Quiet { from: time(from.0, from.1), to: time(to.0, to.1) }));
    Message::new([line::choose_quiet()])
        .grid(2, quiets)
        .row([Button::new(line::button_back(), Action::Settings(SettingsAction::Overview))])
}

fn quiet(quiet: Quiet) -> Button {
    plain(format!("{}–{}", clock(quiet.from), clock(quiet.to)), Action::Settings(SettingsAction::Quiet(quiet)))
}

/// Which of the quiet hours that were typed are meant?
pub(super) fn quiets_meant(readings: &[Quiet]) -> Message {
    Message::new([line::date_either()]).grid(1, readings.iter().map(|reading| quiet(*reading)))
}

/// Which of the hours that were typed is meant?
pub(super) fn hours_meant(readings: &[NaiveTime]) -> Message {
    let hours = readings.iter().map(|hour| plain(clock(*hour), Action::Settings(SettingsAction::Hour(*hour))));
    Message::new([line::date_either()]).grid(1, hours)
}

/// Places of which one was meant; `ask` says why they are asked.
pub(super) fn which_zone(ask: Phrase, near: Vec<(String, Zone)>, action: impl Fn(Zone) -> SettingsAction) -> Message {
    Message::new([ask]).grid(2, near.into_iter().map(|(label, zone)| plain(label, Action::Settings(action(zone)))))
}

/// The settings, as they are.
pub(super) fn overview(couple: &Couple, now: DateTime<Utc>) -> Message {
    let message = Message::new(state(couple, now).into_iter().chain([line::settings_typed()]))
        .row([
            Button::new(line::button_zone(), Action::Settings(SettingsAction::Regions)),
            Button::new(line::button_hour(), Action::Settings(SettingsAction::Hours)),
        ])
        .row([
            Button::new(line::button_pace(), Action::Settings(SettingsAction::Paces)),
            Button::new(line::button_quiet(), Action::Settings(SettingsAction::Quiets)),
        ]);
    // Two zones say by themselves that they live apart.
    let places = match (couple.settings.second, couple.settings.living) {
        (Some(_), _) => Button::new(line::button_one_zone(), Action::Settings(SettingsAction::OneZone)),
        (None, Apart::Together) => {
            Button::new(line::button_living_apart(), Action::Settings(SettingsAction::Living(Apart::Apart)))
        }
        (None, Apart::Apart) => {
            Button::new(line::button_living_together(), Action::Settings(SettingsAction::Living(Apart::Together)))
        }
    };
    let answering = match couple.settings.answering {
        Answering::InPrivate => {
            Button::new(line::button_answers_aloud(), Action::Settings(SettingsAction::Answers(Answering::Aloud)))
        }
        Answering::Aloud => {
            Button::new(line::button_answers_private(), Action::Settings(SettingsAction::Answers(Answering::InPrivate)))
        }
    };
    let packs = Button::new(line::button_packs(), Action::Settings(SettingsAction::Packs));
    message
        .row([places, answering])
        .row([packs, Button::new(line::button_chapters(), Action::Chapter(ChapterAction::Ask))])
        .row([Button::new(line::button_done(), Action::Settings(SettingsAction::Done))])
}

/// The settings, once they are settled: no buttons but the first card.
pub(super) fn settled(couple: &Couple, now: DateTime<Utc>) -> Message {
    let first =
        couple.deck.current.is_none().then(|| Button::new(line::button_card_now(), Action::Card(CardAction::Now)));
    Message::new([line::settled()].into_iter().chain(state(couple, now))).row(first)
}

/// The settings in words.
pub(super) fn state(couple: &Couple, now: DateTime<Utc>) -> Vec<Phrase> {
    let settings = &couple.settings;
    let here = |zone: Zone| clock(now.with_timezone(&zone).time());
    let quiet = if settings.quiet.from == settings.quiet.to {
        line::quiet_none()
    } else {
        line::Quiet { from: clock(settings.quiet.from), to: clock(settings.quiet.to) }.phrase()
    };
    let mut lines =
        vec![rhythm(settings), line::SettingsZone { city: settings.zone.city(), now: here(settings.zone) }.phrase()];
    lines.extend(
        settings
            .second
            .map(|second| line::SettingsSecondZone { city: second.zone.city(), now: here(second.zone) }.phrase()),
    );
    lines.push(quiet);
    if settings.living() == Apart::Apart {
        lines.push(line::settings_apart());
    }
    if settings.answering == Answering::Aloud {
        lines.push(line::answers_aloud());
    }
    match couple.rest {
        super::Rest::Awake => {}
        super::Rest::Until(day) => {
            lines.push(line::resting_until(date(day)));
        }
        super::Rest::UntilResumed => lines.push(line::resting_until_resumed()),
    }
    lines
}

/// `/pause` without a date.
pub(super) fn pause() -> Message {
    Message::new([line::choose_rest()])
        .row([
            Button::new(line::button_rest_week(), Action::Rest(RestAction::For(RestLength::Week))),
            Button::new(line::button_rest_fortnight(), Action::Rest(RestAction::For(RestLength::Fortnight))),
        ])
        .row([Button::new(line::button_rest_open(), Action::Rest(RestAction::For(RestLength::UntilResumed)))])
}

/// What works in private only.
pub(super) fn in_your_corner() -> Message {
    Message::new([line::in_your_corner()]).row([Button::Corner { label: line::button_corner() }])
}

/// `/help`, for two or for those who are not two yet.
pub(super) fn help(paired: bool) -> Message {
    let about = Button::new(line::button_about(), Action::About(AboutAction::Open));
    let corner = Button::Corner { label: line::button_corner() };
    let body = if paired { line::help() } else { line::help_unpaired() };
    Message::new([body]).row([about]).row([corner])
}
