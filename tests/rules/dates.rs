//! Of date nights: what is typed, reminders, calendars, and what one taps in private.

mod evenings;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Weekday};
use nearer::couple::{
    Action, Command, DateAction, DateTag, Effect, EveningId, Event, For, Hold, Lead, Origin, Outgoing, Quiet, Rest,
    RestAction, SettingsAction, Span, Stamp, Status, Tag, TimerKind, UserId, Verdict,
};
use nearer::prompts::Named;
use nearer::zones::Zone;
use proptest::prelude::*;

use self::evenings::{Deed, Evenings, deed, last_message, tap, time, words};
use crate::kit::{ANA, BEN, World, command, utc, zone};

static ZONES: LazyLock<[Zone; 5]> = LazyLock::new(|| {
    ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu"].map(zone)
});

fn date(user: UserId, words: &str) -> Event {
    command(user, Command::Date(words.to_owned()))
}

/// Phrases that name a day and an hour in the ways in which people do.
fn phrase() -> impl Strategy<Value = String> {
    let day = prop_oneof![
        "(mon|tuesday|wed|thurs|friday|sat|sunday)",
        "(this|next) (monday|friday|sun)",
        "([1-9]|[12][0-9]|3[01])(st|th|) (january|feb|march|apr|may|june|july|aug|sept|october|nov|december)",
        "(jan|february|march|december) ([1-9]|[12][0-9])",
        "202[67]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])",
        "([1-9]|1[0-9])/([1-9]|1[0-2])",
        "(tomorrow|today|tonight|day after tomorrow|in [1-9] days|in two weeks|the 1[0-9]th)",
        "",
    ];
    let hour = prop_oneof![
        "([01][0-9]|2[0-3]):[0-5][0-9]",
        "([1-9]|1[0-2])(|:[0-5][0-9])(am|pm| pm)",
        "(at |)([1-9]|1[0-2])",
        "noon",
    ];
    let title = prop_oneof![Just(String::new()), "[a-z]{3,9}( [a-z]{3,9}){0,2}"];
    (day, hour, title).prop_map(|(day, hour, title)| format!("{day} {hour} {title}").trim().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is accepted is shown back as the very instant that is kept, in words that mean that instant again.
    #[test]
    fn every_accepted_phrase_is_shown_back_as_the_same_instant(
        typed in phrase(), zone in 0..ZONES.len(), seconds in 1_790_000_000_i64..1_830_000_000, choice in 0_usize..2,
    ) {
        let (zone, now) = (ZONES[zone], DateTime::from_timestamp(seconds, 0).expect("an instant"));
        let mut two = Evenings::new(zone, now);
        two.happens(date(ANA, &typed));
        if two.evenings().is_empty() {
            // Two readings are two buttons, and each of them says what it sets.
            let readings: Vec<Action> = last_message(&two).buttons.iter().flatten().filter_map(|button| match button {
                nearer::couple::Button::Act { action: action @ Action::Date(DateAction::Book(For::Draft(_), _)), .. } => Some(action.clone()),
                _ => None,
            }).collect();
            let Some(reading) = readings.get(choice) else { return Ok(()) };
            let data = reading.to_string();
            two.happens(tap(BEN, Action::read(&data).expect("it comes back")));
        }
        let evenings = two.evenings();
        prop_assert_eq!(evenings.len(), 1, "{}", words(last_message(&two)));
        prop_assert!(evenings[0] > now);
        let shown = words(last_message(&two));
        let when = shown.lines().find_map(|line| line.strip_prefix("<b>")?.strip_suffix("</b>").filter(|line| line.contains(", "))).expect("a moment");
        let local = evenings[0].with_timezone(&zone).format("%A %-d %B, %H:%M").to_string();
        // With its year, where that is another one and not near.
        let year = evenings[0].with_timezone(&zone).format(" %Y,").to_string();
        prop_assert_eq!(when.replace(&year, ","), local, "{:?}", typed);
        if evenings[0] - now > TimeDelta::days(363) {
            // A year ahead to the day: of today's own name, which the weekday alone tells from it.
            return Ok(());
        }
        let mut again = Evenings::new(zone, now);
        again.happens(date(BEN, &when.replace(',', "")));
        prop_assert_eq!(again.evenings(), evenings);
    }
}

#[test]
fn a_regular_evening_keeps_its_hour_on_the_wall_through_a_year_and_both_clock_changes() {
    for zone in *ZONES {
        let mut two = Evenings::new(zone, utc("2026-08-31T12:00:00Z"));
        two.happens(date(ANA, "every friday 19:30"));
        let mut seen = BTreeSet::new();
        while two.now < utc("2027-09-10T12:00:00Z") {
            let next = two.now + TimeDelta::days(1);
            two.lives_until(next);
            let ahead = two.couple.dates.evenings.iter().filter(|evening| evening.is_ahead(two.now));
            seen.extend(ahead.map(|evening| evening.at));
        }
        assert!(seen.len() >= 53, "{zone}: {}", seen.len());
        for at in &seen {
            let local = at.with_timezone(&zone);
            assert_eq!((local.weekday(), local.hour(), local.minute()), (Weekday::Fri, 19, 30), "{zone}");
        }
        let seen: Vec<_> = seen.into_iter().collect();
        let even = seen.windows(2).all(|pair| pair[1] - pair[0] == TimeDelta::weeks(1));
        assert_eq!(even, zone.name() == "Asia/Kathmandu", "{zone} changes its clocks, or does not");
        let reminded: BTreeSet<_> = two.reminders().into_iter().map(|(_, id, lead)| (id, lead)).collect();
        assert_eq!(reminded.len(), two.reminders().len());
        assert!(reminded.len() >= 2 * 52, "each of them is reminded of");
    }
}

/// What was promised of each reminder, looked at when it goes out.
fn judge(two: &Evenings, from: usize, gone: &BTreeSet<EveningId>, said: &mut BTreeSet<(EveningId, u32, Lead)>) {
    for (at, row) in &two.out[from..] {
        let Some(Tag::Date(tag)) = row.tag else { continue };
        let id = match tag {
            DateTag::Reminder(id, _) | DateTag::After(id) => id,
            DateTag::Offer(_) | DateTag::Evening(_) => continue,
        };
        assert!(!gone.contains(&id), "it was called off");
        let DateTag::Reminder(id, lead) = tag else { continue };
        let evening = two.couple.dates.evening(id).expect("it is there");
        assert!(*at < evening.at, "after the evening");
        let settings = &two.couple.settings;
        let local = at.with_timezone(&settings.zone).time();
        assert!(!settings.quiet.covers(time(local.hour() * 60 + local.minute())), "at night");
        assert!(row.expires.expect("an end") <= evening.at);
        assert!(said.insert((id, evening.revision, lead)), "twice");
    }
}

/// What their calendars were told last of each evening ahead is how it stands: when it begins, and whether it does.
fn judge_files(two: &Evenings) {
    for (uid, told) in two.files.iter().filter(|(_, told)| told.at > two.now) {
        let id = uid.split_once('@').and_then(|(name, _)| name.rsplit('-').next()?.parse().ok()).expect("a number");
        match two.couple.dates.evening(EveningId(id)) {
            None => assert_eq!(told.status, Status::CalledOff, "it is called off"),
            Some(evening) if told.status == Status::CalledOff => {
                assert!(two.couple.rest != Rest::Awake && matches!(evening.origin, Origin::Regular(_)), "it rests");
            }
            Some(evening) => assert_eq!(told.at, evening.at),
        }
    }
}

/// Their hour becomes a later one, so that the day before is still ahead: it has come all the same.
#[test]
fn a_reminder_that_came_is_not_chosen_a_second_time() {
    let mut two = Evenings::new(ZONES[0], utc("2026-11-23T12:00:00Z"));
    two.taps(ANA, DateAction::WeeklyOff);
    two.happens(tap(BEN, Action::Settings(SettingsAction::Hour(time(18 * 60)))));
    two.happens(date(ANA, "thursday 20:00"));
    two.lives_until(utc("2026-11-25T18:30:00Z"));
    assert_eq!(two.reminders().len(), 1);
    two.happens(tap(BEN, Action::Settings(SettingsAction::Hour(time(20 * 60)))));
    two.taps(ANA, DateAction::Lead(Lead::DayBefore));
    two.taps(ANA, DateAction::Lead(Lead::DayBefore));
    two.lives_until(utc("2026-11-25T22:00:00Z"));
    assert_eq!(two.reminders().len(), 1, "not twice");
    // Another time is another evening to be reminded of.
    let evening = two.couple.dates.evenings[0].clone();
    let stamp = Stamp { evening: evening.id, revision: evening.revision };
    let later = "2026-11-28T20:00:00".parse().expect("a local time");
    two.taps(BEN, DateAction::Book(For::Move(stamp), later));
    two.lives_until(utc("2026-11-28T20:00:00Z"));
    let leads: Vec<Lead> = two.reminders().into_iter().map(|(_, _, lead)| lead).collect();
    assert_eq!(leads, [Lead::DayBefore, Lead::DayBefore, Lead::TwoHours]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Reminders do not come after the evening, at night, twice, or of an evening that was called off; and after
    /// everything is called off, nothing about evenings is left to come.
    #[test]
    fn reminders_keep_their_promises_and_nothing_is_left_behind(deeds in proptest::collection::vec(deed(), 1..40)) {
        let mut two = Evenings::new(ZONES[0], utc("2027-03-20T12:00:00Z"));
        two.taps(ANA, DateAction::WeeklyOff);
        let mut gone: BTreeSet<EveningId> = BTreeSet::new();
        let mut said = BTreeSet::new();
        for deed in deeds {
            let mut from = two.out.len();
            let ahead: Vec<Stamp> = two.couple.dates.evenings.iter().filter(|evening| evening.is_ahead(two.now))
                .map(|evening| Stamp { evening: evening.id, revision: evening.revision }).collect();
            let local = |minutes: i64| {
                let at = two.now + TimeDelta::minutes(minutes);
                at.with_timezone(&two.couple.settings.zone).naive_local().with_second(0).expect("a time")
            };
            match deed {
                Deed::Sets(minutes) => drop(two.taps(ANA, DateAction::Book(For::New, local(minutes)))),
                Deed::SetsRegular(words) => {
                    let before: BTreeSet<_> = two.couple.dates.evenings.iter().map(|evening| evening.id).collect();
                    two.happens(date(BEN, &format!("every {words}")));
                    let after: BTreeSet<_> = two.couple.dates.evenings.iter().map(|evening| evening.id).collect();
                    gone.extend(before.difference(&after));
                }
                Deed::Moves(nth, minutes) => {
                    if let Some(stamp) = ahead.get(nth) {
                        two.taps(BEN, DateAction::Book(For::Move(*stamp), local(minutes)));
                    }
                }
                Deed::CallsOff(nth) => {
                    if let Some(stamp) = ahead.get(nth) {
                        two.taps(BEN, DateAction::CallOff(*stamp));
                        prop_assert!(two.couple.dates.evening(stamp.evening).is_none());
                        gone.insert(stamp.evening);
                    }
                }
                Deed::In(nth) => {
                    if let Some(stamp) = ahead.get(nth) {
                        two.taps(ANA, DateAction::In(*stamp));
                        two.taps(BEN, DateAction::In(*stamp));
                        prop_assert_eq!(two.couple.dates.evening(stamp.evening).expect("it").hold, Hold::Firm);
                    }
                }
                Deed::File(nth) => {
                    if let Some(stamp) = ahead.get(nth) {
                        two.taps(ANA, DateAction::File(stamp.evening));
                    }
                }
                Deed::Lead(lead) => drop(two.taps(ANA, DateAction::Lead(lead))),
                Deed::Quiet(from, to) => drop(two.happens(tap(ANA, Action::Settings(SettingsAction::Quiet(Quiet { from: time(from), to: time(to) }))))),
                Deed::Zone(zone) => drop(two.happens(tap(ANA, Action::Settings(SettingsAction::Zone(ZONES[zone]))))),
                Deed::Second(zone) => drop(two.happens(tap(BEN, Action::Settings(SettingsAction::ZoneOf(BEN, ZONES[zone]))))),
                Deed::Hour(minutes) => drop(two.happens(tap(ANA, Action::Settings(SettingsAction::Hour(time(minutes)))))),
                Deed::Rests(length) => drop(two.happens(tap(ANA, Action::Rest(RestAction::For(length))))),
                Deed::Resumes => drop(two.happens(tap(ANA, Action::Rest(RestAction::Resume)))),
                Deed::Three => drop(two.taps(ANA, DateAction::Three)),
                Deed::EndsRegular => drop(two.taps(ANA, DateAction::EndRegular)),
                Deed::Lives(minutes) => {
                    let until = two.now + TimeDelta::minutes(minutes);
                    while two.rings(until).is_some() {
                        judge(&two, from, &gone, &mut said);
                        judge_files(&two);
                        from = two.out.len();
                    }
                    two.now = until;
                    continue;
                }
                Deed::Sleeps(minutes) => drop(two.sleeps(TimeDelta::minutes(minutes))),
                Deed::NotDelivered => {
                    if let Some((_, id, lead)) = two.reminders().last().copied() {
                        two.happens(Event::Undelivered { tag: Tag::Date(DateTag::Reminder(id, lead)) });
                        if let Some(evening) = two.couple.dates.evening(id).filter(|evening| evening.to_come.contains(&lead)) {
                            said.remove(&(id, evening.revision, lead));
                        }
                    }
                }
            }
            // A timer of something that has been done would ring again and again.
            two.lives(TimeDelta::zero());
            judge(&two, from, &gone, &mut said);
            judge_files(&two);
        }
        // Everything is called off; two months later nothing about an evening ahead has come.
        two.taps(ANA, DateAction::EndRegular);
        for evening in two.couple.dates.evenings.clone() {
            two.taps(ANA, DateAction::CallOff(Stamp { evening: evening.id, revision: evening.revision }));
        }
        prop_assert!(two.couple.dates.evenings.iter().all(|evening| !evening.is_ahead(two.now)));
        let from = two.reminders().len();
        let until = two.now + TimeDelta::days(60);
        two.lives_until(until);
        prop_assert_eq!(two.reminders().len(), from);
        prop_assert_eq!(two.couple.timers.get(&TimerKind::Dates), None);
        prop_assert!(two.couple.dates.evenings.iter().all(|evening| evening.title.is_none()));
    }

    /// What one taps in private shows nothing to anybody else: not when it is tapped, and until the set time the other
    /// sees the same, at the same moments, as if nothing had been tapped.
    #[test]
    fn private_taps_leave_no_trace(
        likes in proptest::collection::vec(0_u8..3, 0..6),
        looks in any::<bool>(),
        others in proptest::collection::vec(prop_oneof![
            (0_u8..3).prop_map(|place| DateAction::Like(nearer::couple::OfferSerial(1), place)),
            Just(DateAction::List),
            Just(DateAction::Span(Span::Long)),
        ], 0..6),
    ) {
        let serial = nearer::couple::OfferSerial(1);
        let play = |private: bool| {
            let mut two = Evenings::new(ZONES[0], utc("2026-11-23T12:00:00Z"));
            two.taps(BEN, DateAction::Three);
            two.out.clear();
            if private {
                for place in &likes {
                    assert_eq!(two.taps(ANA, DateAction::Like(serial, *place)), 1, "an answer and nothing else");
                }
                if looks {
                    assert_eq!(two.taps(ANA, DateAction::Looked(serial)), 1, "an answer and nothing else");
                }
            }
            two.out.clear();
            for other in &others {
                two.now += TimeDelta::minutes(10);
                two.taps(BEN, *other);
            }
            let closing = utc("2026-11-23T19:59:59Z");
            two.lives_until(closing);
            let before = std::mem::take(&mut two.out);
            two.lives_until(utc("2026-11-23T20:00:00Z"));
            let said: Vec<_> = two.out.iter().map(|(at, row)| (*at, row.class, kind(row))).collect();
            (before, said)
        };
        prop_assert_eq!(play(true), play(false));
    }

    /// The same for the morning after.
    #[test]
    fn what_is_said_the_morning_after_leaves_no_trace(ana in 0_usize..3, ben in 0_usize..3) {
        let mut two = Evenings::new(ZONES[0], utc("2026-11-23T12:00:00Z"));
        two.happens(date(ANA, "tomorrow 20:00"));
        two.lives_until(utc("2026-11-25T12:00:00Z"));
        let id = two.couple.dates.evenings[0].id;
        prop_assert_eq!(two.taps(ANA, DateAction::Said(id, Verdict::ALL[ana])), 1);
        prop_assert_eq!(two.taps(BEN, DateAction::Said(id, Verdict::ALL[ben])), 1);
    }
}

/// What a row says, without the words of an idea.
fn kind(row: &Outgoing) -> Vec<String> {
    match &row.effect {
        Effect::Say { message, .. } | Effect::Edit { message, .. } => {
            message.body.iter().map(|phrase| phrase.key.clone()).collect()
        }
        other => vec![format!("{other:?}")],
    }
}
