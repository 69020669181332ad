//! The library as one page to read, to search and to print, for hosts and reviewers. It loads nothing from anywhere.

use std::fmt::Write;

use crate::phrase::Phrase;
use crate::prompts::card::Card;
use crate::prompts::card_path::CardPath;
use crate::prompts::date::DateIdea;
use crate::prompts::library::Library;
use crate::prompts::names::{Depth, Energy, Family, Fit, Gate, Mode, Named, Sensitivity};
use crate::prompts::script::{Act, Script, ScriptStep};
use crate::prompts::telling::Telling;
use crate::prompts::times::MeantFor;

/// What can stand on the page, by the name of its section.
const KINDS: [(&str, &str); 5] =
    [("card", "Cards"), ("path", "Paths"), ("telling", "Tellings"), ("date", "Dates"), ("script", "Conversations")];

/// The whole page.
#[must_use]
pub fn page(library: &Library) -> String {
    let (mut sections, mut contents) = (String::new(), String::new());
    for (kind, title) in KINDS {
        let entries: Vec<PageEntry> = match kind {
            "card" => library.cards().iter().map(|card| PageEntry::card(card, library)).collect(),
            "path" => library.paths().iter().map(|path| PageEntry::path(path, library)).collect(),
            "telling" => library.tellings().iter().map(|telling| PageEntry::telling(telling, library)).collect(),
            "date" => library.dates().iter().map(PageEntry::date).collect(),
            _ => library.scripts().iter().map(PageEntry::script).collect(),
        };
        if !entries.is_empty() {
            let count = entries.len();
            let _ = writeln!(contents, "<li data-kind=\"{kind}\"><a href=\"#{kind}\">{title}</a> <small></small>");
            let _ = writeln!(contents, "<ol>{}</ol></li>", chapters(&entries));
            let entries: String = entries.into_iter().map(|entry| entry.html(kind)).collect();
            let _ = writeln!(
                sections,
                "<section id=\"{kind}\"><h2>{title} <small>({count})</small></h2><div class=\"entries\">{entries}</div></section>"
            );
        }
    }
    let summary = format!(
        "{} cards, {} paths, {} tellings, {} date ideas, {} conversations.",
        library.cards().len(),
        library.paths().len(),
        library.tellings().len(),
        library.dates().len(),
        library.scripts().len()
    );
    let of_family = |family: &Family| (family.name().to_owned(), spoken(&family.line(), library));
    let of_mode = |mode: &Mode| (mode.name().to_owned(), spoken(&mode.line(), library));
    let blanks = [
        ("{{style}}", include_str!("page.css").to_owned()),
        ("{{script}}", include_str!("page.js").to_owned()),
        ("{{summary}}", summary),
        ("{{kinds}}", options(KINDS.iter().map(|(kind, title)| ((*kind).to_owned(), (*title).to_owned())))),
        ("{{families}}", options(Family::ALL.iter().map(of_family))),
        ("{{modes}}", options(Mode::ALL.iter().map(of_mode))),
        ("{{depths}}", options(Depth::ALL.iter().map(|depth| plain(depth.name())))),
        ("{{sensitivities}}", options(Sensitivity::ALL.iter().map(|one| plain(one.name())))),
        ("{{meant}}", options(MeantFor::all().map(|meant| plain(meant.name())))),
        ("{{fits}}", options(Fit::ALL.iter().map(|fit| plain(fit.name())))),
        ("{{contents}}", contents),
        // Last: what stands in it is not looked through for blanks again.
        ("{{sections}}", sections),
    ];
    blanks.into_iter().fold(include_str!("page.html").to_owned(), |page, (blank, text)| page.replacen(blank, &text, 1))
}

/// The parts of a section, each with a link to its first entry: families, or whole paths and conversations.
fn chapters(entries: &[PageEntry]) -> String {
    let mut list = String::new();
    let mut known: Vec<&str> = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.chapter.is_empty()) {
        if !known.contains(&entry.chapter.as_str()) {
            known.push(&entry.chapter);
            let (id, chapter) = (escape(&entry.id), escape(&entry.chapter));
            let _ = write!(list, "<li data-chapter=\"{chapter}\"><a href=\"#{id}\">{chapter}</a> <small></small></li>");
        }
    }
    list
}

