//! Of the couple as a whole: cards, settings, rest, doors, and what a third person can do.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    AboutAction, Answering, CardAction, ChapterAction, CornerAction, PathAction, RestAction, SettingsAction,
    SpaceAction,
};
use nearer::couple::{
    AboutPage, Action, Behind, Bond, CardSerial, Command, Couple, DateAction, Deck, Door, Effect, Event, MessageId,
    OwnDeed, OwnId, Pace, Press, Rest, RestLength, Said, Sender, Size, Step, ThreadId, TimerKind, UserId, WordMark,
};
use nearer::couple::{ChatId, Quiet, Region};
use nearer::prompts::{CardId, DayPart, Gate, Named, Season};
use nearer::zones::{Zone, table};
use proptest::prelude::*;

use crate::kit::{
    ANA, BEN, CHAT, CLEO, Two, World, command as commands, library, lisbon, press, seeded, step, tap, utc,
};

fn monday() -> DateTime<Utc> {
    utc("2026-11-23T18:00:00Z")
}

fn handle(couple: Couple, event: Event, now: DateTime<Utc>, seed: u64) -> Step {
    step(couple, event, now, &mut seeded(seed))
}

fn a_couple() -> Couple {
    Two::paired(CHAT, lisbon(), monday(), seeded(0)).couple
}

fn time() -> impl Strategy<Value = chrono::NaiveTime> {
    (0_u32..24, 0_u32..60).prop_map(|(h, m)| chrono::NaiveTime::from_hms_opt(h, m, 0).expect("a time"))
}

fn action() -> impl Strategy<Value = Action> {
    let zone = (0..table().zones().len()).prop_map(|n| table().zones().nth(n).expect("a zone"));
    let card = (0..library().cards().len()).prop_map(|n| library().cards()[n].id.clone());
    prop_oneof![
        Just(Action::Join),
        Just(Action::Card(CardAction::Now)),
        (0_u32..40).prop_map(|n| Action::Card(CardAction::Undo(CardSerial(n)))),
        (0_u32..40).prop_map(|n| Action::Card(CardAction::Another(CardSerial(n)))),
        (0_u32..40).prop_map(|n| Action::Card(CardAction::NotToday(CardSerial(n)))),
        (0_u32..40).prop_map(|n| Action::Card(CardAction::Answer(CardSerial(n)))),
        (0..Answering::ALL.len()).prop_map(|n| Action::Settings(SettingsAction::Answers(Answering::ALL[n]))),
        card.prop_map(|card| Action::Card(CardAction::Keep(card))),
        any::<u16>().prop_map(|page| Action::Card(CardAction::KeptPage(page))),
        Just(Action::Settings(SettingsAction::Overview)),
        Just(Action::Settings(SettingsAction::Regions)),
        (0..Region::ALL.len()).prop_map(|n| Action::Settings(SettingsAction::Cities(Region::ALL[n]))),
        zone.clone().prop_map(|zone| Action::Settings(SettingsAction::Zone(zone))),
        (prop_oneof![Just(ANA), Just(BEN), Just(CLEO)], zone)
            .prop_map(|(user, zone)| Action::Settings(SettingsAction::ZoneOf(user, zone))),
        Just(Action::Settings(SettingsAction::OneZone)),
        Just(Action::Settings(SettingsAction::Hours)),
        time().prop_map(|hour| Action::Settings(SettingsAction::Hour(hour))),
        (0..Pace::ALL.len()).prop_map(|n| Action::Settings(SettingsAction::Pace(Pace::ALL[n]))),
        (time(), time()).prop_map(|(from, to)| Action::Settings(SettingsAction::Quiet(Quiet { from, to }))),
        Just(Action::Settings(SettingsAction::Done)),
        Just(Action::Rest(RestAction::For(RestLength::Week))),
        Just(Action::Rest(RestAction::For(RestLength::UntilResumed))),
        Just(Action::Rest(RestAction::Resume)),
        (0..library().paths().len()).prop_map(|n| Action::Path(PathAction::Begin(library().paths()[n].id.clone()))),
        Just(Action::Path(PathAction::End)),
        (0..library().chapters().len().max(1)).prop_map(|n| match library().chapters().get(n) {
            Some(chapter) => Action::Chapter(ChapterAction::Next(chapter.id.clone())),
            None => Action::Chapter(ChapterAction::Ask),
        }),
        Just(Action::Chapter(ChapterAction::Mixed)),
        Just(Action::Chapter(ChapterAction::Chance)),
        Just(Action::Chapter(ChapterAction::Leave)),
        Just(Action::TellingOff),
        Just(Action::About(AboutAction::Page(AboutPage::Limits))),
        any::<i64>().prop_map(|chat| Action::Corner(CornerAction::Leave(ChatId(chat)))),
        Just(Action::Card(CardAction::Keep(CardId::read("zz-999").expect("a name")))),
        date_action().prop_map(Action::Date),
    ]
}

