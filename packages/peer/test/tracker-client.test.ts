import { FakeHttpTracker } from './support/fake-http-tracker.ts';
import { FakeUdpTracker } from './support/fake-udp-tracker.ts';
import { describeTrackerClient } from './support/tracker-client-contract.ts';

const four = { trackerIp: '127.83.30.1', ourIp: '127.83.30.2', strangeIp: '::1', peerIp: '127.0.0.9' };
const six = { trackerIp: '::1', ourIp: '::1', strangeIp: '127.83.30.3', peerIp: '2001:db8::9' };

describeTrackerClient('HTTP', { open: FakeHttpTracker.open, ...four });
describeTrackerClient('HTTP and IPv6', { open: FakeHttpTracker.open, ...six });
describeTrackerClient('UDP', { open: FakeUdpTracker.open, ...four });
describeTrackerClient('UDP and IPv6', { open: FakeUdpTracker.open, ...six });
