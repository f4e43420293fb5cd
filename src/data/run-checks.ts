/** One check of a peer on run configurations, with its requirement in our words. */
export interface RunCheck {
  readonly id: string;
  readonly asks: string;
  /** Its id in the peer's own reports, if that differs. */
  readonly uuid?: string;
}

interface RunChecks {
  readonly title: string;
  /** Source and date of reading. */
  readonly source: string;
  readonly checks: readonly RunCheck[];
}

/** All checks of four peers: the generated table lists for each the rule that covers it, or why none does. */
export const runChecks: readonly RunChecks[] = [
  {
    title: "CIS Docker Benchmark 1.8.0, section 5",
    source: "titles of section 5, the same since 1.6.0; July 2025",
    checks: [
      { id: "cis-docker/5.1", asks: "No swarm mode unless it is needed" },
      { id: "cis-docker/5.2", asks: "AppArmor is on" },
      { id: "cis-docker/5.3", asks: "SELinux labels are on" },
      { id: "cis-docker/5.4", asks: "Few capabilities" },
      { id: "cis-docker/5.5", asks: "Not privileged" },
      { id: "cis-docker/5.6", asks: "No system folder of the host" },
      { id: "cis-docker/5.7", asks: "No sshd inside" },
      { id: "cis-docker/5.8", asks: "No port below 1024 of the host" },
      { id: "cis-docker/5.9", asks: "Only ports that are needed" },
      { id: "cis-docker/5.10", asks: "Not the host's network" },
      { id: "cis-docker/5.11", asks: "A memory limit" },
      { id: "cis-docker/5.12", asks: "CPU priority" },
      { id: "cis-docker/5.13", asks: "A read-only root file system" },
      { id: "cis-docker/5.14", asks: "Ports on one interface" },
      { id: "cis-docker/5.15", asks: "on-failure, five restarts at most" },
      { id: "cis-docker/5.16", asks: "Not the host's processes" },
      { id: "cis-docker/5.17", asks: "Not the host's IPC" },
      { id: "cis-docker/5.18", asks: "No device of the host" },
      { id: "cis-docker/5.19", asks: "ulimits where they are needed" },
      { id: "cis-docker/5.20", asks: "No mount that spreads to the host" },
      { id: "cis-docker/5.21", asks: "Not the host's name" },
      { id: "cis-docker/5.22", asks: "The default system call filter is on" },
      { id: "cis-docker/5.23", asks: "No docker exec with --privileged" },
      { id: "cis-docker/5.24", asks: "No docker exec as root" },
      { id: "cis-docker/5.25", asks: "The engine's own control group" },
      { id: "cis-docker/5.26", asks: "No privileges gained at run time" },
      { id: "cis-docker/5.27", asks: "Health is checked" },
      { id: "cis-docker/5.28", asks: "A fresh image" },
      { id: "cis-docker/5.29", asks: "A pids limit" },
      { id: "cis-docker/5.30", asks: "Not on the default bridge" },
      { id: "cis-docker/5.31", asks: "Not the host's users" },
      { id: "cis-docker/5.32", asks: "No engine socket" },
    ],
  },
  {
    title: "KICS, queries on Compose files",
    source: "Checkmarx/kics assets/queries/dockerCompose and docs/queries/dockercompose-queries.md, 2026-11",
    checks: [
      {
        id: "kics/volume_mounted_in_multiple_containers",
        asks: "No mount that spreads to the host and other containers",
        uuid: "baa452f0-1f21-4a25-ace5-844e7a5f410d",
      },
      {
        id: "kics/volume_has_sensitive_host_directory",
        asks: "No system folder of the host",
        uuid: "1c1325ff-831d-43a1-973e-839ae57dfcc0",
      },
      {
        id: "kics/docker_socket_mounted_in_container",
        asks: "No engine socket",
        uuid: "d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b",
      },
      {
        id: "kics/no_new_privileges_not_set",
        asks: "no-new-privileges is set",
        uuid: "27fcc7d6-c49b-46e0-98f1-6c082a6a2750",
      },
      {
        id: "kics/privileged_containers_enabled",
        asks: "Not privileged",
        uuid: "ae5b6871-7f45-42e0-bb4c-ab300c4d2026",
      },
      { id: "kics/healthcheck_not_set", asks: "A health check", uuid: "698ed579-b239-4f8f-a388-baa4bcb13ef8" },
      {
        id: "kics/cgroup_not_default",
        asks: "The engine's own control group",
        uuid: "4d9f44c6-2f4a-4317-9bb5-267adbea0232",
      },
      {
        id: "kics/restart_policy_on_failure_not_set_to_5",
        asks: "Five restarts at most",
        uuid: "2fc99041-ddad-49d5-853f-e35e70a48391",
      },
      {
        id: "kics/privileged_ports_mapped_in_container",
        asks: "No port below 1024",
        uuid: "bc2908f3-f73c-40a9-8793-c1b7d5544f79",
      },
      {
        id: "kics/container_traffic_not_bound_to_host_interface",
        asks: "Ports on one interface",
        uuid: "451d79dc-0588-476a-ad03-3c7f0320abb3",
      },
      { id: "kics/networks_not_set", asks: "A network of its own", uuid: "ce14a68b-1668-41a0-ab7d-facd9f784742" },
      {
        id: "kics/shared_host_network_namespace",
        asks: "Not the host's network",
        uuid: "071a71ff-f868-47a4-ac0b-3c59e4ab5443",
      },
      {
        id: "kics/shared_host_ipc_namespace",
        asks: "Not the host's IPC",
        uuid: "baa3890f-bed7-46f5-ab8f-1da8fc91c729",
      },
      {
        id: "kics/default_seccomp_profile_disabled",
        asks: "The system call filter is on",
        uuid: "404fde2c-bc4b-4371-9747-7054132ac953",
      },
      {
        id: "kics/host_namespace_is_shared",
        asks: "Not the host's processes",
        uuid: "4f31dd9f-2cc3-4751-9b53-67e4af83dac0",
      },
      { id: "kics/memory_not_limited", asks: "A memory limit", uuid: "bb9ac4f7-e13b-423d-a010-c74a1bfbe492" },
      { id: "kics/pids_limit_not_set", asks: "A pids limit", uuid: "221e0658-cb2a-44e3-b08a-db96a341d6fa" },
      {
        id: "kics/shared_host_user_namespace",
        asks: "Not the host's users",
        uuid: "8af7162d-6c98-482f-868e-0d33fb675ca8",
      },
      { id: "kics/security_opt_not_set", asks: "Some security_opt", uuid: "610e266e-6c12-4bca-9925-1ed0cd29742b" },
      { id: "kics/cpus_not_limited", asks: "A CPU limit", uuid: "6b610c50-99fb-4ef0-a5f3-e312fd945bc3" },
      {
        id: "kics/container_capabilities_unrestricted",
        asks: "Few capabilities",
        uuid: "ce76b7d0-9e77-464d-b86f-c5c48e03e22d",
      },
      { id: "kics/shared_volumes_between_containers", asks: "No volume that two services share" },
    ],
  },
  {
    title: "compose-lint",
    source: "tmatens/compose-lint docs/rules, 2026-11",
    checks: [
      { id: "compose-lint/CL-0001", asks: "No engine socket" },
      { id: "compose-lint/CL-0002", asks: "Not privileged" },
      { id: "compose-lint/CL-0003", asks: "no-new-privileges is set" },
      { id: "compose-lint/CL-0004", asks: "A version in the image's name" },
      { id: "compose-lint/CL-0005", asks: "Ports on one interface" },
      { id: "compose-lint/CL-0006", asks: "All capabilities dropped" },
      { id: "compose-lint/CL-0007", asks: "A read-only root file system" },
      { id: "compose-lint/CL-0008", asks: "Not the host's network" },
      { id: "compose-lint/CL-0009", asks: "seccomp, AppArmor and labels are on" },
      { id: "compose-lint/CL-0010", asks: "Not the host's processes or IPC" },
      { id: "compose-lint/CL-0011", asks: "No capability beside the host's" },
      { id: "compose-lint/CL-0012", asks: "A pids limit that is not -1 (withdrawn)" },
      { id: "compose-lint/CL-0013", asks: "No sensitive path of the host" },
      { id: "compose-lint/CL-0014", asks: "Logs are kept" },
      { id: "compose-lint/CL-0015", asks: "No health check switched off (withdrawn)" },
      { id: "compose-lint/CL-0016", asks: "No dangerous device" },
      { id: "compose-lint/CL-0017", asks: "No shared propagation" },
      { id: "compose-lint/CL-0018", asks: "Not root by name" },
      { id: "compose-lint/CL-0019", asks: "A digest in the image's name" },
      { id: "compose-lint/CL-0020", asks: "No credential in the environment" },
      { id: "compose-lint/CL-0021", asks: "No password in an address" },
      { id: "compose-lint/CL-0022", asks: "tmpfs without exec, suid, dev" },
      { id: "compose-lint/CL-0023", asks: "No ip_forward (withdrawn)" },
      { id: "compose-lint/CL-0024", asks: "No capability that runs code on the host" },
      { id: "compose-lint/CL-0025", asks: "No path that is root, writable" },
      { id: "compose-lint/CL-0026", asks: "Limits of memory and CPU" },
      { id: "compose-lint/CL-0027", asks: "No capability over other processes" },
      { id: "compose-lint/CL-0028", asks: "No capability that reaches the host" },
      { id: "compose-lint/CL-0029", asks: "No capability that stops the host" },
      { id: "compose-lint/CL-0030", asks: "No capability that reads the host" },
    ],
  },
  {
    title: "dclint",
    source: "zavoloklom/docker-compose-linter docs/rules, 3.1.0",
    checks: [
      { id: "dclint/no-build-and-image", asks: "Either build or image" },
      { id: "dclint/no-duplicate-container-names", asks: "Each container_name once" },
      { id: "dclint/no-duplicate-exported-ports", asks: "Each port of the host once" },
      { id: "dclint/no-quotes-in-volumes", asks: "No quotes around volumes" },
      { id: "dclint/no-unbound-port-interfaces", asks: "Ports on one interface" },
      { id: "dclint/no-version-field", asks: "No version" },
      { id: "dclint/require-project-name-field", asks: "A name for the project" },
      { id: "dclint/require-quotes-in-ports", asks: "Quotes around ports" },
      { id: "dclint/service-container-name-regex", asks: "container_name as the engine takes it" },
      { id: "dclint/service-dependencies-alphabetical-order", asks: "depends_on in order" },
      { id: "dclint/service-image-require-explicit-tag", asks: "A version in the image's name" },
      { id: "dclint/service-keys-order", asks: "Keys in order" },
      { id: "dclint/service-ports-alphabetical-order", asks: "Ports in order" },
      { id: "dclint/services-alphabetical-order", asks: "Services in order" },
      { id: "dclint/top-level-properties-order", asks: "Top keys in order" },
    ],
  },
];
