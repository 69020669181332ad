//! Three ideas, and one out of them.
//!
//! Each of the two taps for themselves what appeals; only the one who taps sees anything of it. When both have looked,
//! or at the set time, one idea is proposed that both like, or else one of the three, in the same words.

use crate::couple::line_for;
use crate::line;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

use super::Dates;
use super::action::{DateAction, For};
use super::evening::{IdeasFor, idea_in_full};
use super::names::{DateTag, EveningId, OfferSerial};
use super::wishes::button;
use crate::couple::{Bond, Class, Couple, Cx, Message, MessageId, Outgoing, Show, Tag, UserId, said_time};
use crate::prompts::{CardId, DayPart, Gate, IdeasWanted, Kind, Library, Season, offer};
use crate::spoken_time::days_from;

/// Ideas that are remembered as shown: more than a library holds, and small enough for one record.
const SHOWN_KEPT: usize = 400;
/// At least so long the two have for looking, where the evening leaves it.
const TIME_TO_LOOK: TimeDelta = TimeDelta::hours(2);
/// So long before an evening its idea is proposed, at the latest.
pub(super) const BEFORE_EVENING: TimeDelta = TimeDelta::hours(1);
/// For so long an evening that lacks its day is being set, and not put aside.
const BEING_SET: TimeDelta = TimeDelta::hours(1);

/// For so long after they paired, ideas are open ones.
const SETTLING: TimeDelta = TimeDelta::days(14);

/// How three ideas come to be offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coming {
    #[default]
    ByThemselves,
    /// None of these lies behind a door: who asks again and again learns nothing of the other's door.
    Asked,
}

impl Coming {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn is_by_themselves(&self) -> bool {
        *self == Self::ByThemselves
    }
}

/// The ideas on the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    pub serial: OfferSerial,
    pub ideas: Vec<(Kind, CardId)>,
    pub stage: OfferStage,
    #[serde(default, skip_serializing_if = "Coming::is_by_themselves")]
    pub coming: Coming,
    /// The evening that they are for, if they are for one.
    #[serde(default)]
    pub evening: Option<EveningId>,
    /// Where the three stand, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<MessageId>,
}

/// How far an offer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OfferStage {
    /// Each looks for themselves. Nothing of this is seen by anybody but the one who tapped.
    Open {
        /// What appeals to whom, by places among the ideas.
        #[serde(default)]
        likes: BTreeMap<UserId, BTreeSet<u8>>,
        #[serde(default)]
        looked: BTreeSet<UserId>,
        /// When one is proposed, whoever has looked (UTC).
        closes: DateTime<Utc>,
    },
    /// This one was proposed.
    Proposed(CardId),
}

impl Offer {
    /// Whether both have looked, and wait for the proposal.
    pub(super) fn is_awaited(&self) -> bool {
        matches!(&self.stage, OfferStage::Open { looked, .. } if looked.len() > 1)
    }

    /// Whether one of these three comes in a rest too: one of the two asked for them, or both have looked.
    pub(super) fn is_wanted(&self) -> bool {
        self.coming == Coming::Asked || self.is_awaited()
    }
}

impl Dates {
    /// The open or proposed offer of this number.
    fn offer_of(&mut self, serial: OfferSerial) -> Option<&mut Offer> {
        self.offer.as_mut().filter(|offer| offer.serial == serial)
    }

    /// The idea that was proposed at the end of this offer.
    pub(super) fn proposed(&self, serial: OfferSerial) -> Option<CardId> {
        let offer = self.offer.as_ref().filter(|offer| offer.serial == serial)?;
        match &offer.stage {
            OfferStage::Proposed(idea) => Some(idea.clone()),
            OfferStage::Open { .. } => None,
        }
    }

    /// The three of this offer stand here.
    pub(in crate::couple) fn offer_stands(&mut self, serial: OfferSerial, message: MessageId) {
        if let Some(offer) = self.offer_of(serial) {
            offer.card = Some(message);
        }
    }

    fn forget_messages(&mut self) {
        if let Some(offer) = &mut self.offer {
            offer.card = None;
        }
        self.evenings.iter_mut().for_each(|evening| evening.card = None);
    }

    /// An offer that nobody has seen goes, and its ideas may come another day.
    pub(super) fn withdraw_offer(&mut self, serial: OfferSerial) {
        if let Some(offer) = self.offer.take_if(|offer| offer.serial == serial) {
            self.shown.retain(|idea| offer.ideas.iter().all(|(_, offered)| offered != idea));
        }
    }
}

