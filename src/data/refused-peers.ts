export interface RefusedPeer {
  readonly id: string;
  /** For the table of peers: why no rule of ours says this. */
  readonly why: string;
}

const unsupported = "dockle lists the number for completeness and says itself that it does not check it.";

/** Checks of peers that no rule covers on purpose: noise, advice that harms, or nothing that a Dockerfile can tell. */
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
  // Queries that KICS has no longer; the first ones go on under another name, which a rule covers.
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
];
