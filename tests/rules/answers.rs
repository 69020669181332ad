//! Of answers in private: what one does alone there moves nothing that the other or the group can see.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, AnswerAction, CardAction, CardSerial, Command, Door, Effect, Event, MessageId, Outgoing, Said, Sender,
    Size, Tag, UserId, Wish,
};
use nearer::prompts::{Mode, Reveal};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::kit::{ANA, BEN, CHAT, Two, World, command, library, lisbon, seeded, tap, utc};

/// What one of the two does about the card on the table.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// *Answer in private*, in the group.
    Asks,
    /// Comes by the link.
    Comes,
    Sends,
    Chooses(u8),
    Guesses(u8),
    AllSaid,
    Changes,
    TakesBack,
    Keeps,
    LetsGo,
    /// The card before so many.
    Shares(u32),
    /// From the question to the end, whatever the card asks for.
    AnswersWholly,
}

#[derive(Clone, Copy, Debug)]
enum Happening {
    Does(UserId, Deed),
    /// A card by command.
    Card(UserId),
    Another(UserId),
    Replies(UserId),
    Passes(i64),
}

/// Two whose messages are delivered, and what went out.
#[derive(Clone)]
struct Chat {
    two: Two,
    last_id: i32,
    /// All rows so far, each with its moment.
    sent: Vec<(DateTime<Utc>, Outgoing)>,
}

impl World for Chat {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let effects = self.two.happens(event);
        for row in &effects {
            self.sent.push((self.two.now, row.clone()));
            if let (Some(tag), Effect::Say { .. } | Effect::Copy { .. }) = (row.tag, &row.effect)
                && row.chat == CHAT
            {
                self.last_id += 1;
                self.happens(Event::Delivered { tag, message: MessageId(self.last_id) });
            }
        }
        effects
    }
}

impl Chat {
    fn new(seed: u64) -> Self {
        let mut two = Two::paired(CHAT, lisbon(), utc("2026-11-23T18:00:00Z"), seeded(seed));
        for user in [ANA, BEN] {
            two.happens(Event::Reach { user, door: Door::Open });
        }
        // Cards of every kind from the first day on.
        two.couple.deck.year.next = Wish::Mixed;
        Self { two, last_id: 100, sent: Vec::new() }
    }

    /// Cards until one is answered in private by both; `None` where none came.
    fn a_card(&mut self) -> Option<()> {
        for _ in 0..60 {
            self.happens(command(ANA, Command::Card));
            let card = library().card(&self.two.couple.deck.current.as_ref()?.card)?;
            if card.reveal == Reveal::BothThenOpen {
                return Some(());
            }
        }
        None
    }

    fn asks_for_a_guess(&self) -> bool {
        let card = self.two.couple.deck.current.as_ref().and_then(|current| library().card(&current.card));
        card.is_some_and(|card| card.mode == Mode::Guess)
    }

    fn does(&mut self, happening: Happening, message: i32) {
        let serial = self.two.couple.deck.serial;
        let private = |user, action: fn(nearer::couple::ChatId, CardSerial) -> AnswerAction| Event::AnswerTap {
            user,
            screen: MessageId(7),
            action: action(CHAT, serial),
        };
        let event = match happening {
            Happening::Passes(minutes) => {
                self.lives(TimeDelta::minutes(minutes));
                return;
            }
            Happening::Card(user) => command(user, Command::Card),
            Happening::Another(user) => tap(user, Action::Card(CardAction::Another(serial)), self.last_id),
            Happening::Replies(user) => {
                let said =
                    Said { message: MessageId(message), to: Some(MessageId(self.last_id)), size: Size::Chars(9) };
                Event::Spoke { from: Sender::Human(user), thread: None, said }
            }
            Happening::Does(user, deed) => match deed {
                Deed::Asks => tap(user, Action::Card(CardAction::Answer(serial)), self.last_id),
                Deed::Comes => Event::AsksForQuestion { user, serial },
                Deed::Sends => Event::Answered { user, serial, message: MessageId(message) },
                Deed::Chooses(choice) => {
                    Event::AnswerTap { user, screen: MessageId(7), action: AnswerAction::Own(CHAT, serial, choice) }
                }
                Deed::Guesses(choice) => {
                    Event::AnswerTap { user, screen: MessageId(7), action: AnswerAction::Guess(CHAT, serial, choice) }
                }
                Deed::AllSaid => private(user, AnswerAction::AllSaid),
                Deed::Changes => private(user, AnswerAction::Change),
                Deed::TakesBack => private(user, AnswerAction::TakeBack),
                Deed::Keeps => private(user, AnswerAction::Keep),
                Deed::LetsGo => private(user, AnswerAction::LetGo),
                Deed::Shares(back) => {
                    let action = AnswerAction::Share(CHAT, CardSerial(serial.0.saturating_sub(back)));
                    Event::AnswerTap { user, screen: MessageId(7), action }
                }
                Deed::AnswersWholly => {
                    let steps = [Deed::Asks, Deed::Sends, Deed::AllSaid, Deed::Sends, Deed::AllSaid];
                    for (deed, message) in steps.into_iter().chain([Deed::Chooses(0), Deed::Guesses(1)]).zip(message..)
                    {
                        self.does(Happening::Does(user, deed), message);
                    }
                    return;
                }
            },
        };
        self.happens(event);
    }