/// One thing to read.
#[derive(Default)]
struct PageEntry {
    id: String,
    title: String,
    /// The part of its section to which it belongs in the contents; none if empty.
    chapter: String,
    /// Paragraphs, already HTML.
    body: String,
    facts: Vec<String>,
    /// What it is filtered by: a sort and its names.
    sorts: Vec<(&'static str, String)>,
    long: bool,
}

impl PageEntry {
    fn card(card: &Card, library: &Library) -> Self {
        let mut body = paragraph("", &card.text);
        body += &card.listener.as_ref().map_or(String::new(), |listener| paragraph("aside", listener.text()));
        if !card.choices.is_empty() {
            body += &paragraph("", &card.choices.join(" · "));
        }
        body += &card.alt.as_ref().map_or(String::new(), |alt| paragraph("", alt));
        let fits: Vec<&str> = card.fits.iter().map(|fit| fit.name()).collect();
        let skips = card.skip_if.iter().map(|skip| format!("not for {}", skip.name()));
        let mut facts = vec![
            card.depth.name().to_owned(),
            card.sensitivity.name().to_owned(),
            card.reveal.name().to_owned(),
            format!("{} min", card.minutes),
            fits.join(", "),
        ];
        facts.extend(Some(card.meant_for.name().replace('_', " ")).filter(|_| card.meant_for != MeantFor::Everyone));
        facts.extend(card.seasons.iter().map(|season| season.name().to_owned()));
        facts.extend(card.hours.iter().map(|part| part.name().to_owned()));
        facts.extend(skips.chain(card.origin.basis.clone()));
        Self {
            id: card.id.to_string(),
            title: format!("{} · {}", spoken(&card.family.line(), library), spoken(&card.mode.line(), library)),
            chapter: spoken(&card.family.line(), library),
            body,
            facts,
            sorts: vec![
                ("family", card.family.name().to_owned()),
                ("mode", card.mode.name().to_owned()),
                ("depth", card.depth.name().to_owned()),
                ("sensitivity", card.sensitivity.name().to_owned()),
                ("fits", fits.join(" ")),
                ("meant", card.meant_for.name().to_owned()),
            ],
            long: false,
        }
    }

    fn path(path: &CardPath, library: &Library) -> Self {
        let days: Vec<String> = path
            .days
            .iter()
            .map(|day| {
                let text = library.card(&day.card).map_or("–", |card| card.text.as_str());
                format!("<li><em>{}</em><br>{} <small>{}</small></li>", escape(&day.line), escape(text), day.card)
            })
            .collect();
        Self {
            id: path.id.to_string(),
            title: path.title.clone(),
            chapter: path.title.clone(),
            body: format!("{}<ol>{}</ol>", paragraph("", &path.line), days.concat()),
            facts: vec![path.gate.name().to_owned()],
            sorts: vec![("sensitivity", sensitivity_of(path.gate))],
            long: true,
        }
    }

    fn telling(telling: &Telling, library: &Library) -> Self {
        Self {
            id: telling.id.to_string(),
            title: spoken(&telling.about.line(), library),
            chapter: spoken(&telling.about.line(), library),
            body: paragraph("", &telling.text),
            facts: telling.source.clone().into_iter().collect(),
            sorts: vec![
                ("family", telling.about.name().to_owned()),
                ("sensitivity", Sensitivity::Open.name().to_owned()),
            ],
            long: false,
        }
    }

    fn date(date: &DateIdea) -> Self {
        let apart = date.apart.as_ref().map_or(String::new(), |apart| paragraph("aside", apart));
        let mut fits = vec![if date.energy == Energy::Low { Fit::LowEnergy } else { Fit::Any }.name()];
        fits.extend(date.apart.as_ref().map(|_| Fit::LongDistance.name()));
        let mut facts = vec![
            date.cost.name().to_owned(),
            date.place.name().to_owned(),
            format!("{} energy", date.energy.name()),
            date.novelty.name().to_owned(),
            format!("{} min", date.minutes),
        ];
        facts.extend(date.quiet.then(|| "quiet".to_owned()));
        Self {
            id: date.id.to_string(),
            title: date.title.clone(),
            chapter: String::new(),
            body: paragraph("", &date.how) + &apart + &paragraph("aside", &date.access),
            facts,
            sorts: vec![("sensitivity", date.sensitivity.name().to_owned()), ("fits", fits.join(" "))],
            long: false,
        }
    }

