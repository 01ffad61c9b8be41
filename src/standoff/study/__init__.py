"""Questions asked of a game: what an answer depends on, and what would change it."""