    /// What everybody but this one could see, and when.
    fn seen_without(&self, user: UserId) -> Vec<(DateTime<Utc>, Outgoing)> {
        let theirs = |row: &Outgoing| row.chat == user.private_chat() || matches!(row.effect, Effect::Answer { .. });
        self.sent.iter().filter(|(_, row)| !theirs(row)).cloned().collect()
    }
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Asks),
        1 => Just(Deed::Comes),
        4 => Just(Deed::Sends),
        2 => (0_u8..7).prop_map(Deed::Chooses),
        2 => (0_u8..7).prop_map(Deed::Guesses),
        3 => Just(Deed::AllSaid),
        1 => Just(Deed::Changes),
        1 => Just(Deed::TakesBack),
        1 => Just(Deed::Keeps),
        1 => Just(Deed::LetsGo),
        1 => (0_u32..3).prop_map(Deed::Shares),
        6 => Just(Deed::AnswersWholly),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let one = prop_oneof![Just(ANA), Just(BEN)];
    prop_oneof![
        8 => (one.clone(), any_deed()).prop_map(|(user, deed)| Happening::Does(user, deed)),
        1 => one.clone().prop_map(Happening::Card),
        1 => one.clone().prop_map(Happening::Another),
        1 => one.prop_map(Happening::Replies),
        3 => prop_oneof![3 => 0_i64..6, 1 => 0_i64..2_000].prop_map(Happening::Passes),
    ]
}

/// What Ana does alone that comes to nothing: she looks, begins, takes back; she neither ends an answer nor shares one.
fn in_vain() -> impl Strategy<Value = Happening> {
    let deed = prop_oneof![
        Just(Deed::Asks),
        Just(Deed::Comes),
        Just(Deed::Sends),
        (0_u8..7).prop_map(Deed::Chooses),
        Just(Deed::Changes),
        Just(Deed::TakesBack),
        Just(Deed::Keeps),
        Just(Deed::LetsGo),
    ];
    deed.prop_map(|deed| Happening::Does(ANA, deed))
}

