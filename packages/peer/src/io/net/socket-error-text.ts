import { systemCode } from '../storage/storage-error.ts';

/** What the system says of a socket, in words. */
export const socketErrorText = (error: Error): string => {
  switch (systemCode(error)) {
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'connection reset by the other side';
    case 'ETIMEDOUT':
      return 'no answer to the connection';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'no way to this address';
    case 'EADDRNOTAVAIL':
      return 'our own address is not available';
    case 'ENOTFOUND':
      return 'unknown host name';
    case 'EAI_AGAIN':
      return 'the name service does not answer';
    default:
      return systemCode(error) ?? error.message;
  }
};
