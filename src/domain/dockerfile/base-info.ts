/** The engine's facts about a local base image. */
export interface BaseInfo {
  readonly reference: string;
  /** `Config.User`; empty for root. */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly platform: string;
  readonly hasHealthcheck: boolean;
  /** Some port is exposed: it is made for something that listens. */
  readonly exposesPort: boolean;
  readonly entrypoint: readonly string[];
  /** Digest under which a registry has it (`sha256:...`); undefined for an image that was only built or loaded here. */
  readonly digest?: string;
}
