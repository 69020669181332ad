//! The screens of settings, pause and help: what stands on them and which buttons.

use crate::couple::line_for;
use crate::couple::said_time::{self, As};
use crate::couple::{AboutAction, CardAction, ChapterAction, RestAction, SettingsAction};
use crate::line;
use crate::prompts::Named;
use crate::prompts::Pack;
use crate::prompts::Places;
use crate::zones::Zone;
use chrono::{DateTime, NaiveTime, Utc, Weekday};

use super::{
    Action, Answering, Button, Couple, Message, Pace, Phrase, Quiet, Region, RestLength, Room, Settings, Settling,
    Value, Wanted, Weekly, rhythm::time,
};
use crate::prompts::{Apart, LifeStage};

/// The hours that are offered, where they are not quiet.
const HOURS: [(u32, u32); 12] =
    [(7, 30), (8, 0), (9, 0), (10, 0), (12, 30), (15, 0), (17, 0), (18, 0), (19, 0), (20, 0), (21, 0), (22, 0)];

/// The quiet hours that are offered.
const QUIETS: [((u32, u32), (u32, u32)); 4] =
    [((22, 30), (7, 30)), ((21, 0), (8, 0)), ((23, 30), (6, 30)), ((0, 0), (9, 0))];

/// When cards come, in one line.
pub(super) fn rhythm(settings: &Settings) -> Phrase {
    line_for::rhythm(settings.pace, said_time::clock(settings.hour), line_for::weekday(settings.weekly_on))
}

/// A button whose label is a name or a number, not a sentence.
fn plain(label: String, action: Action) -> Button {
    Button::Act { label: line::button_plain(label), action }
}

/// The longest label that a phone of 360 px shows in a row of so many: one, two, three.
const WIDTHS: [usize; 3] = [30, 14, 9];

/// The message with these names as buttons, in their order, with as many in a row as are shown whole.
fn fitted(mut message: Message, names: impl Iterator<Item = (String, Action)>) -> Message {
    let mut row: Vec<(String, Action)> = Vec::new();
    let fits = |row: &[(String, Action)], next: &str| {
        let widest = row.iter().map(|(name, _)| name.as_str()).chain([next]).map(|name| name.chars().count()).max();
        WIDTHS.get(row.len()).zip(widest).is_some_and(|(width, widest)| widest <= *width)
    };
    let buttons = |row: Vec<(String, Action)>| row.into_iter().map(|(name, action)| plain(name, action));
    for (name, action) in names {
        if !row.is_empty() && !fits(&row, &name) {
            message = message.row(buttons(std::mem::take(&mut row)));
        }
        row.push((name, action));
    }
    message.row(buttons(row))
}

/// The way back from a choice: to the one before it while they settle in, else to all the settings.
fn back(settling: Settling, before: SettingsAction) -> Button {
    let to = match settling {
        Settling::Unplaced | Settling::Underway => before,
        Settling::Done => SettingsAction::Overview,
    };
    Button::new(line::button_back(), Action::Settings(to))
}

/// The way back to all the settings, from what was typed.
fn to_settings() -> Button {
    Button::new(line::button_back(), Action::Settings(SettingsAction::Overview))
}

/// Choose a region; `first` stands above it when they have just paired. Once they have settled there is a way back.
pub(super) fn regions(first: Option<Phrase>, settling: Settling) -> Message {
    let regions = Region::ALL.iter().copied().map(|region| Button::Act {
        label: line_for::region(region),
        action: Action::Settings(SettingsAction::Cities(region)),
    });
    let message = Message::new(first.into_iter().chain([line::choose_region()])).grid(2, regions);
    message.row((settling == Settling::Done).then(to_settings))
}

/// Choose a city of a region.
pub(super) fn cities(region: Region, places: &Places) -> Message {
    let cities = places.cities(region).iter();
    let cities = cities.map(|zone| (zone.city(), Action::Settings(SettingsAction::Zone(*zone))));
    fitted(Message::new([line::choose_city()]), cities)
        .row([Button::new(line::button_back(), Action::Settings(SettingsAction::Regions))])
}

