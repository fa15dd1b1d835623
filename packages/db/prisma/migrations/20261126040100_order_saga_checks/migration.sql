-- Apart from their making, so that looking at all rows holds nobody up.
ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_refunded_within_amount";
ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_refunded_after_capture";
ALTER TABLE "order_line" VALIDATE CONSTRAINT "order_line_pieces";
