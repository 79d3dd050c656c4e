#!/usr/bin/env node
import { freshBundle } from './bundle.js';

// Before all else is loaded, which takes some tenths of a second: who is asked to end meanwhile ends in order too,
// and a service that is to read its files again does so once it has started.
const heard = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => heard.push(signal));

const { SEEDBED_DEBUG = '' } = process.env;
// The way to a mistake is told in lines of the sources.
if (process.argv.includes('--debug') || SEEDBED_DEBUG !== '') process.setSourceMapsEnabled(true);

const bundle = freshBundle();
const { main } = await import(bundle === undefined ? '../dist/main.js' : new URL('seedbed.js', bundle).href);
await main(heard);
