//! Buttons that were pressed, one a line, real or forged: who presses is the first sign, `a` or `b`; a capital letter
//! presses in private. An empty line is the time until the next timer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearer::couple::Action;
use nearer_fuzz::{ANA, BEN, Home};

fuzz_target!(|pressed: &str| {
    let mut home = Home::default();
    for line in pressed.lines().take(24) {
        let Some(who) = line.chars().next() else {
            home.waits();
            continue;
        };
        let Some(action) = Action::read(&line[who.len_utf8()..]) else { continue };
        assert_eq!(Action::read(&action.to_string()), Some(action.clone()), "read back as something else");
        let user = if who.eq_ignore_ascii_case(&'a') { ANA } else { BEN };
        if who.is_ascii_uppercase() { home.taps_in_private(user, action) } else { home.taps(user, action) }
    }
});
