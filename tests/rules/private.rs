//! P3 of the method over all that one can choose in private: the other and the group see the same whether it was chosen or
//! not. One table says of every action in private which of these it is; a new one does not compile until it stands there.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, After, AnswerAction, Command, CornerAction, Couple, DateAction, Door, Effect, Evening, Event, MessageId,
    Outgoing, Says, Stage, TalkAction, TalkTap, Verdict,
};
use nearer::prompts::{Gate, Named, Skip};
use proptest::prelude::*;

use crate::kit::{ANA, BEN, CHAT, Two, World, command, lisbon, seeded, tap, utc};

/// What an action in private is to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Alone it comes to nothing: not a row of the other's or the group's may differ.
    AloneNothing,
    /// It steers which card or idea comes; what is offered and told may not differ.
    Steers,
    /// It chooses nothing that a couple hears of, or says openly what it does.
    NoChoice,
}

fn of_corner(action: CornerAction) -> Kind {
    match action {
        CornerAction::Unlock(..)
        | CornerAction::Lock(..)
        | CornerAction::Agree(_)
        | CornerAction::ShutDoor(_)
        | CornerAction::Asked(..)
        | CornerAction::Says(..) => Kind::AloneNothing,
        CornerAction::LetIn(_) | CornerAction::LeaveOut(_) | CornerAction::Lighter(_) => Kind::Steers,
        CornerAction::Leave(_)
        | CornerAction::Refuse(_)
        | CornerAction::LetAllIn
        | CornerAction::NotUs(_)
        | CornerAction::Doors
        | CornerAction::DoorsOf(_)
        | CornerAction::Door(..)
        | CornerAction::OpenDoor(_)
        | CornerAction::Topics
        | CornerAction::Topic(_)
        | CornerAction::After(_)
        | CornerAction::Felt(..)
        | CornerAction::Freely(_)
        | CornerAction::Home
        | CornerAction::AskLeave
        | CornerAction::MyData
        | CornerAction::Support
        | CornerAction::Countries
        | CornerAction::Country(_)
        | CornerAction::Worldwide
        | CornerAction::CountryPage(..)
        | CornerAction::WorldPage(_)
        | CornerAction::MyDataPage(_) => Kind::NoChoice,
    }
}

fn of_answer(action: &AnswerAction) -> Kind {
    match action {
        AnswerAction::Own(..)
        | AnswerAction::Guess(..)
        | AnswerAction::AllSaid(..)
        | AnswerAction::Change(..)
        | AnswerAction::TakeBack(..)
        | AnswerAction::Keep(..)
        | AnswerAction::LetGo(..) => Kind::AloneNothing,
        AnswerAction::Share(..) => Kind::NoChoice,
    }
}

/// What a tap on a button about date nights is. Those that are seen by the one who tapped alone are private, though their
/// buttons stand in the group.
fn of_date(action: DateAction) -> Kind {
    match action {
        DateAction::Looked(_) => Kind::AloneNothing,
        DateAction::Like(..) => Kind::Steers,
        DateAction::Said(_, verdict) => match verdict {
            Verdict::Loved | Verdict::Fine | Verdict::NotForUs => Kind::Steers,
            // It is about the evening, and opens the choice of another day to both.
            Verdict::Moved => Kind::NoChoice,
        },
        DateAction::Ask
        | DateAction::Energy(_)
        | DateAction::Cost(_)
        | DateAction::Span(_)
        | DateAction::Apart(_)
        | DateAction::Enough
        | DateAction::Three
        | DateAction::More(_)
        | DateAction::NotNow(_)
        | DateAction::Days(_)
        | DateAction::Hours(..)
        | DateAction::Book(..)
        | DateAction::Evening(_)
        | DateAction::In(_)
        | DateAction::Change(_)
        | DateAction::Ideas(_)
        | DateAction::Who(_)
        | DateAction::Swap(_)
        | DateAction::CallOff(_)
        | DateAction::Undo(_)
        | DateAction::About(..)
        | DateAction::These(_)
        | DateAction::EndRegular
        | DateAction::KeepRegular
        | DateAction::RegularBack(_)
        | DateAction::Sure(..)
        | DateAction::File(_)
        | DateAction::Files
        | DateAction::List
        | DateAction::Leads
        | DateAction::Lead(_)
        | DateAction::Weekly
        | DateAction::WeeklyDay(_)
        | DateAction::WeeklyHour(_)
        | DateAction::WeeklyOff => Kind::NoChoice,
    }
}

/// What a tap is to a talk behind a door of which each is asked alone.
fn of_asked(tap: TalkTap) -> Kind {
    match tap {
        TalkTap::Now | TalkTap::NotThisOne => Kind::AloneNothing,
        TalkTap::Later(_)
        | TalkTap::AnotherDay
        | TalkTap::Way(_)
        | TalkTap::Choose(_)
        | TalkTap::Chip(_)
        | TalkTap::Done
        | TalkTap::Stems
        | TalkTap::Again
        | TalkTap::Skip
        | TalkTap::Pause
        | TalkTap::PauseFor(_)
        | TalkTap::Back
        | TalkTap::Over
        | TalkTap::Enough
        | TalkTap::Stop => Kind::NoChoice,
    }
}

