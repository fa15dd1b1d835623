-- The operator's list of what fails, newest first.
CREATE INDEX CONCURRENTLY "outbox_event_failed" ON "outbox_event" (failed_at DESC, id DESC) WHERE closed_at IS NULL AND failed_at IS NOT NULL;
