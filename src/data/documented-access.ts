/** What of the host an image's own documentation has its user give to it. */
export type DocumentedAccess = "socket" | "privileged";

/**
 * Images whose work is the engine or the host, with exactly what the run line or Compose file of their own documentation gives them: the engine's socket
 * (or the folder that holds it), `--privileged`, or both. An image that does without by default is missing, and so is one that only names it as an option.
 * Written by hand in 2026-12 from the README or manual of each project; names without Docker Hub's own registry.
 */
export const documentedAccess: ReadonlyMap<string, ReadonlySet<DocumentedAccess>> = new Map(
  (
    [
      // Proxies and companions that read containers' labels and events.
      ["traefik", "socket"],
      ["nginxproxy/nginx-proxy", "socket"],
      ["jwilder/nginx-proxy", "socket"],
      ["nginxproxy/docker-gen", "socket"],
      ["jwilder/docker-gen", "socket"],
      ["nginxproxy/acme-companion", "socket"],
      ["jrcs/letsencrypt-nginx-proxy-companion", "socket"],
      ["lucaslorentz/caddy-docker-proxy", "socket"],
      // Managers of containers.
      ["portainer/portainer", "socket"],
      ["portainer/portainer-ce", "socket"],
      ["portainer/portainer-ee", "socket"],
      ["portainer/agent", "socket"],
      ["containrrr/watchtower", "socket"],
      ["v2tec/watchtower", "socket"],
      ["willfarrell/autoheal", "socket"],
      ["louislam/dockge", "socket"],
      ["nextcloud/all-in-one", "socket"],
      ["ghcr.io/nextcloud-releases/all-in-one", "socket"],
      ["caprover/caprover", "socket"],
      ["dokku/dokku", "socket"],
      ["mcuadros/ofelia", "socket"],
      ["ghcr.io/goauthentik/server", "socket"],
      ["ghcr.io/mailcow/dockerapi", "socket"],
      ["mailcow/dockerapi", "socket"],
      // Readers of logs, events and usage.
      ["amir20/dozzle", "socket"],
      ["crazymax/diun", "socket"],
      ["ghcr.io/crazy-max/diun", "socket"],
      ["gliderlabs/logspout", "socket"],
      ["lazyteam/lazydocker", "socket"],
      ["netdata/netdata", "socket"],
      ["docker.elastic.co/beats/filebeat", "socket"],
      ["docker.elastic.co/beats/metricbeat", "socket"],
      ["datadog/agent", "socket"],
      ["gcr.io/datadoghq/agent", "socket"],
      ["gcr.io/cadvisor/cadvisor", "socket privileged"],
      ["ghcr.io/google/cadvisor", "socket privileged"],
      ["gcr.io/google-containers/cadvisor", "socket privileged"],
      ["google/cadvisor", "socket privileged"],
      ["newrelic/infrastructure", "socket privileged"],
      ["sysdig/agent", "socket privileged"],
      ["sysdig/sysdig", "socket privileged"],
      ["falcosecurity/falco", "socket privileged"],
      // Readers of images.
      ["wagoodman/dive", "socket"],
      // Filters in front of the socket; Tecnativa's README is privileged where SELinux is enforced.
      ["tecnativa/docker-socket-proxy", "socket privileged"],
      ["ghcr.io/tecnativa/docker-socket-proxy", "socket privileged"],
      ["wollomatic/socket-proxy", "socket"],
      // Runners that start containers for jobs, tests and emulated services.
      ["gitlab/gitlab-runner", "socket"],
      ["drone/drone-runner-docker", "socket"],
      ["woodpeckerci/woodpecker-agent", "socket"],
      ["gitea/act_runner", "socket"],
      ["localstack/localstack", "socket"],
      ["testcontainers/ryuk", "socket"],
      // Builders, emulators and nodes inside of a container.
      ["moby/buildkit", "privileged"],
      ["multiarch/qemu-user-static", "privileged"],
      ["tonistiigi/binfmt", "privileged"],
      ["rancher/k3s", "privileged"],
      ["rancher/rancher", "privileged"],
      // Devices of the house.
      ["homeassistant/home-assistant", "privileged"],
      ["ghcr.io/home-assistant/home-assistant", "privileged"],
      // Nodes of a cluster.
      ["registry.k8s.io/kube-proxy", "privileged"],
      ["k8s.gcr.io/kube-proxy", "privileged"],
      ["calico/node", "privileged"],
      ["quay.io/calico/node", "privileged"],
    ] as const
  ).map(([image, asked]) => [image, new Set(asked.split(" ") as DocumentedAccess[])]),
);

/** Tags of Docker's own image that hold an engine: `docker:dind`, `docker:29.1-dind-rootless`. */
export const engineInContainer = /^(?:[\w.]+-)?dind(?:-|$)/;
