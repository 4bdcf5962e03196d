/** The Label Studio release whose wire contract the `/api` surface follows. */
export const labelStudioRelease = '1.24.0';
