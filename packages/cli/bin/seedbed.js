#!/usr/bin/env node
import { freshBundle } from './bundle.js';

const { SEEDBED_DEBUG = '' } = process.env;
// The way to a mistake is told in lines of the sources.
if (process.argv.includes('--debug') || SEEDBED_DEBUG !== '') process.setSourceMapsEnabled(true);

const bundle = freshBundle();
await import(bundle === undefined ? '../dist/main.js' : new URL('seedbed.js', bundle).href);
