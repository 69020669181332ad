use crate::zones;
use proptest::prelude::*;

use super::super::{LATER, PAUSES, Way};
use super::*;

/// The most that Telegram carries under a button, in bytes.
const CALLBACK_DATA_BYTES: usize = 64;

#[test]
fn every_zone_fits_under_a_button_and_comes_back() {
    for zone in zones::table().zones() {
        for action in [Action::Zone(zone), Action::ZoneOf(UserId((1 << 52) - 1), zone)] {
            let data = action.to_string();
            assert!(data.len() <= CALLBACK_DATA_BYTES, "{data}");
            assert_eq!(Action::read(&data), Some(action));
        }
    }
}

#[test]
fn every_other_action_comes_back() {
    let time = NaiveTime::from_hms_opt(22, 30, 0).expect("a time");
    let mut actions = vec![
        Action::Join,
        Action::CardNow,
        Action::Another(CardSerial(u32::MAX)),
        Action::NotToday(CardSerial(0)),
        Action::Keep(CardId("lf-01".into())),
        Action::KeptPage(u16::MAX),
        Action::Settings,
        Action::Regions,
        Action::OneZone,
        Action::Hours,
        Action::Hour(time),
        Action::Paces,
        Action::Day(Weekday::Sun),
        Action::Quiets,
        Action::Quiet(Quiet { from: time, to: time }),
        Action::Done,
        Action::Rest(RestLength::Week),
        Action::Rest(RestLength::Fortnight),
        Action::Rest(RestLength::UntilResumed),
        Action::Resume,
        Action::OpenAbout,
        Action::Leave(ChatId(i64::MIN)),
        Action::Listen(ScriptId("sixteen-letters-".into())),
        Action::TalkWeekly(WeeklyTap::Off),
        Action::TalkWeekly(WeeklyTap::Days(ScriptId("sixteen-letters-".into()))),
        Action::TalkWeekly(WeeklyTap::Hours(ScriptId("sixteen-letters-".into()), Weekday::Sun)),
        Action::TalkWeekly(WeeklyTap::At(ScriptId("sixteen-letters-".into()), Weekday::Mon, time)),
        Action::Path(PathId("sixteen-letters-".into())),
        Action::PathOff,
        Action::TellingOff,
        Action::Gate(Gate::Heavy, Door::Open),
        Action::Gate(Gate::Intimate, Door::Closed),
        Action::Doors,
        Action::Topics,
        Action::Living(Apart::Together),
        Action::Living(Apart::Apart),
        Action::After(ChatId(i64::MIN)),
        Action::Lighter(ChatId(i64::MIN)),
    ];
    let mut taps = vec![
        TalkTap::Now,
        TalkTap::AnotherDay,
        TalkTap::NotThisOne,
        TalkTap::Choose(u8::MAX),
        TalkTap::Chip(0),
        TalkTap::Done,
        TalkTap::Stems,
        TalkTap::Again,
        TalkTap::Skip,
        TalkTap::Pause,
        TalkTap::Back,
        TalkTap::Over,
        TalkTap::Enough,
        TalkTap::Stop,
    ];
    taps.extend(LATER.map(TalkTap::Later));
    taps.extend(PAUSES.map(TalkTap::PauseFor));
    taps.extend(Way::ALL.map(TalkTap::Way));
    actions.extend(taps.into_iter().map(|tap| Action::Talk(TalkSerial(u32::MAX), tap)));
    actions.extend(Feeling::ALL.map(|feeling| Action::Felt(ChatId(i64::MIN), feeling)));
    actions.extend(Skip::TOPICS.map(|topic| Action::Topic(topic, Wish::In)));
    actions.extend(Skip::TOPICS.map(|topic| Action::Topic(topic, Wish::LeftOut)));
    actions.extend(Region::ALL.map(Action::Cities));
    actions.extend(Pace::ALL.map(Action::Pace));
    actions.extend(AboutPage::ALL.map(Action::About));
    for action in actions {
        let data = action.to_string();
        assert!(data.len() <= CALLBACK_DATA_BYTES, "{data}");
        assert_eq!(Action::read(&data), Some(action));
    }
}

proptest! {
    #[test]
    fn any_data_is_read_or_refused(data in ".{0,80}") {
        let _ = Action::read(&data);
    }
}
