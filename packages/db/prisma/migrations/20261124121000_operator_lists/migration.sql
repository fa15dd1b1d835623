-- CreateIndex
CREATE INDEX "orders_payment_status_fulfilment_status_placed_at_id_idx" ON "orders"("payment_status", "fulfilment_status", "placed_at" DESC, "id" DESC);

-- What an operator looks for: the beginning of an e-mail address as people type it, and what waits for a decision.
CREATE INDEX "order_contact_email_lower" ON "order_contact" (lower(email));
CREATE INDEX "orders_attention" ON "orders" (placed_at DESC, id DESC) WHERE attention_reason IS NOT NULL;
