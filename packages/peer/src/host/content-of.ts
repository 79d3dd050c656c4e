import { openContent } from '../io/storage/open-content.ts';
import { memoryOpener } from '../io/storage/open-memory.ts';
import { syntheticOpener } from '../io/storage/open-synthetic.ts';
import type { OpenContent } from '../io/storage/opened-content.ts';
import { ProcessConfigError } from './config-reader.ts';
import type { PeerProcessConfig } from './peer-process-config.ts';

/** How the content of a peer is opened. @throws ProcessConfigError */
export function contentOf({ storage = 'file', contentSeed }: PeerProcessConfig): OpenContent {
  if (storage === 'file') return openContent;
  if (storage === 'memory') return memoryOpener();
  if (contentSeed !== undefined) return syntheticOpener(contentSeed);
  throw new ProcessConfigError('"contentSeed" is missing in a peer whose content is synthetic');
}
