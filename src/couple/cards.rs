//! The daily card: chosen, laid on the table, exchanged, put aside, kept.

use crate::couple::CardAction;
use crate::line;
use chrono::{DateTime, TimeDelta, Utc};

use super::answers::answer_button;
use super::by_itself::Unasked;
use super::chapters::{Asked, FIRST_DAYS};
use super::kept::UNDONE_WITHIN;
use super::{
    Action, Bond, Button, CardSerial, Class, Couple, Cx, Message, MessageId, Outgoing, Pace, Phrase, PutAside, Rest,
    Ring, Settling, Show, TOO_LATE, Tag, UserId, screens, walking,
};
use crate::prompts::{
    Card, CardId, Corners, DayPart, Gate, History, Hour, LifeStage, Listener, Occasion, Pack, Reveal, Season, choose,
};

/// A card that is asked for so shortly before the day's card is that of the day.
const JUST_BEFORE: TimeDelta = TimeDelta::hours(1);

/// How a card comes to be laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Laying {
    /// At its hour, or in the place of one that did: on a path, its next day.
    ByItsHour,
    /// Beside that; a path stays where it is.
    Besides,
}

impl Couple {
    /// The scheduled card fell due. The next one is set first, so that no card hangs on this one's fate. In the middle
    /// of a talk or of an evening that they set it is passed over in silence.
    pub(super) fn card_due(&mut self, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        let due = self.latest_due(due, cx.now);
        self.by_itself.put_off = None;
        let clear = self.first_clear_moment(cx.now);
        if clear > cx.now {
            self.by_itself.put_off = Some(clear);
            return;
        }
        self.deck.scheduled_on = Some(self.settings.day_of_card(self.chat, due));
        self.deck.scheduled_at = Some(cx.now);
        let live = self.talks.now.as_ref().is_some_and(|talk| talk.is_live(cx.now));
        let day = self.settings.day_of_card(self.chat, due);
        // One that comes once a week is not passed over for a regular evening, week after week.
        let evening = self.settings.pace != Pace::Weekly && self.has_evening(cx.library, cx.now);
        let hushed = live || evening || self.talks.hush.is_some_and(|until| cx.now < until);
        let hushed = hushed || !self.is_day_of(Unasked::Card, day, cx.now);
        if hushed || cx.now - due >= TOO_LATE || self.settings.is_too_quiet_for_card(self.chat, cx.now) {
            return;
        }
        let ring = if self.settings.is_quiet_for_second(cx.now) { Ring::Silently } else { Ring::Aloud };
        let expires = self.settings.card_expires(self.chat, due);
        let own = if self.keeps_day(day, cx.now) { None } else { self.own_card_for_today(cx.now) };
        match own {
            Some(own) => self.own_card_comes(own, expires, ring, cx),
            None => self.card_of_the_day(expires, ring, cx),
        }
    }

    /// The day's card comes, from the library. `expires`: when it is no gift any more.
    pub(super) fn card_of_the_day(&mut self, expires: DateTime<Utc>, ring: Ring, cx: &mut Cx<'_>) {
        let Some((serial, mut message)) = self.lay_card(Laying::ByItsHour, cx) else { return };
        self.own.other_came();
        self.has_its_day(cx.now);
        message.body.extend(self.says_that_it_slows(cx.now));
        let row = cx.message(Class::Daily, message, ring);
        cx.push(Outgoing { expires: Some(expires), tag: Some(Tag::Card(serial)), ..row });
    }

    /// The moment of the card that is due at `now`: of those that were missed while nobody was there to send them, the last.
    fn latest_due(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let last = self.settings.day_of_card(self.chat, due);
        let later = self.card_settings(now).next_card(self.chat, now - TOO_LATE, Some(last));
        if later <= now { later } else { due }
    }