    fn script(script: &Script) -> Self {
        let steps: String = script.steps.iter().map(step).collect();
        let caution: String = script.caution.iter().map(|caution| paragraph("", caution)).collect();
        let openers: String = script.openers.iter().map(|opener| paragraph("aside", opener)).collect();
        Self {
            id: script.id.to_string(),
            title: script.title.clone(),
            chapter: script.title.clone(),
            body: format!("{}{caution}{openers}<ol>{steps}</ol>", paragraph("", &script.line)),
            facts: vec![format!("{} min", script.minutes), script.gate.name().to_owned()],
            sorts: vec![("sensitivity", sensitivity_of(script.gate))],
            long: true,
        }
    }

    fn html(self, kind: &str) -> String {
        let sorts: Vec<String> =
            self.sorts.iter().map(|(sort, names)| format!(" data-{sort}=\"{}\"", escape(names))).collect();
        let sorts = sorts.concat();
        let long = if self.long { " class=\"long\"" } else { "" };
        let (id, title, body) = (escape(&self.id), escape(&self.title), self.body);
        let (facts, chapter) = (escape(&self.facts.join(" · ")), escape(&self.chapter));
        format!(
            "<article{long} id=\"{id}\" data-chapter=\"{chapter}\" data-kind=\"{kind}\"{sorts}><h3><span class=\"id\">{id}</span> {title}</h3>{body}\
             <p class=\"facts\">{facts}</p></article>\n"
        )
    }
}

fn step(step: &ScriptStep) -> String {
    let stems: String = step.stems.iter().map(|stem| paragraph("aside", stem)).collect();
    let chips = match &step.act {
        Act::Turn { chips, .. } if !chips.is_empty() => paragraph("facts", &chips.join(" · ")),
        Act::Choose { choices, .. } => {
            let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
            paragraph("facts", &labels.join(" · "))
        }
        _ => String::new(),
    };
    format!("<li>{}{stems}{chips}</li>", paragraph("", &step.text))
}

fn sensitivity_of(gate: Gate) -> String {
    match gate {
        Gate::Open | Gate::Heavy => Sensitivity::Open.name().to_owned(),
        Gate::Intimate => Sensitivity::Intimate.name().to_owned(),
    }
}

/// A name of the voice.
fn spoken(line: &Phrase, library: &Library) -> String {
    library.voice().say(line, str::to_owned)
}

fn plain(name: &str) -> (String, String) {
    (name.to_owned(), name.replace('_', " "))
}

fn options(names: impl Iterator<Item = (String, String)>) -> String {
    let option =
        |(name, label): (String, String)| format!("<option value=\"{}\">{}</option>", escape(&name), escape(&label));
    names.map(option).collect::<Vec<_>>().concat()
}

fn paragraph(class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<p{class}>{}</p>", escape(text))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_stands_on_it_and_nothing_is_loaded() {
        let library = Library::embedded().expect("a sound library");
        let page = page(&library);
        let entries = library.cards().len()
            + library.paths().len()
            + library.tellings().len()
            + library.dates().len()
            + library.scripts().len();
        assert_eq!(page.matches("<article").count(), entries);
        for card in library.cards() {
            assert!(page.contains(&escape(&card.text)), "{}", card.id);
        }
        assert!(!["{{", " src=", "url(", "@import"].iter().any(|load| page.contains(load)), "it is whole by itself");
        assert_eq!(page.matches(" href=").count(), page.matches(" href=\"#").count(), "it leads nowhere else");
    }

    #[test]
    fn words_from_files_stay_words() {
        let mut card = Library::embedded().expect("a sound library").cards()[0].clone();
        card.text = "<script>\"&{{sections}}".to_owned();
        let page = page(&Library::of_cards(vec![card]));
        assert!(page.contains("<p>&lt;script&gt;&quot;&amp;{{sections}}</p>"));
    }
}
