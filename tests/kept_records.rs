//! A store as it was written on 24 November 2026 (records of version 1), kept for good: it opens, and the evenings, timers,
//! cards, talks and doors in it are as they were.
//!
//! Three couples were played through the domain as it was then, and the store was exported: `tests/data/lives-v1.jsonl`.
//! The same couples as they lay on the disk are in `tests/data/records-v1.txt`. Never change either, nor what is expected
//! of them here: what reads them has to change.

use std::path::Path;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use nearer::couple::{
    Action, ChatId, Context, Couple, DateTag, Effect, Entry, Event, MessageId, Outgoing, Press, QueryId, Sender,
    SettingsAction, Tag, TimerKind,
};
use nearer::prompts::Library;
use nearer::store::{Options, SledStore, Store, Timer, import};
use rand::SeedableRng;
use rand::rngs::StdRng;

/// In Lisbon: evenings of every kind, a card on the table, a path, a talk under way, doors.
const LISBON: ChatId = ChatId(-1001);
/// In Alberta, where the clocks of the winter are other ones than the store was written with.
const ALBERTA: ChatId = ChatId(-1002);
/// One in Kyiv, one in New York; the cards rest.
const APART: ChatId = ChatId(-1003);

/// The moment at which it was written, in the middle of a talk.
fn written_at() -> DateTime<Utc> {
    "2026-11-24T20:20:00Z".parse().expect("an instant")
}

fn opened() -> (tempfile::TempDir, SledStore) {
    let dir = tempfile::tempdir().expect("a folder");
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lives-v1.jsonl");
    import(&export, dir.path(), &Options::default(), None).expect("it is taken in");
    let store = SledStore::open(dir.path(), &Options::default()).expect("it opens");
    (dir, store)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("json")
}

/// What is kept of a couple, in lines: the same for good, however the types change that it is read into.
fn told(couple: &Couple) -> String {
    let mut lines = vec![
        format!("{:?} {:?} {:?}", couple.people(), couple.presence, couple.settling),
        format!("settings {}", json(&couple.settings)),
        format!("rest {:?}", couple.rest),
        format!("doors {}", json(&couple.doors)),
        format!("left out {}", json(&couple.left_out)),
        format!("tellings {}", json(&couple.tellings)),
        format!("card {}", json(&couple.deck.current)),
        format!("shown {} kept {} {:?}", json(&couple.deck.shown), json(&couple.deck.kept), couple.deck.scheduled_on),
        format!("path {}", json(&couple.deck.walk)),
        format!("talk {}", json(&couple.talks.now)),
        format!("weekly talk {}", json(&couple.talks.weekly)),
    ];
    for evening in &couple.dates.evenings {
        let wall = evening.at.with_timezone(&couple.settings.zone).naive_local();
        lines.push(format!(
            "evening {} at {} ({wall}) {:?} {:?} {} by {:?}, {:?} revision {} to come {:?} came {:?} {:?} {}",
            evening.id.0,
            evening.at,
            evening.origin,
            evening.idea,
            json(&evening.title),
            evening.planner,
            evening.hold,
            evening.revision,
            evening.to_come,
            evening.came,
            evening.course,
            json(&evening.after),
        ));
    }
    lines.push(format!("regular {}", json(&couple.dates.regular)));
    lines.push(format!("draft {}", json(&couple.dates.draft)));
    lines.push(format!("offer {}", json(&couple.dates.offer)));
    lines.push(format!("calendar {:x}, {:?}", couple.dates.calendar, couple.dates.standing));
    lines.extend(couple.timers.iter().map(|(kind, due)| format!("timer {kind:?} {due}")));
    lines.join("\n")
}

/// Those whose clocks are as they were.
fn couples(store: &SledStore) -> Vec<Couple> {
    [LISBON, APART].map(|chat| store.couple(chat).expect("it is read").expect("it is there")).into()
}

#[test]
fn everything_is_as_it_was() {
    let (_dir, store) = opened();
    let couples = couples(&store);
    let told: Vec<String> = couples.iter().map(|couple| format!("{}\n{}\n", couple.chat.0, told(couple))).collect();
    insta::assert_snapshot!(told.join("\n"));
    let all = [LISBON, ALBERTA, APART].map(|chat| store.couple(chat).expect("it is read").expect("it is there"));
    let set = all
        .iter()
        .flat_map(|couple| couple.timers.iter().map(|(kind, due)| Timer { due: *due, chat: couple.chat, kind: *kind }));
    let mut set: Vec<Timer> = set.collect();
    set.sort_unstable();
    assert_eq!(store.due(DateTime::<Utc>::MAX_UTC, 99).expect("timers"), set, "the due index says the same");
    assert_eq!(store.outbox().expect("rows").len(), 1, "the last message of the talk was still to go out");
}