/// Choose the hour of the card.
pub(super) fn hours(settings: &Settings, settling: Settling, now: DateTime<Utc>) -> Message {
    let hours = HOURS.map(|(hour, minute)| time(hour, minute));
    let open = hours.into_iter().filter(|hour| !settings.quiet.covers(*hour));
    Message::new([line::ChooseHour {
        city: settings.zone.city(),
        now: said_time::clock(now.with_timezone(&settings.zone).time()),
    }
    .phrase()])
    .grid(4, open.map(|hour| plain(said_time::clock(hour), Action::Settings(SettingsAction::Hour(hour)))))
    .row([back(settling, SettingsAction::Regions)])
}

/// Choose the pace.
pub(super) fn paces(settling: Settling) -> Message {
    let paces = Pace::ALL.iter().rev().copied().map(|pace| Button::Act {
        label: line_for::pace_button(pace),
        action: Action::Settings(SettingsAction::Pace(pace)),
    });
    Message::new([line::choose_pace()]).grid(1, paces).row([back(settling, SettingsAction::Hours)])
}

/// Choose the day of a weekly card.
pub(super) fn days() -> Message {
    let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok());
    let days = days
        .map(|day| Button::Act { label: line_for::weekday(day), action: Action::Settings(SettingsAction::Day(day)) });
    let back = Button::new(line::button_back(), Action::Settings(SettingsAction::Paces));
    Message::new([line::choose_day()]).grid(2, days).row([back])
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
        .grid(1, packs)
        .row([Button::new(line::button_back(), Action::Settings(SettingsAction::Overview))])
}

/// Say what their life is like; what is so is marked.
pub(super) fn stages(couple: &Couple) -> Message {
    let stages = LifeStage::ALL.iter().copied().map(|stage| {
        let name = stage.line();
        let is_so = couple.settings.stages.contains(&stage);
        let label = if is_so { line::button_stage_on(name) } else { line::button_stage_off(name) };
        Button::new(label, Action::Settings(SettingsAction::Stage(stage)))
    });
    Message::new([line::choose_stages()]).grid(1, stages).row([to_settings()])
}

/// Choose the quiet hours.
pub(super) fn quiets() -> Message {
    let quiets = QUIETS.map(|(from, to)| quiet(Quiet { from: time(from.0, from.1), to: time(to.0, to.1) }));
    Message::new([line::choose_quiet()]).grid(2, quiets).row([to_settings()])
}

fn quiet(quiet: Quiet) -> Button {
    plain(
        format!("{}–{}", said_time::clock(quiet.from), said_time::clock(quiet.to)),
        Action::Settings(SettingsAction::Quiet(quiet)),
    )
}

/// Which of the quiet hours that were typed are meant?
pub(super) fn quiets_meant(readings: &[Quiet]) -> Message {
    Message::new([line::date_either()]).grid(1, readings.iter().map(|reading| quiet(*reading))).row([to_settings()])
}

/// Which of the hours that were typed is meant?
pub(super) fn hours_meant(readings: &[NaiveTime]) -> Message {
    let hours =
        readings.iter().map(|hour| plain(said_time::clock(*hour), Action::Settings(SettingsAction::Hour(*hour))));
    Message::new([line::date_either()]).grid(1, hours).row([to_settings()])
}

/// Places of which one was meant; `ask` says why they are asked.
pub(super) fn which_zone(ask: Phrase, near: Vec<(String, Zone)>, action: impl Fn(Zone) -> SettingsAction) -> Message {
    let names = near.into_iter().map(|(label, zone)| (label, Action::Settings(action(zone))));
    fitted(Message::new([ask]), names).row([to_settings()])
}

/// The settings, as they are.
pub(super) fn overview(couple: &Couple, now: DateTime<Utc>) -> Message {
    let message = Message::new([as_they_are(couple, now), line::settings_in_words()])
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
        .row([places])
        .row([answering])
        .row([packs, Button::new(line::button_chapters(), Action::Chapter(ChapterAction::Ask))])
        .row([Button::new(line::button_stages(), Action::Settings(SettingsAction::Stages))])
        .row([Button::new(line::button_done(), Action::Settings(SettingsAction::Done))])
}

