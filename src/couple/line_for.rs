//! Lines that a value chooses: the name of a day, the button of a pace, the answer to a feeling.

use chrono::{Datelike, NaiveDate, Weekday};

use super::conversation::Feeling;
use super::dates::Every;
use super::dates::{Lead, Span, Verdict};
use super::{AboutPage, Pace, Region, Way};
use crate::line;
use crate::phrase::Phrase;
use crate::prompts::{Cost, DateIdea, Energy, Gate, Kind, Skip};

pub(super) fn weekday(day: Weekday) -> Phrase {
    match day {
        Weekday::Mon => line::weekday_1(),
        Weekday::Tue => line::weekday_2(),
        Weekday::Wed => line::weekday_3(),
        Weekday::Thu => line::weekday_4(),
        Weekday::Fri => line::weekday_5(),
        Weekday::Sat => line::weekday_6(),
        Weekday::Sun => line::weekday_7(),
    }
}

/// A weekday in a few letters.
pub(super) fn weekday_short(day: Weekday) -> Phrase {
    match day {
        Weekday::Mon => line::weekday_short_1(),
        Weekday::Tue => line::weekday_short_2(),
        Weekday::Wed => line::weekday_short_3(),
        Weekday::Thu => line::weekday_short_4(),
        Weekday::Fri => line::weekday_short_5(),
        Weekday::Sat => line::weekday_short_6(),
        Weekday::Sun => line::weekday_short_7(),
    }
}

/// The month of a day.
pub(super) fn month(day: NaiveDate) -> Phrase {
    let months = [
        line::month_1,
        line::month_2,
        line::month_3,
        line::month_4,
        line::month_5,
        line::month_6,
        line::month_7,
        line::month_8,
        line::month_9,
        line::month_10,
        line::month_11,
        line::month_12,
    ];
    of_the_month(months, day)
}

/// The month of a day in a few letters.
pub(super) fn month_short(day: NaiveDate) -> Phrase {
    let months = [
        line::month_short_1,
        line::month_short_2,
        line::month_short_3,
        line::month_short_4,
        line::month_short_5,
        line::month_short_6,
        line::month_short_7,
        line::month_short_8,
        line::month_short_9,
        line::month_short_10,
        line::month_short_11,
        line::month_short_12,
    ];
    of_the_month(months, day)
}

fn of_the_month(months: [fn() -> Phrase; 12], day: NaiveDate) -> Phrase {
    let [first, ..] = months;
    usize::try_from(day.month0()).ok().and_then(|month| months.get(month)).map_or_else(first, |name| name())
}

pub(super) fn region(region: Region) -> Phrase {
    match region {
        Region::Europe => line::region_europe(),
        Region::NorthAmerica => line::region_north_america(),
        Region::SouthAmerica => line::region_south_america(),
        Region::Asia => line::region_asia(),
        Region::Africa => line::region_africa(),
        Region::Oceania => line::region_oceania(),
    }
}

/// When cards come. `hour` and `weekday` are filled in where the pace has them.
pub(super) fn rhythm(pace: Pace, hour: String, weekday: Phrase) -> Phrase {
    match pace {
        Pace::Daily => line::rhythm_daily(hour),
        Pace::Weekdays => line::rhythm_weekdays(hour),
        Pace::ThreeAWeek => line::rhythm_three(hour),
        Pace::Weekly => line::RhythmWeekly { hour, weekday }.phrase(),
    }
}

pub(super) fn pace_button(pace: Pace) -> Phrase {
    match pace {
        Pace::Daily => line::button_pace_daily(),
        Pace::Weekdays => line::button_pace_weekdays(),
        Pace::ThreeAWeek => line::button_pace_three(),
        Pace::Weekly => line::button_pace_weekly(),
    }
}

