//! Rules that hold on every walk through every conversation: two people, a stranger, clock jumps and restarts, drawn
//! by chance. The domain alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, Button, ChatId, Command, Context, Couple, Door, Effect, Event, Message, MessageId, Outgoing, Phrase, Play,
    Press, QueryId, Said, Sender, Size, Stage, Step, Tag, TalkTap, TimerKind, UserId, Value,
};
use nearer::couple::{SettingsAction, TalkAction};
use nearer::prompts::{Act, BothHow, Gate, Library, Named, Who};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rand::SeedableRng;
use rand::rngs::StdRng;

const ANA: UserId = UserId(1);
const BEN: UserId = UserId(2);
const CLEO: UserId = UserId(3);
const CHAT: ChatId = ChatId(-10);

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::embedded().expect("a sound library"))
}

/// The chat of a couple, as Telegram would hold it.
#[derive(Clone)]
struct World {
    couple: Couple,
    now: DateTime<Utc>,
    /// The bot's messages in the group.
    messages: BTreeMap<i32, Message>,
    last_id: i32,
    seed: u64,
}

/// One thing that can happen.
#[derive(Clone, Debug)]
enum Deed {
    /// Whoever's turn it is does one of the things that lead on.
    LeadsOn(usize),
    /// A tap on the nth newest button there is.
    Taps(UserId, usize),
    Speaks(UserId, Size),
    Types(UserId, &'static str),
    Resumes(UserId),
    TimePasses(i64),
    /// The bot is down so long; what fell due meanwhile falls due late.
    Sleeps(i64),
    Restart,
}

fn person() -> impl Strategy<Value = UserId> {
    prop_oneof![5 => Just(ANA), 5 => Just(BEN), 1 => Just(CLEO)]
}

fn deed() -> impl Strategy<Value = Deed> {
    let size = prop_oneof![(0_u64..2_000).prop_map(Size::Chars), (0_u64..200).prop_map(Size::Seconds)];
    // Mostly the button that leads on; now and then any that is or was there.
    let button = prop_oneof![6 => 0_usize..4, 2 => 0_usize..12, 1 => 0_usize..60];
    prop_oneof![
        60 => (0_usize..24).prop_map(Deed::LeadsOn),
        4 => (person(), button).prop_map(|(user, nth)| Deed::Taps(user, nth)),
        6 => (person(), size).prop_map(|(user, size)| Deed::Speaks(user, size)),
        1 => (person(), prop_oneof![Just(""), Just("five"), Just("closer"), Just("storm"), Just("state"), Just("dream")])
            .prop_map(|(user, script)| Deed::Types(user, script)),
        1 => person().prop_map(Deed::Resumes),
        2 => prop_oneof![8 => 0_i64..600, 2 => 0_i64..7_200, 1 => 0_i64..200_000].prop_map(Deed::TimePasses),
        1 => (1_i64..200_000).prop_map(Deed::Sleeps),
        2 => Just(Deed::Restart),
    ]
}

impl World {
    /// Two who have paired, live in Lisbon, and have opened every door; and a conversation that was asked for.
    fn new(script: usize, seed: u64) -> Self {
        let now = "2026-11-23T18:00:00Z".parse().expect("an instant");
        let couple = Couple::new(CHAT, nearer::zones::Zone::named("Europe/Lisbon").expect("a zone"));
        let mut world = Self { couple, now, messages: BTreeMap::new(), last_id: 100, seed };
        for user in [ANA, BEN] {
            world.happens(tap(user, Action::Join, 1));
        }
        world.happens(tap(
            ANA,
            Action::Settings(SettingsAction::Zone(nearer::zones::Zone::named("Europe/Lisbon").expect("a zone"))),
            1,
        ));
        for user in [ANA, BEN] {
            for gate in Gate::ALL {
                world.happens(Event::Opened { user, gate: *gate, door: Door::Open });
            }
        }
        let script = &library().scripts()[script];
        world.types(ANA, &script.id.0);
        assert!(world.couple.talks.now.is_some(), "{} can be begun", script.title);
        world
    }

