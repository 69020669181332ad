//! The second store: PostgreSQL, for hosts whose bot is to survive a machine. Two or three bots know the same database;
//! one of them leads, and the others stand by.
//!
//! What is promised is what [`Store`](super::Store) promises. The records are the same sealed bytes as in the folder of
//! sled, and exports the same lines; the keys lie in a table of their own, wrapped in the host's key, which never comes
//! into the database.
//!
//! # Who leads
//!
//! A row of the table `lease` says which lead it is (the epoch, a number drawn by chance), how many commits there were, and until when
//! nobody else may take it, by the database's clock (`lease.rs`). Each commit is one statement that counts the commits on only
//! if the epoch is its own, and does nothing otherwise: whoever was cut off and comes back cannot write. And what it had
//! ordered to be sent is not sent once it has not heard from the database for some seconds: see
//! [`Leading`](super::Leading).
//!
//! # When the answer to a commit is lost
//!
//! The commit is never given up after a time, as all other questions are. Where the connection breaks, the same statement is sent again over a new
//! one: it begins from a number of commits, so it does nothing where it had arrived, and the number then tells so.
//!
//! # Few round trips
//!
//! One commit is one. What a batch needs is fetched at once beforehand ([`Store::prefetch`](super::Store::prefetch));
//! rows read or written lately are remembered (`cache.rs`), and so are the timers that fall due next (`timers.rs`).
//!
//! | file | what it is for |
//! |---|---|
//! | `address.rs` | where the database is, and how to speak with it |
//! | `link.rs` | one connection, made again where it breaks |
//! | `lease.rs` | who leads: taking, renewing and giving back |
//! | `schema.rs`, `migrations/` | the tables, and how they change |
//! | `rows.rs` | reading rows, and the commit |
//! | `keys.rs` | the keys, in their table |
//! | `cache.rs`, `timers.rs` | what is remembered |
//! | `store.rs` | the store itself |
//! | `moving.rs` | an import, an export by command, another host's key |

mod address;
mod cache;
mod keys;
mod lease;
mod link;
mod moving;
mod rows;
mod schema;
mod store;
mod timers;

pub use address::Address;
pub use lease::{Standby, Term, stand_by};
pub use moving::{export, import, look, rotate_key};
pub use store::PostgresStore;

pub(super) use moving::OldTable;

/// Parts of other people's making that write into the log at a start, as their targets are named.
pub const LOGS_OF_OTHERS: [&str; 2] = ["tokio_postgres", "refinery_core"];
