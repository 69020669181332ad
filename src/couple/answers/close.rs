//! What happens to answers by the clock: they open, or they close, and in the end they are forgotten.

use chrono::{DateTime, Utc};

use super::faces::left_over;
use super::open::Outcome;
use super::{FORGOTTEN_AFTER, How, LONGEST, Piece, Round, SHORTEST, Stage, TOO_LATE_TO_OPEN};
use crate::couple::{CardSerial, ChatId, Couple, Cx, Message, Phrase, Presence, Settings, Tag, UserId};
use crate::line;

impl Couple {
    /// The time of one or more rounds has come.
    pub(in crate::couple) fn answers_due(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now;
        self.answers.rounds.retain(|round| now < round.begun + FORGOTTEN_AFTER);
        let due: Vec<CardSerial> =
            self.answers.rounds.iter().filter(|round| round.next() <= now).map(|round| round.serial).collect();
        for serial in due {
            let Some(stage) = self.answers.round(serial).map(|round| round.stage.clone()) else { continue };
            match stage {
                Stage::Opens(at) if now - at < TOO_LATE_TO_OPEN && self.can_open(cx) => self.open_or_close(serial, cx),
                Stage::Opens(_) if self.waits_for_closing(serial, now) => {}
                // Somebody did not tap *That's all*, but the answers of both are there: the closing hour opens them.
                Stage::Gathering if self.opens_at_closing(serial, cx) => self.open_or_close(serial, cx),
                Stage::Opens(_) | Stage::Gathering => self.close(serial, cx),
                Stage::Closed | Stage::Opened(_) => {}
            }
        }
    }

    fn open_or_close(&mut self, serial: CardSerial, cx: &mut Cx<'_>) {
        if self.open(serial, cx) == Outcome::Closed {
            self.close(serial, cx);
        }
    }

    fn opens_at_closing(&mut self, serial: CardSerial, cx: &Cx<'_>) -> bool {
        let Some(people) = self.people().filter(|_| self.can_open(cx)) else { return false };
        let round = self.answers.round(serial);
        round.is_some_and(|round| cx.now - round.closes < TOO_LATE_TO_OPEN && round.is_answered_by_both(people))
    }

    /// Both are there, the bot can write, and nobody else reads along as far as is known.
    pub(super) fn can_open(&self, cx: &Cx<'_>) -> bool {
        self.presence == Presence::Here && self.are_alone(cx.now)
    }

    /// Something is in the way. It is tried again at the closing hour, so that the moment at which it does not open tells
    /// nothing of when the other was done.
    fn waits_for_closing(&mut self, serial: CardSerial, now: DateTime<Utc>) -> bool {
        let Some(round) = self.answers.round(serial).filter(|round| now < round.closes) else { return false };
        round.stage = Stage::Opens(round.closes);
        true
    }

    /// It does not open. Who answered hears of it in private; nobody else does, and the card looks as it did. The round
    /// stays until it is forgotten, whether or not there are answers: that it is there must tell nothing.
    pub(super) fn close(&mut self, serial: CardSerial, cx: &mut Cx<'_>) {
        let (chat, ring) = (self.chat, self.soft_ring(cx.now));
        let Some(round) = self.answers.round(serial) else { return };
        round.stage = Stage::Closed;
        round.sides.retain(|_, side| !side.is_empty());
        // What was shared by choice or not at all has had its say.
        if round.how == How::ByChoice {
            return;
        }
        let round = round.clone();
        // All rests while one of the two is not in the group: nothing can be shared there.
        if self.one_is_gone() {
            return;
        }
        let text = cx.library.card(&round.card).map(|card| card.text.as_str());
        for (user, side) in &round.sides {
            let half = !side.is_whole(round.how);
            let why = if half { line::answer_left_over_half() } else { line::answer_left_over() };
            cx.comes_privately(*user, left_over(&self.settings, chat, &round, text, why), ring);
        }
    }

    /// Others can read along: nothing of this opening stands there any more. It is tried again at the closing hour; after
    /// that each hears in private.
    pub(in crate::couple) fn opening_held_back(&mut self, serial: CardSerial, piece: Piece, cx: &mut Cx<'_>) {
        // Both answers stand there already.
        if piece == Piece::Cue && self.answers.round(serial).is_some_and(|round| round.has_begun_to_open()) {
            return;
        }
        if self.opening_fails(serial, cx) == Taken::WasShared
            && let Piece::NameOf(user) | Piece::AnswerOf(user) = piece
        {
            self.take_away_shared(user, serial, cx);
            cx.privately(user, Message::new([line::answer_not_shared()]), None);
        }
    }

    /// It is tried again at the closing hour; after that each hears in private.
    pub(super) fn opening_fails(&mut self, serial: CardSerial, cx: &mut Cx<'_>) -> Taken {
        let taken = self.take_away_opening(serial, cx);
        if taken == Taken::Away && !self.waits_for_closing(serial, cx.now) {
            self.close(serial, cx);
        }
        taken
    }

