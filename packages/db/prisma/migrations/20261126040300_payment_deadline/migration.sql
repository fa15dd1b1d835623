CREATE INDEX CONCURRENTLY "payment_deadline" ON "payment" (deadline_at) WHERE deadline_at IS NOT NULL;
