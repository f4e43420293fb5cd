import { prefixed, type DetectorFamily } from "./detector.ts";

const source = "GitLab documentation, token overview, token prefixes";
/** Twenty letters, or the longer routable form with its checksum behind dots. */
const body = "[\\w-]{20,64}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{9})?";

const detectors: DetectorFamily = [
  prefixed({ kind: "gitlab-token", title: "GitLab personal access token", prefix: "glpat-", body, source }),
  prefixed({ kind: "gitlab-deploy-token", title: "GitLab deploy token", prefix: "gldt-", body, source }),
  prefixed({
    kind: "gitlab-runner-token",
    title: "GitLab runner token",
    prefix: ["glrt-", "glrtr-", "GR1348941"],
    body,
    source,
  }),
  prefixed({
    kind: "gitlab-job-token",
    title: "GitLab CI job token",
    prefix: "glcbt-",
    body: "(?:[0-9a-f]{1,5}_)?[\\w-]{20,64}",
    severity: "warning",
    source,
  }),
  prefixed({
    kind: "gitlab-other-token",
    title: "GitLab token",
    prefix: ["glptt-", "glft-", "glsoat-", "glagent-", "gloas-", "glimt-", "glffct-", "glwt-"],
    body,
    source,
  }),
];

export default detectors;
