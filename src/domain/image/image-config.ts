/** One `history` record; `empty` ones made no layer. */
export interface HistoryEntry {
  readonly createdBy: string;
  readonly empty: boolean;
}

/** The image configuration (OCI image-spec, config.md), with its nulls and absent fields made empty. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly created: string;
  /** Of MAINTAINER. */
  readonly author?: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly workingDir: string;
  /** As written: `8080/tcp`. Sorted. */
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  readonly healthcheck?: unknown;
  /** SHELL: what runs the shell forms of a Dockerfile that starts from it. */
  readonly shell?: readonly string[];
  /** Triggers, in the order in which a build runs them. */
  readonly onBuild?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly history: readonly HistoryEntry[];
  readonly diffIds: readonly string[];
}
