"""Rules of executive coordination: from decided drafts to closed actions."""
