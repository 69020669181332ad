//! The screens of settings, pause and help: what stands on them and which buttons.

use crate::zones::Zone;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use super::{Action, Button, Couple, Message, Pace, Phrase, Quiet, Region, RestLength, Settings, rhythm::time, zones};
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
    Phrase::new("date")
        .with("weekday", weekday(day.weekday()))
        .with("day", i64::from(day.day()))
        .with("month", Phrase::new(format!("month-{}", day.month())))
        .with("year", i64::from(day.year()))
}

pub(super) fn weekday(day: Weekday) -> Phrase {
    Phrase::new(format!("weekday-{}", day.number_from_monday()))
}

/// When cards come, in one line.
pub(super) fn rhythm(settings: &Settings) -> Phrase {
    Phrase::new(format!("rhythm-{}", settings.pace.name()))
        .with("hour", clock(settings.hour))
        .with("city", zones::city(settings.zone))
        .with("weekday", weekday(settings.weekly_on))
}

/// A button whose label is a name or a number, not a sentence.
fn plain(label: String, action: Action) -> Button {
    Button::Act { label: Phrase::new("button-plain").with("label", label), action }
}

/// Choose a region; `first` stands above it when they have just paired.
pub(super) fn regions(first: Option<Phrase>) -> Message {
    let regions = Region::ALL.map(|region| Button::Act {
        label: Phrase::new(format!("region-{}", region.name())),
        action: Action::Cities(region),
    });
    Message::new(first.into_iter().chain([Phrase::new("choose-region")])).grid(2, regions)
}

/// Choose a city of a region.
pub(super) fn cities(region: Region) -> Message {
    let cities = region.cities().into_iter().map(|zone| plain(zones::city(zone), Action::Zone(zone)));
    Message::new([Phrase::new("choose-city")]).grid(3, cities).row([Button::new("button-back", Action::Regions)])
}

/// Choose the hour of the card.
pub(super) fn hours(settings: &Settings, now: DateTime<Utc>) -> Message {
    let hours = HOURS.map(|(hour, minute)| time(hour, minute));
    let open = hours.into_iter().filter(|hour| !settings.quiet.covers(*hour));
    Message::new([Phrase::new("choose-hour")
        .with("city", zones::city(settings.zone))
        .with("now", clock(now.with_timezone(&settings.zone).time()))])
    .grid(4, open.map(|hour| plain(clock(hour), Action::Hour(hour))))
}

/// Choose the pace.
pub(super) fn paces() -> Message {
    let paces = Pace::ALL.map(|pace| Button::Act {
        label: Phrase::new(format!("button-pace-{}", pace.name())),
        action: Action::Pace(pace),
    });
    Message::new([Phrase::new("choose-pace")]).grid(2, paces)
}

/// Choose the day of a weekly card.
pub(super) fn days() -> Message {
    let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok());
    let days = days.map(|day| Button::Act { label: weekday(day), action: Action::Day(day) });
    Message::new([Phrase::new("choose-day")]).grid(4, days)
}

/// Choose the quiet hours.
pub(super) fn quiets() -> Message {
    let quiets = QUIETS.map(|(from, to)| {
        let quiet = Quiet { from: time(from.0, from.1), to: time(to.0, to.1) };
        plain(format!("{}–{}", clock(quiet.from), clock(quiet.to)), Action::Quiet(quiet))
    });
    Message::new([Phrase::new("choose-quiet")]).grid(2, quiets).row([Button::new("button-back", Action::Settings)])
}

/// Places that a misspelt name may have meant.
pub(super) fn near_zones(near: Vec<(String, Zone)>, action: impl Fn(Zone) -> Action) -> Message {
    Message::new([Phrase::new("zone-near")]).grid(2, near.into_iter().map(|(label, zone)| plain(label, action(zone))))
}

/// The settings, as they are.
pub(super) fn overview(couple: &Couple, now: DateTime<Utc>) -> Message {
    let message = Message::new(state(couple, now).into_iter().chain([Phrase::new("settings-typed")]))
        .row([Button::new("button-zone", Action::Regions), Button::new("button-hour", Action::Hours)])
        .row([Button::new("button-pace", Action::Paces), Button::new("button-quiet", Action::Quiets)]);
    // Two zones say by themselves that they live apart.
    let places = match (couple.settings.second, couple.settings.living) {
        (Some(_), _) => Button::new("button-one-zone", Action::OneZone),
        (None, Apart::Together) => Button::new("button-living-apart", Action::Living(Apart::Apart)),
        (None, Apart::Apart) => Button::new("button-living-together", Action::Living(Apart::Together)),
    };
    message.row([places]).row([Button::new("button-done", Action::Done)])
}

/// The settings, once they are settled: no buttons but the first card.
pub(super) fn settled(couple: &Couple, now: DateTime<Utc>) -> Message {
    let first = couple.deck.current.is_none().then(|| Button::new("button-card-now", Action::CardNow));
    Message::new([Phrase::new("settled")].into_iter().chain(state(couple, now))).row(first)
}

/// The settings in words.
pub(super) fn state(couple: &Couple, now: DateTime<Utc>) -> Vec<Phrase> {
    let settings = &couple.settings;
    let here = |zone: Zone| clock(now.with_timezone(&zone).time());
    let quiet = if settings.quiet.from == settings.quiet.to {
        Phrase::new("quiet-none")
    } else {
        Phrase::new("quiet").with("from", clock(settings.quiet.from)).with("to", clock(settings.quiet.to))
    };
    let mut lines = vec![
        rhythm(settings),
        Phrase::new("settings-zone").with("city", zones::city(settings.zone)).with("now", here(settings.zone)),
    ];
    lines.extend(settings.second.map(|second| {
        Phrase::new("settings-second-zone").with("city", zones::city(second.zone)).with("now", here(second.zone))
    }));
    lines.push(quiet);
    if settings.living() == Apart::Apart {
        lines.push(Phrase::new("settings-apart"));
    }
    match couple.rest {
        super::Rest::Awake => {}
        super::Rest::Until(day) => {
            lines.push(Phrase::new("resting-until").with("date", date(day)));
        }
        super::Rest::UntilResumed => lines.push(Phrase::new("resting-until-resumed")),
    }
    lines
}

/// `/pause` without a date.
pub(super) fn pause() -> Message {
    Message::new([Phrase::new("choose-rest")])
        .row([
            Button::new("button-rest-week", Action::Rest(RestLength::Week)),
            Button::new("button-rest-fortnight", Action::Rest(RestLength::Fortnight)),
        ])
        .row([Button::new("button-rest-open", Action::Rest(RestLength::UntilResumed))])
}

/// `/help`, for two or for those who are not two yet.
pub(super) fn help(paired: bool) -> Message {
    let about = Button::new("button-about", Action::OpenAbout);
    let corner = Button::Corner { label: Phrase::new("button-corner") };
    let body = if paired { "help" } else { "help-unpaired" };
    Message::new([Phrase::new(body)]).row([about]).row([corner])
}
