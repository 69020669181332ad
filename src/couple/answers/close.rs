//! What happens to answers by the clock: they open, or they close, and in the end they are forgotten.

use super::{FORGOTTEN_AFTER, How, Piece, Round, Stage, TOO_LATE_TO_OPEN};
use crate::couple::{CardSerial, Couple, Cx, Message, Phrase, Presence, Tag, UserId};

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
                Stage::Opens(at) if now - at < TOO_LATE_TO_OPEN && self.can_open(cx) => self.open(serial, cx),
                Stage::Opens(_) | Stage::Gathering => self.close(serial, cx),
                Stage::Closed | Stage::Opened(_) => {}
            }
        }
    }

    /// Both are there, the bot can write, and nobody else reads along as far as is known.
    fn can_open(&self, cx: &Cx<'_>) -> bool {
        self.presence == Presence::Here && self.are_alone(cx.now)
    }

    /// It does not open. Who answered hears of it in private; nobody else does, and the card looks as it did.
    fn close(&mut self, serial: CardSerial, cx: &mut Cx<'_>) {
        let Some(round) = self.answers.round(serial) else { return };
        round.stage = Stage::Closed;
        round.sides.retain(|_, side| !side.is_empty());
        let (how, left): (How, Vec<UserId>) = (round.how, round.sides.keys().copied().collect());
        if left.is_empty() {
            self.answers.rounds.retain(|round| round.serial != serial);
            return;
        }
        // What was shared by choice or not at all has had its say.
        for user in left.into_iter().filter(|_| how != How::ByChoice) {
            if let Some(message) = self.view(serial, user, cx.library).map(|view| view.left_over()) {
                cx.privately(user, message, None);
            }
        }
    }

    /// Others can read along: nothing more of this opening comes, and each who answered hears so in private.
    pub(in crate::couple) fn opening_held_back(&mut self, serial: CardSerial, cx: &mut Cx<'_>) {
        let Some(Round { stage: Stage::Opened(_), sides, .. }) = self.answers.round(serial) else { return };
        let people: Vec<UserId> = sides.keys().copied().collect();
        let of =
            |user: UserId| [Piece::NameOf(user), Piece::AnswerOf(user), Piece::GuesserOf(user), Piece::GuessOf(user)];
        for piece in people.into_iter().flat_map(of).chain([Piece::Cue]) {
            cx.call_back(Tag::Opening(serial, piece));
        }
        self.close(serial, cx);
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
