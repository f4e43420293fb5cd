import { isTestPath } from "../../text/test-path.ts";

/** Folders of services that test and build: `.github/workflows`, `ci/lint`, `prow`. */
const ci =
  "\\.(?:github|gitlab|circleci|buildkite|travis|azure-pipelines|semaphore|drone|concourse|prow|tekton|teamcity|woodpecker|forgejo|gitea|kokoro|jenkins|cirrus)|\\.?ci|ci-?cd|prow|kokoro|azure-pipelines|(?:circle|travis|cirrus|gitlab)-?ci|cirrus|buildkite|appveyor";
/** `devel` is missing: images with compilers are called so, and are shipped. */
const development = "dev|develop|development|dev[-_]?env(?:ironment)?|local[-_]?dev|hack|\\.?devcontainers?|\\.gitpod";
const about = "docker|compose|env|setup|stack|images?|scripts?|tools?|toolkit|toolbox|containers?|local";
const folder = new RegExp(
  `^(?:${ci}|${development}|(?:${about})[-_](?:ci|${development})|(?:ci|${development})[-_](?:${about}))$`,
  "i",
);
const pipeline =
  /^(?:.*\.)?\.?gitlab-ci\.ya?ml$|^\.(?:travis|drone|cirrus|woodpecker|appveyor)\.ya?ml$|^(?:azure|bitbucket)-pipelines[\w.-]*\.ya?ml$|^appveyor\.ya?ml$|^Jenkinsfile/i;
/** `Dockerfile.dev`, `docker-compose.test.yml`, `ci.Dockerfile` */
const ofContainers = /dockerfile|containerfile|compose/i;
const namePart = /(?:^|[._-])(?:dev|develop|development|tests?|testing|integration|ci|e2e|coverage|lint)(?:[._-]|$)/i;
/** What it is about runs where users are: `.github/workflows/deploy.yml`. */
const deployment = /(?:^|[._-])(?:prod|production|deploy|deployment|live)(?:[._-]|$)/i;
/** Beside one of these folders, `develop` is what users get who want the newest. */
const channels = ["stable", "release", "latest", "master", "main", "edge", "nightly", "beta"];

/**
 * Whether a file serves tests, development or CI alone, by its folders and its name. `path` is relative to the top of its repository: folders above it say nothing, and neither
 * does a path that leads out. `folders` are those of the repository.
 */
export function isDevelopmentPath(path: string, folders: ReadonlySet<string> = new Set()): boolean {
  if (/^(?:\/|\.\.\/|[A-Za-z]:)/.test(path)) return false;
  if (isTestPath(path)) return true;
  const parts = path.replaceAll("\\", "/").split("/");
  const name = parts.pop() ?? "";
  if (deployment.test(name)) return false;
  if (pipeline.test(name) || (ofContainers.test(name) && namePart.test(name))) return true;
  return parts.some((part, at) => folder.test(part) && !isChannel(part, parts.slice(0, at), folders));
}

function isChannel(part: string, above: readonly string[], folders: ReadonlySet<string>): boolean {
  return (
    /^(?:dev|develop|development)$/i.test(part) &&
    channels.some((channel) => folders.has([...above, channel].join("/")))
  );
}
