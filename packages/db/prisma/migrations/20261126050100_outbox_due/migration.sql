-- Dead jobs are not due: they wait for a person, and no relay has to read past them. The older index outbox_event_open
-- stays for one release: relays of the version before this one read it while they are being replaced.
CREATE INDEX CONCURRENTLY "outbox_event_due" ON "outbox_event" (due_at) WHERE closed_at IS NULL AND dead_at IS NULL;
