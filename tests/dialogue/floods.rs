//! Many who ask for much, and the couples beside them: nobody's answer waits for another's flood.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{ChatId, Corner, Couple, TimerKind, UserId};
use nearer::rehearsal::{Group, Person, Seen};
use nearer::store::{Batch, Timer};
use serde_json::{from_value, json};

use crate::town::{Town, Us};

const A_SECOND: TimeDelta = TimeDelta::seconds(1);

/// Groups in which somebody floods; of every second one the two have paired.
async fn hostile(town: &Town, count: usize) -> Vec<(Group, Person)> {
    let mut groups = Vec::new();
    for number in 0..count {
        let two = [town.telegram.person("Mallory"), town.telegram.person("Trent")];
        let group = town.telegram.group("Noise", &[&two[0], &two[1]]);
        group.add_bot(&two[0]);
        town.settles().await;
        if number % 2 == 0 {
            for one in &two {
                one.presses(&group, "I'm in");
                town.settles().await;
            }
        }
        let [mallory, _] = two;
        groups.push((group, mallory));
    }
    groups
}

fn messages_to(town: &Town, chat: i64) -> usize {
    let journal = town.telegram.journal();
    journal.iter().filter(|entry| entry.chat == chat && is_bots(&entry.event)).count()
}

fn is_bots(seen: &Seen) -> bool {
    matches!(seen, Seen::Said { who, .. } if who == "Nearer")
}

/// How long the couple waited for each of their messages since the journal had so many entries.
fn waits(town: &Town, us: &Us<'_>, since: usize) -> Vec<TimeDelta> {
    let (mut waits, mut asked) = (Vec::new(), None);
    for entry in town.telegram.journal().iter().skip(since).filter(|entry| entry.chat == us.group.id()) {
        match (&entry.event, asked) {
            (Seen::Said { who, .. }, _) if who == "Ana" => asked = Some(entry.at),
            (event, Some(at)) if is_bots(event) => {
                waits.push(entry.at - at);
                asked = None;
            }
            _ => {}
        }
    }
    assert_eq!(asked, None, "all of it was answered");
    waits
}

#[tokio::test]
async fn sixty_groups_with_two_thousand_commands_each_do_not_delay_a_couple() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let hostile = hostile(&town, 60).await;
    town.passes(TimeDelta::minutes(2)).await;
    let since = town.telegram.journal().len();
    for _ in 0..10 {
        for (group, mallory) in &hostile {
            for command in ["/card", "/help", "/listen", "/settings zone Lisbon"].iter().cycle().take(200) {
                mallory.says(group, command);
            }
        }
        us.ana.says(&us.group, "/card");
        town.goes_on(town.now() + TimeDelta::seconds(4)).await;
    }
    let waits = waits(&town, &us, since);
    assert!(waits.len() == 10 && waits.iter().all(|wait| *wait <= A_SECOND), "{waits:?}");
    for (group, _) in &hostile {
        assert!(messages_to(&town, group.id()) <= 30, "each group has its own share, and Telegram's limit");
    }
    // Whoever is left is answered in a while, and nothing is kept of what was too much.
    town.settles().await;
    assert_eq!(town.telegram.updates_pending(), 0);
}

#[tokio::test]
async fn a_third_person_who_asks_a_hundred_times_is_told_a_few_times_and_the_two_do_not_wait() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    town.passes(TimeDelta::minutes(2)).await;
    let since = town.telegram.journal().len();
    for _ in 0..100 {
        cleo.says(&us.group, "/card");
    }
    us.ana.says(&us.group, "/card");
    town.goes_on(town.now() + A_SECOND).await;
    let first = waits(&town, &us, since);
    assert!(first.len() == 1 && first[0] <= A_SECOND, "{first:?}");
    town.settles().await;
    let told = || us.transcript().matches("Two people share me in this group").count();
    assert_eq!(told(), 3);
    town.passes(TimeDelta::minutes(1)).await;
    us.actor(&cleo).says("/help").await;
    us.actor(&cleo).says("/help").await;
    assert_eq!(told(), 4, "once a minute from then on");
    // Many of them are not more.
    let many: Vec<Person> = (0..30).map(|_| town.telegram.person("Dan")).collect();
    for dan in &many {
        us.group.joins(dan, &us.ana);
    }
    town.passes(TimeDelta::minutes(10)).await;
    let since = town.telegram.journal().len();
    for dan in many.iter().cycle().take(300) {
        dan.says(&us.group, "/help");
    }
    us.ana.says(&us.group, "/card");
    town.goes_on(town.now() + A_SECOND).await;
    assert!(waits(&town, &us, since).iter().all(|wait| *wait <= A_SECOND));
    town.settles().await;
    assert!((5..=10).contains(&told()), "{}", told());
}

