import { z } from 'zod';
import { idSchema } from './common.ts';

export const loginInput = z.object({ email: z.email().max(254), password: z.string().min(1).max(200) });

/** The cookie in which a browser shows its access token; whoever signs it in sets it, HttpOnly. */
export const SESSION_COOKIE = 'hf_session';

const tokenSchema = z.string().min(1).max(200);
export const refreshInput = z.object({ refreshToken: tokenSchema });
/** Ends the session of this refresh token, and that of the access token which the caller shows. */
export const logoutInput = z.object({ refreshToken: tokenSchema.optional() }).prefault({});
export const logoutOutput = z.object({ ended: z.literal(true) });

export const userRoleSchema = z.enum(['customer', 'operator']);
export type UserRole = z.infer<typeof userRoleSchema>;

export const userSchema = z.object({
  id: idSchema,
  email: z.email(),
  name: z.string(),
  role: userRoleSchema,
});
export type User = z.infer<typeof userSchema>;

export const sessionSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** When the access token ends. */
  expiresAt: z.iso.datetime(),
  user: userSchema,
});
export type Session = z.infer<typeof sessionSchema>;
