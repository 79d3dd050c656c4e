import { toHex } from '@seedbed/protocol';
import type { ByteField } from '@seedbed/protocol/describe';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

export interface ByteTableProps {
  readonly bytes: Uint8Array;
  /** Of the whole; more than there are in `bytes` when only the beginning is shown. */
  readonly length: number;
  readonly fields: readonly ByteField[];
}

/** Kinds of colour in which neighbours differ. */
const TINTS = 6;
/** Rows of sixteen bytes that are shown. */
const MOST_BYTES = 20 * 16;

/** Bytes in hexadecimal with their text beside them; what a field is made of has its colour, in the list below as well. */
export function ByteTable({ bytes, length, fields }: ByteTableProps): JSX.Element {
  const [lit, setLit] = useState<number>();
  const shown = bytes.subarray(0, MOST_BYTES);
  const fieldOf = (at: number): number =>
    fields.findIndex(({ start, length: size }) => at >= start && at < start + size);
  const cells = Array.from(shown, (byte, at) => ({ byte, at, field: fieldOf(at) }));
  const classOf = (field: number): string => `tint-${field % TINTS} ${lit === field ? 'lit' : ''}`;
  return (
    <div class="bytes" onPointerLeave={() => setLit(undefined)}>
      <div class="hex" role="img" aria-label={`${length} bytes: ${toHex(shown.subarray(0, 24))}…`}>
        {cells.map(({ byte, at, field }) => (
          <span key={at} class={`byte ${classOf(field)}`} onPointerEnter={() => setLit(field)}>
            {byte.toString(16).padStart(2, '0')}
            <small>{byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'}</small>
          </span>
        ))}
        {length > shown.length && <span class="more">… {length - shown.length} more bytes</span>}
      </div>
      <ol class="fields">
        {fields.map((field, i) => (
          <li key={field.start} class={classOf(i)} onPointerEnter={() => setLit(i)}>
            <b>{field.name}</b> <code>{field.value}</code>
            <small>
              {field.length === 1 ? '1 byte' : `${field.length} bytes`}: {field.purpose}
            </small>
          </li>
        ))}
      </ol>
    </div>
  );
}
