//! The real program as a process of its own, against the simulated Telegram: killed at any moment, told to stop,
//! refused, started twice. What is promised of the road is counted here from outside.

mod answers;
mod bot;
#[path = "../cluster/mod.rs"]
mod cluster;
mod couples;
mod database;
mod ends;
mod evenings;
mod kills;
mod leaders;
mod network;
mod talks;
mod watched;
