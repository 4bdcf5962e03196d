import './theme/console.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import type { OrganizationView } from '#api/features/organization/organization-views';
import { answerIn, send } from './api/call.js';
import { organizationQuery } from './api/organization.js';
import { Problem, problemIn, problemOf } from './api/problem.js';
import { consoleQuery } from './api/use-console.js';
import { createConsoleRouter } from './router.js';
import { leaveWithOthers, signInAddress } from './shell/sign-out.js';
import { StartProblem } from './shell/start-problem.js';
import { applyTheme } from './theme/preferences.js';

/** A refusal stays one however often it is asked for; what could not be reached is tried twice more. */
const retries = (failures: number, error: unknown) => {
  const { status } = problemOf(error);
  return failures < 2 && (status === 0 || status === 503);
};

const queries = new QueryClient({ defaultOptions: { queries: { retry: retries, staleTime: 5_000 } } });

/** Asks who is signed in; a person who is not is led to the sign-in page. Returns whether the console may begin. */
async function begin(): Promise<boolean> {
  const response = await send('GET /v1/console');
  if (response.status === 401) {
    location.replace(signInAddress(true));
    return false;
  }
  if (response.ok) {
    queries.setQueryData(consoleQuery.queryKey, await response.json());
    await askForOrganization();
    return true;
  }
  const problem = await problemIn(response);
  if (problem.code !== 'permission/password-change-required') throw problem;
  location.replace(new URL('../user/password', document.baseURI).href);
  return false;
}

/**
 * The navigation leaves out what the organization has switched off, and would jump if that were known later. Nobody can be asked for a
 * password yet, so a refusal is left to the pages that need the settings.
 */
async function askForOrganization(): Promise<void> {
  const response = await send('GET /v1/organization').catch(() => null);
  if (response?.ok) queries.setQueryData(organizationQuery.queryKey, await answerIn<OrganizationView>(response));
}

/** A refusal is shown in the place of the page; anything else is a fault of ours. */
const tellFault = (error: unknown) => {
  if (!(error instanceof Problem)) console.error(error);
};

async function start(): Promise<void> {
  applyTheme();
  leaveWithOthers();
  const root = createRoot(document.getElementById('console') as HTMLElement, { onCaughtError: tellFault });
  try {
    if (!(await begin())) return;
  } catch (error) {
    root.render(<StartProblem problem={problemOf(error)} />);
    return;
  }
  root.render(
    <StrictMode>
      <I18nProvider locale="en-GB">
        <QueryClientProvider client={queries}>
          <RouterProvider router={createConsoleRouter(queries)} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

void start();
