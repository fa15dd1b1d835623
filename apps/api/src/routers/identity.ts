import { endSession } from '@holdfast/commerce/identity/end-session';
import { login } from '@holdfast/commerce/identity/login';
import { refreshSession } from '@holdfast/commerce/identity/refresh-session';
import { describeViewer } from '@holdfast/commerce/identity/viewer';
import {
  loginInput,
  logoutInput,
  logoutOutput,
  refreshInput,
  sessionSchema,
  userSchema,
} from '@holdfast/shared/contracts/identity';
import { openProcedure, router, signInProcedure, tokenProcedure, userProcedure } from '../trpc.ts';

export const identityRouter = router({
  login: signInProcedure
    .input(loginInput)
    .output(sessionSchema)
    .mutation(({ ctx, input }) => login(ctx.deps, input)),
  refresh: openProcedure
    .input(refreshInput)
    .output(sessionSchema)
    .mutation(({ ctx, input }) => refreshSession(ctx.deps, input)),
  logout: tokenProcedure
    .input(logoutInput)
    .output(logoutOutput)
    .mutation(({ ctx, input }) =>
      endSession(ctx.deps, {
        accessToken: ctx.credential?.token ?? null,
        refreshToken: input.refreshToken ?? null,
      }),
    ),
  me: userProcedure.output(userSchema).query(({ ctx }) => describeViewer(ctx.viewer)),
});
