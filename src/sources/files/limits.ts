/** Maximum bytes of each kind of file; a larger one is a mistake or an attack. */
export const limits = {
  /** A Dockerfile or document: BuildKit itself reads at most 2 MiB of a Dockerfile. */
  text: 4 * 1024 * 1024,
  /** `hullproof.yaml`: a list of empty entries is parsed into objects a thousand times its size. */
  config: 512 * 1024,
  /** `.gitignore`, `.dockerignore` */
  ignores: 4 * 1024 * 1024,
  compose: 1024 * 1024,
  /** `.env` and files of `env_file`. */
  env: 1024 * 1024,
  /** A file that a container may write to: it is copied for each trial. */
  mounted: 64 * 1024 * 1024,
  /** Our own report for a comparison: thousands of files or vulnerabilities. */
  report: 64 * 1024 * 1024,
  /** Profiles of `learn` have about 100 KB. */
  profile: 16 * 1024 * 1024,
} as const;
