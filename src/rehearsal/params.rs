//! The parameters of a call, however they were sent.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{FromRequest, Query, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::parts::{self, Content};

/// As much as a call may carry.
const BODY_LIMIT: usize = 50 << 20;

/// A file that came with a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// The type of a picture that apps and browsers show; any other file is only given to be saved.
    pub fn picture_type(&self) -> Option<&'static str> {
        match self.bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
            [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
            _ => None,
        }
    }
}

/// Fields by name, and files.
#[derive(Debug, Clone, Default)]
pub struct Params {
    /// As in a JSON body; from a form every value is a string.
    pub fields: Map<String, Value>,
    /// By the name of their part.
    pub files: BTreeMap<String, Upload>,
}

impl Params {
    /// Reads the query and the body: JSON, a form, or parts. The error is for people.
    pub async fn read(request: Request) -> Result<Self, String> {
        let mut params = Self::default();
        if request.uri().query().is_some() {
            let Query(pairs) =
                Query::<Vec<(String, String)>>::try_from_uri(request.uri()).map_err(|error| error.to_string())?;
            params.fields.extend(pairs.into_iter().map(|(name, value)| (name, Value::String(value))));
        }
        let header = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = header.unwrap_or_default().to_owned();
        if kind.starts_with("application/x-www-form-urlencoded") && request.method() != "GET" {
            let Form(pairs) =
                Form::<Vec<(String, String)>>::from_request(request, &()).await.map_err(|error| error.to_string())?;
            params.fields.extend(pairs.into_iter().map(|(name, value)| (name, Value::String(value))));
            return Ok(params);
        }
        let body = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await.map_err(|error| error.to_string())?;
        if kind.starts_with("multipart/form-data") {
            for (name, content) in parts::read(&kind, &body)? {
                match content {
                    Content::Text(text) => drop(params.fields.insert(name, Value::String(text))),
                    Content::File(file) => drop(params.files.insert(name, file)),
                }
            }
        } else if !body.is_empty() {
            let fields: Map<String, Value> =
                serde_json::from_slice(&body).map_err(|_| "can't parse the JSON of the request".to_owned())?;
            params.fields.extend(fields);
        }
        Ok(params)
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// A whole number.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.value(name)? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }

    /// Text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// A flag; absent is false.
    pub fn flag(&self, name: &str) -> bool {
        match self.value(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true") || text == "1",
            _ => false,
        }
    }

    /// An object or array, given as such or as the text of its JSON.
    pub fn json(&self, name: &str) -> Option<Value> {
        match self.value(name)? {
            Value::String(text) => serde_json::from_str(text).ok(),
            value => Some(value.clone()),
        }
    }

    /// The chat that the call is about.
    pub fn chat(&self) -> Option<i64> {
        self.int("chat_id")
    }

    /// How many messages the call may make: as many as it names, otherwise one.
    pub fn messages(&self) -> usize {
        let named = self.json("message_ids").and_then(|ids| ids.as_array().map(Vec::len));
        named.unwrap_or_default().max(1)
    }

    /// The file for this field: a part of that name, or the one that the field names by `attach://`.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        let attached = self.text(name).and_then(|text| text.strip_prefix("attach://"));
        self.files.get(attached.unwrap_or(name))
    }
}
