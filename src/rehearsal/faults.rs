//! Faults that a test can set: what the network and Telegram may do to a call.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::refusal::Refusal;

/// One kind of fault, the calls that it applies to, and how many of them.
///
/// ```
/// use nearer::rehearsal::Fault;
/// let fault = Fault::retry_after(3).on("sendMessage").times(2);
/// ```
#[derive(Debug, Clone)]
pub struct Fault {
    trouble: Trouble,
    calls: Calls,
    chat: Option<i64>,
    left: Option<u32>,
    rate: Option<f64>,
}

/// What a fault does to a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// It is refused, and has no effect.
    Refused(Refusal),
    /// A page of HTML with this status, as from a proxy; no effect.
    Page(u16),
    /// The connection is cut before the call takes effect.
    CutBefore,
    /// The call takes effect, but the connection is cut before the answer.
    CutAfter,
    /// It takes effect only after this (real) time.
    Delayed(Duration),
}

#[derive(Debug, Clone)]
enum Calls {
    Any,
    Sends,
    Method(String),
}

impl Fault {
    fn new(trouble: Trouble) -> Self {
        Self { trouble, calls: Calls::Any, chat: None, left: Some(1), rate: None }
    }

    /// 429 Too Many Requests.
    pub fn retry_after(seconds: u32) -> Self {
        Self::new(Trouble::Refused(Refusal::too_many_requests(seconds)))
    }

    /// 502 with a page of HTML instead of JSON.
    pub fn bad_gateway() -> Self {
        Self::new(Trouble::Page(502))
    }

    /// 500 Internal Server Error.
    pub fn internal_error() -> Self {
        Self::refused(500, "Internal Server Error")
    }

    /// Any refusal, in these words.
    pub fn refused(code: u16, text: &str) -> Self {
        Self::new(Trouble::Refused(Refusal::new(code, text)))
    }

    /// The connection is cut before the call takes effect.
    pub fn cut_before() -> Self {
        Self::new(Trouble::CutBefore)
    }

    /// The call takes effect, and the connection is cut instead of an answer.
    pub fn cut_after() -> Self {
        Self::new(Trouble::CutAfter)
    }

    /// The call is held up for this much real time before it takes effect.
    pub fn delay(by: Duration) -> Self {
        Self::new(Trouble::Delayed(by))
    }

    /// Applies to this method only (otherwise any, `getUpdates` too). `webhook` stands for an update that is brought to the
    /// bot: cut after, it arrives, and the answer does not.
    #[must_use]
    pub fn on(mut self, method: &str) -> Self {
        self.calls = Calls::Method(method.to_owned());
        self
    }

    /// Applies to sends, edits, copies and forwards only.
    #[must_use]
    pub fn on_sends(mut self) -> Self {
        self.calls = Calls::Sends;
        self
    }

    /// Applies to calls about this chat only.
    #[must_use]
    pub fn in_chat(mut self, chat: i64) -> Self {
        self.chat = Some(chat);
        self
    }

    /// Applies to the next `n` of the matching calls (otherwise one).
    #[must_use]
    pub fn times(mut self, n: u32) -> Self {
        self.left = Some(n);
        self
    }

    /// Applies to every matching call until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    /// Applies to this share of the matching calls at random, until the faults are cleared.
    #[must_use]
    pub fn at_rate(mut self, rate: f64) -> Self {
        self.left = None;
        self.rate = Some(rate);
        self
    }

    fn matches(&self, method: &str, chat: Option<i64>) -> bool {
        let called = match &self.calls {
            Calls::Any => true,
            Calls::Sends => is_send(method),
            Calls::Method(name) => name.eq_ignore_ascii_case(method),
        };
        called && self.left != Some(0) && self.chat.is_none_or(|wanted| Some(wanted) == chat)
    }
}

/// Whether Telegram counts this method against the sending limits.
pub fn is_send(method: &str) -> bool {
    (method.starts_with("send") && method != "sendChatAction")
        || method.starts_with("editMessage")
        || method.starts_with("editEphemeralMessage")
        || method.starts_with("copyMessage")
        || method.starts_with("forwardMessage")
}

/// The faults in force.
#[derive(Debug)]
pub struct Faults {
    list: Vec<Fault>,
    dice: StdRng,
}

impl Default for Faults {
    fn default() -> Self {
        Self { list: Vec::new(), dice: StdRng::seed_from_u64(0) }
    }
}

impl Faults {
    /// Adds one; earlier ones come first.
    pub fn add(&mut self, fault: Fault) {
        self.list.push(fault);
    }

    /// Lifts all.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// Gives the random numbers another seed.
    pub fn seed(&mut self, seed: u64) {
        self.dice = StdRng::seed_from_u64(seed);
    }

    /// The fault that applies to this call, if any.
    pub fn befalls(&mut self, method: &str, chat: Option<i64>) -> Option<Trouble> {
        let dice = &mut self.dice;
        let found = self.list.iter_mut().find(|fault| {
            fault.matches(method, chat) && fault.rate.is_none_or(|rate| dice.random_bool(rate.clamp(0.0, 1.0)))
        })?;
        let trouble = found.trouble.clone();
        if let Some(left) = &mut found.left {
            *left -= 1;
            if *left == 0 {
                self.list.retain(|fault| fault.left != Some(0));
            }
        }
        Some(trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_befalls_what_it_names_as_often_as_it_says() {
        let mut faults = Faults::default();
        faults.add(Fault::cut_after().on("sendMessage").in_chat(-5).times(2));
        assert_eq!(faults.befalls("editMessageText", Some(-5)), None);
        assert_eq!(faults.befalls("sendMessage", Some(-6)), None);
        assert_eq!(faults.befalls("sendMessage", Some(-5)), Some(Trouble::CutAfter));
        assert_eq!(faults.befalls("sendMessage", Some(-5)), Some(Trouble::CutAfter));
        assert_eq!(faults.befalls("sendMessage", Some(-5)), None);
    }

    #[test]
    fn the_same_seed_gives_the_same_weather() {
        let draw = || {
            let mut faults = Faults::default();
            faults.seed(7);
            faults.add(Fault::bad_gateway().on_sends().at_rate(0.3));
            (0..50).map(|_| faults.befalls("sendMessage", Some(1)).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
        assert!(draw().contains(&true) && draw().contains(&false));
    }
}