fn date_action() -> impl Strategy<Value = DateAction> {
    // As a phone sends them: short words and small numbers.
    let what = prop_oneof![Just("n".to_owned()), "i[1-3]", "d[1-3]", "m[1-4]\\.[0-2]"];
    let days = 20_780_u32..20_800;
    let minutes = (29_923_200_u32 / 60..30_000_000 / 60).prop_map(|hour| hour * 60);
    let data = prop_oneof![
        "(like [1-3] [0-2]|(looked|more|notnow) [1-3]|(eve|change|ideas|who|swap|file) [1-4]|(in|off) [1-4]\\.[0-2])",
        "(ask|three|enough|apart|together|endregular|files|list|leads|weekly|weekoff|weekday [0-6]|weekhour 600)",
        "(lead (day|five|two)|said [1-4] (loved|fine|not-for-us|moved)|energy high|cost free|span long)",
        (what.clone(), days).prop_map(|(what, day)| format!("hours {what} {day}")),
        (what, minutes).prop_map(|(what, at)| format!("book {what} {at}")),
    ];
    data.prop_map(|data| match Action::read(&format!("date {data}")) {
        Some(Action::Date(action)) => action,
        other => panic!("{data}: {other:?}"),
    })
}

fn command() -> impl Strategy<Value = Command> {
    let typed = prop_oneof![
        Just(String::new()),
        "(zone|mine|hour|pace|quiet|day|here) ?[A-Za-z0-9: ]{0,12}",
        "tellings (on|off)",
        ".{0,20}"
    ];
    prop_oneof![
        Just(Command::Start(String::new())),
        Just(Command::Help),
        Just(Command::About),
        Just(Command::Card),
        Just(Command::Kept),
        Just(Command::Add(Behind::Nothing)),
        prop_oneof![Just("off"), Just(""), Just("friends")].prop_map(|typed| Command::Path(typed.to_owned())),
        typed.clone().prop_map(Command::Pause),
        Just(Command::Resume),
        Just(Command::Stop),
        typed.prop_map(Command::Settings),
        "(every )?(mon|tue|sat|tomorrow|) ?(19:30|7|8pm|) ?[a-z]{0,8}".prop_map(Command::Date),
        Just(Command::Dates),
        Just(Command::Unknown(None, WordMark::of("roll"))),
    ]
}

fn said() -> impl Strategy<Value = Said> {
    let size = prop_oneof![(0_u64..2_000).prop_map(Size::Chars), (0_u64..200).prop_map(Size::Seconds)];
    (1_i32..5_000, size).prop_map(|(message, size)| Said { message: MessageId(message), to: None, size })
}

/// Something about a card that this person does in their private chat.
fn in_private(user: UserId) -> impl Strategy<Value = Event> {
    let serial = || (0_u32..40).prop_map(CardSerial);
    let words = "(own|guess) -10 [0-9]{1,2} [0-7]|(all|change|back|share|keep|letgo) -10 [0-9]{1,2}";
    prop_oneof![
        serial().prop_map(move |serial| Event::AsksForQuestion { user, serial }),
        (serial(), 1_i32..5_000).prop_map(move |(serial, message)| Event::Answered {
            user,
            serial,
            message: MessageId(message)
        }),
        words.prop_map(move |words| match Action::read(&format!("ans {words}")) {
            Some(Action::Answer(action)) => Event::AnswerTap { user, screen: MessageId(7), action },
            other => panic!("{words}: {other:?}"),
        }),
        prop_oneof![Just(Door::Open), Just(Door::Closed)].prop_map(move |door| Event::Reach { user, door }),
        own_deed().prop_map(move |deed| Event::Own { user, deed }),
    ]
}

/// Something about cards of their own.
fn own_deed() -> impl Strategy<Value = OwnDeed> {
    let id = || (0_u32..6).prop_map(OwnId);
    prop_oneof![
        Just(OwnDeed::WouldAdd),
        (1_i32..5_000).prop_map(|message| OwnDeed::Adds(MessageId(message))),
        id().prop_map(OwnDeed::Looks),
        id().prop_map(|id| OwnDeed::TakesBack(id, MessageId(7))),
    ]
}

/// Something that this person does.
fn deed(user: UserId) -> impl Strategy<Value = Event> {
    prop_oneof![
        (action(), 0_i32..50).prop_map(move |(action, message)| tap(user, action, message)),
        (0_i32..50).prop_map(move |message| press(user, Press::Unreadable, message)),
        (command(), proptest::option::of(1_i32..5)).prop_map(move |(command, thread)| Event::Command {
            from: Sender::Human(user),
            thread: thread.map(ThreadId),
            command,
        }),
        said().prop_map(move |said| Event::Spoke { from: Sender::Human(user), thread: None, said }),
        in_private(user),
    ]
}

