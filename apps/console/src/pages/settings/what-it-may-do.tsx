import { useSuspenseQuery } from '@tanstack/react-query';
import type { Permission } from '#api/edge/openapi/permission-table';
import { permissionsQuery } from '../../api/permissions.queries.js';
import { Table } from '../../parts/table.js';

/** The routes that admit a service account of a role: the table of permissions, without what is for people and browsers. */
export function WhatItMayDo({ role }: { readonly role: string }) {
  const { data } = useSuspenseQuery(permissionsQuery);
  const admitted = data.filter(
    ({ roles, public: isPublic, usersOnly, sessionOnly }) => !isPublic && !usersOnly && !sessionOnly && roles.some((each) => each === role),
  );
  return (
    <>
      <p>
        Full API access within its role and scope: {admitted.length} routes admit a service account that is {role}.
      </p>
      <Table
        label="What it may do"
        rows={admitted.map((permission) => ({ ...permission, id: `${permission.method} ${permission.path}` }))}
        columns={columns}
      />
    </>
  );
}

const columns = [
  { header: 'Route', isName: true, cell: ({ id }: Permission & { readonly id: string }) => <code>{id}</code> },
  { header: 'Does', cell: ({ summary }: Permission) => summary },
  { header: 'With', cell: ({ who }: Permission) => who.slice(who.lastIndexOf(': ') + 2) },
];
