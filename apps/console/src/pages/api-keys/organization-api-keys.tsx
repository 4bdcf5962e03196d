import { ApiKeys } from './api-keys.js';

/** The API keys of everybody in the organization. */
export const OrganizationApiKeys = () => <ApiKeys scope="organization" place={['Organization', 'Settings']} />;
