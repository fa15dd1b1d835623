-- CreateTable
CREATE TABLE "operations_sample" (
    "at" TIMESTAMPTZ(0) NOT NULL,
    "sample" JSONB,

    CONSTRAINT "operations_sample_pkey" PRIMARY KEY ("at")
);