/// Everything of this kind that Ana can do at this moment.
fn choices(couple: &Couple, kind: Kind) -> Vec<Event> {
    let serial = couple.deck.serial;
    let mut all: Vec<(Kind, Event)> = Vec::new();
    for (action, gate, door) in [
        (CornerAction::Unlock(CHAT, Gate::Heavy), Gate::Heavy, Door::Open),
        (CornerAction::Agree(CHAT), Gate::Intimate, Door::Open),
        (CornerAction::Lock(CHAT, Gate::Heavy), Gate::Heavy, Door::Closed),
        (CornerAction::ShutDoor(Gate::Intimate), Gate::Intimate, Door::Closed),
    ] {
        all.push((of_corner(action), Event::Opened { user: ANA, gate, door }));
    }
    for action in [CornerAction::LeaveOut(Skip::MoneyOff), CornerAction::LeaveOut(Skip::FamilyOff)] {
        let CornerAction::LeaveOut(topic) = action else { continue };
        all.push((of_corner(action), Event::LeavesOut { user: ANA, topics: [topic].into() }));
    }
    all.push((of_corner(CornerAction::Lighter(CHAT)), Event::Lighter));
    if let Some(talk) = &couple.talks.now
        && let Stage::Asked(asked) = &talk.stage
    {
        for says in [Says::Yes, Says::No] {
            let event = Event::Says { user: ANA, number: asked.number, says };
            all.push((of_corner(CornerAction::Says(CHAT, asked.number, says)), event));
        }
        for alone in [TalkTap::Now, TalkTap::NotThisOne] {
            let at = talk.card.map_or(1, |card| card.0);
            all.push((of_asked(alone), tap(ANA, Action::Talk(TalkAction::Tap(talk.serial, alone)), at)));
        }
    }
    for action in [
        AnswerAction::Own(CHAT, serial, 0),
        AnswerAction::Guess(CHAT, serial, 1),
        AnswerAction::AllSaid(CHAT, serial),
        AnswerAction::Change(CHAT, serial),
        AnswerAction::TakeBack(CHAT, serial),
        AnswerAction::Keep(CHAT, serial),
        AnswerAction::LetGo(CHAT, serial),
    ] {
        all.push((of_answer(&action), Event::AnswerTap { user: ANA, screen: MessageId(7), action }));
    }
    all.push((Kind::AloneNothing, Event::Answered { user: ANA, serial, message: MessageId(900) }));
    all.push((Kind::AloneNothing, Event::AsksForQuestion { user: ANA, serial }));
    // Looks at the ideas on the table, where there are some. Not open to all: read as it is stored.
    let offer = &serde_json::to_value(&couple.dates).expect("json")["offer"];
    if let (Some(offer), true) = (offer["serial"].as_u64(), offer["stage"]["Open"].is_object()) {
        for data in [format!("date looked {offer}"), format!("date like {offer} 0")] {
            if let Some(Action::Date(action)) = Action::read(&data) {
                all.push((of_date(action), tap(ANA, Action::Date(action), 1)));
            }
        }
    }
    // The morning after an evening.
    let asked = |evening: &&Evening| matches!(evening.after, After::Asked { .. });
    for evening in couple.dates.evenings.iter().filter(asked) {
        for verdict in Verdict::ALL {
            let action = DateAction::Said(evening.id, *verdict);
            all.push((of_date(action), tap(ANA, Action::Date(action), 1)));
        }
    }
    all.into_iter().filter(|(of, _)| *of == kind).map(|(_, event)| event).collect()
}

/// What Ben does, and what passes: the same in both worlds.
#[derive(Clone, Copy, Debug)]
enum Shared {
    Listens(&'static str),
    Card,
    Ideas,
    Evening,
    Path(&'static str),
    Kept,
    Passes(i64),
}

fn shared() -> impl Strategy<Value = Shared> {
    prop_oneof![
        3 => prop_oneof![Just(""), Just("closer"), Just("storm"), Just("story"), Just("five")].prop_map(Shared::Listens),
        2 => Just(Shared::Card),
        1 => Just(Shared::Ideas),
        1 => Just(Shared::Evening),
        1 => prop_oneof![Just(""), Just("friends"), Just("needs")].prop_map(Shared::Path),
        1 => Just(Shared::Kept),
        4 => prop_oneof![0_i64..90, 0_i64..3_000].prop_map(Shared::Passes),
    ]
}

#[derive(Clone)]
struct Seen {
    two: Two,
    last_id: i32,
    rows: Vec<(DateTime<Utc>, Outgoing)>,
}

impl World for Seen {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let effects = self.two.happens(event);
        for row in &effects {
            self.rows.push((self.two.now, row.clone()));
            if let (Some(tag), Effect::Say { .. }) = (row.tag, &row.effect)
                && row.chat == CHAT
            {
                self.last_id += 1;
                self.happens(Event::Delivered { tag, message: MessageId(self.last_id) });
            }
        }
        effects
    }
}

impl Seen {
    fn new(seed: u64) -> Self {
        let mut two = Two::paired(CHAT, lisbon(), utc("2026-11-23T18:00:00Z"), seeded(seed));
        for user in [ANA, BEN] {
            two.happens(Event::Reach { user, door: Door::Open });
        }
        Self { two, last_id: 100, rows: Vec::new() }
    }