    fn types(&mut self, user: UserId, argument: &str) -> Vec<Outgoing> {
        let command = Command::Listen(argument.to_owned());
        self.happens(Event::Command { from: Sender::Human(user), thread: None, command })
    }

    /// What follows from an event, and what Telegram makes of it.
    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        self.seed = self.seed.wrapping_add(1);
        let mut rng = StdRng::seed_from_u64(self.seed);
        let mut context = Context { now: self.now, library: library(), rng: &mut rng };
        let Step { couple, effects } = self.couple.clone().handle(event, &mut context);
        self.couple = couple.expect("nobody leaves here");
        for row in &effects {
            match &row.effect {
                Effect::Say { message, .. } if row.chat == CHAT => {
                    self.last_id += 1;
                    self.messages.insert(self.last_id, message.clone());
                    if let Some(tag @ Tag::Talk(_)) = row.tag {
                        self.happens(Event::Delivered { tag, message: MessageId(self.last_id) });
                    }
                }
                Effect::Edit { id, message } => drop(self.messages.insert(id.0, message.clone())),
                Effect::Unbutton { id } => {
                    if let Some(message) = self.messages.get_mut(&id.0) {
                        message.buttons.clear();
                    }
                }
                Effect::Say { .. } | Effect::Document { .. } | Effect::Count | Effect::Answer { .. } => {}
            }
        }
        effects
    }

    /// The buttons of a conversation in the chat, those of the newest message first.
    fn buttons(&self) -> Vec<(i32, Action)> {
        let of = |(id, message): (&i32, &Message)| {
            let buttons = message.buttons.iter().flatten();
            let taps = buttons.filter_map(|button| match button {
                Button::Act { action: action @ Action::Talk(TalkAction::Tap(..) | TalkAction::Listen(_)), .. } => {
                    Some(action.clone())
                }
                _ => None,
            });
            taps.map(|action| (*id, action)).collect::<Vec<_>>()
        };
        self.messages.iter().rev().flat_map(of).collect()
    }

    /// Time goes on, and what falls due happens in its order, at its time.
    fn passes(&mut self, seconds: i64) -> Vec<Outgoing> {
        let until = self.now + TimeDelta::seconds(seconds);
        let mut effects = Vec::new();
        while let Some((kind, due)) = self.next_due().filter(|(_, due)| *due <= until) {
            self.now = self.now.max(due);
            self.couple.timers.remove(&kind);
            effects.extend(self.happens(Event::Due { kind, due }));
        }
        self.now = until;
        effects
    }

    fn next_due(&self) -> Option<(TimerKind, DateTime<Utc>)> {
        self.couple.timers.iter().map(|(kind, due)| (*kind, *due)).min_by_key(|(_, due)| *due)
    }

    /// Does it; returns what the bot did in the group.
    fn does(&mut self, deed: &Deed) -> Vec<Outgoing> {
        match deed {
            Deed::LeadsOn(nth) => self.leads_on(*nth),
            Deed::Taps(user, nth) => match self.buttons().get(*nth).cloned() {
                Some((id, action)) => self.happens(tap(*user, action, id)),
                None => Vec::new(),
            },
            Deed::Speaks(user, size) => {
                self.last_id += 1;
                let said = Said { message: MessageId(self.last_id), to: None, size: *size };
                self.happens(Event::Spoke { from: Sender::Human(*user), thread: None, said })
            }
            Deed::Types(user, script) => self.types(*user, script),
            Deed::Resumes(user) => {
                self.happens(Event::Command { from: Sender::Human(*user), thread: None, command: Command::Resume })
            }
            Deed::TimePasses(seconds) => self.passes(*seconds),
            Deed::Sleeps(seconds) => {
                self.now += TimeDelta::seconds(*seconds);
                self.passes(0)
            }
            Deed::Restart => {
                let bytes = rmp_serde::to_vec_named(&self.couple).expect("a record");
                self.couple = rmp_serde::from_slice(&bytes).expect("a couple");
                Vec::new()
            }
        }
    }

