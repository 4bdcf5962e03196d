import type { ServiceAccountView } from '#api/features/service-accounts/service-account-views';
import { useConsole } from '../../api/use-console.js';

const shownMax = 3;

/** Where a service account acts: everywhere by its role, or in the workspaces and projects that it is assigned to. */
export function Scope({ of }: { readonly of: Pick<ServiceAccountView, 'role' | 'workspaceIds' | 'projectIds'> }) {
  const { roles } = useConsole();
  if (!roles.find(({ role }) => role === of.role)?.isScoped) return <span>everywhere</span>;
  if (of.workspaceIds.length + of.projectIds.length === 0) return <span className="soft">nowhere yet</span>;
  return (
    <span className="scope">
      <Ids kind="Workspaces" ids={of.workspaceIds} />
      <Ids kind="Projects" ids={of.projectIds} />
    </span>
  );
}

function Ids({ kind, ids }: { readonly kind: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  const others = ids.length - shownMax;
  return (
    <span className="hint" title={ids.join(', ')}>
      {kind}: <bdi>{ids.slice(0, shownMax).join(', ')}</bdi>
      {others > 0 && ` and ${others} more`}
    </span>
  );
}
