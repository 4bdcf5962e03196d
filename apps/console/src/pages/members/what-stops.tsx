import { useQuery } from '@tanstack/react-query';
import type { FootprintView } from '#api/features/users/footprint.queries';
import { problemOf } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { counted } from '../../parts/counted.js';
import { ProblemView } from '../../parts/problem-view.js';
import { footprintQuery } from './members.queries.js';

/** Counts what of a person is not over yet: tokens by kind, and sessions. */
export function WhatStops({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(footprintQuery(id));
  if (error) return <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />;
  return <p className="what-stops">{data ? <Counted footprint={data} /> : 'Counting what stops …'}</p>;
}

function Counted({ footprint: { tokens, sessions } }: { readonly footprint: FootprintView }) {
  const { kinds } = useConsole();
  const counts = [
    ...kinds.map(({ kind, label }) => unlessNone(tokens.filter((token) => token.kind === kind).length, label)),
    unlessNone(sessions.length, 'session'),
  ].filter((count) => count !== null);
  if (counts.length === 0) return <>No token and no session of theirs is in use.</>;
  return (
    <>
      What stops: <b>{new Intl.ListFormat('en').format(counts)}</b>.
    </>
  );
}

const unlessNone = (count: number, label: string) => (count === 0 ? null : counted(count, inSentence(label)));

/** A label within a sentence; one that begins with an abbreviation stays as it is. */
const inSentence = (label: string) => (/^[A-Z][a-z]/.test(label) ? label[0].toLowerCase() + label.slice(1) : label);
