import type { FaultKind } from '../fault.ts';

/** HTTP status 500 with a page instead of a failure reason, as a broken server behind a proxy gives it. */
export const http500: FaultKind = { name: 'http-500', make: () => ({ ok: true, value: { instead: 'status-500' } }) };
