-- Payments: when money is taken, what has gone back, until when the next step should be done.
CREATE TYPE "capture_mode" AS ENUM ('immediate', 'on_fulfilment');
CREATE TYPE "payment_step_name" AS ENUM ('authorize', 'capture', 'cancel');
CREATE TYPE "payment_step_outcome" AS ENUM ('done', 'refused', 'failed');
CREATE TYPE "refund_state" AS ENUM ('pending', 'succeeded', 'failed', 'replaced');
ALTER TYPE "stock_movement_kind" ADD VALUE 'return';

ALTER TABLE "channel" ADD COLUMN "capture" "capture_mode" NOT NULL DEFAULT 'immediate';

ALTER TABLE "payment"
  ADD COLUMN "capture" "capture_mode" NOT NULL DEFAULT 'immediate',
 ADD COLUMN "given_up" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "refunded_amount" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "deadline_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "payment_refunded_within_amount" CHECK (refunded_amount BETWEEN 0 AND amount) NOT VALID,
  ADD CONSTRAINT "payment_refunded_after_capture" CHECK (refunded_amount = 0 OR state = 'captured') NOT VALID;

CREATE TABLE "payment_step" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "payment_id" UUID NOT NULL,
    "step" "payment_step_name" NOT NULL,
    "outcome" "payment_step_outcome",
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_step_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payment_step_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "payment_step_payment_id_idx" ON "payment_step"("payment_id");

-- Orders: the hold of what is not paid yet, what of each line has left, was cancelled or came back.
ALTER TABLE "orders" ADD COLUMN "hold_expires_at" TIMESTAMPTZ(3);
ALTER TABLE "order_line"
  ADD COLUMN "components" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "fulfilled_quantity" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "cancelled_quantity" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "returned_quantity" INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT "order_line_pieces" CHECK (
    fulfilled_quantity >= 0 AND cancelled_quantity >= 0 AND returned_quantity >= 0
    AND fulfilled_quantity + cancelled_quantity <= quantity AND returned_quantity <= fulfilled_quantity) NOT VALID;

CREATE TABLE "refund" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "state" "refund_state" NOT NULL DEFAULT 'pending',
    "reason" TEXT NOT NULL,
    "restock" BOOLEAN NOT NULL,
    "failure" TEXT,
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "refund_amount_positive" CHECK (amount > 0),
    CONSTRAINT "refund_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "refund_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "refund_order_id_idx" ON "refund"("order_id");
CREATE INDEX "refund_payment_id_idx" ON "refund"("payment_id");
CREATE INDEX "refund_pending" ON "refund"(updated_at) WHERE state = 'pending';

CREATE TABLE "refund_line" (
    "refund_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "refund_line_pkey" PRIMARY KEY ("refund_id","order_line_id"),
    CONSTRAINT "refund_line_quantity_positive" CHECK (quantity > 0),
    CONSTRAINT "refund_line_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refund"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "refund_line_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "refund_line_order_line_id_idx" ON "refund_line"("order_line_id");

-- An order's events are numbered under the order's lock. A statement that has waited for that lock still sees what
-- there was before it waited; a trigger's query sees what there is. Who writes a number by himself is left alone.
CREATE FUNCTION number_order_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq IS NULL THEN
    SELECT coalesce(max(seq), 0) + 1 INTO NEW.seq FROM order_event WHERE order_id = NEW.order_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "order_event_number" BEFORE INSERT ON "order_event"
  FOR EACH ROW EXECUTE FUNCTION number_order_event();

-- Orders that are not paid at this moment: their time begins now.
UPDATE "orders" SET hold_expires_at = now() + interval '30 minutes' WHERE payment_status IN ('pending', 'failed');
