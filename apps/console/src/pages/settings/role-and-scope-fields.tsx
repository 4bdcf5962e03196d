import type { Problem } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { SelectField } from '../../parts/fields.js';
import { IdChips } from './id-chips.js';

export interface RoleAndScope {
  readonly role: string;
  readonly workspaceIds: readonly string[];
  readonly projectIds: readonly string[];
}

interface RoleAndScopeParts {
  readonly value: RoleAndScope;
  readonly onChange: (value: RoleAndScope) => void;
  readonly problem: Problem | null;
}

/** The role of a service account, and for roles that act only where they are assigned, where that is: nowhere, unless it is said. */
export function RoleAndScopeFields({ value, onChange, problem }: RoleAndScopeParts) {
  const { roles } = useConsole();
  const chosen = roles.find(({ role }) => role === value.role);
  const choices = roles.filter(({ assignable, role }) => assignable || role === value.role);
  const isNowhere = value.workspaceIds.length + value.projectIds.length === 0;
  return (
    <>
      <SelectField
        label="Organization role"
        hint={chosen?.does ?? 'It decides what the service account may do. It can be changed later.'}
        value={value.role}
        choices={choices.map(({ role, does }) => ({ value: role, label: role, hint: does }))}
        onChange={(role) => onChange({ ...value, role })}
        error={problem?.of('role')}
      />
      {chosen?.isScoped && (
        <fieldset>
          <legend>Workspaces and projects</legend>
          <p className="hint" role="status">
            {isNowhere
              ? 'It acts only where it is assigned: nowhere, until you name a workspace or project.'
              : 'It acts in these workspaces and projects, and nowhere else.'}
          </p>
          <IdChips
            label="Workspaces"
            hint="Ids as in Label Studio. Enter or a comma ends each."
            ids={value.workspaceIds}
            onChange={(workspaceIds) => onChange({ ...value, workspaceIds })}
            error={problem?.of('workspaceIds')}
          />
          <IdChips
            label="Projects"
            ids={value.projectIds}
            onChange={(projectIds) => onChange({ ...value, projectIds })}
            error={problem?.of('projectIds')}
          />
        </fieldset>
      )}
      {chosen && !chosen.isScoped && <p className="hint">This role acts everywhere in the organization.</p>}
    </>
  );
}
