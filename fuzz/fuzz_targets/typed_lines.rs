//! What people type behind a command, a line each: days, hours, zones, spans. In the group and in private.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearer::spoken_time;
use nearer_fuzz::{Home, now};

fuzz_target!(|typed: &str| {
    let mut home = Home::default();
    for (number, line) in typed.lines().take(8).enumerate() {
        let _ = spoken_time::read(line, now().naive_utc());
        for command in ["date", "settings", "pause", "path", "listen", "start"] {
            for chat in ["{\"id\":-10,\"type\":\"group\"}", "{\"id\":1,\"type\":\"private\"}"] {
                let text = format!("/{command} {line}");
                let length = command.len() + 1;
                let raw = format!(
                    "{{\"update_id\":{},\"message\":{{\"message_id\":{},\"date\":1,\"chat\":{chat},\
                     \"from\":{{\"id\":1,\"is_bot\":false,\"first_name\":\"Ana\"}},\"text\":{},\
                     \"entities\":[{{\"type\":\"bot_command\",\"offset\":0,\"length\":{length}}}]}}}}",
                    number + 1,
                    number + 100,
                    serde_json::Value::from(text),
                );
                let read = nearer::telegram::reading::read(&raw, "nearer_bot").expect("it has a number");
                for news in read.incoming.into_iter().flat_map(|incoming| incoming.news) {
                    home.hears(news);
                }
            }
        }
    }
});
