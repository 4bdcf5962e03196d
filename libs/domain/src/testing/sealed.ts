import type { Sealed } from '../sealed.js';

/** Casts a text to `Sealed` without encrypting it. */
export const sealed = (text = 's1.sealed') => text as Sealed;
