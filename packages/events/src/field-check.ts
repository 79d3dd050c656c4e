import { fromHex } from '@seedbed/protocol';
import type { SourceBytes } from './swarm-event.ts';

/** Whether a value from outside is what a field of an event holds. */
export type FieldCheck = (value: unknown) => boolean;

export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Bytes, pieces, peers: an integer of at least 0. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The 20 bytes of an info hash in hexadecimal. */
export function isInfoHash(value: unknown): boolean {
  return typeof value === 'string' && fromHex(value)?.length === 20;
}

/** Bytes in hexadecimal. */
export function isHex(value: unknown): boolean {
  return typeof value === 'string' && fromHex(value) !== undefined;
}

export function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function isTime(value: unknown): boolean {
  return Number.isFinite(value);
}

export function isOneOf(...words: readonly string[]): FieldCheck {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function isSources(value: unknown): boolean {
  return Array.isArray(value) && value.every(isSource);
}

function isSource(value: unknown): boolean {
  const source = value as Partial<SourceBytes> | null;
  return typeof source === 'object' && source !== null && isText(source.remote) && isCount(source.bytes);
}

/** A field that may be absent. */
export function optional(check: FieldCheck): FieldCheck {
  return (value) => value === undefined || check(value);
}

export function isListOf(check: FieldCheck): FieldCheck {
  return (value) => Array.isArray(value) && value.every(check);
}

/** An object with these fields; others are kept. */
export function isObjectOf(checks: Readonly<Record<string, FieldCheck>>): FieldCheck {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(checks).every(([field, check]) => check((value as Readonly<Record<string, unknown>>)[field]));
}
