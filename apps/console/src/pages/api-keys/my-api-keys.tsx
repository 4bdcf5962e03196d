import { ApiKeys } from './api-keys.js';

/** The API keys of the person who is signed in. */
export const MyApiKeys = () => <ApiKeys scope="own" place={['Account & Settings']} />;
