// The tracker of webtorrent, as a program of its own: argument 1 is the module of its server, 2 the address.
const { default: Server } = await import(process.argv[2]);
const ip = process.argv[3];
const server = new Server({ udp: true, http: true, ws: false, stats: false, trustProxy: false });
server.on('warning', () => {});
server.listen(0, { udp: ip, http: ip }, () =>
  process.send({ port: server.udp.address().port, http: server.http.address().port }),
);
process.on('disconnect', () => process.exit(0));