impl Couple {
    /// Lays three ideas on the table; an offer that lay there goes. `None` for a library without ideas.
    fn lay_ideas(&mut self, evening: Option<EveningId>, coming: Coming, cx: &mut Cx<'_>) -> Option<Message> {
        let open = match coming {
            Coming::ByThemselves => self.doors_for_ideas(cx.now),
            Coming::Asked => vec![Gate::Open],
        };
        let wishes = self.dates.wishes;
        let set = evening.and_then(|id| self.dates.evening(id)).map(|evening| evening.at);
        let on = set.unwrap_or(cx.now).with_timezone(&self.settings.zone).naive_local();
        let wanted = IdeasWanted {
            energy: wishes.energy,
            cost: wishes.cost,
            minutes: wishes.span.minutes(),
            apart: wishes.apart,
            season: Season::of(on.date(), self.settings.zone.hemisphere()),
            part: set.map(|_| DayPart::of(on.time())),
            open: &open,
            left_out: &self.topics_left_out(),
            shown: &self.dates.shown,
            liking: &self.dates.liking,
        };
        let three = offer(cx.library, &wanted, cx.rng);
        if three.is_empty() {
            return None;
        }
        let ideas: Vec<(Kind, CardId)> = three.into_iter().map(|(kind, idea)| (kind, idea.id.clone())).collect();
        for (_, idea) in &ideas {
            // Shown again, it is the newest.
            self.dates.shown.retain(|shown| shown != idea);
            self.dates.shown.push(idea.clone());
        }
        let surplus = self.dates.shown.len().saturating_sub(SHOWN_KEPT);
        self.dates.shown.drain(..surplus);
        let closes = self.closing(evening, cx.now);
        self.dates.offers = OfferSerial(self.dates.offers.0.wrapping_add(1));
        let stage = OfferStage::Open { likes: BTreeMap::new(), looked: BTreeSet::new(), closes };
        self.dates.offer = Some(Offer { serial: self.dates.offers, ideas, stage, coming, evening, card: None });
        if let Some(evening) = evening.and_then(|id| self.dates.evening_mut(id)) {
            evening.ideas = IdeasFor::Brought;
        }
        self.offer_message(cx.library, cx.now)
    }

    /// The group has another id: ids of messages mean nothing any more, and old buttons do nothing. Ideas that wait to be
    /// looked at lie there anew, and so does the question for the day of an evening that was just being set.
    pub(in crate::couple) fn dates_move_along(&mut self, cx: &mut Cx<'_>) {
        self.dates.forget_messages();
        if let Some(draft) = self.dates.draft.as_ref().filter(|draft| cx.now - draft.at < BEING_SET) {
            cx.say(self.days_screen(For::Draft(draft.serial), cx.now));
        }
        let waits = |offer: &Offer| matches!(offer.stage, OfferStage::Open { closes, .. } if cx.now < closes);
        if let Some(serial) = self.dates.offer.as_ref().filter(|offer| waits(offer)).map(|offer| offer.serial)
            && let Some(ideas) = self.offer_message(cx.library, cx.now)
        {
            cx.say_as(ideas, Tag::Date(DateTag::Offer(serial)));
        }
    }

    /// The doors through which ideas come that nobody asks for: as with cards, only the open one in the first weeks and
    /// in light days.
    fn doors_for_ideas(&mut self, now: DateTime<Utc>) -> Vec<Gate> {
        let settled = matches!(self.bond, Bond::Two { since, .. } if now - since >= SETTLING);
        let light = self.deck.is_light(now) || self.talks.is_fresh(now) || self.talks.is_lighter(now);
        if settled && !light { self.open_doors(now) } else { vec![Gate::Open] }
    }

    /// When one of the three is proposed at the latest: at their hour, and in time for the evening.
    fn closing(&self, evening: Option<EveningId>, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.settings.day(now);
        let hours = days_from(today, 3).map(|day| self.settings.instant(day, self.settings.hour));
        let closes = hours.into_iter().find(|at| *at >= now + TIME_TO_LOOK).unwrap_or(now + TimeDelta::days(1));
        let evening = evening.and_then(|id| self.dates.evening(id));
        evening.map_or(closes, |evening| closes.min(evening.at - BEFORE_EVENING).max(now + TimeDelta::minutes(15)))
    }