/// A page of `/about`.
pub(super) fn about(page: AboutPage) -> Phrase {
    match page {
        AboutPage::Intro => line::about_intro(),
        AboutPage::Ingredients => line::about_ingredients(),
        AboutPage::Enemies => line::about_enemies(),
        AboutPage::RestsOn => line::about_rests_on(),
        AboutPage::Limits => line::about_limits(),
        AboutPage::LoveFriendship => line::about_love_friendship(),
        AboutPage::Vulnerability => line::about_vulnerability(),
        AboutPage::Trust => line::about_trust(),
        AboutPage::Commitment => line::about_commitment(),
        AboutPage::Selfishness => line::about_selfishness(),
        AboutPage::Dishonesty => line::about_dishonesty(),
        AboutPage::Entitlement => line::about_entitlement(),
        AboutPage::Resentment => line::about_resentment(),
    }
}

/// The button that leads to a page of `/about`; none leads down to the first.
pub(super) fn about_button(page: AboutPage) -> Phrase {
    match page {
        AboutPage::Intro => line::button_about_back(),
        AboutPage::Ingredients => line::button_about_ingredients(),
        AboutPage::Enemies => line::button_about_enemies(),
        AboutPage::RestsOn => line::button_about_rests_on(),
        AboutPage::Limits => line::button_about_limits(),
        AboutPage::LoveFriendship => line::button_about_love_friendship(),
        AboutPage::Vulnerability => line::button_about_vulnerability(),
        AboutPage::Trust => line::button_about_trust(),
        AboutPage::Commitment => line::button_about_commitment(),
        AboutPage::Selfishness => line::button_about_selfishness(),
        AboutPage::Dishonesty => line::button_about_dishonesty(),
        AboutPage::Entitlement => line::button_about_entitlement(),
        AboutPage::Resentment => line::button_about_resentment(),
    }
}

/// The button that leads to a door; none for what stands open to all.
pub(super) fn door_button(gate: Gate) -> Option<Phrase> {
    match gate {
        Gate::Open => None,
        Gate::Heavy => Some(line::button_door_heavy()),
        Gate::Intimate => Some(line::button_door_intimate()),
    }
}

/// What lies behind a door; none for what stands open to all.
pub(super) fn door(gate: Gate) -> Option<Phrase> {
    match gate {
        Gate::Open => None,
        Gate::Heavy => Some(line::corner_doors_heavy()),
        Gate::Intimate => Some(line::corner_doors_intimate()),
    }
}

/// A topic that a person can leave out; none for what is left out by circumstance.
pub(super) fn topic(topic: Skip) -> Option<Phrase> {
    match topic {
        Skip::ChildhoodOff => Some(line::topic_childhood_off()),
        Skip::FamilyOff => Some(line::topic_family_off()),
        Skip::MoneyOff => Some(line::topic_money_off()),
        Skip::FutureOff => Some(line::topic_future_off()),
        Skip::BodyOff => Some(line::topic_body_off()),
        Skip::TouchOff => Some(line::topic_touch_off()),
        Skip::Grief => Some(line::topic_grief()),
        Skip::LightWeek | Skip::AfterRepair => None,
    }
}

pub(super) fn way_button(way: Way) -> Phrase {
    match way {
        Way::Room => line::button_way_room(),
        Way::Here => line::button_way_here(),
        Way::Slow => line::button_way_slow(),
    }
}

pub(super) fn feeling_button(feeling: Feeling) -> Phrase {
    match feeling {
        Feeling::Closer => line::button_felt_closer(),
        Feeling::Fine => line::button_felt_fine(),
        Feeling::Tender => line::button_felt_tender(),
        Feeling::NotGood => line::button_felt_not_good(),
        Feeling::Skip => line::button_felt_skip(),
    }
}

/// What is said to how a talk left someone.
pub(super) fn feeling_answer(feeling: Feeling) -> Phrase {
    match feeling {
        Feeling::Closer => line::felt_closer(),
        Feeling::Fine => line::felt_fine(),
        Feeling::Tender => line::felt_tender(),
        Feeling::NotGood => line::felt_not_good(),
        Feeling::Skip => line::felt_skip(),
    }
}

