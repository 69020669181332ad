//! Who is answered how often: each chat and each person has a share of their own, and people of no couple have little.
//!
//! A share is so many answers at once, and then one more in every so long. What is beyond it is not heard: it is
//! acknowledged, and nothing follows from it. One moment is kept for each share that is in use, and none for the others.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids::{ChatId, UserId};

/// Who asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// One of the two, in their group or in their private chat.
    OfTwo(ChatId, UserId),
    /// Somebody in a chat that has no two, by name or not: perhaps they will be a couple.
    Newcomer(ChatId, Option<UserId>),
    /// Somebody else in the group of two, who wrote or tapped.
    Third(ChatId, Option<UserId>, By),
}

/// How it was asked: what is written is answered in the group, and a tap to the one who tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum By {
    Words,
    Tap,
}

/// Whether something follows from what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Yes,
    No,
}

/// Whose share it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Owner {
    /// One of the two, in this chat.
    OfTwo(ChatId, UserId),
    /// A chat without two.
    Chat(ChatId),
    /// A person, in all the chats together in which they are not one of two.
    Person(UserId),
    /// All third persons of a chat together.
    Thirds(ChatId, By),
    /// One of them; those without a name are one.
    Third(ChatId, Option<UserId>, By),
    /// All who are not one of two, anywhere.
    Guests,
}

/// So many answers at once, and one more in every so long.
struct Share {
    at_once: i32,
    every: TimeDelta,
}

impl Owner {
    fn share(self) -> Share {
        let share = |at_once, milliseconds| Share { at_once, every: TimeDelta::milliseconds(milliseconds) };
        match self {
            // More than anyone taps by hand, and no more than their group can be answered in a while.
            Self::OfTwo(..) => share(60, 1_000),
            // Enough to read all pages about the bot and to begin; then half of what Telegram lets into a group.
            Self::Chat(_) => share(20, 6_000),
            Self::Person(_) | Self::Thirds(_, By::Tap) => share(40, 3_000),
            Self::Thirds(_, By::Words) => share(6, 20_000),
            Self::Third(_, _, By::Words) => share(3, 60_000),
            Self::Third(_, _, By::Tap) => share(10, 20_000),
            Self::Guests => share(2_000, 50),
        }
    }
}

/// Shares held at once. When so many are in use, guests are not heard, and the two are without being counted.
const MOST: usize = 50_000;
/// The fewest shares among which those are looked for that nobody uses any more.
const FEW: usize = 1_024;

/// How much each has had.
pub(super) struct Shares {
    /// When a share will be as it was before anything was asked.
    whole_at: HashMap<Owner, DateTime<Utc>>,
    /// With so many, those that are whole again are let go.
    tidy_at: usize,
    tidied: DateTime<Utc>,
}

impl Default for Shares {
    fn default() -> Self {
        Self { whole_at: HashMap::new(), tidy_at: FEW, tidied: DateTime::<Utc>::MIN_UTC }
    }
}

impl Shares {
    /// Takes one answer out of every share that this is part of, or out of none. `now` never goes back.
    pub(super) fn take(&mut self, asker: Asker, now: DateTime<Utc>) -> Heard {
        let owners = match asker {
            Asker::OfTwo(chat, user) => vec![Owner::OfTwo(chat, user)],
            Asker::Newcomer(chat, user) => {
                let person = user.map(Owner::Person);
                [Owner::Chat(chat), Owner::Guests].into_iter().chain(person).collect()
            }
            Asker::Third(chat, user, by) => {
                let person = user.map(Owner::Person);
                let here = [Owner::Third(chat, user, by), Owner::Thirds(chat, by)];
                here.into_iter().chain([Owner::Guests]).chain(person).collect()
            }
        };
        if owners.iter().any(|owner| self.is_spent(*owner, now)) {
            return Heard::No;
        }
        self.tidy(now);
        if self.whole_at.len() >= MOST {
            return if matches!(asker, Asker::OfTwo(..)) { Heard::Yes } else { Heard::No };
        }
        for owner in owners {
            let whole_at = self.whole_at.entry(owner).or_insert(now);
            *whole_at = (*whole_at).max(now) + owner.share().every;
        }
        Heard::Yes
    }

    /// Whether this third person has had their share. They are still a third: see [`Shares::other_two`].
    pub(super) fn is_spent_by_third(&self, chat: ChatId, user: Option<UserId>, by: By, now: DateTime<Utc>) -> bool {
        self.is_spent(Owner::Third(chat, user, by), now)
    }

    /// The two of this chat are others from now on, so others are third persons.
    pub(super) fn other_two(&mut self, chat: ChatId) {
        self.whole_at
            .retain(|owner, _| !matches!(owner, Owner::Third(other, ..) | Owner::Thirds(other, _) if *other == chat));
    }

    fn is_spent(&self, owner: Owner, now: DateTime<Utc>) -> bool {
        let Share { at_once, every } = owner.share();
        self.whole_at.get(&owner).is_some_and(|whole_at| *whole_at - now > every * (at_once - 1))
    }

