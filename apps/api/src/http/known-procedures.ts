// oxlint-disable no-underscore-dangle -- tRPC keeps what it knows of a router and a procedure under `_def`.
import type { TRPCRequestInfo } from '@trpc/server/http';
import { appRouter } from '../router.ts';
import type { Meta } from '../trpc.ts';

const NAMES = new Set(Object.keys(appRouter._def.procedures));

export function isProcedure(path: string): boolean {
  return NAMES.has(path);
}

export function isPublicContent({ procedure }: TRPCRequestInfo['calls'][number]): boolean {
  return (procedure?._def.meta as Meta | undefined)?.publicContent === true;
}
