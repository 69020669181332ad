//! Stub.
pub struct Library;
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct CardId(pub String);
impl std::fmt::Display for CardId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
pub struct F;
impl F {
    pub fn voice_key(&self) -> &'static str {
        ""
    }
}
pub struct Card {
    pub id: CardId,
    pub family: F,
    pub mode: F,
    pub text: String,
    pub listener_cue: Option<String>,
}
pub struct Voice;
impl Voice {
    pub fn say(&self, _: &crate::couple::Phrase, _: fn(&str) -> String) -> String {
        String::new()
    }
}
#[derive(Debug)]
pub struct Finding;
impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("")
    }
}
impl Library {
    pub fn embedded() -> Result<Library, Vec<Finding>> {
        Ok(Library)
    }
    pub fn load(_: &std::path::Path) -> Result<Library, Vec<Finding>> {
        Ok(Library)
    }

    pub fn card(&self, _: &CardId) -> Option<&Card> {
        None
    }
    pub fn voice(&self) -> &Voice {
        &Voice
    }
    pub fn places(&self) -> &std::collections::BTreeMap<String, chrono_tz::Tz> {
        unimplemented!()
    }
}
pub mod choosing {
    use super::*;
    pub struct History<'a> {
        pub shown: &'a [CardId],
        pub paired_at: chrono::DateTime<chrono::Utc>,
        pub stood: u32,
        pub deeper: bool,
        pub light_only: bool,
    }
    pub fn choose<'l>(
        _: &'l Library,
        _: &History,
        _: chrono::DateTime<chrono::Utc>,
        _: &mut impl rand::Rng,
    ) -> Option<&'l Card> {
        None
    }
}
