import type { RevocationResult, RevocationResults } from '#api/features/tokens/revoke-tokens.command';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useConsole } from '../../api/use-console.js';
import { Named } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { type Column, Table } from '../../parts/table.js';
import { Owner } from './token-words.js';

interface OutcomesParts {
  readonly tokens: readonly TokenDetails[];
  readonly results: RevocationResults;
}

/** What would become, or became, of each token. */
export function Outcomes({ tokens, results: { dryRun, results } }: OutcomesParts) {
  const resultOf = ({ id }: TokenDetails) => results.find((each) => each.id === id);
  const columns: readonly Column<TokenDetails>[] = [
    { header: 'Name', isName: true, cell: ({ name, id }) => <Named name={name} id={id} none="without a name" /> },
    { header: 'Owner', cell: ({ owner }) => <Owner owner={owner} /> },
    { header: 'Last used', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
    { header: dryRun ? 'What would happen' : 'What happened', cell: (token) => <Outcome result={resultOf(token)} dryRun={dryRun} /> },
  ];
  const count = (of: RevocationResult['outcome']) => results.filter(({ outcome }) => outcome === of).length;
  return (
    <>
      <p role="status">
        {dryRun ? 'Would be revoked' : 'Revoked'}: <b>{count('revoked')}</b> · over already: {count('over')} · refused: {count('refused')}
      </p>
      <Table label={dryRun ? 'What would happen to each' : 'What happened to each'} columns={columns} rows={tokens} />
    </>
  );
}

function Outcome({ result, dryRun }: { readonly result: RevocationResult | undefined; readonly dryRun: boolean }) {
  const { publicUrl } = useConsole();
  if (result?.outcome === 'revoked') return dryRun ? 'would be revoked' : 'revoked';
  if (result?.outcome === 'over') return <span className="soft">is over already</span>;
  const code = result?.code ?? 'unknown';
  return (
    <>
      {dryRun ? 'would be refused' : 'was refused'}:{' '}
      <a href={`${publicUrl}/docs/refusals#${code.replaceAll('/', '-')}`} target="_blank" rel="noreferrer">
        <code>{code}</code>
      </a>
    </>
  );
}
