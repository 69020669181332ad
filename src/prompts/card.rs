//! A card: one small thing to say or do, and the listener's half of it.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::offering::Apart;
use super::script::Gate;

/// Something that is written by name in a file.
pub trait Named: Copy + 'static {
    /// All of them, in the order in which they are told to a writer.
    const ALL: &'static [Self];
    /// The name in the file.
    fn name(self) -> &'static str;
}

/// An enum whose variants are written by name in a file.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$inner])* $variant,)+ }

        impl $crate::prompts::Named for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}
pub(super) use named;

/// The name of a card or a date idea: `lf-01`. Stable, and not given twice even after its card is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardId(pub String);

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl CardId {
    /// Two to four small letters, a hyphen, two or three digits: short enough to ride in a button.
    pub(super) fn is_well_formed(&self) -> bool {
        let Some((letters, digits)) = self.0.split_once('-') else { return false };
        (2..=4).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_lowercase())
            && (2..=3).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    }
}

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

    /// Its name in the voice.
    #[must_use]
    pub fn voice_key(self) -> &'static str {
        match self {
            Self::LoveFriendship => "family-love-friendship",
            Self::Vulnerability => "family-vulnerability",
            Self::Trust => "family-trust",
            Self::Commitment => "family-commitment",
            Self::Selfishness => "family-selfishness",
            Self::Dishonesty => "family-dishonesty",
            Self::Entitlement => "family-entitlement",
            Self::Resentment => "family-resentment",
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
    }
);

impl Mode {
    /// Its name in the voice.
    #[must_use]
    pub fn voice_key(self) -> &'static str {
        match self {
            Self::Question => "mode-question",
            Self::Appreciation => "mode-appreciation",
            Self::MicroAction => "mode-micro-action",
            Self::Memory => "mode-memory",
            Self::Future => "mode-future",
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

/// Where words come from: for the record, not for couples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The idea it builds on: `capitalization`, `novelty`, `disclosure`.
    pub basis: Option<String>,
    pub author: Option<String>,
    pub license: Option<String>,
    pub reviewed_by: Option<String>,
    pub version: u64,
}

impl Origin {
    /// The keys that a file may give once for all its entries.
    pub(super) fn read(fields: &mut Fields, of_file: &Self) -> Self {
        Self {
            basis: fields.text("basis").or_else(|| of_file.basis.clone()),
            author: fields.text("author").or_else(|| of_file.author.clone()),
            license: fields.text("license").or_else(|| of_file.license.clone()),
            reviewed_by: fields.text("reviewed_by").or_else(|| of_file.reviewed_by.clone()),
            version: fields.number("version", &(1..=9999)).unwrap_or(of_file.version.max(1)),
        }
    }
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    pub family: Family,
    pub mode: Mode,
    pub depth: Depth,
    pub sensitivity: Sensitivity,
    pub reveal: Reveal,
    /// About how long it takes.
    pub minutes: u64,
    pub fits: Vec<Fit>,
    pub skip_if: Vec<Skip>,
    /// The responsive half: what the listener may do or say.
    pub listener_cue: Option<String>,
    pub text: String,
    /// Another wording, to be spoken or heard.
    pub alt: Option<String>,
    pub origin: Origin,
}

/// What the head of a card file says for all its cards.
pub(super) struct CardFile {
    pub family: Option<Family>,
    pub sensitivity: Sensitivity,
    pub origin: Origin,
}

/// How many minutes a card or a date may take.
pub(super) const CARD_MINUTES: RangeInclusive<u64> = 1..=30;

impl CardFile {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            family: fields.required(Fields::one_of, "family"),
            sensitivity: fields.one_of("sensitivity").unwrap_or(Sensitivity::Open),
            origin: Origin::read(fields, &Origin::default()),
        }
    }
}

impl Card {
    /// Whether it may come in a light week, or right after a heavy talk: easy, about an ingredient, and far from both.
    #[must_use]
    pub fn is_light(&self) -> bool {
        self.depth == Depth::Easy
            && self.sensitivity == Sensitivity::Open
            && !self.family.is_antidote()
            && !self.touches(&[Skip::LightWeek, Skip::AfterRepair])
    }

    /// Whether it is for two who leave these topics out and live like this.
    #[must_use]
    pub fn suits(&self, left_out: &[Skip], living: Apart) -> bool {
        !self.touches(left_out) && (living == Apart::Together || !self.needs_one_room())
    }

    /// Whether it needs the two in one room.
    #[must_use]
    pub fn needs_one_room(&self) -> bool {
        self.fits.contains(&Fit::TogetherToday) && !self.fits.contains(&Fit::LongDistance)
    }

    /// Whether it touches one of these topics.
    #[must_use]
    pub fn touches(&self, topics: &[Skip]) -> bool {
        self.skip_if.iter().any(|topic| topics.contains(topic))
    }

    /// Whether these open doors let it through: a tender card stands behind the heavy one, an intimate one behind the
    /// other, and one that is both behind both.
    #[must_use]
    pub fn is_let_through(&self, open: &[Gate]) -> bool {
        let door = |gate: Gate| open.contains(&gate);
        (self.depth < Depth::Tender || door(Gate::Heavy))
            && match self.sensitivity {
                Sensitivity::Open => true,
                Sensitivity::Intimate => door(Gate::Intimate),
                Sensitivity::Explicit => false,
            }
    }

    /// Whether it waits until both have opened a door.
    #[must_use]
    pub fn is_behind_a_door(&self) -> bool {
        !self.is_let_through(&[Gate::Open])
    }

    /// Reads one `[[card]]`. `None` if it lacks what a card cannot be without; the findings say what.
    pub(super) fn read(fields: &mut Fields, file: &CardFile) -> Option<Self> {
        let id = fields.id();
        let mode = fields.required(Fields::one_of, "mode");
        let depth = fields.required(Fields::depth, "depth");
        let reveal = fields.required(Fields::one_of, "reveal");
        let text = fields.required(Fields::text, "text");
        let sensitivity = fields.one_of("sensitivity").unwrap_or(file.sensitivity);
        let minutes = fields.number("minutes", &CARD_MINUTES).unwrap_or(3);
        let fits = fields.many_of("fits");
        let skip_if = fields.many_of("skip_if");
        let listener_cue = fields.text("listener_cue");
        let alt = fields.text("alt");
        let origin = Origin::read(fields, &file.origin);
        Some(Self {
            id: id?,
            family: file.family?,
            mode: mode?,
            depth: depth?,
            sensitivity,
            reveal: reveal?,
            minutes,
            fits: if fits.is_empty() { vec![Fit::Any] } else { fits },
            skip_if,
            listener_cue,
            text: text?,
            alt,
            origin,
        })
    }
}
