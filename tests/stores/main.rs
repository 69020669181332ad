//! What is promised of a store, held against both that there are: in a folder, and in PostgreSQL.

#[path = "../cluster/mod.rs"]
mod cluster;
mod contract;
mod exports;
mod leaders;
mod moving;
mod tls;