    fn tidy(&mut self, now: DateTime<Utc>) {
        // Where all are in use, it is looked for others no more than once a second.
        if self.whole_at.len() >= self.tidy_at && now - self.tidied >= TimeDelta::seconds(1) {
            self.tidied = now;
            self.whole_at.retain(|_, whole_at| *whole_at > now);
            self.tidy_at = (self.whole_at.len() * 2).clamp(FEW, MOST);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const US: ChatId = ChatId(-1);

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(milliseconds).expect("an instant")
    }

    /// How many of so many at once are heard.
    fn heard(shares: &mut Shares, now: DateTime<Utc>, askers: impl IntoIterator<Item = Asker>) -> usize {
        askers.into_iter().filter(|asker| shares.take(*asker, now) == Heard::Yes).count()
    }

    fn third(user: u64) -> Asker {
        Asker::Third(US, Some(UserId(user)), By::Words)
    }

    #[test]
    fn a_third_person_is_answered_a_few_times_and_then_once_a_minute() {
        let mut shares = Shares::default();
        assert_eq!(heard(&mut shares, at(0), [third(9); 100]), 3);
        assert!(shares.is_spent_by_third(US, Some(UserId(9)), By::Words, at(59_999)));
        for minute in 1..60 {
            assert_eq!(heard(&mut shares, at(minute * 60_000), [third(9); 100]), 1);
        }
        assert_eq!(heard(&mut shares, at(60 * 60_000), (100..200).map(third)), 6, "many of them are few all the same");
        let tap = Asker::Third(US, Some(UserId(9)), By::Tap);
        assert_eq!(heard(&mut shares, at(60 * 60_000), [tap; 100]), 10, "what a tap shows is seen by one alone");
        shares.other_two(US);
        assert_eq!(heard(&mut shares, at(60 * 60_000), [third(9)]), 1, "nobody knows yet who is a third now");
    }

    #[test]
    fn one_person_in_many_groups_has_one_share_and_each_group_its_own() {
        let mut shares = Shares::default();
        let alone = (1..500).map(|chat| Asker::Newcomer(ChatId(-chat), Some(UserId(1))));
        assert_eq!(heard(&mut shares, at(0), alone), 40);
        let many = (1_000..1_500).map(|user| Asker::Newcomer(ChatId(-7_000), Some(UserId(user))));
        assert_eq!(heard(&mut shares, at(0), many), 20);
        assert_eq!(heard(&mut shares, at(0), [Asker::Newcomer(ChatId(-7_001), Some(UserId(9)))]), 1);
    }

    #[test]
    fn whatever_others_do_one_of_the_two_is_heard() {
        let mut shares = Shares::default();
        for second in 0..100 {
            for chat in 0..3_000_i64 {
                let user = Some(UserId(chat.unsigned_abs() + 100));
                heard(&mut shares, at(second * 1_000), [Asker::Newcomer(ChatId(-100 - chat), user), third(9)]);
            }
            assert_eq!(heard(&mut shares, at(second * 1_000), [Asker::OfTwo(US, UserId(1)); 1]), 1);
            let partner = heard(&mut shares, at(second * 1_000), [Asker::OfTwo(US, UserId(2)); 100]);
            assert_eq!(partner, if second == 0 { 60 } else { 1 }, "at second {second}");
        }
    }

    #[test]
    fn what_nobody_uses_is_let_go_and_there_are_never_too_many() {
        let mut shares = Shares::default();
        let two = |n: u64| Asker::OfTwo(ChatId(-1), UserId(n));
        assert_eq!(heard(&mut shares, at(0), (0..200_000).map(two)), 200_000, "they are heard");
        assert!(shares.whole_at.len() <= MOST);
        assert_eq!(heard(&mut shares, at(0), [third(9)]), 0, "and others are not");
        assert_eq!(heard(&mut shares, at(2_000), [third(9)]), 1);
        assert!(shares.whole_at.len() < 10, "{}", shares.whole_at.len());
    }

    proptest! {
        /// In any span no share gives more than it holds and what comes to it meanwhile.
        #[test]
        fn no_share_gives_more_than_it_has(gaps in proptest::collection::vec(0_i64..30_000, 1..300)) {
            for asker in [third(9), Asker::Newcomer(US, Some(UserId(9))), Asker::OfTwo(US, UserId(1))] {
                let owner = match asker {
                    Asker::OfTwo(chat, user) => Owner::OfTwo(chat, user),
                    Asker::Newcomer(chat, _) => Owner::Chat(chat),
                    Asker::Third(chat, user, by) => Owner::Third(chat, user, by),
                };
                let Share { at_once, every } = owner.share();
                let (mut shares, mut now, mut given) = (Shares::default(), 0, Vec::new());
                for gap in &gaps {
                    now += gap;
                    if shares.take(asker, at(now)) == Heard::Yes {
                        given.push(now);
                    }
                }
                for (index, start) in given.iter().enumerate() {
                    for (count, end) in given[index..].iter().enumerate() {
                        let most = i64::from(at_once) + (end - start) / every.num_milliseconds();
                        prop_assert!(i64::try_from(count + 1).unwrap() <= most);
                    }
                }
            }
        }
    }
}
