/** Listens on a free port and tells the parent process, with whatever else it must know. */
export async function announce(server, more = {}) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.send({ port: server.address().port, ...more });
}