    /// The two go on, as most couples would.
    fn leads_on(&mut self, nth: usize) -> Vec<Outgoing> {
        let Some(talk) = self.couple.talks.now.clone() else { return Vec::new() };
        let begins = |tap: &TalkTap| matches!(tap, TalkTap::Now | TalkTap::Way(_) | TalkTap::Back);
        let answers = |tap: &TalkTap| matches!(tap, TalkTap::Choose(_) | TalkTap::Chip(_));
        let on = |tap: &TalkTap| begins(tap) || answers(tap) || matches!(tap, TalkTap::Done | TalkTap::Skip);
        let buttons = self.buttons().into_iter().filter_map(|(id, action)| match action {
            Action::Talk(TalkAction::Tap(serial, tap)) if serial == talk.serial && on(&tap) => Some((id, tap)),
            _ => None,
        });
        let buttons: Vec<_> = buttons.collect();
        let private = |world: &Self| {
            let talk = world.couple.talks.now.as_ref()?;
            let Stage::Playing(play) = &talk.stage else { return None };
            let step = library().script(&talk.script)?.step(&play.step)?;
            matches!(step.act, Act::Private { .. }).then_some(())
        };
        // Most say yes to a private question, and the other ways on are as likely as each other.
        let was_private = private(self).is_some();
        let first = was_private && !nth.is_multiple_of(8);
        let Some((id, tap)) = buttons.get(if first { 0 } else { nth % buttons.len().max(1) }).copied() else {
            if matches!(talk.stage, Stage::Parked(_)) {
                return self.does(&Deed::Resumes(ANA));
            }
            return self.passes(600);
        };
        let who = match (&talk.stage, self.turn()) {
            (Stage::Invited, _) => vec![BEN],
            (_, Some(turn)) => vec![turn],
            _ => vec![ANA, BEN],
        };
        for user in who {
            self.happens(self::tap(user, Action::Talk(TalkAction::Tap(talk.serial, tap)), id));
        }
        // A question with a fixed moment is answered at that moment.
        if was_private && private(self).is_some() {
            return self.passes(600);
        }
        Vec::new()
    }

    /// Whose turn it is by the script, if it is someone's.
    fn turn(&self) -> Option<UserId> {
        let talk = self.couple.talks.now.as_ref()?;
        let Stage::Playing(play) = &talk.stage else { return None };
        let step = library().script(&talk.script)?.step(&play.step)?;
        let other = if play.speaker == ANA { BEN } else { ANA };
        match &step.act {
            Act::Turn { who: Who::Listener, .. } | Act::Choose { who: Who::Listener, .. } | Act::Swap { .. } => {
                Some(other)
            }
            Act::Turn { .. } | Act::Choose { .. } | Act::Check { .. } => Some(play.speaker),
            Act::Both { .. } | Act::Private { .. } | Act::Close => None,
        }
    }

    /// What stands on the present card.
    fn on_card(&self) -> Option<Vec<TalkTap>> {
        let talk = self.couple.talks.now.as_ref()?;
        let card = self.messages.get(&talk.card?.0)?;
        let taps = card.buttons.iter().flatten().filter_map(|button| match button {
            Button::Act { action: Action::Talk(TalkAction::Tap(serial, tap)), .. } if *serial == talk.serial => {
                Some(*tap)
            }
            _ => None,
        });
        Some(taps.collect())
    }

    fn taps_present(&self, user: UserId, tapped: TalkTap) -> (World, Vec<Outgoing>) {
        let talk = self.couple.talks.now.as_ref().expect("a conversation");
        let (serial, card) = (talk.serial, talk.card.map_or(self.last_id + 1, |card| card.0));
        let mut then = self.clone();
        let effects = then.happens(tap(user, Action::Talk(TalkAction::Tap(serial, tapped)), card));
        (then, effects)
    }
}

fn tap(user: UserId, action: Action, message: i32) -> Event {
    let press = Press::Known(action);
    Event::Tap { from: Sender::Human(user), query: QueryId("q".into()), message: MessageId(message), press }
}