    fn is_just_before_the_days_card(&self, now: DateTime<Utc>) -> bool {
        let due = self.next_card(now);
        let day = self.settings.day_of_card(self.chat, due);
        let comes = self.rest == Rest::Awake && self.settling != Settling::Unplaced && due - now < JUST_BEFORE;
        comes
            && self.deck.walk.is_none()
            && self.settings.occasions_on(day).is_empty()
            && self.is_day_of(Unasked::Card, day, now)
    }

    /// When the next card comes by itself (UTC): at its hour; on a day of the year that they keep, before the evening that
    /// they have then.
    pub(super) fn next_card(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let due = self.card_settings(now).next_card(self.chat, now, self.deck.scheduled_on);
        let is_kept = self.keeps_day(self.settings.day_of_card(self.chat, due), now);
        is_kept.then(|| self.before_their_evening(due, now)).flatten().unwrap_or(due)
    }

    /// A tap on a button about cards.
    pub(super) fn card_tap(&mut self, user: UserId, action: CardAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            CardAction::Now => {
                self.card_now(cx);
                // The first card of all is that day's: none comes by itself an hour later.
                self.has_its_day(cx.now);
                // The doors stay.
                cx.edit(message, screens::settled(self))
            }
            CardAction::Another(serial) => self.another_card(serial, message, cx),
            CardAction::NotToday(serial) => self.not_today(serial, message, cx),
            CardAction::Answer(serial) => self.answer_tap(user, serial, cx),
            CardAction::Undo(serial) => self.undo_not_today(serial, message, cx),
            CardAction::Keep(card) => self.deck.keep(user, card, cx.library, cx.now),
            CardAction::KeptPage(page) => {
                let page = self.kept_page(usize::from(page), cx);
                cx.edit(message, page)
            }
        }
    }

    /// `/card`: one now. Just before the day's card it takes that one's place, but on a path and on a day that they keep.
    pub(super) fn card_now(&mut self, cx: &mut Cx<'_>) {
        let takes_its_place = self.is_just_before_the_days_card(cx.now);
        let Some((serial, message)) = self.lay_card(Laying::Besides, cx) else { return cx.line(line::no_card()) };
        if takes_its_place {
            self.has_its_day(cx.now);
        }
        let row = cx.message(Class::Reply, message, Ring::Aloud);
        cx.push(Outgoing { tag: Some(Tag::Card(serial)), ..row });
    }

    /// *Another one*: a different card in the same place; on a path, the next of it.
    pub(super) fn another_card(&mut self, serial: CardSerial, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if !self.deck.is_on_table(serial, message) {
            return self.gone_by(message, cx);
        }
        let laying = if self.deck.is_on_path() { Laying::ByItsHour } else { Laying::Besides };
        self.deck.current = None;
        let thread = self.answers.card_gone(serial).or(cx.thread());
        let laid = cx.in_thread(thread, |cx| self.lay_card(laying, cx));
        let Some((serial, card)) = laid else { return Show::Passing(line::no_card()) };
        self.card_stands(serial, message);
        cx.edit(message, card)
    }

    /// The card with this number stands in the group, as this message.
    pub(super) fn card_stands(&mut self, serial: CardSerial, message: MessageId) {
        self.deck.delivered(serial, message);
        self.answers.card_delivered(serial, message);
    }

    /// *Not today*: the card goes back and may come another day. Not counted, not mentioned again.
    pub(super) fn not_today(&mut self, serial: CardSerial, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if !self.deck.is_on_table(serial, message) {
            return self.gone_by(message, cx);
        }
        let current = self.deck.current.clone();
        self.deck.put_back_for(self.settings.day(cx.now));
        self.answers.card_gone(serial);
        let aside = current
            .filter(|current| cx.library.card(&current.card).is_some_and(|card| card.reveal != Reveal::PrivateOnly));
        let aside = aside.map(|current| PutAside { serial, card: current.card, day: current.day, at: cx.now });
        let undo = aside.is_some().then(|| Button::new(line::button_undo(), Action::Card(CardAction::Undo(serial))));
        self.deck.put_aside = aside;
        cx.edit(message, Message::new([line::card_put_aside()]).row(undo))
    }

    /// *Undo*: the card that was just put aside lies there again.
    fn undo_not_today(&mut self, serial: CardSerial, message: MessageId, cx: &mut Cx<'_>) -> Show {
        let is_meant = |aside: &mut PutAside| aside.serial == serial && cx.now - aside.at < UNDONE_WITHIN;
        let aside = self.deck.put_aside.take_if(is_meant).filter(|_| self.deck.current.is_none());
        let card = aside.as_ref().and_then(|aside| cx.library.card(&aside.card));
        let open = self.open_doors(cx.now);
        let Some((aside, card)) = aside.as_ref().zip(card.filter(|card| card.is_let_through(&open))) else {
            // The other one may have undone it a moment before: the card that lies there again keeps its buttons.
            if self.deck.current.as_ref().is_some_and(|current| current.message == Some(message)) {
                return Show::Passing(line::alert_card_is_newer());
            }
            cx.unbutton(message);
            return Show::Passing(line::alert_undo_over());
        };
        let moment = walking::Moment { open: &open, light_only: false, hour: Hour::Other };
        let next = self.deck.walk.as_ref().and_then(|walk| walk.next(cx.library, moment));
        let next = next.filter(|next| aside.day.as_ref() == Some(&next.card.id));
        let above = next.map(|next| if next.card.id == card.id { next.line() } else { next.neutral_line() });
        self.deck.let_the_same_start(serial);
        let (serial, mut again) = self.lay(card, aside.day.clone(), cx);
        again.body.splice(0..0, above);
        self.card_stands(serial, message);
        cx.edit(message, again)
    }

    /// A button of a card that is no longer on the table: it goes, and one kind line says why. The card that was
    /// exchanged in this very place keeps its own.
    fn gone_by(&self, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if self.deck.current.as_ref().is_some_and(|current| current.message == Some(message)) {
            return Show::Passing(line::alert_card_is_newer());
        }
        cx.unbutton(message);
        Show::Passing(line::alert_card_gone_by())
    }

    /// Another card in the place of the present one, which nobody saw.
    pub(super) fn lay_in_its_place(&mut self, cx: &mut Cx<'_>) -> Option<(CardSerial, Message)> {
        let laying = if self.deck.is_on_path() { Laying::ByItsHour } else { Laying::Besides };
        self.deck.put_back();
        self.lay_card(laying, cx)
    }

    fn lay_card(&mut self, laying: Laying, cx: &mut Cx<'_>) -> Option<(CardSerial, Message)> {
        let Bond::Two { since, people } = self.bond else { return None };
        let now = cx.now;
        self.deck.make_room();
        self.deck.forget_other_days(self.settings.day(now));
        let open = self.open_doors(now);
        // What both know of makes a path wait; what one of them asked for in private must not show in it.
        let waits = self.deck.is_light(now) || self.talks.is_fresh(now);
        let lighter = self.talks.is_lighter(now);
        let light_only = waits || lighter;
        let hour = self.settings.hour_of_cards(now);
        let day_left = self.settings.left_of_day(now);
        let left_out = self.topics_left_out();
        let living = self.settings.living();
        let wall = now.with_timezone(&self.settings.zone).naive_local();
        let stages: Vec<LifeStage> = self.settings.stages.iter().copied().collect();
        let packs: Vec<Pack> = self.settings.packs(cx.library.packs()).into_iter().collect();
        let left = self.deck.walk.as_ref().map(|walk| walk.left(cx.library)).unwrap_or_default();
        let mut stands_in = None;
        if laying == Laying::ByItsHour {
            // At its end, or gone from the library: the cards come as before.
            self.deck.walk.take_if(|_| left.is_empty());
            let moment = walking::Moment { open: &open, light_only: waits, hour };
            if let Some(next) = self.deck.walk.as_ref().and_then(|walk| walk.next(cx.library, moment)) {
                let is_easy_enough = !lighter || next.card.is_light();
                if next.card.is_let_through(&open) && next.card.suits(&left_out, living) && is_easy_enough {
                    let (line, below, gate) = (next.line(), next.below(), next.path.gate);
                    let (serial, mut message) = self.lay(next.card, Some(next.card.id.clone()), cx);
                    message.body.insert(0, line);
                    message.body.extend(below);
                    // The line tells of the path, and the path may lie behind a door.
                    return Some((serial, message.for_the_two(gate != Gate::Open)));
                }
                // Another card stands in. Its line would have stood above the day's own card as well, where one of the
                // two can have kept that away.
                stands_in = Some((next.card.id.clone(), next.neutral_line(), next.below(), next.path.gate));
            }
        }
        // A path takes the place of a chapter, and in light days it waits.
        let asked =
            if self.deck.walk.is_some() || light_only { Asked::default() } else { self.chapter_asks(&open, cx) };
        let chapter = asked.chapter.filter(|_| laying == Laying::ByItsHour);
        let in_first_days = asked.chapter.is_none();
        let aside = self.deck.not_today.iter().flat_map(|aside| aside.cards.iter().cloned());
        let kept_back: Vec<CardId> =
            left.iter().map(|(_, card)| card.id.clone()).chain(asked.kept_back).chain(aside).collect();
        let occasions = self.occasions_of_card(laying, now);
        let history = History {
            shown: &self.deck.shown,
            occasions: &occasions,
            on_occasions: &self.deck.on_occasions,
            stages: &stages,
            season: Season::of(wall.date(), self.settings.zone.hemisphere()),
            part: DayPart::of(wall.time()),
            paired_at: since,
            stood: self.deck.stood,
            open: &open,
            light_only,
            hour,
            day_left,
            left_out: &left_out,
            living,
            corners: match laying {
                Laying::ByItsHour if self.answers.reaches_both(people) => Corners::Both,
                Laying::ByItsHour | Laying::Besides => Corners::NotBoth,
            },
            packs: &packs,
            leading: if chapter.is_some() || in_first_days { &asked.leading } else { &[] },
            weights: asked.chapter.map(|chapter| &chapter.weights),
            kept_back: &kept_back,
        };
        let card = choose(cx.library, &history, now, cx.rng)?;
        // It takes the place of the chapter's next card, which waits.
        let chapter = chapter.filter(|_| card.meant_for.occasion().is_none());
        let Some((day, line, below, gate)) = stands_in else {
            let above = chapter.and_then(|chapter| self.chapter_goes_on(card, chapter, now));
            let (serial, mut message) = self.lay(card, None, cx);
            message.body.splice(0..0, above);
            let behind_a_door = chapter.is_some_and(|chapter| chapter.gate != Gate::Open);
            return Some((serial, message.for_the_two(behind_a_door)));
        };
        let (serial, mut message) = self.lay(card, Some(day), cx);
        message.body.insert(0, line);
        message.body.extend(below);
        Some((serial, message.for_the_two(gate != Gate::Open)))
    }

    /// What the day is to them whose card is laid. Nothing on a path, which leads on day by day, and in the first days
    /// only the days that they gave.
    fn occasions_of_card(&self, laying: Laying, now: DateTime<Utc>) -> Vec<Occasion> {
        if laying == Laying::Besides || self.deck.walk.is_some() {
            return Vec::new();
        }
        let day = self.deck.scheduled_on.unwrap_or_else(|| self.settings.day(now));
        let in_first_days = self.deck.shown.len() < FIRST_DAYS;
        let mut occasions = self.settings.occasions_on(day);
        occasions.retain(|occasion| !in_first_days || *occasion != Occasion::NewYear);
        occasions
    }

    /// Lays this card; what is for each alone goes to their private chats.
    fn lay(&mut self, card: &Card, day: Option<CardId>, cx: &mut Cx<'_>) -> (CardSerial, Message) {
        let serial = self.deck.lay(&card.id, day, cx.now);
        if card.meant_for.occasion().is_some() {
            self.deck.lay_on_occasion(&card.id);
        }
        self.begin_round(card, serial, cx.thread(), cx);
        if card.reveal == Reveal::PrivateOnly {
            let ring = self.soft_ring(cx.now);
            for user in self.people().into_iter().flatten() {
                cx.comes_privately(user, alone(card), ring);
            }
            let message =
                Message::new([line::card_for_each_alone()]).row([Button::Corner { label: line::button_corner() }]);
            return (serial, message.row(exchange(serial)).for_the_two(card.is_behind_a_door()));
        }
        (serial, self.as_laid(card, serial, cx.now))
    }

    /// A card as it lies on the table, with what is to be known of it.
    fn as_laid(&self, card: &Card, serial: CardSerial, now: DateTime<Utc>) -> Message {
        let private = self.in_private(card, now).is_some();
        let mut body = vec![head(card), line::card_text(card.text.as_str())];
        // In private the listener's half comes when the answers open.
        body.extend(card.listener.as_ref().filter(|_| !private).map(listener_line));
        body.extend(self.how_it_goes(card, serial, now));
        let message = Message::new(body).row(private.then(|| answer_button(serial)));
        with_buttons(message, card, serial)
    }

    /// The group has another id, and old buttons do nothing: a card that takes answers in private lies there anew. One that
    /// has not come yet comes there by itself.
    pub(super) fn card_moves_along(&mut self, cx: &mut Cx<'_>) {
        let stands = self.deck.current.clone().filter(|current| current.message.is_some());
        self.deck.forget_messages();
        self.answers.forget_messages();
        let takes_answers = stands.filter(|current| self.answers.takes_answers_to(current.serial, cx.now));
        if let Some(current) = takes_answers
            && let Some(card) = cx.library.card(&current.card)
            && self.in_private(card, cx.now).is_some()
        {
            let message = self.as_laid(card, current.serial, cx.now);
            let row = cx.message(Class::Reply, message, self.soft_ring(cx.now));
            cx.push(Outgoing { tag: Some(Tag::Card(current.serial)), ..row });
        }
    }
}