pub(super) fn energy_button(energy: Energy) -> Phrase {
    match energy {
        Energy::Low => line::button_energy_low(),
        Energy::Medium => line::button_energy_medium(),
        Energy::High => line::button_energy_high(),
    }
}

pub(super) fn cost_button(cost: Cost) -> Phrase {
    match cost {
        Cost::Free => line::button_cost_free(),
        Cost::Small => line::button_cost_small(),
        Cost::Moderate => line::button_cost_moderate(),
    }
}

/// What an idea costs.
pub(super) fn cost(cost: Cost) -> Phrase {
    match cost {
        Cost::Free => line::idea_cost_free(),
        Cost::Small => line::idea_cost_small(),
        Cost::Moderate => line::idea_cost_moderate(),
    }
}

pub(super) fn span_button(span: Span) -> Phrase {
    match span {
        Span::Short => line::button_span_short(),
        Span::Medium => line::button_span_medium(),
        Span::Long => line::button_span_long(),
    }
}

/// One of the three: why it is among them, and what it takes. That it costs least its cost says by itself.
pub(super) fn idea_offered(kind: Kind, number: i64, idea: &DateIdea) -> Phrase {
    let (cost, title) = (cost(idea.cost), idea.title.as_str());
    let minutes = i64::try_from(idea.minutes).unwrap_or(i64::MAX);
    let kind = match kind {
        Kind::Cheap => return line::OfferIdeaCheap { cost, minutes, number, title }.phrase(),
        Kind::Easy => line::offer_easy(),
        Kind::New => line::offer_new(),
        Kind::Other => line::offer_other(),
    };
    line::OfferIdea { cost, kind, minutes, number, title }.phrase()
}

pub(super) fn lead_button(lead: Lead) -> Phrase {
    match lead {
        Lead::DayBefore => line::button_lead_day(),
        Lead::FiveHours => line::button_lead_five(),
        Lead::TwoHours => line::button_lead_two(),
    }
}

pub(super) fn verdict_button(verdict: Verdict) -> Phrase {
    match verdict {
        Verdict::Loved => line::button_after_loved(),
        Verdict::Fine => line::button_after_fine(),
        Verdict::NotForUs => line::button_after_not_for_us(),
        Verdict::Moved => line::button_after_moved(),
    }
}

/// That an evening is one of the regular ones.
pub(super) fn one_of_every(every: Every) -> Phrase {
    match every {
        Every::Week => line::evening_every_week(),
        Every::Fortnight => line::evening_every_fortnight(),
    }
}

/// The rule of the regular evening.
pub(super) fn regular(every: Every, weekday: Phrase, time: String) -> Phrase {
    match every {
        Every::Week => line::DatesRegularWeek { time, weekday }.phrase(),
        Every::Fortnight => line::DatesRegularFortnight { time, weekday }.phrase(),
    }
}

/// The same within a sentence, and on a button.
pub(super) fn rule(every: Every, weekday: Phrase, time: String) -> Phrase {
    match every {
        Every::Week => line::RegularRuleWeek { time, weekday }.phrase(),
        Every::Fortnight => line::RegularRuleFortnight { time, weekday }.phrase(),
    }
}

/// The question from which day on a rule holds.
pub(super) fn from_which_day(every: Every, weekday: Phrase) -> Phrase {
    match every {
        Every::Week => line::date_from_week(weekday),
        Every::Fortnight => line::date_from_fortnight(weekday),
    }
}

/// A line that suits any card of a path, for the day of this number.
pub(super) fn any_day_of_a_path(number: usize) -> Phrase {
    let lines = [
        line::path_neutral_0,
        line::path_neutral_1,
        line::path_neutral_2,
        line::path_neutral_3,
        line::path_neutral_4,
        line::path_neutral_5,
    ];
    lines[number % lines.len()]()
}

/// A door by its name; the open one has none.
pub(super) fn gate(gate: Gate) -> Option<Phrase> {
    match gate {
        Gate::Open => None,
        Gate::Heavy => Some(line::gate_heavy()),
        Gate::Intimate => Some(line::gate_intimate()),
    }
}
