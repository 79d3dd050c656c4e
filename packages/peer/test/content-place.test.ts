import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContentPlace, unfinishedName } from '../src/io/storage/content-place.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('ContentPlace', () => {
  it('writes under the unfinished name and gets the final one in one step', () => {
    const dir = temporaryFolder();
    const place = new ContentPlace(dir, 'film');
    place.beginWriting();
    expect(place.path).toBe(join(dir, 'film.part'));
    writeFileSync(place.path, 'content');
    place.finish();
    expect(place.path).toBe(join(dir, 'film'));
    expect(readFileSync(place.path, 'utf8')).toBe('content');
  });

  it('takes up what an earlier run left unfinished', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'film.part'), 'half');
    expect(new ContentPlace(dir, 'film').isFinal).toBe(false);
  });

  it('leaves content with its final name alone until something is to be written', () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'film'));
    const place = new ContentPlace(dir, 'film');
    expect(place.isFinal).toBe(true);
    place.finish();
    expect(existsSync(join(dir, 'film'))).toBe(true);
    place.beginWriting();
    expect(existsSync(join(dir, 'film'))).toBe(false);
    expect(existsSync(join(dir, 'film.part'))).toBe(true);
  });

  it('never writes over what is in the way', () => {
    const dir = temporaryFolder();
    const place = new ContentPlace(dir, 'film');
    writeFileSync(join(dir, 'film.part'), 'new');
    writeFileSync(join(dir, 'film'), 'the user put this here');
    expect(() => place.finish()).toThrow(/in its way/);
    expect(() => new ContentPlace(dir, 'film').beginWriting()).toThrow(/exists too/);
    expect(readFileSync(join(dir, 'film'), 'utf8')).toBe('the user put this here');
  });

  it('keeps the unfinished name within what file systems take', () => {
    expect(unfinishedName('film')).toBe('film.part');
    expect(Buffer.byteLength(unfinishedName('x'.repeat(255)))).toBe(255);
    const wide = unfinishedName('ü'.repeat(127));
    expect(Buffer.byteLength(wide)).toBeLessThanOrEqual(255);
    expect(wide).toMatch(/^ü+\.part$/);
  });
});
