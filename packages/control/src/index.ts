export { Access, type AccessRequest } from './access.ts';
export { ControlAddressError, type ControlAddressErrorCode } from './control-address-error.ts';
export { CONTROL_ERRORS, ControlError, type ControlErrorCode } from './control-error.ts';
export { type ControlHandlers, type ControlPlace, ControlServer } from './control-server.ts';
export { isCrossOrigin } from './is-cross-origin.ts';
export { isLoopback } from './is-loopback.ts';
export { sendControlAnswer, sendControlRefusal } from './send-control-answer.ts';