fn said(effects: &[Outgoing]) -> impl Iterator<Item = &Phrase> {
    effects.iter().flat_map(|row| match &row.effect {
        Effect::Say { message, .. } | Effect::Edit { message, .. } => message.body.iter().collect::<Vec<_>>(),
        Effect::Document { .. } | Effect::Unbutton { .. } | Effect::Count | Effect::Answer { .. } => Vec::new(),
    })
}

fn names_someone(phrase: &Phrase) -> bool {
    phrase.args.iter().any(|(_, value)| match value {
        Value::Person(_) => true,
        Value::Spoken { text, .. } => text.contains("{speaker}") || text.contains("{listener}"),
        Value::Phrase(phrase) => names_someone(phrase),
        Value::Lines(lines) => lines.iter().any(names_someone),
        Value::Text(_) | Value::Number(_) => false,
    })
}

/// What has to be true at every point of every walk.
fn holds(world: &World) -> Result<(), TestCaseError> {
    let Some(talk) = &world.couple.talks.now else { return Ok(()) };
    // Nothing waits for ever: each stage has its time, and left alone it comes to an end.
    let due = world.couple.timers.get(&TimerKind::Talk);
    prop_assert_eq!(due, Some(&talk.until));
    prop_assert!(talk.until > world.now && talk.until <= world.now + TimeDelta::days(7));
    let mut alone = world.clone();
    for _ in 0..12 {
        let left = alone.couple.talks.now.as_ref().map(|talk| talk.until - alone.now);
        let Some(left) = left else { break };
        alone.passes(left.num_seconds() + 1);
    }
    prop_assert!(alone.couple.talks.now.is_none_or(|talk| talk.script.0 == "state"), "it ends by itself");
    // Either stops it by one tap, from everywhere, with one line for all of it.
    for user in [ANA, BEN] {
        let (then, effects) = world.taps_present(user, TalkTap::Stop);
        prop_assert!(then.couple.talks.now.is_none());
        prop_assert_eq!(said(&effects).filter(|phrase| phrase.key == "talk-stopped").count(), 1);
        prop_assert!(then.messages.values().all(|message| !has_taps(message)), "no button of it is left");
    }
    // What can be done at every step stands on its card.
    let card = world.on_card().unwrap_or_default();
    let words = |play: &Play| {
        let step = library().script(&talk.script).and_then(|script| script.step(&play.step));
        step.is_some_and(|step| matches!(step.act, Act::Turn { .. } | Act::Both { how: BothHow::Words, .. }))
    };
    let must: &[TalkTap] = match &talk.stage {
        Stage::Parked(_) => &[],
        Stage::Invited | Stage::Paused { .. } | Stage::Returning(..) => &[TalkTap::Stop],
        Stage::Meeting(_) => &[TalkTap::Stop, TalkTap::Pause],
        Stage::Playing(play) if words(play) => &[TalkTap::Stop, TalkTap::Pause, TalkTap::Again, TalkTap::Stems],
        Stage::Playing(_) => &[TalkTap::Stop, TalkTap::Pause, TalkTap::Again],
    };
    for tap in must {
        prop_assert!(card.contains(tap), "{:?} is not on the card of {:?}: {:?}", tap, talk.stage, card);
    }
    // A pause is one tap, too, and has a time to come back.
    if matches!(talk.stage, Stage::Meeting(_) | Stage::Playing(_)) {
        for user in [ANA, BEN] {
            let (then, _) = world.taps_present(user, TalkTap::Pause);
            let paused = then.couple.talks.now.expect("it is paused");
            let is_paused = matches!(paused.stage, Stage::Paused { .. });
            prop_assert!(is_paused);
            prop_assert_eq!(paused.until, world.now + TimeDelta::minutes(20));
        }
    }
    Ok(())
}

