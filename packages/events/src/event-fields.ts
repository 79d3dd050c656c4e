import { CHOKE_REASONS, type ChokeCandidate, PICK_REASONS, UNCHOKE_REASONS } from './decision.ts';
import type { EventType } from './event-level.ts';
import {
  type FieldCheck,
  isCount,
  isFlag,
  isHex,
  isInfoHash,
  isListOf,
  isObjectOf,
  isOneOf,
  isSources,
  isText,
  isTime,
  optional,
} from './field-check.ts';
import type { SwarmEventBody } from './swarm-event.ts';
import { WIRE_MESSAGES } from './wire-message.ts';

/** The member of the union that carries this type. */
type BodyOf<T extends EventType, Body = SwarmEventBody> = Body extends { readonly type: infer Types }
  ? T extends Types
    ? Body
    : never
  : never;

/** A check for every field of an event but its type: the compiler sees to it that none is forgotten or made up. */
type Checks<T extends EventType> = { readonly [Field in Exclude<keyof BodyOf<T>, 'type'>]-?: FieldCheck };

const isDirection = isOneOf('sent', 'received');
const isAnnounceEvent = isOneOf('started', 'completed', 'stopped', 'periodic');
const announceHeard = {
  remote: isText,
  address: isText,
  infoHash: isInfoHash,
  event: isAnnounceEvent,
  uploaded: isCount,
  downloaded: isCount,
  left: isCount,
};
const interest = { remote: isText, direction: isDirection };
const block = { remote: isText, piece: isCount, begin: isCount, length: isCount };

const candidate: { readonly [Field in keyof ChokeCandidate]-?: FieldCheck } = {
  remote: isText,
  rate: isCount,
  interested: isFlag,
  snubbed: isFlag,
  wasUnchoked: isFlag,
  since: isTime,
  unchoked: isFlag,
  reason: isOneOf(...UNCHOKE_REASONS, ...CHOKE_REASONS),
};

/** What each type of event holds. */
export const EVENT_FIELDS: { readonly [T in EventType]: Checks<T> } = {
  'peer-started': {
    peerId: isText,
    address: isText,
    infoHash: isInfoHash,
    pieces: isCount,
    pieceLength: isCount,
    length: isCount,
    have: isCount,
  },
  completed: { downloaded: isCount, uploaded: isCount, wasted: isCount, sources: isSources },
  'peer-stopped': { downloaded: isCount, uploaded: isCount },
  announced: { tracker: isText, event: isAnnounceEvent, peers: isCount, warning: optional(isText) },
  'announce-failed': { tracker: isText, event: isAnnounceEvent, reason: isText },
  'announce-served': { ...announceHeard, peers: isCount, complete: isCount, incomplete: isCount },
  'announce-refused': {
    remote: optional(isText),
    address: isText,
    infoHash: optional(isInfoHash),
    event: optional(isAnnounceEvent),
    uploaded: optional(isCount),
    downloaded: optional(isCount),
    left: optional(isCount),
    reason: isText,
  },
  fault: { reason: isText },
  'events-lost': { count: isCount },
  'run-action': { action: isText, peers: isListOf(isText), detail: isText },
  'run-phase': { phase: isText },
  connected: { remote: isText, address: isText, direction: isOneOf('outgoing', 'incoming') },
  disconnected: { remote: isText, reason: isText, downloaded: isCount, uploaded: isCount },
  choke: { remote: isText, direction: isDirection },
  unchoke: { remote: isText, direction: isDirection, optimistic: optional(isFlag) },
  interested: interest,
  'not-interested': interest,
  piece: { piece: isCount, have: isCount, sources: isSources },
  'piece-corrupt': { piece: isCount, sources: isSources },
  have: { piece: isCount, peers: isCount },
  request: block,
  cancel: block,
  block,
  'choke-decisions': { occasion: isOneOf('round', 'between-rounds'), candidates: isListOf(isObjectOf(candidate)) },
  wire: { remote: isText, direction: isDirection, message: isOneOf(...WIRE_MESSAGES), length: isCount, hex: isHex },
  'piece-picked': { remote: isText, piece: isCount, availability: isCount, reason: isOneOf(...PICK_REASONS) },
};
