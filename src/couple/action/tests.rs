use proptest::prelude::*;

use super::*;

/// The most that Telegram carries under a button, in bytes.
const CALLBACK_DATA_BYTES: usize = 64;

#[test]
fn every_action_fits_under_a_button_and_comes_back() {
    let actions = Action::samples();
    assert!(actions.len() > 1_000, "every zone is among them");
    for action in actions {
        let data = action.to_string();
        assert!(data.len() <= CALLBACK_DATA_BYTES, "{data}");
        assert_eq!(Action::read(&data), Some(action), "{data}");
    }
}

/// Buttons stand in chats for years: what they carry is read as it was.
#[test]
fn buttons_of_earlier_versions_do_what_they_did() {
    for data in [
        "in",
        "card",
        "another 12",
        "later 12",
        "keep lf-01",
        "kept 2",
        "set",
        "regions",
        "cities europe",
        "zone Europe/Lisbon",
        "mine 77 Asia/Tokyo",
        "onezone",
        "living apart",
        "hours",
        "hour 1350",
        "paces",
        "pace three",
        "day 6",
        "quiets",
        "quiet 1350 450",
        "done",
        "rest week",
        "rest fortnight",
        "rest open",
        "resume",
        "open about",
        "about rests-on",
        "leave -100123",
        "listen five",
        "weekly",
        "weekly state",
        "weekly state 6",
        "weekly state 6 1080",
        "t 5 now",
        "t 5 l60",
        "t 5 day",
        "t 5 not",
        "t 5 here",
        "t 5 c2",
        "t 5 h3",
        "t 5 done",
        "t 5 p1440",
        "t 5 back",
        "t 5 over",
        "t 5 enough",
        "t 5 stop",
        "path friends",
        "pathoff",
        "telling off",
        "open heavy",
        "shut intimate",
        "doors",
        "doorsof -100123",
        "door -100123 heavy",
        "unlock -100123 intimate",
        "agree -100123",
        "lock -100123 heavy",
        "topic grief",
        "topics",
        "letin grief",
        "leaveout body_off",
        "after -100123",
        "felt -100123 not-good",
        "asked -100123 7",
        "says -100123 7 yes",
        "lighter -100123",
        "freely not-all",
        "home",
        "askleave",
        "mydata",
        "support",
        "countries",
        "country pt",
        "worldwide",
        "date ask",
        "date energy low",
        "date cost free",
        "date span long",
        "date together",
        "date apart",
        "date enough",
        "date three",
        "date like 3 2",
        "date looked 3",
        "date more 3",
        "date notnow 3",
        "date days n",
        "date hours i3 20784",
        "date book d4 29929650",
        "date days m5.1",
        "date eve 5",
        "date in 5.1",
        "date change 5",
        "date ideas 5",
        "date who 5",
        "date swap 5",
        "date off 5.1",
        "date endregular",
        "date file 5",
        "date files",
        "date said 5 not-for-us",
        "date list",
        "date leads",
        "date lead day",
        "date weekly",
        "date weekday 3",
        "date weekhour 1080",
        "date weekoff",
    ] {
        let action = Action::read(data).unwrap_or_else(|| panic!("{data} is not read"));
        assert_eq!(action.to_string(), data);
    }
}

/// Rows that were still to be sent when the program was renewed: their buttons are stored as the enum of that time.
#[test]
fn rows_of_earlier_versions_keep_their_buttons() {
    for (stored, data) in [
        (r#""Join""#, "in"),
        (r#""CardNow""#, "card"),
        (r#"{"Another":12}"#, "another 12"),
        (r#"{"NotToday":12}"#, "later 12"),
        (r#"{"Keep":"lf-01"}"#, "keep lf-01"),
        (r#"{"KeptPage":2}"#, "kept 2"),
        (r#""Settings""#, "set"),
        (r#""Regions""#, "regions"),
        (r#"{"Cities":"NorthAmerica"}"#, "cities north-america"),
        (r#"{"Zone":"Europe/Lisbon"}"#, "zone Europe/Lisbon"),
        (r#"{"ZoneOf":[77,"Asia/Tokyo"]}"#, "mine 77 Asia/Tokyo"),
        (r#""OneZone""#, "onezone"),
        (r#"{"Living":"Apart"}"#, "living apart"),
        (r#""Hours""#, "hours"),
        (r#"{"Hour":"22:30:00"}"#, "hour 1350"),
        (r#""Paces""#, "paces"),
        (r#"{"Pace":"three_a_week"}"#, "pace three"),
        (r#"{"Day":"Sun"}"#, "day 6"),
        (r#""Quiets""#, "quiets"),
        (r#"{"Quiet":{"from":"22:30:00","to":"07:30:00"}}"#, "quiet 1350 450"),
        (r#""Done""#, "done"),
        (r#"{"Rest":"UntilResumed"}"#, "rest open"),
        (r#""Resume""#, "resume"),
        (r#""OpenAbout""#, "open about"),
        (r#"{"About":"RestsOn"}"#, "about rests-on"),
        (r#"{"Leave":-100123}"#, "leave -100123"),
        (r#"{"Listen":"five"}"#, "listen five"),
        (r#"{"TalkWeekly":"Off"}"#, "weekly"),
        (r#"{"TalkWeekly":{"Hours":["state","Sun"]}}"#, "weekly state 6"),
        (r#"{"Talk":[5,"Now"]}"#, "t 5 now"),
        (r#"{"Talk":[5,{"Later":60}]}"#, "t 5 l60"),
        (r#"{"Talk":[5,{"Way":"Room"}]}"#, "t 5 room"),
        (r#"{"Talk":[5,{"Choose":1}]}"#, "t 5 c1"),
        (r#"{"Path":"friends"}"#, "path friends"),
        (r#""PathOff""#, "pathoff"),
        (r#""TellingOff""#, "telling off"),
        (r#"{"Gate":["Heavy","Open"]}"#, "open heavy"),
        (r#"{"Gate":["Intimate","Closed"]}"#, "shut intimate"),
        (r#""Doors""#, "doors"),
        (r#""Topics""#, "topics"),
        (r#"{"Topic":["Grief","LeftOut"]}"#, "leaveout grief"),
        (r#"{"Topic":["Grief","In"]}"#, "letin grief"),
        (r#"{"After":-100123}"#, "after -100123"),
        (r#"{"Felt":[-100123,"NotGood"]}"#, "felt -100123 not-good"),
        (r#"{"Lighter":-100123}"#, "lighter -100123"),
        (r#"{"Date":"Ask"}"#, "date ask"),
        (r#"{"Date":{"Like":[3,2]}}"#, "date like 3 2"),
        (r#"{"Date":{"Days":"New"}}"#, "date days n"),
        (r#"{"Date":{"Book":[{"Move":{"evening":5,"revision":1}},"2026-11-27T19:30:00"]}}"#, "date book m5.1 29930130"),
        (r#"{"Date":{"Said":[5,"NotForUs"]}}"#, "date said 5 not-for-us"),
    ] {
        let action: Action = serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"));
        assert_eq!(action.to_string(), data, "{stored}");
        let again: Action =
            serde_json::from_str(&serde_json::to_string(&action).expect("json")).expect("it comes back");
        assert_eq!(again, action);
    }
}

proptest! {
    #[test]
    fn any_data_is_read_or_refused(data in "(t|date|weekly|mine|quiet|felt|open|rest|book|hours) ?[a-z0-9. -]{0,40}|.{0,80}") {
        if let Some(action) = Action::read(&data) {
            prop_assert_eq!(Action::read(&action.to_string()), Some(action));
        }
    }
}
