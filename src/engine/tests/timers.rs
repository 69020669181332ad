//! After every batch of every walk, the timers of the store are those of its couples, no more and no fewer.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::couple::{CardAction, Command, CornerAction, CornerEvent, DateAction, RestAction, RestLength};

/// One thing that happens to the group.
#[derive(Clone, Debug)]
enum Deed {
    Taps(u64, Action),
    Types(u64, Command),
    Added,
    Removed,
    Unreachable,
    Refused,
    Leaves(u64),
    /// One writes or taps in their private chat.
    InPrivate(u64, CornerEvent),
    /// The group becomes a supergroup: everything has another id from then on.
    Moves,
    /// So many minutes pass; what falls due does so with the next batch.
    Passes(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let card = |action| Action::Card(action);
    let rest = |action| Action::Rest(action);
    let zone = Action::Settings(SettingsAction::Zone(Zone::named("America/New_York").expect("a zone")));
    let hour = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
    let action = prop_oneof![
        3 => Just(Action::Join),
        2 => Just(card(CardAction::Now)),
        2 => Just(rest(RestAction::For(RestLength::Week))),
        1 => Just(rest(RestAction::For(RestLength::UntilResumed))),
        2 => Just(rest(RestAction::Resume)),
        1 => Just(zone),
        1 => (0_u32..24).prop_map(move |of| Action::Settings(SettingsAction::Hour(hour(of)))),
        1 => Just(Action::Date(DateAction::Three)),
        1 => Just(Action::Date(DateAction::WeeklyOff)),
        1 => Just(Action::Date(DateAction::EndRegular)),
    ];
    let typed = |text: &str| text.to_owned();
    let command = prop_oneof![
        3 => prop::sample::select(vec!["fri 19:30", "tomorrow 20:00", "every sunday 18:00", "nonsense", ""])
            .prop_map(move |text| Command::Date(typed(text))),
        2 => prop::sample::select(vec!["five", "long", "state every sunday 18:00", ""])
            .prop_map(move |text| Command::Listen(typed(text))),
        1 => Just(Command::Settings(String::from("tellings on"))),
        1 => Just(Command::Resume),
        1 => Just(Command::Leave),
    ];
    prop_oneof![
        6 => (1_u64..4, action).prop_map(|(user, action)| Deed::Taps(user, action)),
        5 => (1_u64..4, command).prop_map(|(user, command)| Deed::Types(user, command)),
        1 => Just(Deed::Added),
        1 => Just(Deed::Removed),
        1 => Just(Deed::Unreachable),
        1 => Just(Deed::Refused),
        1 => (1_u64..4).prop_map(Deed::Leaves),
        2 => (1_u64..4, in_private()).prop_map(|(user, event)| Deed::InPrivate(user, event)),
        1 => Just(Deed::Moves),
        6 => prop_oneof![0_i64..120, 0_i64..20_000].prop_map(Deed::Passes),
    ]
}

fn in_private() -> impl Strategy<Value = CornerEvent> {
    let press = |action| Press::Known(Action::Corner(action));
    let tap = |action| CornerEvent::Tap { query: QueryId("q".into()), message: MessageId(7), press: press(action) };
    prop_oneof![
        Just(CornerEvent::Command(Command::Leave)),
        Just(CornerEvent::Command(Command::Settings(String::new()))),
        Just(CornerEvent::Stands(MessageId(8))),
        Just(CornerEvent::Blocked),
        Just(tap(CornerAction::Topics)),
        Just(tap(CornerAction::Home)),
    ]
}

/// Every timer of the store, by group: to the millisecond, as the index keeps them.
fn of_store(engine: &Engine) -> BTreeMap<(ChatId, TimerKind), i64> {
    let timers = engine.store.due(DateTime::<Utc>::MAX_UTC, 1_000).expect("a store");
    let count = timers.len();
    let timers: BTreeMap<_, _> =
        timers.into_iter().map(|timer| ((timer.chat, timer.kind), timer.due.timestamp_millis())).collect();
    assert_eq!(timers.len(), count, "one timer of a kind");
    timers
}

fn of_couples(engine: &Engine, chats: &[ChatId]) -> BTreeMap<(ChatId, TimerKind), i64> {
    let couples = chats.iter().filter_map(|chat| engine.store.couple(*chat).expect("a store"));
    let corners = (1..4).map(UserId).filter_map(|user| {
        let due = engine.store.corner(user).expect("a store")?.timer?;
        Some(((user.private_chat(), TimerKind::Corner), due.timestamp_millis()))
    });
    couples
        .flat_map(|couple| {
            let timers = couple.timers.into_iter();
            timers.map(move |(kind, due)| ((couple.chat, kind), due.timestamp_millis())).collect::<Vec<_>>()
        })
        .chain(corners)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_store_has_the_timers_of_its_couples(deeds in proptest::collection::vec(deed(), 1..40)) {
        let dir = tempfile::tempdir().expect("a folder");
        let (mut engine, _ordered) = engine(open(&dir));
        give(&mut engine, a_couple()).1.expect("a commit");
        let mut chats = vec![US];
        for (deed, update) in deeds.into_iter().zip(100..) {
            let chat = chats[chats.len() - 1];
            let of = |event| vec![Incoming { update: UpdateId(update), news: vec![News::Couple(chat, event)] }];
            let updates = match deed {
                Deed::Taps(user, action) => vec![press(update, chat, user, action)],
                Deed::Types(user, command) => {
                    of(Event::Command { from: Sender::Human(UserId(user)), thread: None, command })
                }
                Deed::Added => of(Event::Added),
                Deed::Removed => of(Event::Removed),
                Deed::Unreachable => of(Event::Unreachable),
                Deed::Refused => of(Event::Refused),
                Deed::Leaves(user) => of(Event::Left(UserId(user))),
                Deed::InPrivate(user, event) => {
                    vec![Incoming { update: UpdateId(update), news: vec![News::Corner(UserId(user), event)] }]
                }
                Deed::Moves => {
                    let to = ChatId(chat.0 - 1_000);
                    chats.push(to);
                    vec![Incoming { update: UpdateId(update), news: vec![News::Moved { from: chat, to }] }]
                }
                Deed::Passes(minutes) => {
                    engine.clock.advance(TimeDelta::minutes(minutes));
                    Vec::new()
                }
            };
            give(&mut engine, updates).1.expect("a commit");
            prop_assert_eq!(of_store(&engine), of_couples(&engine, &chats));
        }
    }
}
