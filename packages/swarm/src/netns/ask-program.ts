/**
 * A program that asks one question over HTTP from the network that it runs in: the question as JSON in the first argument,
 * the answer as JSON on standard output.
 */
import { type AskHttp, askHttp } from '../launcher/ask-http.ts';

/** Long for a program on this machine, ms. */
const PATIENCE = 5_000;

const question: Parameters<AskHttp>[0] = JSON.parse(process.argv[2] ?? '');
process.stdout.write(JSON.stringify(await askHttp(question, AbortSignal.timeout(PATIENCE))));
