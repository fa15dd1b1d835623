import { login } from '@holdfast/commerce/identity/login';
import { describeViewer } from '@holdfast/commerce/identity/viewer';
import { loginInput, sessionSchema, userSchema } from '@holdfast/shared/contracts/identity';
import { router, signInProcedure, userProcedure } from '../trpc.ts';

export const identityRouter = router({
  login: signInProcedure
    .input(loginInput)
    .output(sessionSchema)
    .mutation(({ ctx, input }) => login(ctx.deps, input)),
  me: userProcedure.output(userSchema).query(({ ctx }) => describeViewer(ctx.viewer)),
});