/// They have settled in: a first card, and three doors to go through.
pub(super) fn settled(couple: &Couple) -> Message {
    let first =
        couple.deck.current.is_none().then(|| Button::new(line::button_card_now(), Action::Card(CardAction::Now)));
    let open = |label, room| Button::new(label, Action::Open(room));
    Message::new([line::settled(), rhythm(&couple.settings), line::settled_doors()])
        .row(first)
        .row([open(line::button_talk_first(), Room::Talks)])
        .row([open(line::button_evening_first_door(), Room::Evening)])
        .row([Button::Corner { label: line::button_corner() }])
}

/// The settings in words, one below the other.
pub(super) fn as_they_are(couple: &Couple, now: DateTime<Utc>) -> Phrase {
    line::settings_lines(Value::Lines(state(couple, now)))
}

/// The settings in words.
pub(super) fn state(couple: &Couple, now: DateTime<Utc>) -> Vec<Phrase> {
    let settings = &couple.settings;
    let here = |zone: Zone| said_time::clock(now.with_timezone(&zone).time());
    let quiet = if settings.quiet.from == settings.quiet.to {
        line::quiet_none()
    } else {
        line::Quiet { from: said_time::clock(settings.quiet.from), to: said_time::clock(settings.quiet.to) }.phrase()
    };
    let mut lines =
        vec![rhythm(settings), line::SettingsZone { city: settings.zone.city(), now: here(settings.zone) }.phrase()];
    lines.extend(
        settings
            .second
            .map(|second| line::SettingsSecondZone { city: second.zone.city(), now: here(second.zone) }.phrase()),
    );
    lines.push(quiet);
    lines.extend(besides(couple));
    lines.extend(settings.days.told());
    if settings.living() == Apart::Apart {
        lines.push(line::settings_apart());
    }
    if settings.answering == Answering::Aloud {
        lines.push(line::answers_aloud());
    }
    match couple.rest {
        super::Rest::Awake => {}
        super::Rest::Until(day) => {
            let today = settings.day(now);
            lines.push(line::resting_until(said_time::day(day, today, As::Name)));
        }
        super::Rest::UntilResumed => lines.push(line::resting_until_resumed()),
    }
    lines
}

/// What comes by itself besides cards.
fn besides(couple: &Couple) -> Option<Phrase> {
    let ideas = match couple.dates.weekly {
        Weekly::On { day, .. } => Some(line_for::weekday(day)),
        Weekly::Off => None,
    };
    match (ideas, couple.tellings.wanted) {
        (Some(day), Wanted::Yes) => Some(line::settings_besides_both(day)),
        (Some(day), Wanted::No) => Some(line::settings_besides_ideas(day)),
        (None, Wanted::Yes) => Some(line::settings_besides_thought()),
        (None, Wanted::No) => None,
    }
}

/// One of the two would like cards more often: the other can say yes.
pub(super) fn faster(settings: &Settings, pace: Pace) -> Message {
    let rhythm = line_for::rhythm(pace, said_time::clock(settings.hour), line_for::weekday(settings.weekly_on));
    let yes = Button::new(line_for::pace_button(pace), Action::Settings(SettingsAction::Pace(pace)));
    Message::new([line::faster_wished(rhythm)]).row([yes])
}

/// `/pause` without a date.
pub(super) fn pause() -> Message {
    Message::new([line::choose_rest()])
        .row([
            Button::new(line::button_rest_week(), Action::Rest(RestAction::For(RestLength::Week))),
            Button::new(line::button_rest_fortnight(), Action::Rest(RestAction::For(RestLength::Fortnight))),
        ])
        .row([Button::new(line::button_rest_open(), Action::Rest(RestAction::For(RestLength::UntilResumed)))])
        .row([Button::new(line::button_rest_none(), Action::Rest(RestAction::Resume))])
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