    /// Chance is the same in both worlds, whatever else has drawn from it.
    fn does(&mut self, shared: Shared, seed: u64) {
        self.two.rng = seeded(seed);
        let event = match shared {
            Shared::Listens(to) => command(BEN, Command::Listen(to.to_owned())),
            Shared::Card => command(BEN, Command::Card),
            Shared::Ideas => tap(BEN, Action::Date(DateAction::Three), 1),
            Shared::Evening => command(BEN, Command::Date("tomorrow 19:30".to_owned())),
            Shared::Path(typed) => command(BEN, Command::Path(typed.to_owned())),
            Shared::Kept => command(BEN, Command::Kept),
            Shared::Passes(minutes) => return drop(self.lives(TimeDelta::minutes(minutes))),
        };
        self.happens(event);
    }

    fn without_ana(&self) -> Vec<(DateTime<Utc>, Outgoing)> {
        let hers = |row: &Outgoing| row.chat == ANA.private_chat() || matches!(row.effect, Effect::Answer { .. });
        self.rows.iter().filter(|(_, row)| !hers(row)).cloned().collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// What comes to nothing alone is seen by nobody: the same rows at the same moments.
    #[test]
    fn a_private_choice_alone_is_seen_by_nobody(
        seed: u8, course in proptest::collection::vec((shared(), proptest::collection::vec(any::<prop::sample::Index>(), 0..3)), 1..16),
    ) {
        let mut chose = Seen::new(seed.into());
        let mut never = chose.clone();
        for ((shared, alone), n) in course.iter().zip(1_000..) {
            for index in alone {
                let all = choices(&chose.two.couple, Kind::AloneNothing);
                chose.happens(all[index.index(all.len())].clone());
            }
            chose.does(*shared, n);
            never.does(*shared, n);
        }
        prop_assert_eq!(chose.without_ana(), never.without_ana());
    }

    /// What steers cards and ideas changes neither what is offered nor when something comes.
    #[test]
    fn a_choice_that_steers_changes_no_list_and_no_moment(
        seed: u8, evening: bool, steers in proptest::collection::vec(any::<prop::sample::Index>(), 1..4),
        minutes in 0_i64..4_000,
    ) {
        let mut chose = Seen::new(seed.into());
        if evening {
            chose.does(Shared::Evening, 8);
            chose.does(Shared::Passes(41 * 60), 9);
        }
        let mut never = chose.clone();
        for index in steers {
            let all = choices(&chose.two.couple, Kind::Steers);
            chose.happens(all[index.index(all.len())].clone());
        }
        for world in [&mut chose, &mut never] {
            world.does(Shared::Passes(minutes), 5);
        }
        let moments = |world: &Seen| {
            let rows = world.without_ana();
            rows.into_iter().map(|(at, row)| (at, row.chat, row.class)).collect::<Vec<_>>()
        };
        prop_assert_eq!(moments(&chose), moments(&never));
        for list in [Shared::Listens(""), Shared::Path(""), Shared::Listens("closer")] {
            let before = (chose.without_ana().len(), never.without_ana().len());
            chose.does(list, 6);
            never.does(list, 6);
            prop_assert_eq!(&chose.without_ana()[before.0..], &never.without_ana()[before.1..]);
        }
    }
}

/// The rules above are worth something only if there is something to choose.
#[test]
fn there_is_something_to_choose() {
    let mut world = Seen::new(1);
    world.does(Shared::Ideas, 1);
    let looks = |event: &Event| matches!(event, Event::Tap { .. });
    assert!(choices(&world.two.couple, Kind::AloneNothing).iter().any(looks), "ideas to look at");
    world.does(Shared::Listens("closer"), 2);
    let says = |event: &Event| matches!(event, Event::Says { .. });
    assert!(choices(&world.two.couple, Kind::AloneNothing).iter().any(says), "a question for each alone");
    assert!(choices(&world.two.couple, Kind::Steers).len() >= 3);
    world.does(Shared::Evening, 3);
    world.does(Shared::Passes(3 * 24 * 60), 4);
    let before = choices(&world.two.couple, Kind::Steers).len();
    world.two.couple.dates.evenings.clear();
    assert_eq!(choices(&world.two.couple, Kind::Steers).len() + 3, before, "what each says of an evening");
}
