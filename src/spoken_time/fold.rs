//! Letters, digits and signs made alike before anything is compared: small letters without accents, the ten digits of
//! every script as 0 to 9, one kind of dash, and no signs that are not seen.

/// What becomes of one character.
pub(super) enum Folded {
    /// It divides words.
    Blank,
    /// It is not seen, or only changes the letter before it.
    Nothing,
    /// These characters stand for it.
    Letters(&'static str),
    /// It is itself, in its small form.
    Same(char),
}

/// The first digits of scripts that have their own ten, each followed by the other nine (Unicode, category Nd).
const ZEROS: [char; 24] = [
    '\u{660}',
    '\u{6F0}',
    '\u{7C0}',
    '\u{966}',
    '\u{9E6}',
    '\u{A66}',
    '\u{AE6}',
    '\u{B66}',
    '\u{BE6}',
    '\u{C66}',
    '\u{CE6}',
    '\u{D66}',
    '\u{E50}',
    '\u{ED0}',
    '\u{F20}',
    '\u{1040}',
    '\u{17E0}',
    '\u{1810}',
    '\u{FF10}',
    '\u{1D7CE}',
    '\u{1D7D8}',
    '\u{1D7E2}',
    '\u{1D7EC}',
    '\u{1D7F6}',
];
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Letters of the Latin script with a mark, and the letters that are typed for them where no such key is at hand.
const MARKED: [(&str, &str); 34] = [
    ("áàâäãåāăą", "a"),
    ("çćčĉ", "c"),
    ("ďđð", "d"),
    ("éèêëēĕėęě", "e"),
    ("ğĝġģ", "g"),
    ("ĥħ", "h"),
    ("íìîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľł", "l"),
    ("ñńņň", "n"),
    ("óòôöõøōŏő", "o"),
    ("ŕŗř", "r"),
    ("śŝşšșſ", "s"),
    ("ţťțŧ", "t"),
    ("úùûüũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ё", "е"),
    ("й", "и"),
    ("–—―−‐‑‒⁃﹣－", "-"),
    ("⁄∕／", "/"),
    ("：﹕∶", ":"),
    ("．｡", "."),
    ("，、﹐", ","),
    ("’‘ʼʹ‛＇´`", "'"),
    ("＂", "\""),
    ("＠﹫", "@"),
    ("＋", "+"),
    ("ºª°", ""),
];

/// What this character is compared as.
pub(super) fn character(c: char) -> Folded {
    if c.is_ascii() {
        return match c {
            _ if c.is_ascii_whitespace() => Folded::Blank,
            _ if c.is_ascii_control() => Folded::Nothing,
            '`' => Folded::Same('\''),
            _ => Folded::Same(c.to_ascii_lowercase()),
        };
    }
    if c.is_whitespace() || matches!(c, '\u{2800}' | '\u{3164}' | '\u{115F}' | '\u{1160}' | '\u{FFA0}') {
        return Folded::Blank;
    }
    if is_unseen(c) {
        return Folded::Nothing;
    }
    let digit = ZEROS.iter().find_map(|zero| (u32::from(c).checked_sub(u32::from(*zero))).filter(|nth| *nth < 10));
    if let Some(digit) = digit.and_then(|nth| DIGITS.get(nth as usize)) {
        return Folded::Letters(digit);
    }
    // The wide forms of the signs and letters of ASCII.
    let wide = u32::from(c).checked_sub(0xFEE0).filter(|code| (0x21..0x7F).contains(code)).and_then(char::from_u32);
    if let Some(narrow) = wide {
        return Folded::Same(narrow.to_ascii_lowercase());
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    match MARKED.iter().find(|(marked, _)| marked.contains(small)) {
        Some((_, "")) => Folded::Nothing,
        Some((_, plain)) => Folded::Letters(plain),
        None => Folded::Same(small),
    }
}

/// A whole word as it is compared.
pub(super) fn word(typed: &str) -> String {
    let mut plain = String::with_capacity(typed.len());
    for c in typed.chars() {
        match character(c) {
            Folded::Blank | Folded::Nothing => {}
            Folded::Letters(letters) => plain.push_str(letters),
            Folded::Same(c) => plain.push(c),
        }
    }
    plain
}

/// Signs without width, those that turn the direction of writing, and marks that sit on the letter before.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF9..=0xFFFB | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF
            | 0x300..=0x36F | 0x483..=0x489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_whatever_keys_were_at_hand() {
        for (typed, plain) in [
            ("Übermorgen", "ubermorgen"),
            ("U\u{308}bermorgen", "ubermorgen"),
            ("DÉCEMBRE", "decembre"),
            ("Środa", "sroda"),
            ("Çarşamba", "carsamba"),
            ("İki", "iki"),
            ("ПЯТНИЦУ", "пятницу"),
            ("ма\u{438}\u{306}", "маи"),
            ("май", "маи"),
            ("٨:٠٠", "8:00"),
            ("１９：３０", "19:30"),
            ("ｆｒｉ", "fri"),
            ("f\u{200B}r\u{AD}i\u{202E}", "fri"),
            ("19:30–22:00", "19:30-22:00"),
            ("o’clock", "o'clock"),
            ("1º", "1"),
        ] {
            assert_eq!(word(typed), plain, "{typed}");
        }
    }
}
