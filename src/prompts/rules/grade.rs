//! How hard a text is to read: the Flesch–Kincaid grade.
//!
//! Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59. The crates that count syllables bring a
//! dictionary of several megabytes or a pattern engine; for a mean over some sixty short texts a rule of thumb about
//! groups of vowels is near enough, and a single card gets a wide margin.

/// The sentences of a text: cut after `.`, `?`, `!` or `…` (and a closing quote) before a blank or the end.
pub fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    let mut ended = false;
    for sign in text.chars() {
        match sign {
            '.' | '?' | '!' | '…' => ended = inside,
            '\'' | '"' | '’' | '”' | ')' => {}
            _ if sign.is_whitespace() => {
                if ended {
                    count += 1;
                    (inside, ended) = (false, false);
                }
            }
            // A small letter right after a stop: it was no stop, as in "when I … then".
            _ => (inside, ended) = (true, false),
        }
    }
    count + usize::from(inside)
}

/// The words of a text, in small letters, without what stands around them.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '\'' | '’'))
        .map(|word| word.trim_matches(['\'', '’']).replace('’', "'").to_lowercase())
        .filter(|word| !word.is_empty())
}

/// The syllables of an English word, by its groups of vowels.
fn syllables(word: &str) -> usize {
    let is_vowel = |sign: char| "aeiouy".contains(sign);
    let mut groups = 0;
    let mut before = false;
    for sign in word.chars() {
        groups += usize::from(is_vowel(sign) && !before);
        before = is_vowel(sign);
    }
    let consonant_before = |ending: &str| {
        word.strip_suffix(ending)
            .is_some_and(|stem| stem.ends_with(|sign: char| sign.is_alphabetic() && !is_vowel(sign)))
    };
    // Silent: "share", "shared", "moments" keeps its own; spoken: "little", "started", "pieces".
    let silent = (consonant_before("e") && !consonant_before("le"))
        || (consonant_before("ed") && !word.ends_with("ted") && !word.ends_with("ded"))
        || (consonant_before("es")
            && !["ses", "ces", "zes", "ges", "ches", "shes", "xes"].iter().any(|e| word.ends_with(e)));
    (groups - usize::from(silent && groups > 1)).max(1)
}

/// Words per sentence.
#[allow(clippy::cast_precision_loss)] // Texts of a few hundred characters.
pub fn words_per_sentence(text: &str) -> f64 {
    words(text).count() as f64 / sentences(text).max(1) as f64
}

/// The school grade that reads a text with ease. An empty text is easy.
#[allow(clippy::cast_precision_loss)] // Texts of a few hundred characters.
pub fn grade(text: &str) -> f64 {
    let (count, spoken) = words(text).fold((0_usize, 0_usize), |(n, s), word| (n + 1, s + syllables(&word)));
    if count == 0 {
        return 0.0;
    }
    0.39 * words_per_sentence(text) + 11.8 * spoken as f64 / count as f64 - 15.59
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_and_not_at_a_pause() {
        assert_eq!(sentences("How did it start?"), 1);
        assert_eq!(sentences("One. Two? 'Three?' Four"), 4);
        assert_eq!(sentences("I made it harder when I … Then stop there."), 2);
        assert_eq!(sentences("a crumb of 1.5 grams"), 1);
        assert_eq!(sentences(" … "), 0);
    }

    #[test]
    fn syllables_are_near_enough() {
        let known =
            [("share", 1), ("little", 2), ("started", 2), ("loved", 1), ("pieces", 2), ("the", 1), ("memory", 3)];
        for (word, count) in known {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn plain_words_read_easier() {
        let plain = grade("Tell me what you like. I will listen.");
        let stiff = grade("Communicate appreciation regarding relational accomplishments experienced collaboratively.");
        assert!(plain < 3.0 && stiff > 15.0, "{plain} {stiff}");
    }
}
