import type { BaseReference } from "./dockerfile.ts";

/** What the engine says of a base image that it has. */
export interface BaseInfo {
  readonly reference: string;
  /** `Config.User`; empty for root. */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly platform: string;
  readonly hasHealthcheck: boolean;
  readonly entrypoint: readonly string[];
  /** Digest under which a registry serves it, of the index where there is one: `sha256:...`. Absent for an image built here. */
  readonly digest?: string;
}

/**
 * Bases that were looked at; empty where there is no engine. A rule that finds none says in its message what it assumed.
 */
export interface BasesFact {
  of(base: BaseReference): BaseInfo | undefined;
}