/// Everything but what Ana does about the card.
fn without_ana() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => any_deed().prop_map(|deed| Happening::Does(BEN, deed)),
        1 => Just(Happening::Card(BEN)),
        1 => Just(Happening::Another(BEN)),
        3 => prop_oneof![3 => 0_i64..6, 1 => 0_i64..2_000].prop_map(Happening::Passes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// P3 of the method: that Ana refused looks, to the other and to the group, as if she had never looked; moments included.
    /// What she sent and did not take back is given, with or without a tap; half a guess is not.
    #[test]
    fn what_one_leaves_unsaid_is_seen_by_nobody(
        seed: u8,
        course in proptest::collection::vec((without_ana(), proptest::collection::vec(in_vain(), 0..3)), 1..20),
    ) {
        let mut looked = Chat::new(seed.into());
        prop_assume!(looked.a_card().is_some());
        let mut never = looked.clone();
        for (message, (happening, alone)) in (1_000..).step_by(10).zip(&course) {
            for (at, deed) in (0..).zip(alone) {
                looked.does(*deed, message + at);
            }
            if !alone.is_empty() && !looked.asks_for_a_guess() {
                looked.does(Happening::Does(ANA, Deed::TakesBack), message + 4);
            }
            looked.does(*happening, message + 5);
            never.does(*happening, message + 5);
        }
        for chat in [&mut looked, &mut never] {
            chat.lives(TimeDelta::hours(30));
        }
        prop_assert_eq!(looked.seen_without(ANA), never.seen_without(ANA));
    }

    /// Nothing of one comes into the group unless both were done, or that one shared it; and nothing twice.
    #[test]
    fn an_answer_opens_with_the_others_or_by_its_own_persons_tap(
        seed: u8, course in proptest::collection::vec(happening(), 1..50),
    ) {
        let mut chat = Chat::new(seed.into());
        prop_assume!(chat.a_card().is_some());
        for (message, happening) in (1_000..).step_by(10).zip(&course) {
            let before = chat.sent.len();
            chat.does(*happening, message);
            let shared = matches!(happening, Happening::Does(_, Deed::Shares(_)));
            let copied = |row: &Outgoing| match row.effect {
                Effect::Copy { from, .. } => Some(from),
                _ => None,
            };
            let of: Vec<_> = chat.sent[before..].iter().filter_map(|(_, row)| copied(row)).collect();
            let both = [ANA, BEN].iter().all(|user| of.contains(&user.private_chat()));
            prop_assert!(of.is_empty() || both || shared, "{happening:?} copied {of:?}");
            let into_the_group = chat.sent[before..].iter().all(|(_, row)| copied(row).is_none() || row.chat == CHAT);
            prop_assert!(into_the_group);
        }
        let mut ids: Vec<MessageId> = chat.sent.iter().flat_map(|(_, row)| match &row.effect {
            Effect::Copy { messages, .. } => messages.clone(),
            _ => Vec::new(),
        }).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all, "no message is copied twice");
    }

    /// After three days nothing is known of an answer, whatever became of it.
    #[test]
    fn everything_is_forgotten_in_time(seed: u8, course in proptest::collection::vec(happening(), 1..40)) {
        let mut chat = Chat::new(seed.into());
        prop_assume!(chat.a_card().is_some());
        for (message, happening) in (1_000..).step_by(10).zip(&course) {
            chat.does(*happening, message);
        }
        // No more cards come meanwhile.
        chat.happens(command(ANA, Command::Pause("until i say so".into())));
        chat.happens(tap(ANA, Action::Rest(nearer::couple::RestAction::For(nearer::couple::RestLength::UntilResumed)), 1));
        chat.lives(nearer::couple::FORGOTTEN_AFTER);
        let answers = serde_json::to_value(&chat.two.couple.answers).expect("json");
        prop_assert_eq!(&answers["rounds"], &serde_json::json!([]), "{}", answers);
    }
}

/// The walks above are worth something only if they come to openings.
#[test]
fn the_walks_come_to_openings_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut opened, mut pairs, mut shared) = (0, 0, 0);
    for seed in 0..900 {
        let mut chat = Chat::new(seed);
        if chat.a_card().is_none() {
            continue;
        }
        let course = proptest::collection::vec(happening(), 50).new_tree(&mut runner).expect("a course").current();
        for (message, happening) in (1_000..).step_by(10).zip(&course) {
            chat.does(*happening, message);
        }
        let pieces = |wanted: &dyn Fn(&Outgoing) -> bool| chat.sent.iter().filter(|(_, row)| wanted(row)).count();
        let is_guess = |row: &Outgoing| row.message().is_some_and(|message| message.body[0].key == "answers-pair");
        opened += pieces(&|row| matches!((&row.effect, row.tag), (Effect::Copy { .. }, Some(Tag::Opening(..)))));
        pairs += pieces(&is_guess);
        shared += pieces(&|row| row.message().is_some_and(|message| message.body[0].key == "answers-cue-shared"));
    }
    assert!(opened > 20 && pairs > 3 && shared > 3, "{opened} copies, {pairs} pairs, {shared} shared");
    assert!(library().cards().iter().any(|card| card.mode == Mode::Guess && card.choices.is_empty()));
}
