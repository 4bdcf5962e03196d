/** The Label Studio release whose wire contract the `/api` surface follows: one that `pip install` finds under this number. */
export const labelStudioRelease = '1.23.2';
