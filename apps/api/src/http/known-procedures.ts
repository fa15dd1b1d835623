// oxlint-disable no-underscore-dangle -- tRPC keeps what it knows of a router and a procedure under `_def`.
import type { AnyTRPCProcedure, TRPCProcedureType } from '@trpc/server';
import type { z } from 'zod';
import { appRouter } from '../router.ts';
import type { Meta } from '../trpc.ts';

/** By dotted name: at run time they lie flat, whatever their type says. */
export const PROCEDURES = new Map(
  Object.entries(appRouter._def.procedures as object as Record<string, AnyTRPCProcedure>),
);

export function isProcedure(path: string): boolean {
  return PROCEDURES.has(path);
}

export function findProcedure(path: string): AnyTRPCProcedure | undefined {
  return PROCEDURES.get(path);
}

export function typeOf(procedure: AnyTRPCProcedure): TRPCProcedureType {
  return procedure._def.type;
}

/** The input as the procedure's own schema reads it; null when it is none. */
export function parseInput(procedure: AnyTRPCProcedure, input: unknown): { input: unknown } | null {
  const [schema] = procedure._def.inputs as z.ZodType[];
  const parsed = schema?.safeParse(input);
  return parsed?.success ? { input: parsed.data } : null;
}

export function isPublicContent({ procedure }: { procedure: AnyTRPCProcedure | null }): boolean {
  return (procedure?._def.meta as Meta | undefined)?.publicContent === true;
}
