import { nextAuthHandler } from '../../../../features/identity/ask-next-auth.ts';

export { nextAuthHandler as GET, nextAuthHandler as POST };
