/** Bytes of the largest file of each kind that is read; a larger one is a mistake or an attack. */
export const limits = {
  /** A Dockerfile or document: BuildKit itself takes no more than 2 MiB of a Dockerfile. */
  text: 4 * 1024 * 1024,
  /** `hullproof.yaml`: a list of empty entries is read into objects a thousand times its size. */
  config: 512 * 1024,
  /** `.gitignore`, `.dockerignore` */
  ignores: 4 * 1024 * 1024,
  compose: 1024 * 1024,
  /** `.env` and what `env_file` names. */
  env: 1024 * 1024,
  /** A file that a container may write to: it is copied for each trial. */
  mounted: 64 * 1024 * 1024,
  /** A report of ours that findings are compared with: thousands of files, or of vulnerabilities. */
  report: 64 * 1024 * 1024,
  /** What `learn` writes has some 100 KB. */
  profile: 16 * 1024 * 1024,
} as const;