    /// The three, as they lie on the table.
    fn offer_message(&self, library: &Library, now: DateTime<Utc>) -> Option<Message> {
        let offer = self.dates.offer.as_ref()?;
        let OfferStage::Open { closes, .. } = &offer.stage else { return None };
        let mut body = vec![match offer.evening.and_then(|id| self.dates.evening(id)) {
            Some(evening) => line::offer_for(said_time::in_full(self.settings.day(evening.at), self.settings.day(now))),
            None => line::offer(),
        }];
        let (mut numbers, mut more) = (Vec::new(), Vec::new());
        let mut behind_a_door = false;
        for (place, (kind, id)) in (0_u8..).zip(&offer.ideas) {
            // A library may have changed since.
            let Some(idea) = library.date(id) else { continue };
            behind_a_door |= idea.is_behind_a_door();
            let number = i64::from(place) + 1;
            body.push(line_for::idea_offered(*kind, number, idea));
            numbers.push(button(line::button_idea(number), DateAction::Like(offer.serial, place)));
            more.push(button(line::button_about_idea(number), DateAction::About(offer.serial, place)));
        }
        let local = closes.with_timezone(&self.settings.zone).naive_local();
        body.push(line::offer_how(said_time::moment(local, self.settings.day(now), said_time::As::Deadline)));
        let message = Message::new(body)
            .for_the_two(behind_a_door)
            .row(numbers)
            .row(more)
            .row([button(line::button_looked(), DateAction::Looked(offer.serial))]);
        Some(message.row([
            button(line::button_three_more(), DateAction::More(offer.serial)),
            button(line::button_not_now(), DateAction::NotNow(offer.serial)),
        ]))
    }

    /// One of the three in full. It chooses nothing, so either may open it before both.
    pub(super) fn idea_screen(&mut self, serial: OfferSerial, place: u8, library: &Library) -> Option<Message> {
        let apart = self.dates.wishes.apart;
        let offer = self.dates.offer_of(serial).filter(|offer| matches!(offer.stage, OfferStage::Open { .. }))?;
        let (_, id) = offer.ideas.get(usize::from(place))?;
        let back = button(line::button_back(), DateAction::These(serial));
        let idea = library.date(id)?;
        Some(Message::new([idea_in_full(idea, apart)]).for_the_two(idea.is_behind_a_door()).row([back]))
    }

    /// The three once more.
    pub(super) fn offer_again(&self, serial: OfferSerial, library: &Library, now: DateTime<Utc>) -> Option<Message> {
        self.dates.offer.as_ref().filter(|offer| offer.serial == serial)?;
        self.offer_message(library, now)
    }

    /// Three ideas in place of `message`.
    pub(super) fn ideas_in_place(&mut self, evening: Option<EveningId>, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match self.lay_ideas(evening, Coming::Asked, cx) {
            Some(ideas) => {
                self.dates.offer_stands(self.dates.offers, message);
                cx.edit(message, ideas)
            }
            None => Show::Box(line::alert_no_ideas()),
        }
    }

    /// Three ideas that come by themselves.
    pub(super) fn bring_ideas(&mut self, evening: Option<EveningId>, cx: &mut Cx<'_>) {
        let Some(message) = self.lay_ideas(evening, Coming::ByThemselves, cx) else { return };
        self.say_by_itself(message, Some(DateTag::Offer(self.dates.offers)), cx);
    }

    /// Three of which one was for the two alone did not go out, since others can read along: three others come.
    pub(in crate::couple) fn offer_held_back(&mut self, serial: OfferSerial, cx: &mut Cx<'_>) {
        let Some(offer) = self.dates.offer_of(serial) else { return };
        let evening = offer.evening;
        self.dates.withdraw_offer(serial);
        self.bring_ideas(evening, cx);
    }

    /// One of the three appeals, or no more. Nothing changes that anybody else could see.
    pub(super) fn like(&mut self, user: UserId, serial: OfferSerial, place: u8) -> Option<Show> {
        let offer = self.dates.offer_of(serial)?;
        if usize::from(place) >= offer.ideas.len() {
            return None;
        }
        let OfferStage::Open { likes, .. } = &mut offer.stage else { return None };
        let mine = likes.entry(user).or_default();
        let number = i64::from(place) + 1;
        let shown = if mine.remove(&place) {
            line::alert_idea_unliked(number)
        } else {
            mine.insert(place);
            line::alert_idea_liked(number)
        };
        Some(Show::Passing(shown))
    }

    /// One has looked. Once both have, one is proposed at the next full quarter of an hour: not at once, for then what
    /// follows a tap would tell whether the other has looked before.
    pub(super) fn looked(&mut self, user: UserId, serial: OfferSerial, now: DateTime<Utc>) -> Option<Show> {
        let both = self.people()?;
        let offer = self.dates.offer_of(serial)?;
        let OfferStage::Open { looked, closes, .. } = &mut offer.stage else { return None };
        looked.insert(user);
        if both.iter().all(|one| looked.contains(one)) {
            *closes = (*closes).min(next_quarter(now));
        }
        // The same words whether the other has looked before or not.
        Some(Show::Passing(line::alert_looked()))
    }

