/** What must be so whatever strangers send; if it is not, the fault is ours and the process may not go on as if it were. */
export function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`invariant violation: ${what}`);
}
