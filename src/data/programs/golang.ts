import type { Program } from "./program.ts";

/** Debian appends a suffix: `28.5.2+dfsg4`. */
const dockerRelease = /^((?:1[789]|2\d|3\d)\.\d+\.\d+)(?:\+\w+)?$/;

/**
 * Go programs. Their build information has the main package, and the version if the build set one or it came from a
 * module; else the program contains the value of `-ldflags -X` as a separate text. Go's own advisories cover the
 * standard library and the modules.
 */
export const golangPrograms: readonly Program[] = [
  program("traefik", "github.com/traefik/traefik", { endOfLife: "traefik", linked: /^v?([123]\.\d+\.\d+)$/ }),
  program("consul", "github.com/hashicorp/consul", { bitnami: "consul", endOfLife: "consul" }),
  program("vault", "github.com/hashicorp/vault", {
    bitnami: "vault",
    endOfLife: "hashicorp-vault",
    linked: /^(1\.\d+\.\d+)$/,
  }),
  program("openbao", "github.com/openbao/openbao", { bitnami: "openbao", on: "bao" }),
  program("terraform", "github.com/hashicorp/terraform", { endOfLife: "terraform" }),
  program("etcd", "go.etcd.io/etcd", { bitnami: "etcd", endOfLife: "etcd", dependency: "go.etcd.io/etcd/api/v3" }),
  program("caddy", "github.com/caddyserver/caddy", { dependency: "github.com/caddyserver/caddy/v2" }),
  program("grafana", "github.com/grafana/grafana", {
    bitnami: "grafana",
    endOfLife: "grafana",
    on: "grafana grafana-server",
  }),
  program("prometheus", "github.com/prometheus/prometheus", {
    bitnami: "prometheus",
    endOfLife: "prometheus",
    linked: /^([23]\.\d+\.\d+)(?:\+\w+)?$/,
    release: prometheusRelease,
  }),
  program("alertmanager", "github.com/prometheus/alertmanager", {
    bitnami: "alertmanager",
    on: "alertmanager prometheus-alertmanager",
  }),
  program("influxdb", "github.com/influxdata/influxdb", {
    bitnami: "influxdb",
    on: "influxd",
    linked: /^v?([12]\.\d+\.\d+)(?:~rc\d+)?$/,
  }),
  program("docker", "github.com/docker/docker", { endOfLife: "docker-engine", on: "dockerd", linked: dockerRelease }),
  program("docker-cli", "github.com/docker/cli", { bitnami: "docker-cli", on: "docker", linked: dockerRelease }),
  program("helm", "helm.sh/helm", { bitnami: "helm", linked: /^v([234]\.\d+\.\d+)$/ }),
  program("kubectl", "k8s.io/kubernetes/cmd/kubectl", { endOfLife: "kubernetes", linked: /^v(1\.\d+\.\d+)$/ }),
  program("nats", "github.com/nats-io/nats-server", { bitnami: "nats", on: "nats-server" }),
  program("minio", "github.com/minio/minio", {
    bitnami: "minio",
    // cmd.ReleaseTag; the records have only its day.
    linked: /^RELEASE\.(20\d\d)-(\d\d)-(\d\d)T\d\d-\d\d-\d\dZ$/,
  }),
  program("argo-cd", "github.com/argoproj/argo-cd", { bitnami: "argo-cd", endOfLife: "argo-cd", on: "argocd" }),
  program("oauth2-proxy", "github.com/oauth2-proxy/oauth2-proxy", { bitnami: "oauth2-proxy" }),
  program("cosign", "github.com/sigstore/cosign", { bitnami: "cosign" }),
  program("gitlab-runner", "gitlab.com/gitlab-org/gitlab-runner", { bitnami: "gitlab-runner" }),
  program("gitea", "code.gitea.io/gitea", { bitnami: "gitea", endOfLife: "gitea" }),
  program("rclone", "github.com/rclone/rclone", { bitnami: "rclone" }),
  program("git-lfs", "github.com/git-lfs/git-lfs", { bitnami: "git-lfs" }),
];

interface ProgramDetails {
  readonly bitnami?: string;
  readonly endOfLife?: string;
  /** Base names; defaults to the program's name. */
  readonly on?: string;
  readonly dependency?: string;
  readonly linked?: RegExp;
  readonly release?: (version: string) => string | undefined;
}

function program(
  name: string,
  go: string,
  { on = name, dependency, linked, release, ...more }: ProgramDetails,
): Program {
  const place = {
    on,
    go,
    ...(dependency !== undefined && { dependency }),
    ...(linked !== undefined && { linked }),
    ...(release !== undefined && { release }),
  };
  return { name, ...more, places: [place] };
}

/** Prometheus 2.45.1 is version 0.45.1 of its module, 3.2.1 is 0.302.1 (prometheus, RELEASE.md); before 2.30 a module had no tags. */
function prometheusRelease(version: string): string | undefined {
  const [, minor = "", patch = ""] = /^0\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (minor === "") return version;
  return minor.length < 3 ? `2.${minor}.${patch}` : `${Number(minor.slice(0, -2))}.${Number(minor.slice(-2))}.${patch}`;
}
