import { StackError } from '../../stack/stack-error.ts';
import { mutate, Refused } from '../../shop-calls.ts';
import type { RehearsalShop } from '../running-shop.ts';

/** The operator's access token. It is in no history, and neither is the password. @throws StackError */
export async function signIn({ apiUrl, env }: RehearsalShop): Promise<string> {
  const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = env;
  try {
    const input = { email, password };
    const { accessToken } = await mutate<{ accessToken: string }>({ url: apiUrl }, 'identity.login', input);
    return accessToken;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new StackError(
      `The operator of ${apiUrl} cannot sign in with what is in local.env: ${error.code}.`,
    );
  }
}
