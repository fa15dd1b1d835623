-- AlterTable
ALTER TABLE "outbox_event" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "last_error" TEXT,
ADD COLUMN "failed_at" TIMESTAMPTZ(3),
ADD COLUMN "dead_at" TIMESTAMPTZ(3),
ADD COLUMN "discard_reason" TEXT,
ADD COLUMN "discarded_by" UUID;

-- CreateTable
CREATE TABLE "queue_setting" (
    "queue" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "concurrency" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID,

    CONSTRAINT "queue_setting_pkey" PRIMARY KEY ("queue")
);

-- CreateTable
CREATE TABLE "schedule" (
    "name" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "every_ms" INTEGER NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_started_at" TIMESTAMPTZ(3),
    "last_ended_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("name")
);
