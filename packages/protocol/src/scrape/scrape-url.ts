/**
 * Where to scrape a tracker that announces at this URL (BEP 48): `announce` right after the last slash becomes `scrape`.
 * Undefined for a URL without it: that tracker can't be scraped.
 */
export function scrapeUrl(announceUrl: string): string | undefined {
  const at = announceUrl.lastIndexOf('/') + 1;
  const word = 'announce';
  if (at === 0 || !announceUrl.startsWith(word, at)) return undefined;
  return `${announceUrl.slice(0, at)}scrape${announceUrl.slice(at + word.length)}`;
}
