//! Texts that say nearly the same.
//!
//! Every text against every other would be slow: six hundred make 180,000 pairs. Only those that share enough telling
//! words (others than "and" or "today") are compared letter by letter. What says the same in other words is not found here; that takes a reader.

use std::collections::{BTreeSet, HashMap};

use super::grade;

// Of the built-in cards the nearest two come to 0.59 by their letters, and they ask different things.
/// Alike by their letters (Sørensen–Dice over pairs of letters).
const SAME_LETTERS: f64 = 0.65;
/// Alike by their telling words: so large a part of all of them is in both …
const SAME_WORDS: f64 = 0.5;
/// … and so many at least.
const WORDS_SHARED: usize = 4;
/// Fewer shared telling words than this, and the two are not compared at all.
const WORTH_A_LOOK: usize = 2;

/// Words that tell nothing about the subject: they stand in every second card.
const LIGHT: &str = "a about add after again all an and any are as ask at be been before being both but by can could \
    did do does each enough even feel felt few find for from get give go goes good had has have how i i'd i'll i'm if \
    in into is it it's its just last lately let like little look made make may me mean might mind moment more most \
    much my name need next no not now of often on one only or other our out over own part partner partner's pick \
    right said say see share should small so some something still such take tell than thank that the their them then \
    there these they thing things think this those time to today together too try two up us very want was way we week \
    were what when where which while who why will wish with without word words would yes you your yourself";

/// Two texts that are alike: their places in the list, the later one first, and how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    pub later: usize,
    pub earlier: usize,
    /// From 0 to 1.
    pub degree: f64,
}

/// Finds the texts of a list that are nearly alike.
pub fn near_doubles(texts: &[&str]) -> Vec<Alike> {
    let light: BTreeSet<&str> = LIGHT.split_whitespace().collect();
    let weighty: Vec<BTreeSet<String>> = texts.iter().map(|text| weighty(text, &light)).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (later, words) in weighty.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for word in words {
            let places = places.entry(word).or_default();
            for earlier in places.iter() {
                *shared.entry(*earlier).or_default() += 1;
            }
            places.push(later);
        }
        for (earlier, shared) in shared.into_iter().filter(|(_, shared)| *shared >= WORTH_A_LOOK) {
            let either = words.len() + weighty[earlier].len() - shared;
            #[allow(clippy::cast_precision_loss)] // A few dozen words.
            let by_words = if shared >= WORDS_SHARED { shared as f64 / either as f64 } else { 0.0 };
            let by_letters = strsim::sorensen_dice(texts[later], texts[earlier]);
            if by_words >= SAME_WORDS || by_letters >= SAME_LETTERS {
                found.push(Alike { later, earlier, degree: by_words.max(by_letters) });
            }
        }
    }
    found.sort_by_key(|alike| (alike.later, alike.earlier));
    found
}

/// The telling words, without their endings.
fn weighty(text: &str, light: &BTreeSet<&str>) -> BTreeSet<String> {
    grade::words(text).filter(|word| !light.contains(word.as_str())).map(|word| stem(&word).to_owned()).collect()
}

/// "laughed", "laughs" and "laughing" are one word.
fn stem(word: &str) -> &str {
    let stem = ["ing", "ed", "es", "s"].iter().find_map(|ending| word.strip_suffix(ending));
    stem.filter(|stem| stem.len() >= 3).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_in_slightly_other_words_is_found_and_a_like_beginning_is_not() {
        let texts = [
            "Which song makes you think of your first summer together?",
            "What song makes you think of the first summer you two had?",
            "Which song makes you want to dance in the kitchen?",
            "Think of a time you leaned on your partner and they held. What did that change for you?",
        ];
        let found = near_doubles(&texts);
        assert_eq!(found.iter().map(|alike| (alike.later, alike.earlier)).collect::<Vec<_>>(), [(1, 0)]);
        assert!(found[0].degree > SAME_WORDS);
    }

    #[test]
    fn words_in_another_order_are_the_same_words() {
        let texts = ["Rain, bread and an old blanket: tell it.", "An old blanket, bread, rain. Tell about that."];
        assert_eq!(near_doubles(&texts).len(), 1);
    }
}
