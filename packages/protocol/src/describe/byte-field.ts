/** A run of bytes inside a message, and what it means, for people. */
export interface ByteField {
  /** What specifications call it: `info_hash`, `begin`. */
  readonly name: string;
  /** Where it begins in the message, bytes. */
  readonly start: number;
  /** Bytes. */
  readonly length: number;
  /** What the bytes say. One line that can't steer a terminal, whoever sent them. */
  readonly value: string;
  /** What the field is for, in a few words. */
  readonly purpose: string;
  /** The number of the BEP that defines it, where that is not the one of the whole message. */
  readonly bep?: number;
}

/** A message, or any other bytes that belong together, with the fields that it consists of. */
export interface DescribedBytes {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** The number of the BEP that defines it. */
  readonly bep: number;
  /** In the order of the bytes, without gaps. */
  readonly fields: readonly ByteField[];
}

/** Puts fields one behind the other. */
export class FieldRow {
  readonly fields: ByteField[] = [];
  #end = 0;

  /** @param length bytes */
  add(name: string, length: number, value: string | number, purpose: string, bep?: number): this {
    this.fields.push({
      name,
      start: this.#end,
      length,
      value: String(value),
      purpose,
      ...(bep !== undefined && { bep }),
    });
    this.#end += length;
    return this;
  }
}