/// A card by itself: what stands on it, and its buttons.
#[must_use]
pub fn face(card: &Card, serial: CardSerial) -> Message {
    let body = [head(card), line::card_text(card.text.as_str())].into_iter();
    with_buttons(Message::new(body.chain(card.listener.as_ref().map(listener_line))), card, serial)
}

fn head(card: &Card) -> Phrase {
    line::CardHead { family: card.family.line(), mode: card.mode.line() }.phrase()
}

/// A card that is for oneself alone, in the private chat.
fn alone(card: &Card) -> Message {
    let body = [head(card), line::card_text(card.text.as_str()), line::for_you_alone()];
    Message::new(body).for_the_two(card.is_behind_a_door())
}

/// The buttons that take another card in its place, or none.
fn exchange(serial: CardSerial) -> [Button; 2] {
    [
        Button::new(line::button_another(), Action::Card(CardAction::Another(serial))),
        Button::new(line::button_not_today(), Action::Card(CardAction::NotToday(serial))),
    ]
}

fn with_buttons(message: Message, card: &Card, serial: CardSerial) -> Message {
    message
        .row(exchange(serial))
        .row([Button::new(line::button_keep(), Action::Card(CardAction::Keep(card.id.clone())))])
        .for_the_two(card.is_behind_a_door())
}

/// What stands on a card for the one who listens: a line to be said is told from advice.
pub(super) fn listener_line(listener: &Listener) -> Phrase {
    match listener {
        Listener::Advice(text) => line::card_cue(text.as_str()),
        Listener::Line(text) => line::card_says(text.as_str()),
    }
}
