//! Checks a request against the Bot API's own description.
//!
//! Telegram forgives a field that it does not know, so a misspelt one would go unnoticed in service; here it
//! is an issue. The description is parsed at the first check only.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issue {
    /// No such field. Telegram passes over it.
    Unknown(String),
    /// A required field is not there.
    Missing(String),
    /// The value is not what the field takes.
    IllTyped(String),
}

impl Issue {
    /// Whether Telegram would refuse the request for it.
    pub fn refuses(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    /// Whether it is an unknown field of the value at `path` itself, not of something inside.
    fn is_about_field_of(&self, path: &str) -> bool {
        let Self::Unknown(field) = self else { return false };
        let name = field.strip_prefix(path).and_then(|rest| rest.strip_prefix('.'));
        name.is_some_and(|name| !name.contains(['.', '[']))
    }

    /// In words, for the list of violations.
    pub fn describe(&self) -> String {
        match self {
            Self::Unknown(field) => format!("unknown field {field}"),
            Self::Missing(field) => format!("missing field {field}"),
            Self::IllTyped(field) => format!("ill-typed field {field}"),
        }
    }

    /// The answer that refuses the request.
    pub fn refusal(&self) -> String {
        match self {
            // The commonest ones have texts of their own.
            Self::Missing(field) if field == "text" => "message text is empty".to_owned(),
            Self::Missing(field) if field == "message_id" => "message identifier is not specified".to_owned(),
            Self::Missing(field) | Self::Unknown(field) => format!("{field} is empty"),
            Self::IllTyped(field) if field.starts_with("reply_markup") => "object expected as reply markup".to_owned(),
            Self::IllTyped(field) => format!("can't parse {field}"),
        }
    }
}

/// One field: its name, whether it must be there, and the types that it takes.
struct Field {
    required: bool,
    types: Vec<Type>,
}

type FieldTypes = HashMap<String, Field>;

enum Type {
    Integer,
    Float,
    Boolean,
    String,
    File,
    Named(String),
    ArrayOf(Box<Type>),
}

impl Type {
    fn parse(text: &str) -> Self {
        match text {
            "Integer" => Self::Integer,
            "Float" => Self::Float,
            "Boolean" => Self::Boolean,
            "String" => Self::String,
            "InputFile" => Self::File,
            other => match other.strip_prefix("Array of ") {
                Some(inner) => Self::ArrayOf(Box::new(Self::parse(inner))),
                None => Self::Named(other.to_owned()),
            },
        }
    }
}

enum Shape {
    Object(FieldTypes),
    OneOf(Vec<String>),
}

struct Schema {
    methods: HashMap<String, FieldTypes>,
    types: HashMap<String, Shape>,
}

// `allow_sending_without_reply` stands in it as before, though the description of 10.3 lacks it: the bot sends it, and a
// server that does not know a field passes over it. The file is ours and its well-formedness is tested below; an unreadable one is an empty schema, not a panic.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let root: Value = serde_json::from_str(include_str!("bot-api-10.3.min.json")).unwrap_or_default();
    let entries = |key: &str| root.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    Schema {
        methods: entries("methods").iter().map(|(name, fields)| (name.clone(), read_fields(fields))).collect(),
        types: entries("types").iter().map(|(name, shape)| (name.clone(), read_shape(shape))).collect(),
    }
});

fn read_fields(fields: &Value) -> FieldTypes {
    let Some(fields) = fields.as_object() else { return FieldTypes::new() };
    fields
        .iter()
        .map(|(name, types)| {
            // A trailing "!" marks a required field.
            let required = name.ends_with('!');
            let types = types.as_str().unwrap_or_default().split('|').map(Type::parse).collect();
            (name.trim_end_matches('!').to_owned(), Field { required, types })
        })
        .collect()
}

fn read_shape(shape: &Value) -> Shape {
    match shape.as_array() {
        Some(names) => Shape::OneOf(names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()),
        None => Shape::Object(read_fields(shape)),
    }
}

/// The method's name as Telegram spells it, if there is such a method. Case does not matter to Telegram.
pub fn method_name(name: &str) -> Option<&'static str> {
    SCHEMA.methods.keys().find(|known| known.eq_ignore_ascii_case(name)).map(String::as_str)
}

/// Everything that is wrong with a call of `method` (as Telegram spells it) with these parameters.
pub fn check(method: &str, params: &Map<String, Value>) -> Vec<Issue> {
    let mut issues = Vec::new();
    if let Some(fields) = SCHEMA.methods.get(method) {
        check_fields(fields, params, "", true, &mut issues);
    }
    issues
}