    /// Its moment has come: one is proposed, whoever has looked. Where both have, they wait for it, whatever the hour.
    pub(super) fn propose_and_say(&mut self, cx: &mut Cx<'_>) {
        let (awaited, card) = self.dates.offer.as_ref().map_or((false, None), |offer| (offer.is_awaited(), offer.card));
        let Some(message) = self.propose(cx) else { return };
        if awaited {
            let row = cx.message(Class::Reply, message, self.soft_ring(cx.now));
            cx.push(Outgoing { thread: self.thread, ..row });
        } else {
            // Whoever has looked, nobody waits for it in this moment, and the card of the day comes soon after it.
            self.say_quietly_by_itself(message, cx);
        }
        if let Some(card) = card {
            cx.edit(card, Message::new([line::offer_over()]));
        }
    }

    /// One that both like, or else one of the three: the same words either way.
    fn propose(&mut self, cx: &mut Cx<'_>) -> Option<Message> {
        let idea = self.draw(cx)?;
        let offer = self.dates.offer.as_ref()?;
        let (serial, evening) = (offer.serial, offer.evening);
        let proposed = cx.library.date(&idea)?;
        let (in_full, behind_a_door) = (idea_in_full(proposed, self.dates.wishes.apart), proposed.is_behind_a_door());
        let more = button(line::button_three_more(), DateAction::More(serial));
        let message = match evening.and_then(|id| self.dates.evening_mut(id)) {
            Some(evening) => {
                evening.idea = Some(idea);
                evening.revision += 1;
                let (id, at) = (evening.id, evening.at);
                let head = line::proposal_for(said_time::in_full(self.settings.day(at), self.settings.day(cx.now)));
                Message::new([head, in_full]).row([more, button(line::button_the_evening(), DateAction::Evening(id))])
            }
            None => Message::new([line::proposal(), in_full])
                .row([button(line::button_set_evening(), DateAction::Days(For::Idea(serial)))])
                .row([more, button(line::button_not_now(), DateAction::NotNow(serial))]),
        };
        Some(message.for_the_two(behind_a_door))
    }

    /// Draws the one, and closes the offer with it.
    pub(super) fn draw(&mut self, cx: &mut Cx<'_>) -> Option<CardId> {
        let both = self.people()?;
        let open = self.open_doors(cx.now);
        let offer = self.dates.offer.as_mut()?;
        let OfferStage::Open { likes, .. } = &offer.stage else { return None };
        let known: Vec<(u8, &CardId)> = (0_u8..)
            .zip(&offer.ideas)
            .map(|(n, (_, id))| (n, id))
            .filter(|(_, id)| cx.library.date(id).is_some_and(|idea| idea.is_let_through(&open)))
            .collect();
        let liked = |place: u8| both.iter().all(|one| likes.get(one).is_some_and(|mine| mine.contains(&place)));
        let shared: Vec<_> = known.iter().filter(|(place, _)| liked(*place)).collect();
        let drawn = if shared.is_empty() { known.choose(cx.rng) } else { shared.choose(cx.rng).copied() };
        let idea = drawn.map(|(_, id)| (*id).clone())?;
        offer.stage = OfferStage::Proposed(idea.clone());
        Some(idea)
    }

    /// Three others, in the same place.
    pub(super) fn three_more(&mut self, serial: OfferSerial, message: MessageId, cx: &mut Cx<'_>) -> Option<Show> {
        let evening = self.dates.offer_of(serial)?.evening;
        let evening = evening.filter(|id| self.dates.evening(*id).is_some_and(|e| e.is_ahead(cx.now)));
        Some(self.ideas_in_place(evening, message, cx))
    }

    /// Not now. Not counted, not mentioned again.
    pub(super) fn not_now(&mut self, serial: OfferSerial, message: MessageId, cx: &mut Cx<'_>) -> Option<Show> {
        self.dates.offer_of(serial)?;
        self.dates.offer = None;
        Some(cx.edit(message, Message::new([line::date_another_time()])))
    }
}

/// The next full quarter of an hour by the clock.
fn next_quarter(now: DateTime<Utc>) -> DateTime<Utc> {
    const QUARTER: i64 = 15 * 60;
    (now + TimeDelta::seconds(QUARTER - now.timestamp().rem_euclid(QUARTER))).trunc_subsecs(0)
}
