import { useState } from 'react';
import type { CreatedVerifier } from '#api/features/verifiers/verifiers.commands';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { NameField } from '../../parts/name-field.js';
import { useShowOnce } from '../../parts/show-once.js';
import type { Snippet } from '../../parts/snippets.js';

/** Makes a verifier, whose credential is shown once. */
export function CreateVerifier({ onClose }: { readonly onClose: () => void }) {
  const { publicUrl } = useConsole();
  const showOnce = useShowOnce();
  const create = useCommand<CreatedVerifier>('POST /v1/verifiers', ['verifiers']);
  const [name, setName] = useState('');
  const submit = async () => {
    const answer = await create.run({ body: { name } });
    if (answer === null) return;
    const { verifier, credential } = answer.body;
    onClose();
    showOnce({
      title: 'Verifier created',
      label: 'Verifier credential',
      credential,
      variable: 'VERIFIER_CREDENTIAL',
      snippets: snippetsOf(publicUrl, verifier.id),
    });
  };
  return (
    <FormDialog title="Create a verifier" act="Create" command={create} onSubmit={submit} onClose={onClose}>
      <NameField hint="The program that will ask." value={name} onChange={setName} problem={create.problem} isRequired />
    </FormDialog>
  );
}

/** How a program asks. nginx asks `/v1/auth` with what the client sent, and needs no credential of its own. */
const snippetsOf = (url: string, id: string): readonly Snippet[] => [
  {
    title: 'Introspection',
    code: (credential) => `curl -sS -u "${id}:${credential}" -d "token=$TOKEN" ${url}/oauth/introspect`,
    note: 'Answers {"active":false} for each credential that is not good, and whose it is for each that is (RFC 7662).',
  },
  {
    title: 'nginx',
    code: () =>
      [
        'location / {',
        '  auth_request /keyledger-auth;',
        '}',
        'location = /keyledger-auth {',
        '  internal;',
        '  proxy_method GET;',
        '  proxy_pass_request_body off;',
        '  proxy_set_header Content-Length "";',
        `  proxy_pass ${url}/v1/auth;`,
        '}',
      ].join('\n'),
    note: 'nginx hands on what the client sent, and needs no verifier. The how-to has the whole configuration.',
  },
];
