/** Style sheets are bundled, and have no value. */
declare module '*.css';
