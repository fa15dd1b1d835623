// oxlint-disable no-underscore-dangle -- tRPC keeps what it knows of a router and a procedure under `_def`.
import type { AnyTRPCProcedure, TRPCProcedureType } from '@trpc/server';
import { appRouter } from '../router.ts';
import type { Meta } from '../trpc.ts';

/** By dotted name: at run time they lie flat, whatever their type says. */
const PROCEDURES = new Map(
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

export function isPublicContent({ procedure }: { procedure: AnyTRPCProcedure | null }): boolean {
  return (procedure?._def.meta as Meta | undefined)?.publicContent === true;
}
