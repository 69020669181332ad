//! What files, buttons and records call by a name: the words that stand for a choice.

use crate::line;
use crate::phrase::Phrase;

/// Something that is written by name in a file.
pub trait Named: Copy + 'static {
    /// All of them, in the order in which they are told to a writer.
    const ALL: &'static [Self];
    /// The name in the file.
    fn name(self) -> &'static str;

    /// The one of this name, if there is one.
    fn read(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }
}

/// An enum whose variants are written by name in a file.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $text:literal,)+ }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        pub enum $name { $($(#[$inner])* $variant,)+ }

        impl $crate::prompts::Named for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}
pub(crate) use named;

named!(
    /// What a card feeds: one of the four ingredients, or (as its antidote) one of the four enemies.
    Family {
        LoveFriendship = "love_friendship",
        Vulnerability = "vulnerability",
        Trust = "trust",
        Commitment = "commitment",
        /// Shown as "Room for two".
        Selfishness = "selfishness",
        /// Shown as "Small truths".
        Dishonesty = "dishonesty",
        /// Shown as "Gift, not debt".
        Entitlement = "entitlement",
        /// Shown as "Clear the air early".
        Resentment = "resentment",
    }
);

impl Family {
    /// The four ingredients.
    pub const INGREDIENTS: [Self; 4] = [Self::LoveFriendship, Self::Vulnerability, Self::Trust, Self::Commitment];

    /// Whether its cards answer an enemy; they come seldom.
    #[must_use]
    pub fn is_antidote(self) -> bool {
        !Self::INGREDIENTS.contains(&self)
    }

    /// What couples call it.
    #[must_use]
    pub fn line(self) -> Phrase {
        match self {
            Self::LoveFriendship => line::family_love_friendship(),
            Self::Vulnerability => line::family_vulnerability(),
            Self::Trust => line::family_trust(),
            Self::Commitment => line::family_commitment(),
            Self::Selfishness => line::family_selfishness(),
            Self::Dishonesty => line::family_dishonesty(),
            Self::Entitlement => line::family_entitlement(),
            Self::Resentment => line::family_resentment(),
        }
    }
}

named!(
    /// The weather that an idea needs.
    Weather {
        /// It may be grey, as long as it does not rain.
        Dry = "dry",
        /// Rain, or the time just after it.
        Wet = "wet",
        Snow = "snow",
        /// A clear sky.
        Clear = "clear",
    }
);

named!(
    /// Cards about one part of life, which come only where they are wanted.
    Pack {
        Faith = "faith",
        Money = "money",
        Children = "children",
        Care = "care",
        Loss = "loss",
        InLaws = "in_laws",
    }
);

impl Pack {
    /// What couples call it.
    #[must_use]
    pub fn line(self) -> Phrase {
        match self {
            Self::Faith => line::pack_faith(),
            Self::Money => line::pack_money(),
            Self::Children => line::pack_children(),
            Self::Care => line::pack_care(),
            Self::Loss => line::pack_loss(),
            Self::InLaws => line::pack_in_laws(),
        }
    }
}

named!(
    /// What a card asks of the two.
    Mode {
        Question = "question",
        Appreciation = "appreciation",
        MicroAction = "micro_action",
        Memory = "memory",
        Future = "future",
        /// Each answers for themselves, and guesses what the other answers.
        Guess = "guess",
    }
);

impl Mode {
    /// What couples call it.
    #[must_use]
    pub fn line(self) -> Phrase {
        match self {
            Self::Question => line::mode_question(),
            Self::Appreciation => line::mode_appreciation(),
            Self::MicroAction => line::mode_micro_action(),
            Self::Memory => line::mode_memory(),
            Self::Future => line::mode_future(),
            Self::Guess => line::mode_guess(),
        }
    }
}

/// How near a card goes. Written `1`, `2`, `3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    Easy,
    Personal,
    Tender,
}

impl Depth {
    pub const ALL: [Self; 3] = [Self::Easy, Self::Personal, Self::Tender];

    /// What it is called in reports; in a file it is a number.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Personal => "personal",
            Self::Tender => "tender",
        }
    }
}

named!(
    /// What a card touches. All but `Open` waits until both have opened that door, each in private.
    Sensitivity {
        Open = "open",
        /// Bodies and closeness; no acts.
        Intimate = "intimate",
        Explicit = "explicit",
    }
);

named!(
    /// How answers meet.
    Reveal {
        /// Said or written to each other; nothing is collected.
        Talk = "talk",
        /// Each answers in private; the answers open together.
        BothThenOpen = "both_then_open",
        /// For oneself alone.
        PrivateOnly = "private_only",
        /// Written in private; shared only by choice.
        PrivateThenChoose = "private_then_choose",
    }
);

named!(
    /// The kind of day or life a card suits well.
    Fit {
        Any = "any",
        LongDistance = "long_distance",
        NewParents = "new_parents",
        LowEnergy = "low_energy",
        ApartToday = "apart_today",
        TogetherToday = "together_today",
    }
);

named!(
    /// What a person may have asked, privately, to be left out.
    Skip {
        LightWeek = "light_week",
        Grief = "grief",
        AfterRepair = "after_repair",
        ChildhoodOff = "childhood_off",
        TouchOff = "touch_off",
        BodyOff = "body_off",
        FamilyOff = "family_off",
        MoneyOff = "money_off",
        FutureOff = "future_off",
    }
);

impl Skip {
    /// What a person can ask to be left out. The others follow from what happened: a light week, a talk just over.
    pub const TOPICS: [Self; 7] = [
        Self::ChildhoodOff,
        Self::FamilyOff,
        Self::MoneyOff,
        Self::FutureOff,
        Self::BodyOff,
        Self::TouchOff,
        Self::Grief,
    ];
}

named!(
    /// Who may open a conversation.
    Gate {
        /// Any couple.
        Open = "open",
        /// Both have opened the door to heavier talks, each in private.
        Heavy = "heavy",
        /// Both have opened the door to talks about closeness, each in private.
        Intimate = "intimate",
    }
);

named!(
    /// Who has the floor first.
    First {
        Requester = "requester",
        Chance = "chance",
        /// The one who was second the last time.
        Alternate = "alternate",
    }
);

named!(
    /// What ends a turn of words.
    TurnEnds {
        FirstReply = "first_reply",
        ThatsAll = "thats_all",
    }
);

named!(
    /// Whose act a choice is.
    Who {
        Speaker = "speaker",
        Listener = "listener",
    }
);

named!(
    /// When a private question is decided.
    DecidedWhen {
        /// As soon as both said yes, else when the wait is over.
        WhenBoth = "when_both",
        /// When the wait is over, whatever was tapped.
        Fixed = "fixed",
    }
);

named!(
    /// What it costs.
    Cost {
        Free = "free",
        Small = "small",
        Moderate = "moderate",
    }
);

named!(
    /// Where it happens.
    DatePlace {
        Home = "home",
        Out = "out",
        Call = "call",
    }
);

named!(
    /// What it takes.
    Energy {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
);

named!(
    /// How new it is likely to feel.
    Novelty {
        Familiar = "familiar",
        Fresh = "fresh",
        New = "new",
    }
);

named!(
    /// Whether the two are in one place.
    Apart {
        Together = "together",
        Apart = "apart",
    }
);
