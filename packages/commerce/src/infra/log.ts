import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * JSON lines on stdout, one process named in each. Personal data and secrets are cut out should a caller ever
 * hand over a whole input.
 */
export function createLog(instance: string, level: string): Logger {
  return pino({
    level,
    base: { instance },
    redact: {
      paths: [
        '*.password',
        '*.token',
        '*.accessToken',
        '*.refreshToken',
        '*.email',
        '*.shippingAddress',
        '*.billingAddress',
        'req.headers.authorization',
        'req.headers.cookie',
      ],
      censor: '[cut]',
    },
  });
}
