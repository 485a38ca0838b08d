"""The viewer: readings of articles to a page, or to a terminal; it judges nothing itself."""
