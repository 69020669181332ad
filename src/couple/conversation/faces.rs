//! What stands on the card of a conversation, and which buttons: made from its state and its script alone.
//!
//! A card has buttons at every step (stopping has to be one tap), and Telegram allows either buttons or a forced reply.
//! So it asks in words for a reply to it.

use crate::couple::TalkAction;
use crate::couple::line_for;
use crate::couple::said_time::{self, As};
use crate::line;
use crate::prompts::Named;
use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::super::{Action, Button, DateAction, For, Message, Phrase, Settings, Two, UserId, Value};
use super::breaks::can_begin_in;
use super::{
    Ease, Heard, LaterBy, MANY_PAUSES, Pause, PauseLength, Place, Play, Stage, Talk, TalkTap, Telling, Turn, Way,
};
use crate::prompts::{Act, Apart, BothHow, Choice, Gate, Script, ScriptStep, TurnEnds, Who};

/// Beginnings of sentences offered at once; with each asking they may be others.
const STEMS: usize = 4;

/// What a face is made with.
pub(super) struct TalkView<'a> {
    pub script: &'a Script,
    pub people: Two,
    pub settings: &'a Settings,
    pub now: DateTime<Utc>,
}

impl TalkView<'_> {
    /// The card of a conversation as it stands.
    pub(super) fn face(&self, talk: &Talk) -> Message {
        self.stage(talk).for_the_two(talk.gate != Gate::Open)
    }

    fn stage(&self, talk: &Talk) -> Message {
        let message = Message::new([]);
        match &talk.stage {
            Stage::Invited => self.invitation(talk),
            Stage::Asked(_) => self.question_for_each(talk),
            Stage::Meeting(_) => {
                let slowly = self.script.can_go_slowly();
                let ways = Way::ALL.iter().copied().filter(|way| slowly || *way != Way::Slow);
                let ways = ways.map(|way| act(talk, line_for::way_button(way), TalkTap::Way(way)));
                let apart = (self.settings.living() == Apart::Apart).then(line::talk_ways_apart);
                let how = if slowly { line::talk_ways() } else { line::talk_ways_today() };
                Message::new([self.title(), how].into_iter().chain(apart))
                    .grid(1, ways)
                    .row([act(talk, line::button_talk_pause(), TalkTap::Pause), stop(talk)])
            }
            Stage::Playing(play) => match self.script.step(&play.step) {
                Some(step) => self.step(talk, play, step),
                None => message,
            },
            Stage::Paused(Pause { place, .. }) => self.paused(talk, place),
            Stage::Returning(Place::Meeting, _) => before_it_begins(Message::new([line::talk_later_now()]), talk),
            Stage::Returning(place, _) => {
                let over = matches!(place, Place::Step(play) if play.told_at.is_some());
                Message::new(std::iter::once(line::talk_returning()).chain(over.then(line::talk_returning_over)))
                    .row([act(talk, line::button_go_on(), TalkTap::Back)])
                    .row(over.then(|| act(talk, line::button_over(), TalkTap::Over)))
                    .row([act(talk, line::button_talk_enough(), TalkTap::Enough), stop(talk)])
            }
            Stage::Parked(_) => Message::new([line::talk_parked()]),
        }
    }

    /// The present step with beginnings of sentences to copy.
    pub(super) fn with_stems(&self, talk: &Talk, rng: &mut StdRng) -> Message {
        let mut message = self.face(talk);
        if let Some(play) = talk.play()
            && let Some(step) = self.script.step(&play.step)
        {
            // One help to begin is enough, and a small screen holds no more.
            if let Some(opener) = self.opener(talk, play, step) {
                message.body.retain(|phrase| *phrase != opener);
            }
            let ScriptStep { stems, stems_kept, .. } = self.script.turn_of(step);
            let (kept, others) = stems.split_at((*stems_kept).min(stems.len()));
            let drawn: Vec<&String> = others.choose_multiple(rng, STEMS.saturating_sub(kept.len())).collect();
            // In the order of the script, whichever were drawn.
            let stems = kept.iter().chain(others.iter().filter(|stem| drawn.contains(stem)));
            let stems = stems.map(|stem| line::talk_stem(stem.as_str())).collect();
            message.body.push(line::talk_stems(Value::Lines(stems)));
        }
        message
    }

    /// The last word of a conversation that came to its end.
    pub(super) fn last_word(&self, talk: &Talk) -> Message {
        let text = talk.play().and_then(|play| self.script.step(&play.step)).map(|step| step.text.as_str());
        let last = Message::new([line::talk_text(text.unwrap_or_default())]);
        // A talk of each week ends with a thing to do together, so the way to an evening stands there.
        let evening = self
            .script
            .weekly
            .then(|| Button::new(line::button_set_evening(), Action::Date(DateAction::Days(For::New))));
        last.row(evening).for_the_two(talk.gate != Gate::Open)
    }

    fn title(&self) -> Phrase {
        line::talk_title(self.name())
    }

    /// What it is called while it is under way. What lies behind a door is not named in each card: phones show these lines.
    fn name(&self) -> Value {
        if self.script.gate == Gate::Open { self.script.title.as_str().into() } else { line::talk_behind_door().into() }
    }

    fn invitation(&self, talk: &Talk) -> Message {
        let Script { title, line, .. } = self.script;
        let (title, line, minutes) = (title.as_str(), line.as_str(), self.script.minutes.cast_signed());
        let invited = match talk.asked_by {
            Some(asker) => line::TalkInvited { asker, line, minutes, title }.phrase(),
            None => line::TalkInvitedWeekly { line, minutes, title }.phrase(),
        };
        let later = LaterBy::all().filter(|by| can_begin_in(*by, self.settings, self.now));
        let later = later.map(|by| act(talk, line::button_later(i64::from(by.minutes() / 60)), TalkTap::Later(by)));
        // Before both alike, whatever either has answered anywhere.
        let caution = self.script.caution.as_deref();
        Message::new(std::iter::once(invited).chain(caution.map(line::talk_caution)))
            .row([act(talk, line::button_now(), TalkTap::Now)])
            .row(later)
            .row([
                act(talk, line::button_another_day(), TalkTap::AnotherDay),
                act(talk, line::button_not_this(), TalkTap::NotThisOne),
            ])
            .row(caution.map(|_| Button::Support { label: line::button_support() }))
            .row([stop(talk)])
    }

    /// The same words and buttons whatever each has answered.
    fn question_for_each(&self, talk: &Talk) -> Message {
        let Script { title, line, .. } = self.script;
        let minutes = self.script.minutes.cast_signed();
        let invited = line::TalkInvitedBoth { line: line.as_str(), minutes, title: title.as_str() }.phrase();
        let caution = self.script.caution.as_deref();
        Message::new(std::iter::once(invited).chain(caution.map(line::talk_caution)))
            .row([
                act(talk, line::button_talk_yes(), TalkTap::Now),
                act(talk, line::button_not_this(), TalkTap::NotThisOne),
            ])
            .row(caution.map(|_| Button::Support { label: line::button_support() }))
            .row([stop(talk)])
    }

    fn paused(&self, talk: &Talk, place: &Place) -> Message {
        let until = talk.until.with_timezone(&self.settings.zone);
        let (day, time) = (until.date_naive(), said_time::clock(until.time()));
        // Before the first step it is only a later hour.
        if place == &Place::Meeting {
            return before_it_begins(Message::new([line::talk_later(time)]), talk);
        }
        let line = if day == self.settings.day(self.now) {
            line::talk_paused(time)
        } else {
            line::talk_paused_until(said_time::moment(until.naive_local(), self.settings.day(self.now), As::Deadline))
        };
        let mut body = vec![line, line::talk_no_rehearsing()];
        if talk.pauses > MANY_PAUSES {
            body.push(line::talk_many_pauses());
        }
        let lengths = PauseLength::all().map(|length| {
            let minutes = i64::from(length.minutes());
            let label = if minutes == 24 * 60 { line::button_pause_day() } else { line::button_pause(minutes) };
            act(talk, label, TalkTap::PauseFor(length))
        });
        Message::new(body)
            .grid(4, lengths)
            .row([act(talk, line::button_back_now(), TalkTap::Back)])
            .row([act(talk, line::button_talk_enough(), TalkTap::Enough), stop(talk)])
    }

    fn step(&self, talk: &Talk, play: &Play, step: &ScriptStep) -> Message {
        let mut body: Vec<Phrase> = self.head(play, step).into_iter().collect();
        if let Some((of, n)) = &play.guess
            && let Some(before) = self.script.step(of)
            && let Some(label) = before.act.labels().get(usize::from(*n)).copied()
        {
            body.push(match before.act {
                Act::Turn { .. } => line::talk_guess(label),
                _ => line::talk_chosen(label),
            });
        }
        body.push(match play.telling {
            Telling::Fresh => {
                let says = self.chosen(play).and_then(|choice| choice.says.as_ref());
                line::talk_text(self.spoken(play, says.unwrap_or(&step.text)))
            }
            Telling::OnceMore => line::talk_once_more(),
        });
        body.extend(self.time_left(talk, play, step));
        body.extend(self.opener(talk, play, step));
        if play.rich {
            body.push(line::talk_rich(Value::Person(play.speaker)));
        }
        body.extend(self.how(play, step));
        let button = |label: &str, tap| Button::Act {
            label: line::button_plain(label),
            action: Action::Talk(TalkAction::Tap(talk.serial, tap)),
        };
        let hears = matches!(step.act, Act::Turn { who: Who::Listener, .. }) && play.told_at.is_some();
        let again = if hears { line::button_hear_again() } else { line::button_again() };
        let again = act(talk, again, TalkTap::Again);
        let number = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let mut message = Message::new(body);
        match &step.act {
            Act::Turn { chips, skip, .. } => {
                let chips = chips.iter().enumerate().map(|(n, chip)| button(chip, TalkTap::Chip(number(n))));
                message = message
                    .grid(3, chips)
                    .row([act(talk, self.done(play, step), TalkTap::Done)])
                    .row([act(talk, line::button_stems(), TalkTap::Stems), again])
                    .row(skip.as_ref().map(|_| act(talk, line::button_talk_skip(), TalkTap::Skip)));
            }
            Act::Check { more, .. } => {
                let more = more.as_ref().filter(|_| play.more < self.script.more_turns);
                // After its loops and the ease step, close enough has to do.
                let almost = play.loops < self.script.clarify_loops || play.ease == Ease::NotYet;
                message = message
                    .row([act(talk, line::button_thats_it(), TalkTap::Choose(0))])
                    .row(
                        almost
                            .then(|| act(talk, line::button_almost(), TalkTap::Choose(1)))
                            .into_iter()
                            .chain(more.map(|_| act(talk, line::button_more(), TalkTap::Choose(2)))),
                    )
                    .row([again]);
            }
            Act::Choose { choices, .. } => {
                let choices =
                    choices.iter().enumerate().map(|(n, choice)| button(&choice.label, TalkTap::Choose(number(n))));
                message = message.grid(2, choices).row([again]);
            }
            Act::Both { how: BothHow::Words, .. } => {
                message = message
                    .row([act(talk, line::button_talk_done(), TalkTap::Done)])
                    .row([act(talk, line::button_stems(), TalkTap::Stems), again])
                    .row([act(talk, line::button_talk_skip(), TalkTap::Skip)]);
            }
            Act::Both { how: BothHow::Agree { label }, .. } => {
                message = message.row([button(label, TalkTap::Choose(0))]).row([again]);
            }
            Act::Private { yes, no, no_says, .. } => {
                message = message
                    .row([button(yes, TalkTap::Choose(0)), button(no, TalkTap::Choose(1))])
                    .row(no_says.as_ref().map(|_| Button::Support { label: line::button_support() }))
                    .row([again]);
            }
            Act::Swap { enough, .. } => {
                message = message
                    .row([act(talk, self.done(play, step), TalkTap::Done)])
                    .row([act(talk, line::button_stems(), TalkTap::Stems), again])
                    .row([button(enough, TalkTap::Choose(1))]);
            }
            Act::Close => return message,
        }
        message.row([act(talk, line::button_talk_pause(), TalkTap::Pause), stop(talk)])
    }

    /// Until when a private question waits. Once both have said yes it is over sooner, and that is not to be seen.
    fn time_left(&self, talk: &Talk, play: &Play, step: &ScriptStep) -> Option<Phrase> {
        let asks = matches!(step.act, Act::Private { .. });
        asks.then(|| line::talk_time_until(self.hour_or_day(play.agreed.unwrap_or(talk.until))))
    }

    /// The hour of today, or a day with its hour.
    fn hour_or_day(&self, at: DateTime<Utc>) -> Value {
        let (today, wall) = (self.settings.day(self.now), at.with_timezone(&self.settings.zone).naive_local());
        if wall.date() == today {
            said_time::clock(wall.time()).into()
        } else {
            said_time::moment(wall, today, As::Deadline).into()
        }
    }

    /// What eases one into a turn on the floor, before anything has been said in it.
    fn opener(&self, talk: &Talk, play: &Play, step: &ScriptStep) -> Option<Phrase> {
        let (begins, turn) = match step.act {
            Act::Swap { .. } => (play.heard == Heard::Nothing, Turn::Second),
            _ => (play.told_at.is_none() && self.script.floor().is_some_and(|floor| floor.id == step.id), play.turn),
        };
        let opener = self.script.opener(talk.opener.wrapping_add(turn.place())).filter(|_| begins)?;
        Some(line::talk_opener(opener))
    }

    /// Whose turn it is and what to do, once; which step of how many. A side step has no number: one that stands still
    /// would look as if nothing went on.
    fn head(&self, play: &Play, step: &ScriptStep) -> Option<Phrase> {
        let (number, steps) = self.place(play, step);
        let count = |n: usize| i64::try_from(n).unwrap_or_default();
        let (number, steps) = (count(number), count(steps));
        let at = if step.aside { Value::from("") } else { line::TalkStep { step: number, steps }.phrase().into() };
        let speaker = play.speaker;
        // Only where someone is given a turn does a name stand.
        let turn = match (step.act.who(), &step.act) {
            (None, _) => return (!step.aside).then(|| line::TalkHead { step: number, steps }.phrase()),
            (Some(_), Act::Swap { .. }) => line::TalkHeadSpeaks { at, speaker: self.listener(play) }.phrase(),
            (Some(who), Act::Check { .. } | Act::Choose { .. }) => {
                let actor = if who == Who::Speaker { speaker } else { self.listener(play) };
                line::TalkHeadTaps { actor, at }.phrase()
            }
            (Some(Who::Speaker), _) => line::TalkHeadSpeaks { at, speaker }.phrase(),
            (Some(Who::Listener), _) => line::TalkHeadListener { at, speaker, actor: self.listener(play) }.phrase(),
        };
        Some(turn)
    }

    /// "Step 9 of 14" of both turns: what comes twice is counted twice. The swap is the second one's turn on the floor.
    fn place(&self, play: &Play, step: &ScriptStep) -> (usize, usize) {
        let (at, of) = self.script.place(&step.id);
        let swap = self.script.steps.iter().find_map(|step| match &step.act {
            Act::Swap { to, .. } => Some((self.script.place(to).0, self.script.place(&step.id).0)),
            _ => None,
        });
        let Some((first, swap)) = swap.filter(|(first, swap)| first < swap) else { return (at, of) };
        let again = swap - first - 1;
        let later = if at > swap {
            again
        } else if play.turn == Turn::Second && at >= first {
            again + 1
        } else {
            0
        };
        (at + later, of + again)
    }

    /// What to do with one's hands, once a talk; and in one room how long it may take.
    fn how(&self, play: &Play, step: &ScriptStep) -> Vec<Phrase> {
        let words =
            |act: &Act| matches!(act, Act::Turn { .. } | Act::Swap { .. } | Act::Both { how: BothHow::Words, .. });
        if !words(&step.act) {
            return Vec::new();
        }
        let is_first = self.script.first_words().is_some_and(|first| first.id == step.id) && play.told_at.is_none();
        let is_first_floor = self.script.floor().is_some_and(|floor| floor.id == step.id)
            && play.told_at.is_none()
            && play.turn == Turn::First;
        if play.way == Way::Room {
            let minutes = self.script.turn_of(step).minutes.cast_signed();
            let until = self.now + chrono::TimeDelta::minutes(minutes);
            let until = said_time::clock(until.with_timezone(&self.settings.zone).time());
            let aloud = (is_first || self.goes_aloud(play)).then(line::talk_how_room);
            return aloud.into_iter().chain([line::TalkHowLong { minutes, until }.phrase()]).collect();
        }
        // Each button is told of where it stands.
        let how = match self.script.turn_ends_at(step) {
            TurnEnds::FirstReply => is_first.then(line::talk_how_first),
            TurnEnds::ThatsAll if is_first => Some(line::talk_how_all()),
            TurnEnds::ThatsAll => is_first_floor.then(line::talk_how_several),
        };
        let slow = (is_first && play.way == Way::Slow).then(line::talk_how_slow);
        slow.into_iter().chain(how).collect()
    }

    /// Whether they have just chosen to go on in one room.
    fn goes_aloud(&self, play: &Play) -> bool {
        self.chosen(play).is_some_and(|choice| choice.in_room)
    }

    /// The way that was chosen in the step before.
    fn chosen(&self, play: &Play) -> Option<&Choice> {
        let (step, n) = play.guess.as_ref()?;
        match &self.script.step(step)?.act {
            Act::Choose { choices, .. } => choices.get(usize::from(*n)),
            _ => None,
        }
    }

    /// What ends the words of this step by a tap.
    fn done(&self, play: &Play, step: &ScriptStep) -> Phrase {
        match self.script.turn_ends_at(step) {
            TurnEnds::ThatsAll if play.way != Way::Room => line::button_thats_all(),
            _ => line::button_talk_done(),
        }
    }

    fn spoken(&self, play: &Play, text: &str) -> Value {
        Value::Spoken { text: text.to_owned(), speaker: play.speaker, listener: self.listener(play) }
    }

    fn listener(&self, play: &Play) -> UserId {
        self.people.other(play.speaker)
    }
}

/// The buttons of an hour at which it is to begin.
fn before_it_begins(message: Message, talk: &Talk) -> Message {
    message
        .row([act(talk, line::button_now(), TalkTap::Back)])
        .row([act(talk, line::button_another_day(), TalkTap::Enough), stop(talk)])
}

fn act(talk: &Talk, label: Phrase, tap: TalkTap) -> Button {
    Button::new(label, Action::Talk(TalkAction::Tap(talk.serial, tap)))
}

fn stop(talk: &Talk) -> Button {
    act(talk, line::button_stop(), TalkTap::Stop)
}
