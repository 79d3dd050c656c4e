import type { PiecePicker } from './piece-picker.ts';
import { rarestFirstPicker } from './rarest-first-picker.ts';

/**
 * Rarest first, in whole pieces, each asked of one peer; and what waits at a busy peer is asked of an idle one instead.
 * Peers that serve in turn send a piece at a time, so requests for half of one only wait; and a piece that waits at one
 * peer, while another that holds it has nothing to send, leaves an uplink idle.
 */
export const reroutingPicker: PiecePicker = { ...rarestFirstPicker, asksFor: 'pieces' };
