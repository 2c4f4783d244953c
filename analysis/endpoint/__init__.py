"""Room for the analyzer behind an OpenAI-compatible endpoint; no other room may know a model client."""
