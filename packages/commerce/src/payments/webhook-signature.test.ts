import { describe, expect, it } from 'vitest';
import { isSignedWebhook, signWebhook } from './webhook-signature.ts';

const secret = 'secret-of-its-webhooks';
const body = '{"charge":{"idempotencyKey":"a"}}';
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const isSigned = (signature: string) => isSignedWebhook({ secret, body, signature });

describe('the signature of a webhook', () => {
  it('is the HMAC-SHA256 of its time and its body', () => {
    // From: printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac secret
    expect(signWebhook({ secret: 'secret', body: '{"a":1}', at: new Date(1_790_000_000_000) })).toBe(
      't=1790000000,v1=da8fe498621aaab99d5b11c51346b13d1a2bf2914b865b8d3edd3531cab25a3e',
    );
  });

  it('holds for five minutes, in either direction of a clock that is wrong', () => {
    expect(isSigned(signWebhook({ secret, body, at: new Date() }))).toBe(true);
    expect(isSigned(signWebhook({ secret, body, at: minutesAgo(4.9) }))).toBe(true);
    expect(isSigned(signWebhook({ secret, body, at: minutesAgo(-4.9) }))).toBe(true);
    expect(isSigned(signWebhook({ secret, body, at: minutesAgo(5.1) }))).toBe(false);
    expect(isSigned(signWebhook({ secret, body, at: minutesAgo(-5.1) }))).toBe(false);
  });

  it('is nobody else’s, nor that of another body or time', () => {
    const at = new Date();
    const signature = signWebhook({ secret, body, at });
    expect(isSigned(signWebhook({ secret: `${secret}x`, body, at }))).toBe(false);
    expect(isSigned(signWebhook({ secret, body: `${body} `, at }))).toBe(false);
    const [, seconds] = /t=(\d+)/.exec(signature) ?? [];
    expect(isSigned(signature.replace(`t=${seconds}`, `t=${Number(seconds) + 1}`))).toBe(false);
  });

  it.each(['', 't=1', 'v1=abc', `t=1,v1=${'z'.repeat(64)}`, `t=x,v1=${'0'.repeat(64)}`])(
    'is not "%s"',
    (signature) => expect(isSigned(signature)).toBe(false),
  );
});