fn handle(couple: &Couple, event: Event, now: DateTime<Utc>) -> (Couple, Vec<Outgoing>) {
    static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::embedded().expect("a sound library"));
    let mut rng = StdRng::seed_from_u64(1);
    let mut context = Context { now, library: &LIBRARY, rng: &mut rng, apart: None };
    let step = couple.clone().handle(event, &mut context);
    (step.couple.expect("it is kept"), step.effects)
}

fn tap(couple: &Couple, action: Action) -> Event {
    let [one, _] = *couple.people().expect("two");
    let (from, press) = (Sender::Human(one), Press::Known(action));
    Event::Tap { from, query: QueryId("q".into()), message: MessageId(900), press }
}

/// The next thing that happens to them, which changes nothing, sets no timer anew; nor does the table of time zones.
#[test]
fn what_is_to_come_comes_when_it_would_have_come() {
    let (_dir, store) = opened();
    for couple in couples(&store) {
        for event in [tap(&couple, Action::Settings(SettingsAction::Overview)), Event::ClocksChanged] {
            let (after, _) = handle(&couple, event, written_at());
            assert_eq!((&after.timers, told(&after)), (&couple.timers, told(&couple)));
        }
    }
}

/// In Alberta the clock of the winter is another one than the store was written with.
#[test]
fn what_was_said_on_the_wall_stays_there_and_timers_reminders_and_files_follow() {
    let (_dir, store) = opened();
    let before = store.couple(ALBERTA).expect("it is read").expect("it is there");
    // Their calendars have all of them.
    let mut with_files = serde_json::to_value(&before).expect("json");
    for evening in with_files["dates"]["evenings"].as_array_mut().expect("evenings") {
        evening["file"] = "Given".into();
    }
    let before: Couple = serde_json::from_value(with_files).expect("a couple");
    let (mut couple, effects) = handle(&before, Event::ClocksChanged, written_at());
    let zone = couple.settings.zone;

    let ahead = couple.dates.evenings.iter().filter(|evening| evening.is_ahead(written_at()));
    let walls: Vec<String> = ahead.map(|evening| zone.wall(evening.at).format("%d %b %Y %H:%M").to_string()).collect();
    let said =
        ["05 Dec 2026 17:00", "12 Dec 2026 19:00", "19 Dec 2026 17:00", "02 Jan 2027 17:00", "10 Jul 2027 19:00"];
    assert_eq!(walls, said);
    let card = couple.timers.get(&TimerKind::Card).expect("a card");
    assert_eq!(zone.wall(*card).format("%d %H:%M").to_string(), "24 20:02");

    // The calendars hear of the four that are at another instant, each under its next number.
    let entries: Vec<&Entry> = effects
        .iter()
        .filter_map(|row| match &row.effect {
            Effect::Document { calendar, .. } => Some(&calendar.entries),
            _ => None,
        })
        .flatten()
        .collect();
    let told: Vec<_> = entries
        .iter()
        .map(|entry| (zone.wall(entry.at).format("%d %b %Y %H:%M").to_string(), entry.sequence))
        .collect();
    assert_eq!(told, said[..4].iter().map(|said| ((*said).to_owned(), 1)).collect::<Vec<_>>());

    let (again, effects) = handle(&couple, Event::ClocksChanged, written_at());
    assert_eq!((again, effects), (couple.clone(), Vec::new()), "once is enough");

    // The reminder of the first comes the day before, at the hour of their card.
    let reminded = loop {
        let (due, kind) = couple.timers.iter().map(|(kind, due)| (*due, *kind)).min().expect("something is to come");
        couple.timers.remove(&kind);
        let (after, effects) = handle(&couple, Event::Due { kind, due }, due);
        couple = after;
        if effects.iter().any(|row| matches!(row.tag, Some(Tag::Date(DateTag::Reminder(..))))) {
            break due;
        }
    };
    assert_eq!(zone.wall(reminded).format("%d %b %H:%M").to_string(), "04 Dec 20:00");
}
