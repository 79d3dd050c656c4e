import type { RequestHandler } from 'express';
import { ControlError } from './control-error.ts';

/** Answers so many requests at a time and turns further ones away: each may hold a large body in memory. */
export function places(count: number): RequestHandler {
  let taken = 0;
  return (_request, response, next) => {
    if (taken >= count) {
      response.set('Retry-After', '1');
      throw new ControlError('busy', `${count} torrents are being added at this moment; come again when one is done`);
    }
    taken++;
    response.once('close', () => {
      taken--;
    });
    next();
  };
}
