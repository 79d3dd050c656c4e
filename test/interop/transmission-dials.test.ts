import { transmissionThatDials } from './clients/transmission.ts';
import { tryWith } from './try-with.ts';

// As a seed it does what it does on loopback: we dial.
tryWith(transmissionThatDials, ['we seed']);
