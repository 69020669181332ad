//! Telegram's ways to say no, in its own words.

use serde_json::{Value, json};

/// An answer with `ok: false`.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The error code, also the HTTP status.
    pub code: u16,
    /// The description.
    pub text: String,
    /// `ResponseParameters`, when there are any.
    pub parameters: Option<Value>,
}

impl Refusal {
    /// 400.
    pub fn bad_request(text: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", text.as_ref()))
    }

    /// 403.
    pub fn forbidden(text: impl AsRef<str>) -> Self {
        Self::new(403, format!("Forbidden: {}", text.as_ref()))
    }

    /// 409.
    pub fn conflict(text: impl AsRef<str>) -> Self {
        Self::new(409, format!("Conflict: {}", text.as_ref()))
    }

    /// 429.
    pub fn too_many_requests(retry_after: u32) -> Self {
        Self {
            parameters: Some(json!({"retry_after": retry_after})),
            ..Self::new(429, format!("Too Many Requests: retry after {retry_after}"))
        }
    }

    /// A group that has another id now.
    pub fn migrated(to: i64) -> Self {
        Self {
            parameters: Some(json!({"migrate_to_chat_id": to})),
            ..Self::bad_request("group chat was upgraded to a supergroup chat")
        }
    }

    /// Any code with any text.
    pub fn new(code: u16, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), parameters: None }
    }

    /// The body of the answer.
    pub fn body(&self) -> String {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.text});
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body.to_string()
    }
}
