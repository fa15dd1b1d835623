/** For what spreads requests or restarts processes: this process answers. */
export function GET(): Response {
  return Response.json({ status: 'ok' });
}
