"""What the first revision sets up beside its tables, in each database's own words."""

from __future__ import annotations

HEAD = "INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '" + "0" * 64 + "')"

_REFUSAL = "the audit log is only ever appended to"

GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
    ),
}

TEXT_INDEX = {
    "sqlite": ("CREATE VIRTUAL TABLE text_search USING fts5(title, body, tokenize = 'porter unicode61')",),
    "postgresql": (
        "CREATE TABLE text_search (document_id integer NOT NULL REFERENCES intake_document (id), "
        "part integer NOT NULL, body text NOT NULL, words tsvector NOT NULL, "
        "PRIMARY KEY (document_id, part))",
        "CREATE INDEX text_search_words ON text_search USING gin (words)",
    ),
}
