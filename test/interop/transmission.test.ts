import { transmission } from './clients/transmission.ts';
import { tryWith } from './try-with.ts';

tryWith(transmission);
