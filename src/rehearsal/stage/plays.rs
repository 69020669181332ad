//! Evenings that play themselves: each a table of what people do, in order. A button is given by its line of the voice,
//! so that a play goes on working when the words change.

use crate::line;
use crate::phrase::Phrase;

/// An evening.
#[derive(Debug)]
pub struct StagePlay {
    /// For the command line.
    pub name: &'static str,
    pub title: &'static str,
    pub scenes: &'static [&'static [PlayStep]],
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Ana,
    Ben,
    /// Comes into the group only when she is invited.
    Cara,
}

/// How a card is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    /// In private by both, and what they answered opens together.
    OpensTogether,
    /// The same by buttons, each guessing what the other chose.
    GuessByButtons,
}

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
pub enum PlayStep {
    /// Somebody tells the audience what is going on.
    Tell(&'static str),
    /// A tap in the group, on the newest button with this line of the voice …
    Press(Actor, fn() -> Phrase),
    /// … or with this label: a city, an hour, a choice of a script.
    Tap(Actor, &'static str),
    /// Something said in the group.
    Say(Actor, &'static str),
    /// An answer to the bot's newest message, written or by voice.
    Reply(Actor, &'static str),
    Voice(Actor),
    /// Somebody asks for a card, and for another one until it is answered like this. If none comes, the scene ends.
    Card(Actor, CardKind),
    /// Somebody opens their private corner from the link.
    Corner(Actor),
    /// Somebody turns their phone back to the group.
    Group(Actor),
    /// A tap in somebody's private chat, on the newest button with this line of the voice …
    PrivatePress(Actor, fn() -> Phrase),
    /// … or on the how-manieth button below the newest message that has buttons there, from 1: a choice of a card.
    PrivateChoice(Actor, usize),
    /// Something sent in the private chat, written or by voice; as a reply where the bot has just asked for one.
    PrivateSay(Actor, &'static str),
    PrivateVoice(Actor),
    /// Cara comes into the group, or goes.
    Invite,
    Leaves(Actor),
    /// The clock goes to what falls due next.
    NextDue,
    /// The clock goes on, from one thing that falls due to the next, until the bot says something with this button.
    /// What else falls due on the way depends on the day of the week.
    Until(fn() -> Phrase),
    /// The clock goes on by minutes, and what falls due on the way happens.
    Minutes(u8),
    /// The clock goes on by hours while nobody watches.
    Hours(i64),
    /// The bot is killed, and started again.
    Kill,
    Wake,
}

use Actor::{Ana, Ben, Cara};
use CardKind::{GuessByButtons, OpensTogether};
use PlayStep::{
    Card, Corner, Group, Hours, Invite, Kill, Leaves, Minutes, NextDue, Press, PrivateChoice, PrivatePress, PrivateSay,
    PrivateVoice, Reply, Say, Tap, Tell, Until, Voice, Wake,
};

/// From the hello to the evening hour.
const SETTLING_IN: &[PlayStep] = &[
    Tell("Ana and Ben have made a group and added the bot. Each taps for themselves."),
    Press(Ana, line::button_join),
    Tell("Only Ana saw that answer. The group sees that one of them is in."),
    Press(Ben, line::button_join),
    Press(Ana, line::region_europe),
    Tap(Ana, "Lisbon"),
    Tap(Ben, "20:00"),
    Press(Ana, line::button_pace_daily),
];

/// Ana asks for the long table, and both are at their phones.
const SITTING_DOWN: &[PlayStep] = &[
    Say(Ana, "/listen long"),
    Tell("Ana has asked. It is for Ben to say whether now is good; a no by “Not this one” nobody would see."),
    Press(Ben, line::button_now),
    Press(Ana, line::button_way_here),
    Press(Ben, line::button_way_here),
    Tell("First a look inside, each alone. What they tap here, the other does not see."),
    Tap(Ana, "I'm steady"),
    Tap(Ben, "I'm steady"),
    Minutes(1),
];

/// The first turn, until it fits.
const ANAS_TURN: &[PlayStep] = &[
    Reply(Ana, "They moved the deadline again. I sat in the car for ten minutes before I came in."),
    Press(Ana, line::button_thats_all),
    Tell("Now Ben says it back. The bot does not judge how well; only Ana does."),
    Press(Ben, line::button_stems),
    Reply(Ben, "Work keeps shifting under you, and you were angry. Did I get it?"),
    Press(Ana, line::button_almost),
    Reply(Ana, "Less angry. More small."),
];

/// It fits; and Ben has the floor.
const IT_FITS: &[PlayStep] = &[
    Reply(Ben, "You felt small, as if you did not count there."),
    Press(Ana, line::button_thats_it),
    Tell("What makes sense in it, and how it might feel: Ben can say it, or tap a word for it."),
    Tap(Ben, "tired"),
    Tell("Now Ben has the floor. It comes by itself; it cannot be forgotten."),
    Reply(Ben, "I have good news, and I was shy to say it: the choir took me."),
    Press(Ben, line::button_thats_all),
    Voice(Ana),
    Press(Ben, line::button_thats_it),
    Tap(Ana, "proud"),
    Tell("Small wishes only if both would like that, each in private. Ben would; Ana leaves it here."),
    Tap(Ben, "Small wishes"),
    Tap(Ana, "Leave it here"),
    Minutes(3),
];

/// A card that both answer in private, with the bot killed between.
const OPEN_TOGETHER: &[PlayStep] = &[
    Tell("Both open their private chats with the bot, so that it can write to each of them alone."),
    Corner(Ana),
    PrivatePress(Ana, line::button_arrival_all),
    Corner(Ben),
    PrivatePress(Ben, line::button_arrival_all),
    Group(Ana),
    Group(Ben),
    Tell("Some cards are answered in private. Ana asks for cards until one of those comes."),
    Card(Ana, OpensTogether),
    Tell("Each of the two answers it alone, at any time until it closes."),
    Press(Ana, line::button_answer),
    Tell("The tap has led Ana to her private chat. Ben cannot see that she has begun."),
    PrivateSay(Ana, "I thought about it on the way home. There is more to it than I knew."),
    PrivateSay(Ana, "And I would like you to ask me about it on Sunday."),
    PrivatePress(Ana, line::button_all_said),
    Tell("Ana is done, and the group shows nothing of it. Now the bot’s process is killed, without warning."),
    Kill,
    Wake,
    Tell("It is up again. It had stored which messages of that chat are her answer, and none of her words."),
    Press(Ben, line::button_answer),
    PrivateVoice(Ben),
    PrivatePress(Ben, line::button_all_said),
    Tell("Ben thinks again. Until it opens, he can change his answer or take it back."),
    PrivatePress(Ben, line::button_change_answer),
    PrivateSay(Ben, "A short answer, then: yes, and more often than I say."),
    PrivatePress(Ben, line::button_all_said),
    Tell("Now both are done. For three minutes more either can take it back; then it opens in the group."),
    Group(Ana),
    Group(Ben),
    Minutes(4),
    Tell("Both answers came together. Of what Ben sent, only the second counts."),
    Reply(Ana, "I did not know that. I am glad you wrote it down."),
    Reply(Ben, "Sunday it is. I will ask."),
    Tell("One reply each, and the bot says no more about it."),
];

/// A card on which each guesses the other's choice.
const GUESSES: &[PlayStep] = &[
    Tell("On other cards each also guesses what the other answers. Ana asks for one of those."),
    Card(Ana, GuessByButtons),
    Press(Ana, line::button_answer),
    PrivateChoice(Ana, 1),
    Tell("That was her own answer. Now she guesses what Ben answers."),
    PrivateChoice(Ana, 2),
    Press(Ben, line::button_answer),
    PrivateChoice(Ben, 2),
    PrivateChoice(Ben, 2),
    Group(Ana),
    Group(Ben),
    Minutes(4),
    Tell("What each answered stands beside what the other guessed. Ana was right, and Ben was not."),
];

/// All plays.
pub const PLAYS: [StagePlay; 7] = [
    StagePlay {
        name: "first-day",
        title: "The first day",
        scenes: &[
            SETTLING_IN,
            &[
                Tell("That is all there is to set. The clock goes on to the evening."),
                Until(line::button_keep),
                Say(Ana, "You first?"),
                Tell("The bot did not hear that: it hears commands, taps and replies to itself."),
                Press(Ben, line::button_keep),
                Tell("Cara comes into the group. She can read, and can operate nothing."),
                Invite,
                Press(Cara, line::button_another),
                Leaves(Cara),
                Say(Ana, "/kept"),
                Corner(Ben),
                Tell("The first time there, the bot asks whether all is well. What Ben taps, nobody else sees."),
                PrivatePress(Ben, line::button_arrival_all),
                Tell("Ben has opened his private corner. What is for him alone will come there."),
            ],
        ],
    },
    StagePlay {
        name: "power-cut",
        title: "A power cut",
        scenes: &[
            SETTLING_IN,
            &[
                Tell("Now the bot’s process is killed, without warning."),
                Kill,
                Say(Ana, "/card"),
                Tell("Ana asks for a card. Nobody answers; Telegram keeps what she wrote."),
                Hours(1),
                Tell("An hour later the bot is started again, on what it had stored."),
                Wake,
                Tell("It has answered what came meanwhile, once. Nothing is lost and nothing doubled."),
                Until(line::button_keep),
                Tell("And the evening’s card came at its hour."),
            ],
        ],
    },
    StagePlay { name: "open-together", title: "Open together", scenes: &[SETTLING_IN, OPEN_TOGETHER, GUESSES] },
    StagePlay {
        name: "listening",
        title: "A turn at listening",
        scenes: &[
            SETTLING_IN,
            SITTING_DOWN,
            ANAS_TURN,
            IT_FITS,
            &[Tell("Nothing of what they said is kept. Look at what the store holds.")],
        ],
    },
    StagePlay {
        name: "listening-power-cut",
        title: "A power cut in the middle of it",
        scenes: &[
            SETTLING_IN,
            SITTING_DOWN,
            ANAS_TURN,
            &[
                Tell("In the middle of it the bot’s process is killed, without warning."),
                Kill,
                Press(Ben, line::button_talk_pause),
                Tell("Ben taps Pause. Nobody answers; Telegram keeps the tap."),
                Wake,
                Tell("It is up again, on what it had stored, and the pause holds."),
                Press(Ana, line::button_back_now),
                Press(Ben, line::button_back_now),
                Tell("Both are back, and it goes on at the very step where it was."),
            ],
            IT_FITS,
        ],
    },
    StagePlay {
        name: "a-rest",
        title: "A week of rest",
        scenes: &[
            SETTLING_IN,
            &[
                Say(Ben, "/pause"),
                Press(Ben, line::button_rest_week),
                Tell("Either of the two can let the cards rest, and nobody asks why."),
                NextDue,
                Tell("The cards are back by themselves."),
                Until(line::button_keep),
            ],
        ],
    },
    StagePlay {
        name: "date-night",
        title: "A date night",
        scenes: &[
            SETTLING_IN,
            &[
                Say(Ana, "/date"),
                Press(Ben, line::button_energy_low),
                Press(Ana, line::button_three_ideas),
                Tell("Each looks for themselves. What one taps, the other does not see."),
                Tap(Ana, "1"),
                Press(Ana, line::button_looked),
                Tap(Ben, "1"),
                Tap(Ben, "3"),
                Press(Ben, line::button_looked),
                Minutes(15),
                Tell("Both had looked, so at the next quarter of an hour one is proposed that both like."),
                Press(Ben, line::button_not_now),
                Tell("It can also be the other way round: the evening first, and what to do later."),
                Say(Ben, "/date tomorrow 19:30 dinner at the harbour"),
                Press(Ana, line::button_in),
                Press(Ana, line::button_file),
                Tell("A tap of each, and it is settled. The file puts it into their calendars."),
                Until(line::button_after_loved),
                Press(Ben, line::button_after_loved),
                Tell("The morning after, each says how it was, and only the choice of ideas learns from it."),
                Say(Ana, "/dates"),
            ],
        ],
    },
];

/// The play of this name.
pub fn find(name: &str) -> Option<&'static StagePlay> {
    PLAYS.iter().find(|play| play.name == name)
}
