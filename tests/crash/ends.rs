//! How the program ends and is refused: in good order at SIGTERM, in words where it cannot go on.
