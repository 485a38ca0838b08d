"""From annotated articles to a release: checks, splits, manifest, card, and the door ``builder.build``."""
