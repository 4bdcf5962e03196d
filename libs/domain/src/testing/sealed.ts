import type { Sealed } from '../sealed.js';

/** As if it had been sealed. */
export const sealed = (text = 's1.sealed') => text as Sealed;
