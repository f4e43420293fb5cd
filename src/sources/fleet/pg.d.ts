/** What is used of node-postgres 8: its published types pull Node's into files that are checked without them. */
declare module "pg" {
  export interface QueryResult {
    readonly rows: Record<string, unknown>[];
  }
  export interface Client {
    query(sql: string, values?: unknown[]): Promise<QueryResult>;
    /** With an error the connection is closed, and not used again. */
    release(error?: Error): void;
    on(event: "error", listener: (error: Error) => void): void;
    off(event: "error", listener: (error: Error) => void): void;
  }
  export interface PoolOptions {
    readonly connectionString: string;
    readonly max: number;
    readonly application_name: string;
    readonly options: string;
    readonly connectionTimeoutMillis: number;
    readonly idleTimeoutMillis: number;
    readonly types: TypeOverrides;
  }
  export class TypeOverrides {
    setTypeParser(oid: number, parse: (text: string) => unknown): void;
  }
  export class Pool {
    constructor(options: PoolOptions);
    query: Client["query"];
    connect(): Promise<Client>;
    on(event: "error", listener: (error: Error) => void): void;
    end(): Promise<void>;
  }
  const pg: { readonly Pool: typeof Pool; readonly TypeOverrides: typeof TypeOverrides };
  export default pg;
}
