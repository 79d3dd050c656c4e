/** A name or an address of IPv4, or one of IPv6 in brackets, with or without a port: nothing else gets into a page. */
const HOST = /^([a-z\d.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * An announce URL with the host by which the tracker was reached: one that listens at every address can't know by which of them
 * others do. The port stays; a host that can't be read changes nothing.
 */
export function reachedAt(announceUrl: string, host: string | undefined): string {
  const name = HOST.exec(host ?? '')?.[1];
  return name === undefined ? announceUrl : announceUrl.replace(/(?<=^\w+:\/\/)(\[[^\]]*\]|[^:/]*)/, name);
}
