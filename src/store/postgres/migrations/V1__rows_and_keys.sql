-- All rows of the store, as they are sealed. `tree` is the place in the order couples, users, timers, outbox, seen, dead,
-- meta; keys sort as bytes, which is the order in which they are wanted.
CREATE TABLE nearer.rows (
    tree smallint NOT NULL,
    key bytea NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (tree, key)
);
-- What is sealed cannot be packed any smaller.
ALTER TABLE nearer.rows ALTER COLUMN value SET STORAGE EXTERNAL;

-- The keyring to which the keys belong, and what only the right host's key opens.
CREATE TABLE nearer.keyring (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    id bytea NOT NULL,
    proof bytea NOT NULL
);

-- The keys of all couples and people, wrapped in the host's key. One that is destroyed is NULL, and stays.
CREATE TABLE nearer.keys (
    number integer PRIMARY KEY,
    wrapped bytea
);
