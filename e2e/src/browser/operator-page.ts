import type { Page } from 'playwright';

/** Signs in as a person does; ends on the operator's live page. */
export async function signIn(page: Page, webUrl: string, env: Record<string, string>): Promise<void> {
  await page.goto(`${webUrl}/operator`);
  await page.waitForURL('**/sign-in**');
  await page.getByLabel('E-mail').fill(env.OPERATOR_EMAIL ?? '');
  await page.getByLabel('Password', { exact: true }).fill(env.OPERATOR_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/operator');
}
