//! The tables, and how they change: numbered migrations, which only the one who leads makes.

use refinery::{Runner, embed_migrations};
use tokio_postgres::Error;

use super::address::told;
use super::link::{Connected, Link, Trouble};
use crate::store::StoreError;

embed_migrations!("src/store/postgres/migrations");

/// Where it is written down which migrations were made.
const MIGRATIONS: &str = "nearer.migrations";

/// Any number that nobody else uses: of two bots that come first, one makes the table of the lease.
const FOUNDING: i64 = 0x6e65_6172_6572;

/// Whether this program knows the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fitness {
    /// There are none yet.
    Empty,
    /// There are, and this is the last change that was made to them.
    Known { found: i64 },
    /// A newer program made them: this one must not lead.
    Newer { found: i64 },
}

/// The last migration that this program knows.
pub(super) fn known() -> i64 {
    migrations::runner().get_migrations().iter().map(|migration| i64::from(migration.version())).max().unwrap_or(0)
}

fn runner() -> Runner {
    let mut runner = migrations::runner().set_grouped(true);
    runner.set_migration_table_name(MIGRATIONS);
    runner
}

pub(super) async fn fitness(connected: &mut Connected) -> Result<Fitness, Error> {
    let there = "SELECT to_regclass('nearer.lease') IS NOT NULL, to_regclass('nearer.migrations') IS NOT NULL";
    let row = connected.client.query_one(there, &[]).await?;
    if !row.try_get::<_, bool>(0)? {
        return Ok(Fitness::Empty);
    }
    if !row.try_get::<_, bool>(1)? {
        return Ok(Fitness::Known { found: 0 });
    }
    let row =
        connected.client.query_one("SELECT coalesce(max(version), 0)::bigint FROM nearer.migrations", &[]).await?;
    let found = row.try_get(0)?;
    Ok(if found > known() { Fitness::Newer { found } } else { Fitness::Known { found } })
}

/// Makes the table of the lease, which is there before anybody leads. It never changes.
pub(super) async fn found(connected: &mut Connected) -> Result<(), Error> {
    let founding = connected.client.transaction().await?;
    founding.execute("SELECT pg_advisory_xact_lock($1)", &[&FOUNDING]).await?;
    // Where the schema was made by another, this must not ask for the right to make it.
    let row = founding.query_one("SELECT to_regnamespace('nearer') IS NOT NULL", &[]).await?;
    if !row.try_get::<_, bool>(0)? {
        founding.batch_execute("CREATE SCHEMA nearer").await?;
    }
    founding
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS nearer.lease (
                 one boolean PRIMARY KEY DEFAULT true CHECK (one),
                 epoch bigint NOT NULL,
                 commits bigint NOT NULL,
                 holder text NOT NULL,
                 until timestamptz NOT NULL
             ) WITH (fillfactor = 10);
             INSERT INTO nearer.lease VALUES (true, 0, 0, '', '-infinity') ON CONFLICT DO NOTHING",
        )
        .await?;
    founding.commit().await
}

/// Brings the tables up to date. Only one who leads may ask for it.
pub(super) fn migrate(link: &mut Link) -> Result<(), StoreError> {
    let made = link.once(async |connected: &mut Connected| {
        if matches!(fitness(connected).await?, Fitness::Known { found } if found == known()) {
            return Ok(Ok(()));
        }
        Ok(runner().run_async(&mut connected.client).await.map(drop))
    });
    match made {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(link.address.failed("changing the tables of", told(&error))),
        Err(trouble @ Trouble::Lasting(_)) => Err(link.address.failed("changing the tables of", trouble.told())),
        Err(trouble) => Err(StoreError::Unreachable { place: link.address.to_string(), reason: trouble.told() }),
    }
}
