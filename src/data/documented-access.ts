/** Host access that an image's own documentation tells its users to grant. */
export type DocumentedAccess = "socket" | "privileged";

/**
 * Images that manage the engine or the host, with exactly the access in the run line or Compose file of their own
 * documentation: the engine's socket (or its folder), `--privileged`, or both. Images that need neither by default,
 * or mention it only as an option, are missing. Written by hand in 2026-12 from the README or manual of each project;
 * names without Docker Hub's own registry.
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
      // README: "--volume /var/run/docker.sock:/tmp/docker.sock:ro"
      ["wemakeservices/caddy-gen", "socket"],
      // README: "docker run -v /var/run/docker.sock:/var/run/docker.sock:ro itzg/mc-router --in-docker"
      ["itzg/mc-router", "socket"],
      // README, docker-compose.yaml: it starts and stops what is behind it.
      ["joesturge/lazymc-docker-proxy", "socket"],
      ["ghcr.io/joesturge/lazymc-docker-proxy", "socket"],
      ["ghcr.io/vmorganp/lazytainer", "socket"],
      ["sablierapp/sablier", "socket"],
      ["acouvreur/sablier", "socket"],
      ["tiredofit/traefik-cloudflare-companion", "socket"],
      // Managers of containers.
      ["portainer/portainer", "socket"],
      ["portainer/portainer-ce", "socket"],
      ["portainer/portainer-ee", "socket"],
      ["portainer/agent", "socket"],
      ["portainerci/portainer", "socket"],
      ["portainerci/portainer-ee", "socket"],
      ["containrrr/watchtower", "socket"],
      ["v2tec/watchtower", "socket"],
      ["willfarrell/autoheal", "socket"],
      ["louislam/dockge", "socket"],
      ["nextcloud/all-in-one", "socket"],
      ["ghcr.io/nextcloud-releases/all-in-one", "socket"],
      ["caprover/caprover", "socket"],
      ["dokku/dokku", "socket"],
      ["mcuadros/ofelia", "socket"],
      ["ghcr.io/netresearch/ofelia", "socket"],
      // READMEs of the forks and registries of images above.
      ["ghcr.io/containrrr/watchtower", "socket"],
      ["nickfedor/watchtower", "socket"],
      ["ghcr.io/nicholas-fedor/watchtower", "socket"],
      ["ghcr.io/amir20/dozzle", "socket"],
      // Install pages of Swarmpit, Yacht, Arcane and Komodo; README of swarm-cronjob and of the visualizer.
      ["swarmpit/swarmpit", "socket"],
      ["swarmpit/agent", "socket"],
      ["selfhostedpro/yacht", "socket"],
      ["ghcr.io/selfhostedpro/yacht", "socket"],
      ["ghcr.io/getarcaneapp/arcane", "socket"],
      ["ghcr.io/moghtech/komodo-periphery", "socket"],
      ["crazymax/swarm-cronjob", "socket"],
      ["ghcr.io/crazy-max/swarm-cronjob", "socket"],
      ["dockersamples/visualizer", "socket"],
      ["meltwater/docker-cleanup", "socket"],
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
      // Manual, "Monitor Docker containers", and the example that it starts.
      ["grafana/alloy", "socket"],
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
      // READMEs: "docker run ... -v /var/run/docker.sock:/var/run/docker.sock:ro"
      ["nicolargo/glances", "socket"],
      ["quay.io/vektorlab/ctop", "socket"],
      ["moncho/dry", "socket"],
      ["docker/docker-bench-security", "socket"],
      // Install pages of Beszel, Sematext, Datadog, Instana, Amazon ECS, Weave Scope, Dynatrace; README of Tracee.
      ["henrygd/beszel-agent", "socket"],
      ["ghcr.io/henrygd/beszel/beszel-agent", "socket"],
      ["sematext/agent", "socket"],
      ["public.ecr.aws/datadog/agent", "socket"],
      ["amazon/amazon-ecs-agent", "socket"],
      ["instana/agent", "socket privileged"],
      ["icr.io/instana/agent", "socket privileged"],
      ["weaveworks/scope", "socket privileged"],
      ["dynatrace/oneagent", "privileged"],
      ["aquasec/tracee", "privileged"],
      ["falcosecurity/falco-driver-loader", "privileged"],
      // README of each: it "must be privileged or you may mount some system-wide volumes"
      ["zabbix/zabbix-agent", "privileged"],
      ["zabbix/zabbix-agent2", "privileged"],
      // Image readers.
      ["wagoodman/dive", "socket"],
      ["aquasec/trivy", "socket"],
      ["ghcr.io/aquasecurity/trivy", "socket"],
      ["anchore/grype", "socket"],
      // Filters in front of the socket; Tecnativa's README needs privileged under SELinux.
      ["tecnativa/docker-socket-proxy", "socket privileged"],
      ["ghcr.io/tecnativa/docker-socket-proxy", "socket privileged"],
      ["wollomatic/socket-proxy", "socket"],
      ["11notes/socket-proxy", "socket"],
      ["lscr.io/linuxserver/socket-proxy", "socket"],
      ["linuxserver/socket-proxy", "socket"],
      // Runners that start containers for jobs, tests and emulated services.
      ["gitlab/gitlab-runner", "socket"],
      ["drone/drone-runner-docker", "socket"],
      ["woodpeckerci/woodpecker-agent", "socket"],
      ["gitea/act_runner", "socket"],
      ["localstack/localstack", "socket"],
      ["localstack/localstack-pro", "socket"],
      ["myoung34/github-runner", "socket"],
      ["testcontainers/ryuk", "socket"],
      // Builders, emulators and nodes inside a container.
      ["moby/buildkit", "privileged"],
      // READMEs: "docker run --rm --privileged", which registers interpreters with the kernel.
      ["aptman/qus", "privileged"],
      ["dbhi/qus", "privileged"],
      ["kindest/node", "privileged"],
      ["cruizba/ubuntu-dind", "privileged"],
      ["rancher/k3s", "privileged"],
      ["rancher/rancher", "privileged"],
      // Rancher's manual: "docker run -d --privileged -v /var/run:/var/run rancher/rancher-agent"
      ["rancher/rancher-agent", "socket privileged"],
      ["rancher/agent", "socket privileged"],
      // Home automation devices.
      ["homeassistant/home-assistant", "privileged"],
      ["ghcr.io/home-assistant/home-assistant", "privileged"],
      // Frigate's install page; README of the VPN and of the file server.
      ["ghcr.io/blakeblackshear/frigate", "privileged"],
      ["blakeblackshear/frigate", "privileged"],
      ["hwdsl2/ipsec-vpn-server", "privileged"],
      ["quay.io/hwdsl2/ipsec-vpn-server", "privileged"],
      ["itsthenetwork/nfs-server-alpine", "privileged"],
      // Cluster nodes.
      ["registry.k8s.io/kube-proxy", "privileged"],
      ["k8s.gcr.io/kube-proxy", "privileged"],
      ["calico/node", "privileged"],
      ["quay.io/calico/node", "privileged"],
      // Calico's, Weave Net's and kube-router's manifests.
      ["calico/cni", "privileged"],
      ["quay.io/calico/cni", "privileged"],
      ["calico/pod2daemon-flexvol", "privileged"],
      ["quay.io/calico/pod2daemon-flexvol", "privileged"],
      ["weaveworks/weave-kube", "privileged"],
      ["weaveworks/weave-npc", "privileged"],
      ["cloudnativelabs/kube-router", "privileged"],
    ] as const
  ).map(([image, asked]) => [image, new Set(asked.split(" ") as DocumentedAccess[])]),
);

/** The image of a Docker Desktop extension in its own Compose file (docs.docker.com, "Use the Docker socket from the extension backend"). */
export const extensionImage = "${DESKTOP_PLUGIN_IMAGE}";

/** What registers interpreters for other architectures with the kernel, in any registry: `tonistiigi/binfmt`, `multiarch/qemu-user-static`, mirrors (READMEs: "docker run --privileged"). */
export const registersBinfmt = /(?:^|\/)(?:binfmt|qemu-user-static)$/;

/** Tags of Docker's own image that hold the command alone, which needs an engine's socket: `docker:cli`, `docker:29-cli` (Docker Desktop's manual: "docker run -it --rm -v /var/run/docker.sock:/var/run/docker.sock docker:cli"). */
export const engineClient = /^(?:[\w.]+-)?cli(?:-alpine[\d.]*)?$/;

/**
 * Tags of Docker's own image that hold an engine: `docker:dind`, `docker:29.1-dind-rootless`, and since 23 what names no other part (`docker:29-cli`):
 * `docker:latest`, `docker:29.1`, `docker:29-alpine3.23` (tags of the image's page on Docker Hub).
 */
export const engineInContainer =
  /^(?:(?:[\w.]+-)?dind(?:-.*)?|latest|(?:2[3-9]|[3-9]\d)(?:\.\d+){0,2}(?:-rc[.\d]*)?(?:-alpine[\d.]*)?)$/;