fn check_fields(fields: &FieldTypes, given: &Map<String, Value>, path: &str, top: bool, issues: &mut Vec<Issue>) {
    let full = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, value) in given {
        match fields.get(name) {
            None => issues.push(Issue::Unknown(full(name))),
            // A null is an absent field.
            Some(_) if value.is_null() => {}
            Some(field) => check_any(&field.types, value, &full(name), top, issues),
        }
    }
    for (name, field) in fields {
        if field.required && given.get(name).is_none_or(Value::is_null) {
            issues.push(Issue::Missing(full(name)));
        }
    }
}

/// Checks against the alternative that fits best, so that a slip deep inside is named and not merely noticed: one that
/// knows the fields of the value comes before one to which they are strange, though it may find more wrong in them.
fn check_any(types: &[Type], value: &Value, path: &str, top: bool, issues: &mut Vec<Issue>) {
    let best = types
        .iter()
        .map(|ty| {
            let mut found = Vec::new();
            check_one(ty, value, path, top, &mut found);
            found
        })
        .min_by_key(|found| {
            let strange = found.iter().filter(|issue| issue.is_about_field_of(path)).count();
            (strange, found.iter().filter(|issue| issue.refuses()).count(), found.len())
        });
    issues.extend(best.unwrap_or_default());
}

fn check_one(ty: &Type, value: &Value, path: &str, top: bool, issues: &mut Vec<Issue>) {
    // In a form everything is text, and an object is the text of its JSON. Telegram reads the same in a JSON body.
    let reread = match (ty, value) {
        (Type::String | Type::File, _) => None,
        (_, Value::String(text)) if top => serde_json::from_str(text).ok(),
        _ => None,
    };
    let value = reread.as_ref().unwrap_or(value);
    let fits = match ty {
        Type::Integer => value.is_i64() || value.is_u64(),
        Type::Float => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::String | Type::File => value.is_string(),
        Type::ArrayOf(inner) => match value.as_array() {
            Some(items) => {
                for (i, item) in items.iter().enumerate() {
                    check_one(inner, item, &format!("{path}[{i}]"), false, issues);
                }
                true
            }
            None => false,
        },
        Type::Named(name) => match (SCHEMA.types.get(name), value.as_object()) {
            (Some(Shape::Object(fields)), Some(object)) => {
                check_fields(fields, object, path, false, issues);
                true
            }
            (Some(Shape::OneOf(names)), Some(_)) => {
                let alternatives: Vec<Type> = names.iter().cloned().map(Type::Named).collect();
                check_any(&alternatives, value, path, false, issues);
                true
            }
            // A type whose fields the description does not give (a placeholder): anything goes.
            (None, _) => true,
            (Some(_), None) => false,
        },
    };
    if !fits {
        issues.push(Issue::IllTyped(path.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn issues(method: &str, params: &Value) -> Vec<Issue> {
        check(method, params.as_object().expect("an object"))
    }

    #[test]
    fn the_description_is_whole() {
        assert_eq!(SCHEMA.methods.len(), 185);
        assert_eq!(method_name("SENDMESSAGE"), Some("sendMessage"));
        assert_eq!(method_name("sendLove"), None);
    }

    #[test]
    fn a_right_request_has_no_issues() {
        let params = json!({
            "chat_id": -5, "text": "hello", "parse_mode": "HTML",
            "reply_parameters": {"message_id": 3},
            "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
        });
        assert_eq!(issues("sendMessage", &params), []);
    }

    #[test]
    fn a_form_carries_everything_as_text() {
        let params = json!({
            "chat_id": "-5", "text": "5", "disable_notification": "true",
            "reply_markup": "{\"force_reply\":true}",
        });
        assert_eq!(issues("sendMessage", &params), []);
    }

    #[test]
    fn slips_are_named() {
        let params = json!({"chat_id": 1, "txt": "hello"});
        assert_eq!(
            issues("sendMessage", &params),
            [Issue::Unknown("txt".to_owned()), Issue::Missing("text".to_owned())]
        );
        let params = json!({"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": 5}]]}});
        assert_eq!(
            issues("sendMessage", &params),
            [Issue::IllTyped("reply_markup.inline_keyboard[0][0].text".to_owned())]
        );
        let params = json!({"chat_id": 1, "text": "x", "message_thread_id": "first"});
        assert_eq!(issues("sendMessage", &params), [Issue::IllTyped("message_thread_id".to_owned())]);
    }

    #[test]
    fn a_scope_is_one_of_several_kinds() {
        let params = json!({"commands": [], "scope": {"type": "all_private_chats"}});
        assert_eq!(issues("setMyCommands", &params), []);
    }
}
