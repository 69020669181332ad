//! Another clock than the one on the couple's wall: `18:30 AEDT`, `UTC+2`, `8pm my time`, `20:00 Berlin time`. What is
//! said by it is not reckoned over: the two are asked to say it by their own.

use std::ops::Range;

use super::clock;
use super::figures::Bare;
use super::fold;
use super::line::{Case, Line};
use super::words;

/// Letters for a clock, of the IANA tz database and of common use. Typed in capitals they are one beside an hour.
const LETTERS: &str = "acdt acst act acwst adt aedt aest aet akdt akst amt art ast awst azt bnt brst brt bst btt cat cdt \
    cest cet chst clst clt cot cst ct cvt cxt eat edt eest eet egt est et fjt fkt get gft gst gyt hdt hkt hst ict idt \
    ist jst kgt kst lint mdt mesz mez mmt msk mst mt mut mvt myt ndt nft npt nst nzdt nzst omst pdt pet pgt pht pkt pst pt pwt \
    pyt ret sast sbt sct sgt srt sst tft tjt tlt tmt tot tvt ulat uyt uzt vet vlat vut wat west wet wib wit yakt yekt мск";
/// Those that are no words of any other kind, so that small letters will do.
const ANY_CASE: &str = "utc gmt acdt acst aedt aest awst akdt akst cest cet edt eest eet jst kst mdt mesz mez msk nzdt nzst pdt pst mst cdt cst bst мск";
/// What goes before "time" in titles, and names no place.
const ORDINARY: &str = "dinner lunch tea coffee story play playing quality family fun film movie game games date party bed \
    bath me our us we some free good long happy big show prime couple couples together cuddle pizza sauna wine dance spa nap \
    reading drink drinks beer cooking cook quiet slow first last next high day night evening morning afternoon summer winter \
    spring spare any every all the a of some no more much great nice best christmas holiday weekend crunch music singing board \
    chill relax break snack cinema theatre theater concert sushi picnic garden walk hike sport gym yoga massage puzzle supper breakfast brunch swim bike work school it's its this that same for in on at by each one";
/// Whose clock it is.
const WHOSE: &str = "my your his her their local ur";

fn is_in(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|one| one == word)
}

/// The words for another clock that stand here, and how many tokens they take. `behind_an_hour`: an hour stands
/// directly before.
pub(super) fn find(line: &Line<'_>, at: usize, behind_an_hour: bool) -> Option<usize> {
    let word = line.text(at);
    let capitals = line.get(at).is_some_and(|token| token.case == Case::Capitals);
    if matches!(word, "utc" | "gmt") {
        return Some(1 + offset(line, at + 1, true).unwrap_or(0));
    }
    if is_in(WHOSE, word) && matches!(line.text(at + 1), "time" | "clock" | "zone" | "timezone") {
        return Some(2);
    }
    if is_in("ortszeit timezone", word) {
        return Some(1);
    }
    let stands_before_an_hour = |taken: &usize| clock::stands(line, at + taken, Bare::Nothing);
    if !behind_an_hour && !stands_before_an_hour(&1) {
        return of_a_place(line, at).filter(stands_before_an_hour);
    }
    if is_in(ANY_CASE, word) || (capitals && is_in(LETTERS, word)) {
        return Some(1 + offset(line, at + 1, true).unwrap_or(0));
    }
    if !behind_an_hour {
        return None;
    }
    // "18:30Z", "18:30+02:00", "18:30 +2".
    if word == "z" {
        return Some(1);
    }
    offset(line, at, false).or_else(|| of_a_place(line, at)).or_else(|| match line.texts(at)[..] {
        ["by" | "in" | "on" | "at" | "of", ..] => of_a_place(line, at + 1).map(|taken| 1 + taken),
        ["time", "in" | "of", _, ..] => Some(3),
        ["over" | "back", "there", ..]
        | ["по", "москве" | "мск" | "киеву" | "гринвичу", ..]
        | ["heure" | "hora" | "ora", "de" | "di" | "d" | "locale" | "local", ..] => Some(2),
        _ => None,
    })
}

/// Whether these words name the clock of `place`, the couple's own: `Berlin time`, `time in Berlin`.
pub(super) fn is_of(line: &Line<'_>, words: Range<usize>, place: &str) -> bool {
    let leads = |word: &&str| !matches!(*word, "by" | "in" | "on" | "at" | "of" | "time" | "zeit" | "tijd");
    let named: Vec<&str> = words.map(|at| line.text(at)).filter(leads).collect();
    let place: Vec<String> = place.split_whitespace().map(fold::word).collect();
    !named.is_empty() && named == place
}

/// "+2", "+ 05:00"; behind the letters of a clock "-3", too, which elsewhere is the end of a stretch of hours.
fn offset(line: &Line<'_>, at: usize, behind_letters: bool) -> Option<usize> {
    let sign = line.text(at) == "+" || (behind_letters && line.text(at) == "-");
    (sign && line.text(at + 1).starts_with(|c: char| c.is_ascii_digit())).then_some(2)
}

/// `Berlin time`, `New York time`, `Berliner Zeit`.
fn of_a_place(line: &Line<'_>, at: usize) -> Option<usize> {
    let is_time = |at: usize| matches!(line.text(at), "time" | "zeit" | "tijd");
    let names = |at: usize| {
        let word = line.text(at);
        !word.is_empty()
            && !is_in(ORDINARY, word)
            && word.chars().all(char::is_alphabetic)
            && words::senses(word).is_empty()
    };
    if names(at) && is_time(at + 1) {
        return Some(2);
    }
    let city =
        names(at) && names(at + 1) && is_time(at + 2) && line.get(at).is_some_and(|token| token.case != Case::Small);
    city.then_some(3)
}
