import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useConnection } from '../api/connection.js';

/** Says that the server cannot be asked. What is shown is asked for again when it can. */
export function ConnectionBanner() {
  const connection = useConnection();
  const before = useRef(connection);
  const queries = useQueryClient();
  useEffect(() => {
    // For a browser that was offline, the queries themselves look after that.
    if (before.current === 'unreachable' && connection === 'online') void queries.invalidateQueries();
    before.current = connection;
  }, [connection, queries]);
  return (
    <div role="status">
      {connection === 'offline' && (
        <p className="banner">You are offline. What you see may be old, and nothing can be changed until you are back.</p>
      )}
      {connection === 'unreachable' && (
        <p className="banner">The server cannot be reached. What you see may be old, and nothing can be changed until it answers again.</p>
      )}
    </div>
  );
}