    /// What stands of an opening goes from the group, and what waits still is not sent.
    pub(super) fn take_away_opening(&mut self, serial: CardSerial, cx: &mut Cx<'_>) -> Taken {
        let Some(round) = self.answers.round(serial) else { return Taken::WasShared };
        let Stage::Opened(opened) = &mut round.stage else { return Taken::WasShared };
        let stand = std::mem::take(&mut opened.under).into_keys().collect();
        let people = round.sides.keys().copied().collect();
        cx.delete(stand);
        call_back_opening(serial, people, cx);
        Taken::Away
    }

    /// The same with what one shared alone.
    pub(super) fn take_away_shared(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) {
        let Some(round) = self.answers.round(serial) else { return };
        cx.delete(round.shared.extract_if(.., |_, whose| *whose == user).map(|(message, _)| message).collect());
        call_back_opening(serial, vec![user], cx);
    }

    /// Nothing of an opening could be sent: it is as if it had not opened.
    pub(in crate::couple) fn opening_lost(&mut self, serial: CardSerial, cx: &mut Cx<'_>) {
        let begun = self.answers.round(serial).is_none_or(|round| round.has_begun_to_open());
        if !begun && self.take_away_opening(serial, cx) == Taken::Away {
            self.close(serial, cx);
        }
    }

    /// The bot cannot write here any more: what was on its way has not come.
    pub(in crate::couple) fn openings_lost(&mut self, cx: &mut Cx<'_>) {
        let opened = |round: &&Round| matches!(round.stage, Stage::Opened(_));
        let serials: Vec<CardSerial> = self.answers.rounds.iter().filter(opened).map(|round| round.serial).collect();
        for serial in serials {
            self.opening_lost(serial, cx);
        }
    }

    /// One keeps an answer to themselves, or lets it go: nothing is known of it any more.
    pub(super) fn forgets(&mut self, user: UserId, serial: CardSerial, said: Phrase) -> Option<Message> {
        let round = self.answers.round(serial)?;
        let may = round.stage == Stage::Closed || round.how == How::ByChoice;
        if may {
            round.sides.remove(&user);
        }
        may.then(|| Message::new([said]))
    }
}

/// What became of an opening that is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Away,
    /// There was none: one shared an answer alone.
    WasShared,
}

/// What waits still of an opening is not sent.
fn call_back_opening(serial: CardSerial, people: Vec<UserId>, cx: &mut Cx<'_>) {
    let of = |user: UserId| [Piece::NameOf(user), Piece::AnswerOf(user), Piece::GuesserOf(user), Piece::GuessOf(user)];
    for piece in people.into_iter().flat_map(of).chain([Piece::Cue]) {
        cx.call_back(Tag::Opening(serial, piece));
    }
}

/// Until when a card that comes now can be answered (UTC): the next card's hour, but not sooner than [`SHORTEST`] from now
/// and not later than [`LONGEST`].
pub(super) fn closing(settings: &Settings, chat: ChatId, now: DateTime<Utc>) -> DateTime<Utc> {
    settings.next_hour(chat, now + SHORTEST).min(now + LONGEST)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Timelike};
    use proptest::prelude::*;

    use super::*;
    use crate::couple::{ChatId, Pace};
    use crate::prompts::Named;
    use crate::zones::Zone;

    proptest! {
        /// Whatever their hour, pace and zone: a card can be answered for three hours at least and a day at the most, and
        /// where it closes by the next card's hour, that is the hour on their wall.
        #[test]
        fn a_card_closes_at_the_next_cards_hour_or_after_a_day(
            hour in 0_u32..24, minute in 0_u32..60, pace in 0_usize..4, zone in 0_usize..3, at in 1_790_000_000_i64..1_850_000_000,
            chat in -1_000_000_i64..-1,
        ) {
            let zone = Zone::named(["Europe/Lisbon", "Pacific/Auckland", "America/St_Johns"][zone]).expect("a zone");
            let hour = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
            let settings = Settings { hour, pace: Pace::ALL[pace], ..Settings::new(zone) };
            let now = DateTime::from_timestamp(at, 0).expect("an instant");
            let closes = closing(&settings, ChatId(chat), now);
            prop_assert!(now + SHORTEST <= closes && closes <= now + LONGEST, "{now} {closes}");
            if closes < now + LONGEST {
                let wall = closes.with_timezone(&zone).time();
                let gap = settings.instant(closes.with_timezone(&zone).date_naive(), hour) == closes;
                prop_assert!(gap || (wall.hour(), wall.minute()) == (hour.hour(), hour.minute()), "{wall} {hour}");
            }
        }
    }
}