#[tokio::test]
async fn four_thousand_taps_of_a_stranger_are_answered_ten_times_and_delay_nobody() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.ana().says("/card").await;
    town.passes(TimeDelta::minutes(2)).await;
    let card = us.last();
    let keep = card.button("Keep").and_then(|button| button.data.clone()).expect("its data");
    let mut effects = town.telegram.effects();
    let (since, now) = (town.telegram.journal().len(), town.now());
    for _ in 0..4_000 {
        cleo.presses_data(us.group.id(), card.id, &keep);
    }
    let tap = us.ben.presses_on(&us.group, card.id, "Keep");
    us.ana.says(&us.group, "/card");
    town.goes_on(now).await;
    assert_eq!(waits(&town, &us, since), [TimeDelta::zero()]);
    assert_eq!(
        tap.shown().map(|shown| shown.text),
        Some("Kept. /kept shows it again. A second tap takes it back.".to_owned())
    );
    town.settles().await;
    let answers =
        std::iter::from_fn(|| effects.try_recv().ok()).filter(|effect| effect.method == "answerCallbackQuery");
    assert_eq!(answers.count(), 11, "ten to the stranger, one to Ben");
}

#[tokio::test]
async fn one_of_the_two_who_floods_keeps_the_other_neither_from_a_card_nor_from_leaving() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.passes(TimeDelta::minutes(2)).await;
    for _ in 0..500 {
        us.ben.says(&us.group, "/help");
        us.ben.says(&us.group, "/kept");
    }
    town.settles().await;
    let said = messages_to(&town, us.group.id());
    assert!(said < 20, "the same is said once: {said}");
    for _ in 0..500 {
        us.ben.says(&us.group, "/card");
    }
    us.ana().says("/leave").await;
    us.ana().presses("Yes, leave now").await;
    us.expects("This space is closed.").await;
}

#[tokio::test]
async fn too_many_words_are_not_read() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for command in ["/settings zone", "/date", "/listen", "/pause until"] {
        us.ana().says(&format!("{command} {}", "Lisbon ".repeat(500))).await;
        us.expects("That is more than I can read at once.").await;
    }
    us.expects_silence().await;
}

/// So many couples; the first have their card at the one moment, the others at the other.
async fn couples_due(town: &Town, cards: [(usize, DateTime<Utc>); 2]) -> Vec<(Group, Person)> {
    town.stops().await;
    let mut store = town.store();
    let mut couples = Vec::new();
    let mut batch = Batch::default();
    for due in cards.into_iter().flat_map(|(count, due)| std::iter::repeat_n(due, count)) {
        let people = [town.telegram.person("Ana"), town.telegram.person("Ben")];
        let group = town.telegram.group("Two", &[&people[0], &people[1]]);
        let chat = ChatId(group.id());
        let two = [0, 1].map(|who: usize| UserId(people[who].id().unsigned_abs()));
        let bond = json!({ "Two": { "people": two, "since": town.now() - TimeDelta::days(40) } });
        let mut couple: Couple =
            from_value(json!({ "chat": chat, "bond": bond, "settling": "Done" })).expect("a couple of today");
        couple.timers.insert(TimerKind::Card, due);
        batch.couples.insert(chat, Some(couple));
        batch.timers.insert(Timer { due, chat, kind: TimerKind::Card }, true);
        for user in two {
            let mut corner = Corner::default();
            corner.couples.insert(chat, town.now());
            batch.corners.insert(user, Some(corner));
        }
        group.add_bot(&people[0]);
        let [ana, _] = people;
        couples.push((group, ana));
    }
    store.commit(&batch).expect("a commit");
    drop(store);
    // That the bot came into their groups was long ago.
    town.telegram.loses_updates();
    town.wakes().await;
    couples
}

#[tokio::test]
async fn two_thousand_cards_at_once_go_out_nearly_as_fast_as_telegram_allows_and_replies_do_not_wait() {
    const CARDS: usize = 2_000;
    const ASK: usize = 480;
    let town = Town::open().await;
    let due = town.now() + TimeDelta::hours(2);
    let couples = couples_due(&town, [(ASK, due + TimeDelta::hours(20)), (CARDS, due)]).await;
    town.goes_on(due - A_SECOND).await;
    let since = town.telegram.journal().len();
    // For a minute eight people in each second ask for something.
    for (number, (group, ana)) in couples.iter().take(ASK).enumerate() {
        town.goes_on(due + TimeDelta::milliseconds(125) * i32::try_from(number).expect("few")).await;
        ana.says(group, "/help");
    }
    let minute_later = due + TimeDelta::minutes(1);
    town.goes_on(minute_later + A_SECOND).await;
    let journal = town.telegram.journal();
    let sent = journal.iter().skip(since).filter(|entry| is_bots(&entry.event) && entry.at < minute_later).count();
    let mut waits = Vec::new();
    for (group, _) in couples.iter().take(ASK) {
        let ours = || journal.iter().skip(since).filter(|entry| entry.chat == group.id());
        let asked = ours().find(|entry| !is_bots(&entry.event)).expect("a question").at;
        let answered = ours().find(|entry| matches!(&entry.event, Seen::Said { text, .. } if text.contains("/listen")));
        waits.extend(answered.map(|entry| entry.at - asked));
    }
    waits.sort_unstable();
    assert_eq!(waits.len(), ASK, "all were answered within the minute");
    let [half, most, longest] = [50, 99, 100].map(|percent| waits[waits.len() * percent / 100 - 1]);
    println!("{sent} messages in a minute; replies after {half} (half of them), {most} (99 %), {longest} (all)");
    assert!(sent * 100 >= 60 * 30 * 95, "{sent} messages in a minute");
    assert!(most < TimeDelta::milliseconds(1_500), "{most}");
}
