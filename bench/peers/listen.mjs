/** Listens on a free port and sends it to the parent process, with any further data. */
export async function announce(server, more = {}) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.send({ port: server.address().port, ...more });
}