/// Plays events with five hours between them, timers falling due as they should.
fn play(couple: Couple, events: Vec<Event>, seed: u64) -> (Couple, DateTime<Utc>) {
    let mut two = Two { couple, now: monday(), rng: seeded(seed) };
    for (event, nth) in events.into_iter().zip(0..) {
        two.sleeps(TimeDelta::hours(5));
        two.rng = seeded(seed + nth);
        two.happens(event);
    }
    (two.couple, two.now)
}

/// By the couple's clock and its season: in February in Lisbon it is winter.
#[test]
fn a_card_of_the_morning_comes_in_the_morning_and_one_of_winter_in_winter() {
    let came = |now: &str| {
        let now = utc(now);
        let mut couple = a_couple();
        couple.bond = Bond::Two { people: nearer::couple::Two::new(ANA, BEN), since: now - TimeDelta::days(60) };
        let cards = (0..500_u64).filter_map(|seed| {
            let next = handle(couple.clone(), commands(ANA, Command::Card), now, seed).couple?;
            couple = next;
            library().card(&couple.deck.current.as_ref()?.card)
        });
        let cards: Vec<_> = cards.collect();
        let of_morning = cards.iter().filter(|card| card.hours == [DayPart::Morning]).count();
        let seasons: BTreeSet<Season> = cards.iter().flat_map(|card| card.seasons.iter().copied()).collect();
        (of_morning > 0, seasons.into_iter().collect::<Vec<_>>())
    };
    assert_eq!(came("2027-02-13T09:00:00Z"), (true, vec![Season::Winter]));
    assert_eq!(came("2027-02-13T20:00:00Z"), (false, vec![Season::Winter]));
    assert_eq!(came("2027-07-13T20:00:00Z"), (false, vec![Season::Summer]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the two did before, nothing that a third person does changes them; but that the doors are shut while
    /// someone can look in.
    #[test]
    fn no_event_from_a_third_person_changes_a_couple(
        before in proptest::collection::vec(prop_oneof![deed(ANA), deed(BEN)], 0..20),
        third in prop_oneof![
            deed(CLEO),
            Just(Event::Joined(vec![CLEO])),
            Just(Event::Left(CLEO)),
            Just(commands(CLEO, Command::Leave)),
            Just(Event::Command { from: Sender::Nobody, thread: None, command: Command::Leave }),
        ],
        seed in any::<u32>(),
    ) {
        let (couple, now) = play(a_couple(), before, u64::from(seed));
        let before = couple.clone();
        let couple = handle(couple, Event::Joined(vec![CLEO]), now, 1).couple.expect("they go on");
        prop_assert_eq!(Couple { doors: before.doors.clone(), ..couple.clone() }, before);
        let step = handle(couple.clone(), third, now, 1);
        prop_assert_eq!(step.couple.as_ref(), Some(&couple));
        let touches = step.effects.iter().any(|row| matches!(row.effect, Effect::Edit { .. } | Effect::Unbutton { .. }));
        let only_about = step.effects.iter().all(|row| row.chat == CHAT);
        prop_assert!(!touches && only_about);
    }

    /// Every tap is answered exactly once, first of all, whoever tapped whatever.
    #[test]
    fn every_tap_is_answered_once(
        before in proptest::collection::vec(prop_oneof![deed(ANA), deed(BEN)], 0..10),
        user in prop_oneof![Just(ANA), Just(BEN), Just(CLEO)],
        action in action(),
    ) {
        let (couple, now) = play(a_couple(), before, 3);
        let step = handle(couple, tap(user, action, 4), now, 1);
        let answers = step.effects.iter().filter(|row| matches!(row.effect, Effect::Answer { .. })).count();
        prop_assert_eq!(answers, 1);
        let first = matches!(step.effects[0].effect, Effect::Answer { .. });
        prop_assert!(first);
    }

    /// While the two are awake and reachable there is exactly one next card, ahead of now; at rest there is none.
    #[test]
    fn there_is_always_exactly_one_way_on(
        events in proptest::collection::vec(prop_oneof![deed(ANA), deed(BEN)], 0..30),
        seed in any::<u32>(),
    ) {
        let (couple, now) = play(a_couple(), events, u64::from(seed));
        let card = couple.timers.get(&TimerKind::Card);
        let wake = couple.timers.get(&TimerKind::Wake);
        match couple.rest {
            Rest::Awake => prop_assert!(card.is_some_and(|due| *due > now) && wake.is_none()),
            Rest::Until(day) => {
                let morning = couple.settings.instant(day, chrono::NaiveTime::MIN);
                prop_assert!(card.is_none() && wake == Some(&morning));
            }
            Rest::UntilResumed => prop_assert!(card.is_none() && wake.is_none()),
        }
        prop_assert!(!couple.settings.quiet.covers(couple.settings.hour), "the hour is never in the quiet hours");
    }

    /// Either leaves from any state: in the group at the second tap, with one line and nothing kept; in private at once and
    /// without a word, and what is kept closes it.
    #[test]
    fn either_can_leave_from_every_state(
        events in proptest::collection::vec(prop_oneof![deed(ANA), deed(BEN)], 0..20),
        user in prop_oneof![Just(ANA), Just(BEN)],
    ) {
        let (couple, now) = play(a_couple(), events, 5);
        let quietly = handle(couple.clone(), Event::Leaves(user), now, 1);
        prop_assert!(quietly.effects.is_empty());
        let closing = quietly.couple.expect("what closes it");
        prop_assert!(closing.is_closing());
        prop_assert_eq!(closing.timers.keys().collect::<Vec<_>>(), [&TimerKind::Forget]);
        let at = closing.timers[&TimerKind::Forget];
        prop_assert!(at - now >= TimeDelta::hours(1) && at - now <= TimeDelta::hours(25));
        let blank = Couple { bond: closing.bond.clone(), timers: closing.timers.clone(), thread: closing.thread, ..Couple::new(closing.chat, Zone::UTC) };
        prop_assert_eq!(&blank, &closing);
        let end = handle(closing, Event::Due { kind: TimerKind::Forget, due: at }, at, 1);
        prop_assert_eq!((end.couple, end.effects.len()), (None, 1));

        let asked = handle(couple, commands(user, Command::Leave), now, 1);
        let couple = asked.couple.expect("it is asked first");
        let day = couple.settings.day(now);
        let step = handle(couple, tap(user, Action::Space(SpaceAction::Close(day)), 1), now, 1);
        prop_assert_eq!((step.couple, step.effects.len()), (None, 2));
    }

    /// The same event on the same state gives the same step, whatever happened to the process in between.
    #[test]
    fn a_step_repeats_itself(events in proptest::collection::vec(prop_oneof![deed(ANA), deed(BEN)], 1..20)) {
        let (couple, now) = play(a_couple(), events[..events.len() - 1].to_vec(), 9);
        let bytes = rmp_serde::to_vec_named(&couple).expect("a record");
        let read: Couple = rmp_serde::from_slice(&bytes).expect("a couple");
        let last = events[events.len() - 1].clone();
        prop_assert_eq!(handle(couple, last.clone(), now, 4), handle(read, last, now, 4));
    }

    /// The pace rises only when both have asked for it.
    #[test]
    fn nobody_raises_the_pace_alone(events in proptest::collection::vec(deed(ANA), 0..30)) {
        let mut couple = a_couple();
        couple.settings.pace = Pace::Weekly;
        let (couple, _) = play(couple, events, 2);
        prop_assert_eq!(couple.settings.pace, Pace::Weekly);
    }

    /// A door that one opened alone changes nothing: not a card, not a word.
    #[test]
    fn what_one_opened_alone_shows_nowhere(
        events in proptest::collection::vec(prop_oneof![deed(ANA), deed(BEN)], 0..30),
        user in prop_oneof![Just(ANA), Just(BEN)],
        seed in any::<u32>(),
    ) {
        let opens = |couple, gate| {
            let opened = Event::Opened { user, gate, door: Door::Open };
            handle(couple, opened, monday(), 0).couple.expect("a couple")
        };
        // Long enough together for all that may lie behind a door.
        let bond = Bond::Two { people: nearer::couple::Two::new(ANA, BEN), since: monday() - TimeDelta::days(60) };
        let begins = |couple| Couple { bond: bond.clone(), deck: Deck { stood: 9, ..Deck::default() }, ..couple };
        let (one, now) = play(begins([Gate::Heavy, Gate::Intimate].into_iter().fold(a_couple(), opens)), events.clone(), u64::from(seed));
        let (none, _) = play(begins(a_couple()), events, u64::from(seed));
        prop_assert_eq!(&one.deck, &none.deck);
        let later = now + TimeDelta::days(1);
        for typed in [Command::Card, Command::Listen(String::new()), Command::Settings(String::new()), Command::Kept] {
            let types = commands(BEN, typed);
            let said = |couple: &Couple| handle(couple.clone(), types.clone(), later, 7).effects;
            prop_assert_eq!(said(&one), said(&none));
        }
    }
}
