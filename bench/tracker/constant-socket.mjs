// A socket that answers anything by the same bytes: what Node and the load can do between them when nothing is to be done.
import { createSocket } from 'node:dgram';

/** As long as the answer with 50 peers. */
const answer = Buffer.alloc(320);
answer[3] = 1;
const ip = process.argv[2];
const socket = createSocket({ type: 'udp4', lookup: (address, _, done) => done(null, address, 4) });
socket.on('message', (_, from) => socket.send(answer, from.port, from.address));
socket.bind(0, ip, () => process.send({ port: socket.address().port }));
process.on('disconnect', () => process.exit(0));
