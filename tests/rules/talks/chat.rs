//! The chat of two people in a conversation, as Telegram would hold it, and what can happen there.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use nearer::couple::{
    Action, Button, Command, Door, Effect, Event, Message, MessageId, Outgoing, Said, Sender, Size, Stage, Tag,
    TalkAction, TalkTap, UserId,
};
use nearer::prompts::{Act, Who};
use proptest::prelude::*;

use crate::kit::{self, ANA, BEN, CHAT, CLEO, Two, World, command, library, lisbon, seeded, tap, utc};

/// The chat of a couple, as Telegram would hold it.
#[derive(Clone)]
pub struct Chat {
    pub two: Two,
    /// The bot's messages in the group.
    pub messages: BTreeMap<i32, Message>,
    last_id: i32,
    /// Every event has its own.
    pub seed: u64,
}

/// One thing that can happen.
#[derive(Clone, Debug)]
pub enum Deed {
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

pub fn deed() -> impl Strategy<Value = Deed> {
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

impl Chat {
    /// Two who have paired, live in Lisbon, and have opened no door; and a conversation that was asked for.
    pub fn new(script: usize, seed: u64) -> Self {
        let two = Two::paired(CHAT, lisbon(), utc("2026-11-23T18:00:00Z"), seeded(seed));
        let mut chat = Self { two, messages: BTreeMap::new(), last_id: 100, seed };
        for user in [ANA, BEN] {
            chat.happens(Event::Reach { user, door: Door::Open });
        }
        let script = &library().scripts()[script];
        chat.types(ANA, &script.id.0);
        assert!(chat.two.couple.talks.now.is_some(), "{} can be begun", script.title);
        chat
    }

    fn types(&mut self, user: UserId, argument: &str) -> Vec<Outgoing> {
        self.happens(command(user, Command::Listen(argument.to_owned())))
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

    /// Does it; returns what the bot did in the group.
    pub fn does(&mut self, deed: &Deed) -> Vec<Outgoing> {
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
            Deed::Resumes(user) => self.happens(command(*user, Command::Resume)),
            Deed::TimePasses(seconds) => self.lives(TimeDelta::seconds(*seconds)),
            Deed::Sleeps(seconds) => self.sleeps(TimeDelta::seconds(*seconds)),
            Deed::Restart => {
                let bytes = rmp_serde::to_vec_named(&self.two.couple).expect("a record");
                self.two.couple = rmp_serde::from_slice(&bytes).expect("a couple");
                Vec::new()
            }
        }
    }

    /// The two go on, as most couples would.
    fn leads_on(&mut self, nth: usize) -> Vec<Outgoing> {
        let Some(talk) = self.two.couple.talks.now.clone() else { return Vec::new() };
        let begins = |tap: &TalkTap| matches!(tap, TalkTap::Now | TalkTap::Way(_) | TalkTap::Back);
        let answers = |tap: &TalkTap| matches!(tap, TalkTap::Choose(_) | TalkTap::Chip(_));
        let on = |tap: &TalkTap| begins(tap) || answers(tap) || matches!(tap, TalkTap::Done | TalkTap::Skip);
        let buttons = self.buttons().into_iter().filter_map(|(id, action)| match action {
            Action::Talk(TalkAction::Tap(serial, tap)) if serial == talk.serial && on(&tap) => Some((id, tap)),
            _ => None,
        });
        let buttons: Vec<_> = buttons.collect();
        let private = |world: &Self| {
            let talk = world.two.couple.talks.now.as_ref()?;
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
            return self.lives(TimeDelta::minutes(10));
        };
        let who = match (&talk.stage, self.turn()) {
            (Stage::Invited, _) => vec![BEN],
            (_, Some(turn)) => vec![turn],
            _ => vec![ANA, BEN],
        };
        for user in who {
            self.happens(kit::tap(user, Action::Talk(TalkAction::Tap(talk.serial, tap)), id));
        }
        // A question with a fixed moment is answered at that moment.
        if was_private && private(self).is_some() {
            return self.lives(TimeDelta::minutes(10));
        }
        Vec::new()
    }

    /// Whose turn it is by the script, if it is someone's.
    pub fn turn(&self) -> Option<UserId> {
        let talk = self.two.couple.talks.now.as_ref()?;
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
    pub fn on_card(&self) -> Option<Vec<TalkTap>> {
        let talk = self.two.couple.talks.now.as_ref()?;
        let card = self.messages.get(&talk.card?.0)?;
        let taps = card.buttons.iter().flatten().filter_map(|button| match button {
            Button::Act { action: Action::Talk(TalkAction::Tap(serial, tap)), .. } if *serial == talk.serial => {
                Some(*tap)
            }
            _ => None,
        });
        Some(taps.collect())
    }

    pub fn taps_present(&self, user: UserId, tapped: TalkTap) -> (Self, Vec<Outgoing>) {
        let talk = self.two.couple.talks.now.as_ref().expect("a conversation");
        let (serial, card) = (talk.serial, talk.card.map_or(self.last_id + 1, |card| card.0));
        let mut then = self.clone();
        let effects = then.happens(tap(user, Action::Talk(TalkAction::Tap(serial, tapped)), card));
        (then, effects)
    }
}

impl World for Chat {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    /// What follows from an event, and what Telegram makes of it.
    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        self.seed = self.seed.wrapping_add(1);
        self.two.rng = seeded(self.seed);
        let effects = self.two.happens(event);
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
                _ => {}
            }
        }
        effects
    }
}
