import {
  type KyselyPlugin,
  type OperationNode,
  type PluginTransformQueryArgs,
  type RootOperationNode,
  TableNode,
} from 'kysely';
import type { CommunityId } from '../../src/engine/ids.ts';
import type { Row } from './scope.ts';
import type { Tables } from './tables.ts';

/**
 * Rows that one statement read for the questions that follow it in the same transaction: sending a prompt asks for its member, occurrence,
 * program and more, and each would be a round trip to the database. Given out once, and forgotten as soon as the transaction writes to
 * their table.
 */
export interface ReadAhead {
  /** `rows` have all columns that the question wants. */
  keep<Table extends keyof Tables>(
    table: Table,
    of: CommunityId,
    id: string,
    rows: readonly Partial<Row<Table>>[],
  ): void;
  /** The rows kept for this question, or what the query finds. */
  or<Found>(
    table: keyof Tables,
    of: CommunityId,
    id: string,
    query: () => Promise<readonly Found[]>,
  ): Promise<readonly Found[]>;
  /** For a statement that the plugin does not see: it writes to this table. */
  forget(table: keyof Tables): void;
  /** To be among the plugins of the transaction: it notices what is written. */
  readonly plugin: KyselyPlugin;
}

export function createReadAhead(): ReadAhead {
  const kept = new Map<string, Map<string, readonly unknown[]>>();
  return {
    keep(table, of, id, rows) {
      const all = kept.get(table) ?? new Map<string, readonly unknown[]>();
      kept.set(table, all.set(`${of} ${id}`, rows));
    },
    async or<Found>(table: keyof Tables, of: CommunityId, id: string, query: () => Promise<readonly Found[]>) {
      const rows = kept.get(table)?.get(`${of} ${id}`);
      if (rows === undefined) return query();
      kept.get(table)?.delete(`${of} ${id}`);
      return rows as readonly Found[];
    },
    forget(table) {
      kept.delete(table);
    },
    plugin: {
      transformQuery({ node }: PluginTransformQueryArgs) {
        const written = kept.size === 0 ? 'nothing' : writtenBy(node);
        if (written === 'anything') kept.clear();
        else kept.delete(written);
        return node;
      },
      transformResult: async ({ result }) => result,
    },
  };
}

/** The table a statement writes to. A deletion takes rows of others along, and raw SQL is not looked into. */
function writtenBy(node: RootOperationNode): string {
  switch (node.kind) {
    case 'SelectQueryNode':
      return 'nothing';
    case 'InsertQueryNode':
      return nameOf(node.into);
    case 'UpdateQueryNode':
      return nameOf(node.table);
    default:
      return 'anything';
  }
}

function nameOf(table: OperationNode | undefined): string {
  return table !== undefined && TableNode.is(table) ? table.table.identifier.name : 'anything';
}
