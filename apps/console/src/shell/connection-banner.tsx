import { useEffect, useState } from 'react';

/** Says that the browser is offline. Writes then fail, and the forms keep what was typed. */
export function ConnectionBanner() {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const note = () => setOnline(navigator.onLine);
    window.addEventListener('online', note);
    window.addEventListener('offline', note);
    return () => {
      window.removeEventListener('online', note);
      window.removeEventListener('offline', note);
    };
  }, []);
  return (
    <div role="status">
      {!isOnline && <p className="banner">You are offline. What you see may be old, and nothing can be changed until you are back.</p>}
    </div>
  );
}
