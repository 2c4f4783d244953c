"""A document until its drafts are decided: types, evidence, ports, stages, problems, settings."""
