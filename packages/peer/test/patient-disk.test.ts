import { describe, expect, it } from 'vitest';
import { PatientDisk } from '../src/io/patient-disk.ts';
import { StorageError } from '../src/io/storage/storage-error.ts';
import { until } from './support/until.ts';

/** A disk that has room or has not, and remembers what was done on it. */
class FakeDisk {
  hasRoom = true;
  readonly done: string[] = [];
  readonly told: string[] = [];
  readonly patient: PatientDisk = new PatientDisk({
    retryInterval: 1,
    onFailed: (error) => this.told.push(`failed: ${error.message}`),
    onReady: () => this.told.push('ready'),
  });

  do(name: string, isObsolete?: () => boolean): Promise<boolean> {
    const run = async (): Promise<void> => {
      if (!this.hasRoom) throw new StorageError('no-room', 'no room');
      this.done.push(name);
    };
    return this.patient.do(run, isObsolete);
  }
}

describe('PatientDisk', () => {
  it('does what works at once and tells nothing', async () => {
    const disk = new FakeDisk();
    expect(await disk.do('a')).toBe(true);
    expect(disk.done).toEqual(['a']);
    expect(disk.told).toEqual([]);
  });

  it('tells of a full disk once, and does everything in order when there is room', async () => {
    const disk = new FakeDisk();
    disk.hasRoom = false;
    const writes = ['a', 'b', 'c'].map((name) => disk.do(name));
    await until(() => disk.told.length > 0 || 'nothing was told');
    writes.push(disk.do('d'));
    disk.hasRoom = true;
    expect(await Promise.all(writes)).toEqual([true, true, true, true]);
    await until(() => disk.told.length > 1 || 'not ready');
    expect(disk.told).toEqual(['failed: no room', 'ready']);
    expect(disk.done.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(disk.patient.isFailing).toBe(false);
  });

  it('tells again when the disk fails again', async () => {
    const disk = new FakeDisk();
    for (let round = 0; round < 2; round++) {
      disk.hasRoom = false;
      const write = disk.do('a');
      await until(() => disk.told.at(-1) === 'failed: no room' || `told ${disk.told}`);
      disk.hasRoom = true;
      await write;
      await until(() => disk.told.at(-1) === 'ready' || `told ${disk.told}`);
    }
    expect(disk.told).toHaveLength(4);
  });

  it('gives up what nobody needs any more, but tries the last one to see whether the disk works again', async () => {
    const disk = new FakeDisk();
    disk.hasRoom = false;
    let isObsolete = false;
    const writes = ['a', 'b'].map((name) => disk.do(name, () => isObsolete));
    await until(() => disk.told.length > 0 || 'nothing was told');
    isObsolete = true;
    disk.hasRoom = true;
    expect(await Promise.all(writes)).toEqual([false, true]);
    await until(() => disk.told.at(-1) === 'ready' || `told ${disk.told}`);
  });

  it('gives everything up when it is closed', async () => {
    const disk = new FakeDisk();
    disk.hasRoom = false;
    const write = disk.do('a');
    await until(() => disk.told.length > 0 || 'nothing was told');
    disk.patient.close();
    expect(await write).toBe(false);
    expect(await disk.do('b')).toBe(false);
  });

  it('lets faults of our own through', async () => {
    const disk = new FakeDisk();
    const fault = new TypeError('a bug');
    await expect(
      disk.patient.do(() => {
        throw fault;
      }),
    ).rejects.toBe(fault);
    expect(disk.told).toEqual([]);
  });
});
