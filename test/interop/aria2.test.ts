import { aria2 } from './clients/aria2.ts';
import { tryWith } from './try-with.ts';

tryWith(aria2);
