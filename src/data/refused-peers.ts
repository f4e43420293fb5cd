export interface RefusedPeer {
  readonly id: string;
  /** For the table of peers: why no rule reports this. */
  readonly why: string;
}

const order =
  "The order of keys changes nothing that runs, and moving them moves comments and anchors to the wrong places.";
const unsupported = "dockle lists the number for completeness and says itself that it does not check it.";

/** Checks of peers that no rule covers on purpose: noise, harmful advice, or nothing that a Dockerfile shows. */
export const refusedPeers: readonly RefusedPeer[] = [
  {
    id: "kics/chown_flag_exists",
    why: "It reports every --chown. The flag is the cheap way to the right owner: a chown in a later RUN stores each file twice (41.9 MB more for 40 MB, measured).",
  },
  {
    id: "hadolint/DL1001",
    why: "It forbids inline ignores, and is off by default there too. An ignore with a reason beside the line is the honest form; build/unused-ignore and build/expired-ignore keep them few.",
  },
  { id: "dockle/CIS-DI-0002", why: unsupported },
  { id: "dockle/CIS-DI-0003", why: unsupported },
  { id: "dockle/CIS-DI-0004", why: unsupported },
  {
    id: "dockle/CIS-DI-0005",
    why: "Content trust is a switch of the client that pulls an image (DOCKER_CONTENT_TRUST), so no Dockerfile and no image can have or lack it.",
  },
  { id: "dockle/CIS-DI-0011", why: unsupported },
  // Queries that KICS removed; the first ones continue under another name, which a rule covers.
  { id: "kics/aliase_names_must_be_unique", why: "An earlier name of kics/same_alias_in_different_froms." },
  {
    id: "kics/copy_2_Args",
    why: "An earlier name of kics/copy_with_more_than_two_arguments_not_ending_with_slash.",
  },
  { id: "kics/copy_instead_of_add", why: "An earlier name of kics/add_instead_of_copy." },
  {
    id: "kics/copy_from_without_from_alias_defined_previously",
    why: "An earlier name of kics/using_unnamed_build_stages.",
  },
  { id: "kics/healthcheck_instruction", why: "An earlier name of kics/healthcheck_instruction_missing." },
  {
    id: "kics/changing_default_shell_using_shell_command",
    why: "It reported every SHELL, the instruction that is made for this; KICS has since dropped it.",
  },
  // Checks of run configurations.
  {
    id: "cis-docker/5.1",
    why: "Whether a cluster is needed is not written where a container is run; `docker info` says whether the engine is in one.",
  },
  {
    id: "cis-docker/5.23",
    why: "It is about what a person types at a running container. Hooks of a Compose file that are privileged are reported by capabilities/privileged.",
  },
  {
    id: "cis-docker/5.24",
    why: "It is about what a person types at a running container. Hooks of a Compose file that name root are reported by non-root/root-user-flag.",
  },
  {
    id: "kics/shared_volumes_between_containers",
    why: "A volume that two services use is how they hand files to each other, and read-only in one of them is known to their author alone.",
  },
  {
    id: "compose-lint/CL-0012",
    why: "Withdrawn there: -1, 0 and no limit at all end at the same one of the host, so -1 is not worse than saying nothing. limits/no-pids asks every service for a limit.",
  },
  {
    id: "compose-lint/CL-0015",
    why: "Withdrawn there: a health check that is switched off changes nothing of what the container may do.",
  },
  {
    id: "compose-lint/CL-0023",
    why: "Withdrawn there: net.ipv4.ip_forward is a setting of the container's own network namespace.",
  },
  {
    id: "dclint/no-build-and-image",
    why: "`image` beside `build` names what is built, and pushes and pulls need the name. base-image/tag-drift reports where another tag is started.",
  },
  {
    id: "dclint/no-duplicate-container-names",
    why: "Docker Compose refuses such a project itself: build/compose-refused.",
  },
  {
    id: "dclint/no-quotes-in-volumes",
    why: "Quotes change nothing of the value.",
  },
  {
    id: "dclint/require-project-name-field",
    why: "The folder's name is what most projects want, and `-p` and COMPOSE_PROJECT_NAME say it where it matters.",
  },
  {
    id: "dclint/require-quotes-in-ports",
    why: "Compose reads a port without quotes as the text it is; 22:22 is no number of base 60 to it (2.26, 2.40 and 5.6 print the same model).",
  },
  {
    id: "dclint/service-container-name-regex",
    why: "Docker Compose refuses such a name itself: build/compose-refused.",
  },
  {
    id: "dclint/service-dependencies-alphabetical-order",
    why: order,
  },
  {
    id: "dclint/service-keys-order",
    why: order,
  },
  {
    id: "dclint/service-ports-alphabetical-order",
    why: order,
  },
  {
    id: "dclint/services-alphabetical-order",
    why: order,
  },
  {
    id: "dclint/top-level-properties-order",
    why: order,
  },
];
