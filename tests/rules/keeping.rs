//! A year in which two people do something of everything, and then nothing any more: nothing is found that is older than
//! the table in `src/couple/keeping.rs` says.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, After, AnswerAction, Command, Couple, DateAction, Door, Effect, Event, FORGOTTEN_AFTER, MOST_OWN,
    MessageId, OWN_KEPT, Outgoing, OwnDeed,
};

use crate::kit::{ANA, BEN, CHAT, Two, World, command, lisbon, seeded, tap, utc};

/// Timers fall due within this of their moment, or wait for the morning.
const A_NIGHT: TimeDelta = TimeDelta::hours(12);

/// While nobody taps, something happens once a week.
const UNTIL_SOMETHING_HAPPENS: TimeDelta = TimeDelta::days(7);

struct Life {
    two: Two,
    last_id: i32,
}

impl World for Life {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let effects = self.two.happens(event);
        for row in &effects {
            if let (Some(tag), Effect::Say { .. }, CHAT) = (row.tag, &row.effect, row.chat) {
                self.last_id += 1;
                self.two.happens(Event::Delivered { tag, message: MessageId(self.last_id) });
            }
        }
        nothing_is_older_than_the_table(&self.two.couple, self.two.now);
        effects
    }
}

/// Every moment anywhere under these names, in a record as it is stored.
fn moments(value: &serde_json::Value, names: &[&str], found: &mut Vec<DateTime<Utc>>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str().and_then(|text| text.parse().ok()) {
                    Some(at) if names.contains(&name.as_str()) => found.push(at),
                    _ => moments(field, names, found),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| moments(item, names, found)),
        _ => {}
    }
}

fn nothing_is_older_than_the_table(couple: &Couple, now: DateTime<Utc>) {
    let record = serde_json::to_value(couple).expect("json");
    let younger = |what: &str, at: DateTime<Utc>, kept: TimeDelta| {
        assert!(now - at <= kept + A_NIGHT, "{what} of {at} on {now}");
    };
    let mut begun = Vec::new();
    moments(&record["answers"], &["begun"], &mut begun);
    for at in begun {
        younger("an answer", at, FORGOTTEN_AFTER);
    }
    for evening in &couple.dates.evenings {
        if evening.title.is_some() {
            younger("a title", evening.at, TimeDelta::days(30));
        }
        if let After::Asked { until, .. } = &evening.after {
            younger("what was said of an evening", *until, TimeDelta::zero());
        }
    }
    assert!(couple.dates.evenings.iter().filter(|evening| !evening.is_ahead(now)).count() <= 31);
    if let Some(draft) = &couple.dates.draft {
        younger("a draft", draft.at, TimeDelta::days(1));
    }
    let mut closes = Vec::new();
    moments(&record["dates"]["offer"], &["closes"], &mut closes);
    for at in closes {
        younger("taps on ideas", at, TimeDelta::days(2));
    }
    if let Some(talk) = &couple.talks.now {
        younger("a talk", talk.until, TimeDelta::zero());
    }
    for (list, name) in [(&record["dates"], "asked"), (&record["talks"], "invited"), (&record, "greetings")] {
        for at in list[name].as_array().into_iter().flatten() {
            let at = at.as_str().and_then(|text| text.parse().ok()).expect("a moment");
            younger(name, at, TimeDelta::days(1));
        }
    }
    for card in &couple.own.cards {
        younger("a card of theirs", card.added, OWN_KEPT + UNTIL_SOMETHING_HAPPENS);
    }
    assert!(couple.own.cards.len() <= 2 * MOST_OWN);
    assert!(couple.deck.shown.len() <= 800 && couple.dates.shown.len() <= 400 && couple.tellings.told.len() <= 300);
}

fn a_week(life: &mut Life, week: usize) {
    let talks = ["five", "storm", "closer", "table", "story", "state"];
    let serial = life.two.couple.deck.serial;
    life.happens(Event::AsksForQuestion { user: ANA, serial });
    life.happens(Event::Answered { user: ANA, serial, message: MessageId(900) });
    life.happens(Event::AnswerTap { user: ANA, screen: MessageId(7), action: AnswerAction::AllSaid(CHAT, serial) });
    life.happens(Event::Own { user: ANA, deed: OwnDeed::Adds(MessageId(901)) });
    life.happens(command(ANA, Command::Listen(talks[week % talks.len()].to_owned())));
    life.happens(command(BEN, Command::Date("fri 19:30 snarkelbloom".to_owned())));
    life.happens(command(BEN, Command::Date("next friday 7 quillfeather".to_owned())));
    life.happens(tap(ANA, Action::Date(DateAction::Three), 1));
    let offer = &serde_json::to_value(&life.two.couple.dates).expect("json")["offer"]["serial"];
    if let Some(action) = offer.as_u64().and_then(|offer| Action::read(&format!("date like {offer} 0"))) {
        life.happens(tap(ANA, action, 1));
    }
    life.happens(Event::Lighter);
    life.lives(TimeDelta::days(7));
}

#[test]
fn a_year_leaves_nothing_older_than_the_table_says() {
    let two = Two::paired(CHAT, lisbon(), utc("2026-11-23T18:00:00Z"), seeded(5));
    let mut life = Life { two, last_id: 100 };
    for user in [ANA, BEN] {
        life.happens(Event::Reach { user, door: Door::Open });
    }
    let mut lives = Vec::new();
    for week in 0..52 {
        a_week(&mut life, week);
        // From here on they do nothing any more, or the bot is taken out.
        if week % 13 == 12 {
            let mut quiet = Life { two: life.two.clone(), last_id: life.last_id };
            quiet.lives(TimeDelta::days(60));
            lives.push(quiet.two.couple);
        }
    }
    for couple in lives {
        let words = serde_json::to_string(&couple).expect("json");
        assert!(!words.contains("snarkelbloom") && !words.contains("quillfeather"), "no word of theirs");
        let record = serde_json::to_value(&couple).expect("json");
        assert_eq!(record["talks"]["now"], serde_json::Value::Null);
        assert_eq!(record["dates"]["draft"], serde_json::Value::Null);
    }

    assert!(
        life.two.couple.dates.evenings.iter().any(|evening| evening.title.is_some()),
        "there was something to forget"
    );

    // Even where nothing can be said to them.
    life.happens(tap(ANA, Action::Date(DateAction::Three), 1));
    life.two.happens(Event::Removed);
    let offer = |life: &Life| serde_json::to_value(&life.two.couple.dates).expect("json")["offer"].clone();
    assert!(offer(&life).is_object());
    life.lives(TimeDelta::days(5));
    assert!(offer(&life).is_null());
    life.two.happens(Event::Removed);
    let gone = life.two.couple.timers[&nearer::couple::TimerKind::Forget];
    assert_eq!(gone - life.two.now, nearer::couple::OUT_OF_REACH - TimeDelta::days(5));
}

#[test]
fn cards_of_their_own_are_thirty_of_each_and_two_years_old_at_most() {
    let two = Two::paired(CHAT, lisbon(), utc("2026-11-23T18:00:00Z"), seeded(6));
    let mut life = Life { two, last_id: 100 };
    let adds = |n| Event::Own { user: ANA, deed: OwnDeed::Adds(MessageId(n)) };
    for n in 1000..1040 {
        life.happens(adds(n));
    }
    life.happens(Event::Own { user: BEN, deed: OwnDeed::Adds(MessageId(1)) });
    assert_eq!(life.two.couple.own.cards.len(), MOST_OWN + 1);
    life.lives(OWN_KEPT + UNTIL_SOMETHING_HAPPENS);
    assert_eq!(life.two.couple.own.cards, []);
}