fn has_taps(message: &Message) -> bool {
    let is_tap = |button: &Button| matches!(button, Button::Act { action: Action::Talk(TalkAction::Tap(..)), .. });
    message.buttons.iter().flatten().any(is_tap)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn every_walk_keeps_the_rules(
        script in 0_usize..6,
        seed in any::<u32>(),
        deeds in proptest::collection::vec(deed(), 1..120),
    ) {
        let mut world = World::new(script, seed.into());
        holds(&world)?;
        for deed in &deeds {
            let before = world.clone();
            let effects = world.does(deed);
            holds(&world)?;
            if let Deed::Taps(user, _) | Deed::Speaks(user, _) | Deed::Types(user, _) | Deed::Resumes(user) = deed
                && *user == CLEO
            {
                prop_assert_eq!(&world.couple, &before.couple, "a stranger moves nothing");
            }
            // Where it is someone's turn, the other moves no step.
            if let (Deed::Taps(user, _) | Deed::Speaks(user, _), Some(turn)) = (deed, before.turn())
                && *user != turn
                && let (Some(was), Some(is)) = (&before.couple.talks.now, &world.couple.talks.now)
                && let (Stage::Playing(was), Stage::Playing(is)) = (&was.stage, &is.stage)
            {
                prop_assert_eq!(&was.step, &is.step);
                prop_assert_eq!(was.turn, is.turn);
            }
            // Only what gives a turn names a person.
            for phrase in said(&effects).filter(|phrase| names_someone(phrase)) {
                let gives_a_turn = ["talk-invited", "talk-head-first", "talk-head-second", "talk-text", "talk-rich"];
                prop_assert!(gives_a_turn.contains(&phrase.key.as_str()), "{} names someone", phrase.key);
            }
            // Telegram allows a group twenty messages a minute; a deed of one person makes three at most.
            if !matches!(deed, Deed::TimePasses(_) | Deed::LeadsOn(_)) {
                let calls = effects.iter().filter(|row| row.chat == CHAT && !matches!(row.effect, Effect::Answer { .. }));
                prop_assert!(calls.count() <= 3);
            }
        }
    }

    /// A no in private, a day that passed and a phone that was never looked at: the group sees the same, at the same
    /// moment.
    #[test]
    fn a_private_no_shows_nothing(script in 0_usize..6, seed in any::<u32>(), minutes in 0_i64..1_400) {
        let begin = World::new(script, seed.into());
        let (mut declined, mut unseen) = (begin.clone(), begin);
        declined.passes(minutes * 60);
        unseen.passes(minutes * 60);
        let (mut declined, effects) = declined.taps_present(BEN, TalkTap::NotThisOne);
        let only_an_answer = effects.iter().all(|row| matches!(row.effect, Effect::Answer { .. }));
        prop_assert!(only_an_answer);
        declined.seed = unseen.seed;
        let rest = (1_500 - minutes) * 60;
        let seen = |world: &mut World| world.passes(rest);
        prop_assert_eq!(seen(&mut declined), seen(&mut unseen));
        prop_assert_eq!(declined.messages, unseen.messages);
        prop_assert_eq!(declined.couple, unseen.couple);
    }
}

/// A rule that no walk could break would prove nothing: the walks come to every step of every script, and to every
/// stage.
#[test]
fn the_walks_come_everywhere() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(deed(), 119);
    let (mut steps, mut stages) = (BTreeSet::new(), BTreeSet::new());
    for walk in 0..600 {
        let deeds = strategy.new_tree(&mut runner).expect("a walk").current();
        let mut world = World::new(walk % 6, walk as u64);
        for deed in &deeds {
            world.does(deed);
            let Some(talk) = &world.couple.talks.now else { continue };
            stages.insert(match &talk.stage {
                Stage::Playing(play) => {
                    steps.insert((talk.script.0.clone(), play.step.0.clone()));
                    "playing"
                }
                Stage::Invited => "invited",
                Stage::Meeting(_) => "meeting",
                Stage::Paused { .. } => "paused",
                Stage::Returning(..) => "returning",
                Stage::Parked(_) => "parked",
            });
        }
    }
    let all = library().scripts().iter().flat_map(|script| {
        let steps = script.steps.iter().filter(|step| step.act != Act::Close);
        steps.map(|step| (script.id.0.clone(), step.id.0.clone()))
    });
    let missed: Vec<_> = all.filter(|step| !steps.contains(step)).collect();
    assert!(missed.is_empty(), "never came to {missed:?}");
    assert_eq!(stages.len(), 6, "{stages:?}");
}
