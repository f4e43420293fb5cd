import type { Lab } from "./lab.ts";

/** One engine: a file of `engines/`, whose name is the row's. */
export interface Row {
  /** Rows stand in this order. */
  readonly place: number;
  readonly title: string;
  /** Part of the short form, which `npm test` runs: with all columns of that, or with these. */
  readonly short?: true | readonly string[];
  /** It is whatever this machine has: what another version or storage was measured to do says nothing of it. */
  readonly any?: true;
  /** Columns that are looked at where none is named; absent: all. */
  readonly only?: readonly string[];
  /** Starts it. What it starts ends with `lab`. @throws Error where it does not start though it should. */
  open(lab: Lab): Promise<OpenEngine | Missing>;
}

/** It cannot be had here. */
export interface Missing {
  readonly missing: string;
}

export interface OpenEngine {
  /** As in DOCKER_HOST; absent: what the client finds by itself. */
  readonly host?: string;
  /** Words before a program that runs where hullproof runs: in the engine's own root, in another network. Absent: here. */
  readonly enter?: readonly string[];
  /** The same for the matrix's own client, which is this machine's. Absent: here. */
  readonly client?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Words before a program of this machine where ports that are published on 127.0.0.1 answer; absent: the client's; undefined: nowhere. */
  readonly near?: readonly string[] | undefined;
  /** Path of a network namespace that may be given a way out; the root is the row's own. */
  readonly network?: string;
  /** Words of hullproof where it runs; absent: the sources, by this Node. */
  readonly hullproof?: readonly string[];
  /** How many times longer than this machine it may take; absent: 1. */
  readonly slower?: number;
  /** As whom hullproof runs; absent: as the matrix does. */
  readonly uid?: number;
  /** Beyond those that the engine's API reports. */
  readonly versions?: Readonly<Record<string, string>>;
  /** What refuses every container the capability CHOWN there; absent: nothing does. */
  readonly noChown?: string;
  /** What makes this row less than the real thing. */
  readonly note?: string;
}

export interface NamedRow extends Row {
  readonly name: string;
}
